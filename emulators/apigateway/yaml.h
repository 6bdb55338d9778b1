#pragma once

// YAML as API definitions are written in: text to JSON (YAML 1.2's core schema, with anchors and merge keys), and JSON
// to text as API Gateway exports it. Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include "asl/json/json.h"

namespace cloudling::apigateway {

/// The first document of the text. Nothing where it is no YAML, has keys that are no texts, or exceeds a limit: 6 MiB,
/// 100 levels, 200,000 values with those that aliases repeat. `problem` then says why.
std::optional<json::Value> parse_yaml(std::string_view text, std::string* problem = nullptr);

/// Block style, texts in double quotes.
std::string write_yaml(const json::Value& value);

}  // namespace cloudling::apigateway
