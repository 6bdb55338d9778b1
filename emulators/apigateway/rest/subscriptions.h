#pragma once

// Which API keys may call a stage.

#include <string>

#include "emulators/apigateway/rest/items.h"

namespace cloudling::apigateway::rest {

/// Whether the API key of that value is enabled, and a usage plan of the stage, or the key itself, names it.
bool is_subscribed(store::ReadTransaction& tx, const Scope& scope, const std::string& api, const std::string& stage,
                   const std::string& key);

}  // namespace cloudling::apigateway::rest
