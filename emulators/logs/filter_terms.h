#pragma once

// Filter patterns of terms: ERROR "two words" ?any ?of -excluded %regex%.

#include <memory>

#include "emulators/logs/filter_pattern.h"
#include "emulators/logs/filter_scanner.h"

namespace cloudling::logs {

/// Reads the whole pattern. Throws InvalidParameterException.
std::shared_ptr<const EventMatcher> parse_terms(FilterScanner& scanner);

}  // namespace cloudling::logs
