#pragma once

// The built-in function: the resize core behind the events and answers of the image pipelines' own functions.
//
// The event is {"bucket", "key"}, as it stands, inside "Input", or as a JSON string in "body". The image is read from
// S3, resized and written to S3. Environment variables say how:
//
//   RESIZED_BUCKET         where to; the source's bucket without it
//   CREATE_RESIZED_BUCKET  "true" makes that bucket where it is missing
//   KEY_PREFIX             before the source's key; "thumbnail-" without it
//   THUMBNAIL_WIDTH        pixels, 128 without it
//   THUMBNAIL_HEIGHT       pixels, 128 without it
//   THUMBNAIL_FIT          inside (without it), outside, cover, contain, fill
//   THUMBNAIL_FORMAT       jpeg, png, webp; the source's without it. The key then gets the format's extension
//   THUMBNAIL_QUALITY      1 to 100
//
// An event may overrule the size and format by "edits", as AWS's image handler takes them:
// {"edits": {"resize": {"width", "height", "fit"}, "toFormat": "webp"}}.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "asl/json/json.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/context.h"
#include "emulators/lambda/shapes.h"
#include "emulators/ports.h"

namespace cloudling::lambda {

/// What the built-in function needs of its surroundings. The references outlive the call.
struct ResizeSurroundings {
  aws::Caller& caller;
  ImageResizer& resizer;
  aws::CallContext context;  ///< of the function's role
  Variables variables;
};

/// Answers {"status": "success", "source_bucket", "source_key", "resized_bucket", "resized_key", ...}, or
/// {"status": "fail", "error", ...} for what is wrong with the event, the objects or the image. Throws aws::Error
/// (status 500 and above) where the failure is not the event's.
boost::asio::awaitable<json::Value> builtin_resize(ResizeSurroundings surroundings, json::Value event);

}  // namespace cloudling::lambda
