#include "emulators/logs/filter_pattern.h"

#include <string.h>

#include <mutex>
#include <unordered_map>

#include "emulators/aws/error.h"
#include "emulators/logs/filter_fields.h"
#include "emulators/logs/filter_json.h"
#include "emulators/logs/filter_scanner.h"
#include "emulators/logs/filter_terms.h"

namespace cloudling::logs {

bool contains(std::string_view text, std::string_view part) {
  return ::memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

std::string EventMatcher::value_of(std::string_view selector, std::string_view event) const {
  try {
    FilterScanner scanner(selector);
    const JsonSelector path = read_selector(scanner);
    if (!scanner.at_end()) return "";
    const auto root = json::parse(event);
    const json::Value* value = root ? path.find(*root) : nullptr;
    return value ? scalar_text(*value) : "";
  } catch (const aws::Error&) {
    return "";
  }
}

FilterPattern::FilterPattern(std::string_view text) {
  FilterScanner scanner(text);
  if (scanner.at_end()) return;
  switch (scanner.peek()) {
    case '{':
      matcher_ = parse_json_conditions(scanner);
      break;
    case '[':
      matcher_ = parse_fields(scanner);
      break;
    default:
      matcher_ = parse_terms(scanner);
  }
  regexes_ = scanner.regexes();
}

std::map<std::string, std::string> FilterPattern::extract(std::string_view event) const {
  return matcher_ ? matcher_->extract(event) : std::map<std::string, std::string>();
}

std::string FilterPattern::value_of(std::string_view selector, std::string_view event) const {
  static const struct : EventMatcher {
    bool matches(std::string_view) const override { return true; }
  } all;
  return matcher_ ? matcher_->value_of(selector, event) : all.value_of(selector, event);
}

std::shared_ptr<const FilterPattern> cached_pattern(const std::string& text) {
  constexpr size_t kMaxCached = 256;
  static std::mutex mutex;
  static std::unordered_map<std::string, std::shared_ptr<const FilterPattern>> cache;
  {
    const std::lock_guard lock(mutex);
    const auto found = cache.find(text);
    if (found != cache.end()) return found->second;
  }
  auto pattern = std::make_shared<const FilterPattern>(text);
  const std::lock_guard lock(mutex);
  if (cache.size() >= kMaxCached) cache.clear();
  cache[text] = pattern;
  return pattern;
}

}  // namespace cloudling::logs
