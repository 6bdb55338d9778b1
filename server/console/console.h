#pragma once

// The console: a page of three files, built into the binary, that speaks to this process with AWS calls.

#include <string_view>

#include "emulators/aws/http.h"

namespace cloudling::server {

/// Answers /_cloudling/console and the files below it; 404 for others, 405 for other methods than GET and HEAD.
aws::HttpResponse console_response(const aws::HttpRequest& request);

/// Whether the request's path is the console's.
bool is_console_path(std::string_view path);

}  // namespace cloudling::server
