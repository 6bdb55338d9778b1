#pragma once

// CORS rules (S3 user guide, "Using cross-origin resource sharing"). Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/http.h"
#include "emulators/s3/shapes_settings.h"

namespace cloudling::s3 {

/// What a browser asks: for itself, or in a preflight for a request to come.
struct CorsQuestion {
  std::string_view origin;
  std::string_view method;
  std::vector<std::string> headers;  ///< of Access-Control-Request-Headers, lower case; of preflights only
};

/// The first rule that lets it pass, or nullptr.
const CORSRule* matching_rule(const CORSConfiguration& configuration, const CorsQuestion& question);

/// What the answer tells the browser by that rule.
void add_cors_headers(const CORSRule& rule, const CorsQuestion& question, bool preflight, aws::Headers& headers);

/// The list in Access-Control-Request-Headers.
std::vector<std::string> requested_headers(std::string_view list);

}  // namespace cloudling::s3
