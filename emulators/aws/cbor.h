#pragma once

// CBOR (RFC 8949) as Smithy RPC uses it: what came becomes a JSON value for the one decoder, answers are walked over
// their field lists. Bounded and pure.

#include <optional>
#include <string>
#include <string_view>

#include "asl/json/json.h"
#include "emulators/aws/shape.h"

namespace cloudling::aws {

/// One data item: byte strings become base64, tags are left off (times are their seconds), undefined is null. Nothing
/// where it is malformed, nested deeper than 128, or has keys that are no texts.
std::optional<json::Value> parse_cbor(std::string_view bytes);

/// The members of a shape as a map; times are tagged epoch seconds.
std::string write_cbor(const Structure& shape, const void* owner);

/// A map of texts: what an error has.
std::string write_cbor(const json::Value& texts);

}  // namespace cloudling::aws
