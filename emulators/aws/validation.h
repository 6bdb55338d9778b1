#pragma once

// The constraints of field lists, in AWS's words:
//   2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; Value
//   'x' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]
// Values are shown whole, as AWS does, and not at all where the member is sensitive. Lengths of strings are in
// characters.

#include <string>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::aws {

/// All violations in the order of the fields, each "Value ... at 'path' failed to satisfy constraint: ...".
/// Uses input.missing for what is null.
std::vector<std::string> find_violations(const AnyShape& input);

/// The message for some violations, at least one.
std::string violations_message(const std::vector<std::string>& violations);

/// Throws Error (400) with `code` and the message where there is any violation.
void validate(const AnyShape& input, std::string_view code);

}  // namespace cloudling::aws
