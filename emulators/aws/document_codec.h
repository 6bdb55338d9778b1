#pragma once

// Inputs and outputs as JSON under AWS's names, for calls in process: blobs as raw text, timestamps in ISO 8601, all
// members wherever they stand in HTTP. A stream does not fit into JSON and goes beside it.

#include "asl/json/json.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/shape.h"

namespace cloudling::aws {

/// Fills `input`, fresh from make_input. A stream member takes `body`, or the text under its name where there is one.
/// Throws Error SerializationException (400) as the wire does.
void decode_document(const json::Value& document, Body body, AnyShape& input);

/// What a caller in process gets; a stream member becomes the body.
CallAnswer encode_document(AnyShape output);

}  // namespace cloudling::aws
