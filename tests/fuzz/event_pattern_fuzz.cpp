// A pattern, a line end, an event: parsing refuses with a reason or gives a pattern that can be held against events.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "emulators/aws/error.h"
#include "emulators/patterns/pattern.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const size_t split = all.find('\n');
  try {
    const auto pattern = patterns::Pattern::parse(all.substr(0, split));
    auto event = split == std::string_view::npos ? std::nullopt : json::parse(all.substr(split + 1));
    if (!event) event = json::Value{{"source", "shop"}, {"detail", {{"a", {1, "x", nullptr}}, {"b", "10.0.0.1"}}}};
    pattern.matches(*event);
  } catch (const aws::Error& error) {
    if (error.code != "InvalidEventPatternException" || error.message.empty()) std::abort();
  }
  return 0;
}
