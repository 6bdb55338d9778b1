#pragma once

// Condition blocks (IAM User Guide, "IAM JSON policy elements: Condition operators"). Pure functions.

#include "emulators/policy/document.h"
#include "emulators/policy/matching.h"

namespace cloudling::policy {

/// Whether one entry of a condition block holds. A key that the request lacks satisfies negated operators, IfExists,
/// ForAllValues and Null; nothing else.
bool holds(const Condition& condition, const Context& context, bool variables);

/// All of them do.
bool all_hold(const std::vector<Condition>& conditions, const Context& context, bool variables);

}  // namespace cloudling::policy
