#pragma once

// AWS Signature Version 2 as S3 takes it (S3 user guide, "Signing and authenticating REST requests"), in the
// Authorization header or the query. Pure functions.

#include <string>
#include <string_view>

#include "emulators/aws/http.h"
#include "emulators/aws/sigv4.h"

namespace cloudling::aws {

/// What the sender has signed. `signature` is of kind kV2Header or kV2Query.
std::string string_to_sign_v2(const HttpRequest& request, const Signature& signature);

/// Base64 of the HMAC-SHA1. POST forms sign their policy by it.
std::string sign_v2(std::string_view secret, std::string_view string_to_sign);

}  // namespace cloudling::aws
