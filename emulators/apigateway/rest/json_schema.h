#pragma once

// JSON Schema draft 4 (json-schema.org, "JSON Schema: core definitions and terminology", "interactive and non
// interactive validation"), as models of API Gateway use it. Pure functions.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::apigateway::rest {

/// The schema of the model that a "$ref" to ".../models/{name}" means; nullptr where there is none.
using FindModel = std::function<const json::Value*(std::string_view name)>;

/// What is wrong with `value`, a line for each; empty where it is valid. Bounded in depth and work.
std::vector<std::string> schema_violations(const json::Value& schema, const json::Value& value,
                                           const FindModel& find_model);

}  // namespace cloudling::apigateway::rest
