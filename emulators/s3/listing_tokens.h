#pragma once

// Continuation tokens: a position in key order, bound to the operation and to the parameters it was made under.

#include <string>

namespace cloudling::s3 {

std::string seal_token(const std::string& operation, const std::string& bound_to, const std::string& position);

/// The position. Throws InvalidArgument (400) for a token that is none, or another listing's.
std::string open_token(const std::string& operation, const std::string& bound_to, const std::string& token);

}  // namespace cloudling::s3
