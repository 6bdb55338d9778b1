// Any text as a mock configuration: refused with a reason, or read, and then asked for what it has.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "asl/testing/mock_config.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling::asl;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = MockConfig::parse(text);
  if (const auto* problem = std::get_if<std::string>(&parsed)) {
    if (problem->empty()) std::abort();
    return 0;
  }
  const MockCase* found = std::get<MockConfig>(parsed).find("", "Case");
  if (found == nullptr) return 0;
  for (const auto& [name, state] : *found) {
    for (const int64_t invocation : {0, 1, 1000}) state.response(invocation);
  }
  return 0;
}
