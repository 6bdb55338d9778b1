#pragma once

// POST /resize, in its two forms:
//   JSON {"bucket", "key"}      runs the pipeline's state machine and answers with its result
//   an image (raw or a form)    answers the image, resized by the options of the query
// Which of the two it is goes by the content type, and where that says nothing (curl's default), by the first byte.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/http.h"
#include "emulators/ports.h"

namespace cloudling::server {

struct ResizeOptions {
  std::string state_machine = "ImageResizePipeline";  ///< a name in the caller's account and region
  std::chrono::milliseconds timeout{30'000};          ///< how long an answer waits for the execution's end
  size_t max_image_bytes = 50u << 20;
};

/// Waits until the execution has ended or the deadline has passed; true where it has ended.
using WaitForEnd = std::function<boost::asio::awaitable<bool>(std::string execution_arn,
                                                              std::chrono::steady_clock::time_point deadline)>;

class ResizeEndpoint {
 public:
  ResizeEndpoint(ResizeOptions options, aws::Caller& caller, ImageResizer& resizer, const aws::Clock& clock,
                 WaitForEnd wait_for_end)
      : options_(std::move(options)),
        caller_(caller),
        resizer_(resizer),
        clock_(clock),
        wait_for_end_(std::move(wait_for_end)) {}

  /// Whether a request is meant for this endpoint and not for a bucket called "resize": POST /resize, neither signed
  /// nor presigned. A form may still turn out to be S3's (see is_post_policy_form).
  static bool claims(const aws::HttpRequest& request);

  /// Reads the beginning of a form and says whether it is an S3 POST form (it has a `key` or `policy` field before
  /// its file). The request's body is whole again afterwards.
  static boost::asio::awaitable<bool> is_post_policy_form(aws::HttpRequest& request);

  /// Never throws an aws::Error: bad input is answered as JSON (400, 404, 413, 415, 422).
  boost::asio::awaitable<aws::HttpResponse> handle(aws::HttpRequest request);

 private:
  /// Where the client finds the server.
  struct Origin {
    std::string scheme, host;
  };

  boost::asio::awaitable<aws::HttpResponse> answer(aws::HttpRequest& request);
  boost::asio::awaitable<aws::HttpResponse> run_pipeline(std::string input, bool respond_async, Origin origin);
  boost::asio::awaitable<std::string> presigned_url(std::string bucket, std::string key, Origin origin);
  boost::asio::awaitable<aws::HttpResponse> resize_image(const aws::HttpRequest& request, std::string image);

  ResizeOptions options_;
  aws::Caller& caller_;
  ImageResizer& resizer_;
  const aws::Clock& clock_;
  WaitForEnd wait_for_end_;
};

}  // namespace cloudling::server
