#pragma once

#include <string>

namespace cloudling::server {

/// AWS's operations per service with ours marked, as Markdown: emulators/OPERATIONS.md. Made from what is registered.
std::string operations_table();

}  // namespace cloudling::server
