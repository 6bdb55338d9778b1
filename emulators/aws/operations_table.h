#pragma once

#include <string>

#include "emulators/aws/operation.h"

namespace cloudling::aws {

/// The docs' table in Markdown: for each service of the catalogue all operations that AWS has, those of the registry
/// marked. Depends on nothing else, so a test can hold the docs current.
std::string operations_table(const Registry& registry);

}  // namespace cloudling::aws
