#pragma once

#include <string>

#include "asl/json/json.h"

namespace cloudling::apigateway::rest {

/// A sample mapping template that gives a payload the structure of a model: 42 for a number, "foo" for a text, a loop
/// for a list (as GetModelTemplate of AWS writes it). Bounded in depth. A pure function.
std::string model_template(const json::Value& schema);

}  // namespace cloudling::apigateway::rest
