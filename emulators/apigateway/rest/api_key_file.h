#pragma once

// Files of API keys (Amazon API Gateway Developer Guide, "API Gateway API key file format"): CSV whose first line names
// its columns. A pure function.

#include <string>
#include <string_view>
#include <vector>

namespace cloudling::apigateway::rest {

struct ApiKeyRow {
  std::string name;
  std::string key;
  std::string description;
  bool enabled = false;
  std::vector<std::string> usage_plan_ids;
};

/// Throws BadRequestException where the text is no such file, or has more than 10,000 keys.
std::vector<ApiKeyRow> parse_api_key_file(std::string_view text);

}  // namespace cloudling::apigateway::rest
