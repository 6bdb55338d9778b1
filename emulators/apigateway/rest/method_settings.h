#pragma once

#include "emulators/apigateway/rest/exchange.h"

namespace cloudling::apigateway::rest {

/// The stage's settings for the request's method: its own, its resource's, or those of all; nullptr without.
const MethodSetting* method_setting(const Exchange& exchange);

}  // namespace cloudling::apigateway::rest
