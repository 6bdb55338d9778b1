#pragma once

// Smithy RPC v2 CBOR, which newer SDKs speak with services that also speak JSON (Identity::rpc_cbor).

#include "emulators/aws/protocol.h"

namespace cloudling::aws {

const Protocol& rpc_cbor_protocol();

}  // namespace cloudling::aws
