#pragma once

// Compressed bodies of APIs with a minimum compression size (Amazon API Gateway Developer Guide, "Payload compression
// for REST APIs"): gzip and deflate.

#include "emulators/apigateway/rest/exchange.h"

namespace cloudling::apigateway::rest {

/// The client's body as it was before it was encoded. Throws GatewayFailure where it is not what its Content-Encoding
/// says, or longer than an API takes.
void decompress_request(Exchange& exchange);

/// Encodes a body that is long enough, where the client takes it so.
void compress_response(const Exchange& exchange, aws::HttpResponse& response);

}  // namespace cloudling::apigateway::rest
