#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

Rest::Rest(RestParts parts)
    : parts_(parts), backends_(parts.caller, parts.gateway, parts.http), execution_(backends_) {}

}  // namespace cloudling::apigateway::rest
