#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "asl/intrinsic/expression.h"
#include "tests/asl/cases.h"

namespace cloudling::asl {
namespace {

using json::Value;

class FixedScope : public Scope {
 public:
  FixedScope(const Value& input, uint64_t seed) : input_(input), random_(seed) {}
  const Value& input() const override { return input_; }
  const Value& context() const override { return context_; }
  const Value* variable(const std::string&) const override { return nullptr; }
  Random& random() const override { return random_; }
  std::string input_text() const override { return json::write(input_); }

 private:
  const Value& input_;
  Value context_ = {{"Name", "context"}};
  mutable Random random_;
};

Evaluated call(const std::string& text, const Value& input, uint64_t seed = 1) {
  std::string problem;
  const auto expression = parse_intrinsic(text, &problem);
  if (!expression) return {std::nullopt, false, "invalid: " + problem};
  return evaluate(*expression, FixedScope(input, seed));
}

/// {"call", "input"} and "value", or "problem" with the start of the words; "invalid": true where it can't be parsed.
TEST(Intrinsic, Cases) {
  const Value cases = read_cases("intrinsic");
  const Value nothing = Value::object();
  for (const Value& one : cases) {
    const auto text = one.at("call").get<std::string>();
    SCOPED_TRACE(text);
    const Value* input = json::find(one, "input");
    const Evaluated result = call(text, input != nullptr ? *input : nothing);
    if (one.contains("invalid")) {
      EXPECT_TRUE(result.problem.starts_with("invalid: ")) << result.problem;
    } else if (const Value* problem = json::find(one, "problem")) {
      EXPECT_FALSE(result.value);
      EXPECT_TRUE(result.problem.starts_with(problem->get<std::string>())) << result.problem;
    } else {
      ASSERT_TRUE(result.value) << result.problem;
      EXPECT_EQ(json::write(*result.value), json::write(one.at("value")));
    }
  }
}

TEST(Intrinsic, RandomnessComesFromTheSeed) {
  const Value input = Value::object();
  const std::string uuid = call("States.UUID()", input, 5).value->get<std::string>();
  EXPECT_TRUE(
      std::regex_match(uuid, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
  EXPECT_EQ(uuid, call("States.UUID()", input, 5).value->get<std::string>());
  EXPECT_NE(uuid, call("States.UUID()", input, 6).value->get<std::string>());
  std::set<int64_t> seen;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    seen.insert(call("States.MathRandom(1, 5)", input, seed).value->get<int64_t>());
  }
  EXPECT_EQ(seen, (std::set<int64_t>{1, 2, 3, 4}));
  EXPECT_EQ(*call("States.MathRandom(1, 999, 4)", input, 1).value,
            *call("States.MathRandom(1, 999, 4)", input, 2).value);
}

}  // namespace
}  // namespace cloudling::asl
