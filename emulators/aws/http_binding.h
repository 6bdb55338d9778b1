#pragma once

// The parts of shapes that stand outside the body, for the REST protocols: headers, query parameters, path labels and
// the status.

#include <functional>
#include <string_view>

#include "emulators/aws/member_path.h"
#include "emulators/aws/protocol.h"

namespace cloudling::aws {

/// Called with a value that is not of its field's type. Throws the service's error, or returns where the value is to be
/// ignored.
using RefuseValue = std::function<void(const Field& field, std::string_view text)>;

/// Fills the members bound to headers, query and path. Required ones that are not there go to input.missing.
void decode_bindings(const WireInput& wire, AnyShape& input, const RefuseValue& refuse);

/// Adds the headers, and sets the status where a member says it.
void encode_bindings(const AnyShape& output, HttpResponse& response);

}  // namespace cloudling::aws
