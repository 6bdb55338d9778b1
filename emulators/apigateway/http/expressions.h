#pragma once

// The expressions of HTTP APIs' parameter mapping (API Gateway Developer Guide, "Transform API requests and responses
// for HTTP APIs"): "$request.body.key", "$context.requestId", "${request.path.id}-${stageVariables.x}", or plain text.
// Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/apigateway/http/exchange.h"

namespace cloudling::apigateway::http {

/// What expressions about a response see; none of it while the request is mapped.
struct MappedResponse {
  const aws::Headers* headers = nullptr;
  const std::string* body = nullptr;
};

/// The text that the expression means; nothing where it names what is not there. A part of a body that is no text is
/// its JSON.
std::optional<std::string> evaluate(std::string_view expression, const Exchange& exchange,
                                    const MappedResponse& response = {});

/// The value under a name like "identity.sourceIp" as text; nothing where there is none.
std::optional<std::string> text_at(const json::Value& object, std::string_view name);

}  // namespace cloudling::apigateway::http
