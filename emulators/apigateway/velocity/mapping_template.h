#pragma once

// Mapping templates of API Gateway: Velocity with `$input`, `$context`, `$stageVariables` and `$util` (API Gateway
// Developer Guide, "Variables for data transformations").

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "asl/json/json.h"
#include "emulators/apigateway/velocity/template.h"

namespace cloudling::velocity {

/// What templates see. Parameters are objects of texts, in the order in which they came.
struct MappingInput {
  std::string body;
  json::Value path = json::Value::object();
  json::Value querystring = json::Value::object();
  json::Value header = json::Value::object();
  json::Value context = json::Value::object();
  json::Value stage_variables = json::Value::object();
};

/// What a template has put into `$context.requestOverride` or `$context.responseOverride`.
struct MappingOverride {
  std::map<std::string, std::string> header;
  std::map<std::string, std::string> path;
  std::map<std::string, std::string> querystring;
  std::optional<int64_t> status;
};

struct MappingResult {
  std::string text;
  MappingOverride request;
  MappingOverride response;
};

/// `$input.json` or `$input.path` of a body that is no JSON: 400, "Could not parse request body into json: ...".
struct BodyIsNoJson : RenderError {
  using RenderError::RenderError;
};

/// Throws SyntaxError and RenderError, which API Gateway answers with 500, and BodyIsNoJson.
MappingResult render_mapping_template(std::string_view text, const MappingInput& input);

/// The same for a template that has been parsed.
MappingResult render_mapping_template(const Template& parsed, const MappingInput& input);

}  // namespace cloudling::velocity
