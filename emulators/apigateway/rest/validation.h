#pragma once

// Request validators: required parameters, and bodies against the models' JSON schemas.

#include "emulators/apigateway/rest/exchange.h"

namespace cloudling::apigateway::rest {

/// Throws GatewayFailure BAD_REQUEST_PARAMETERS or BAD_REQUEST_BODY, as the method's validator asks.
void validate_request(Exchange& exchange);

}  // namespace cloudling::apigateway::rest
