#include <gtest/gtest.h>

#include "asl/jsonata/jsonata.h"
#include "tests/asl/cases.h"

namespace cloudling::asl {
namespace {

using json::Value;

/// The document of the cases without an input of their own; `$` is it.
Value document() {
  return *json::parse(R"({"FirstName": "Fred", "Surname": "Smith", "Age": 28, "numbers": [1, 2, 3, 4, 5],
      "Address": {"city": "Winchester", "code": "SO21"},
      "Phone": [{"type": "home", "number": "0203"}, {"type": "office", "number": "0162"},
                {"type": "mobile", "number": "0777"}]})");
}

jsonata::Result run(const std::string& text, const Value& input) {
  // Step Functions gives no context value: the document is a variable.
  auto parsed = jsonata::Expression::parse(text);
  if (std::holds_alternative<jsonata::Expression>(parsed)) parsed = jsonata::Expression::parse("$input.(" + text + ")");
  if (auto* error = std::get_if<jsonata::Error>(&parsed)) return *error;
  uint64_t drawn = 0;
  jsonata::Bindings bindings;
  bindings.variables["input"] = input;
  bindings.random = [&drawn] { return ++drawn * 0x9E3779B97F4A7C15; };
  return std::get<jsonata::Expression>(parsed).evaluate(bindings);
}

/// {"expression", "input"} and "value", "error" with its code, or neither where it gives nothing.
TEST(Jsonata, Cases) {
  for (const Value& one : read_cases("jsonata")) {
    const auto text = one.at("expression").get<std::string>();
    SCOPED_TRACE(text);
    const Value* input = json::find(one, "input");
    const jsonata::Result result = run(text, input != nullptr ? *input : document());
    const auto* error = std::get_if<jsonata::Error>(&result);
    if (const Value* code = json::find(one, "error")) {
      EXPECT_EQ(error != nullptr ? error->code : "no error", code->get<std::string>());
      continue;
    }
    ASSERT_EQ(error, nullptr) << error->code << " " << error->message;
    const auto& value = std::get<std::optional<Value>>(result);
    if (const Value* wanted = json::find(one, "value"))
      EXPECT_EQ(value.value_or(Value("(nothing)")), *wanted);
    else
      EXPECT_FALSE(value) << *value;
  }
}

}  // namespace
}  // namespace cloudling::asl
