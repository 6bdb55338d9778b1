#pragma once

// Integrations with services of AWS that HTTP APIs know by name (API Gateway Developer Guide, "Integration subtype
// reference"): which parameters each has, and the operation that they become. Pure functions.

#include <optional>
#include <string>

#include "asl/json/json.h"
#include "emulators/apigateway/http/shapes.h"

namespace cloudling::apigateway::http {

struct FirstClassCall {
  std::string service;  ///< as signed: "states"
  std::string action;   ///< "StartExecution"
  std::string region;   ///< "" for the API's own
  json::Value input;
};

/// Throws BadRequestException where the subtype is unknown, or parameters are missing or unknown.
void check_first_class(const Integration& integration);

/// The call, with parameters that have been evaluated. A value that should be JSON and is none stays a text.
FirstClassCall first_class_call(const std::string& subtype, const Texts& parameters);

}  // namespace cloudling::apigateway::http
