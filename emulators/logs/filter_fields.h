#pragma once

// Filter patterns of words: [ip, user, ..., request = *html*, code = 4* && code != 404, size].

#include <memory>

#include "emulators/logs/filter_pattern.h"
#include "emulators/logs/filter_scanner.h"

namespace cloudling::logs {

/// Reads the whole pattern, from '[' on. Throws InvalidParameterException.
std::shared_ptr<const EventMatcher> parse_fields(FilterScanner& scanner);

}  // namespace cloudling::logs
