// A filter pattern, a line break, and an event: parsed and matched without harm, or refused with an Error.

#include <cstdint>
#include <string_view>

#include "emulators/aws/error.h"
#include "emulators/logs/filter_pattern.h"

using namespace cloudling;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t end = text.find('\n');
  const std::string_view event = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  try {
    const logs::FilterPattern pattern(text.substr(0, end));
    if (pattern.matches(event) && !pattern.may_match_within(event)) __builtin_trap();
    pattern.extract(event);
    pattern.value_of("$.a[0]", event);
    pattern.value_of(event, event);
  } catch (const aws::Error&) {
  }
  return 0;
}
