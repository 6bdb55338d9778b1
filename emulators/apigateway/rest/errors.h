#pragma once

// The service's errors in AWS's words.

#include <string>

#include "emulators/apigateway/rest/items.h"
#include "emulators/aws/error.h"

namespace cloudling::apigateway::rest {

aws::Error bad_request(const std::string& message);  ///< BadRequestException (400)
aws::Error conflict(const std::string& message);     ///< ConflictException (409)
aws::Error not_found(const std::string& message);    ///< NotFoundException (404)

/// "Invalid ... identifier specified", as the kind of item has it.
aws::Error no_item(const Scope& scope, const Place& place);

}  // namespace cloudling::apigateway::rest
