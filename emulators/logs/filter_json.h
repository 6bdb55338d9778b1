#pragma once

// Filter patterns of JSON events: { ($.user.id = 1 || $.ids[0] NOT EXISTS) && $.name = "a*" }.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "asl/json/json.h"
#include "emulators/logs/filter_pattern.h"
#include "emulators/logs/filter_scanner.h"

namespace cloudling::logs {

/// A way into a JSON value: $.users[0].id, $['key with spaces'].
struct JsonSelector {
  struct Step {
    std::string key;
    size_t index = 0;
    bool is_index = false;
  };
  std::vector<Step> steps;

  const json::Value* find(const json::Value& root) const;
};

/// Reads a selector, from '$' on. Throws InvalidParameterException.
JsonSelector read_selector(FilterScanner& scanner);

/// A scalar as text; "" for objects, arrays and null.
std::string scalar_text(const json::Value& value);

/// Reads the whole pattern, from '{' on. Throws InvalidParameterException.
std::shared_ptr<const EventMatcher> parse_json_conditions(FilterScanner& scanner);

}  // namespace cloudling::logs
