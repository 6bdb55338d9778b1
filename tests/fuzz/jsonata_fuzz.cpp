// An expression: parsing refuses it, or it gives a value, nothing, or a reason, within its bounds.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "asl/jsonata/jsonata.h"

using namespace cloudling;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto parsed = asl::jsonata::Expression::parse(text);
  const auto* expression = std::get_if<asl::jsonata::Expression>(&parsed);
  if (expression == nullptr) return 0;
  asl::jsonata::Bindings bindings;
  bindings.variables["states"] = *json::parse(R"({"input": {"a": [1, {"b": "x"}, null], "s": "text", "n": -2.5}})");
  uint64_t drawn = 0;
  bindings.random = [&drawn] { return ++drawn; };
  const auto result = expression->evaluate(bindings);
  const auto* error = std::get_if<asl::jsonata::Error>(&result);
  if (error != nullptr && error->code.empty()) std::abort();
  return 0;
}
