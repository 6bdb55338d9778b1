#pragma once

// Answers of Cloudling's own endpoints: JSON, one line, the error naming what to do.

#include <string>

#include "asl/json/json.h"
#include "emulators/aws/http.h"

namespace cloudling::server {

aws::HttpResponse json_response(int status, const json::Value& value);

/// {"error": code, "message": message}
aws::HttpResponse json_error(int status, const std::string& code, const std::string& message);

}  // namespace cloudling::server
