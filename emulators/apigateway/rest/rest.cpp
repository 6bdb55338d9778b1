#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

Rest::Rest(RestParts parts)
    : parts_(parts),
      backends_(parts.caller, parts.gateway, parts.http),
      authorization_(backends_, parts.judge, parts.clock),
      metering_(parts.store, parts.clock),
      execution_(backends_, authorization_, metering_) {}

}  // namespace cloudling::apigateway::rest
