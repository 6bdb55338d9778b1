#pragma once

// What function URLs are set to, and where they are.

#include <string>

#include "emulators/aws/context.h"
#include "emulators/lambda/function_url_shapes.h"

namespace cloudling::lambda {

/// From the text that the store has.
UrlSettings url_settings_of(const std::string& text);

/// "http://<id>.lambda-url.<region>.localhost:4566/": under the name, the port and the scheme by which the caller
/// reached this server; of calls in process by `endpoint`.
std::string function_url(const aws::CallContext& context, const std::string& id, const std::string& region,
                         const std::string& endpoint);

}  // namespace cloudling::lambda
