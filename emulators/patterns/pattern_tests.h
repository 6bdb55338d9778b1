#pragma once

// The alternatives of a field in an event pattern, made from its tokens. Internal to the pattern language.

#include <memory>

#include "emulators/patterns/pattern.h"
#include "emulators/patterns/pattern_tokens.h"

namespace cloudling::patterns::detail {

/// An alternative that begins with `token`. Throws BadPattern where it is none.
std::unique_ptr<const Test> parse_test(Tokens& tokens, Token token);

}  // namespace cloudling::patterns::detail
