// Metric math.

#include "emulators/cloudwatch/series.h"

#include "tests/emulators/cloudwatch/world.h"

namespace cloudling::cloudwatch {
namespace {

const std::map<std::string, Series> kKnown = {{"a", {{0, 10}, {60, 20}}}, {"b", {{0, 2}, {120, 5}}}};

Series computed(const std::string& expression) { return compute(expression, kKnown); }
std::string refused(const std::string& expression) {
  return support::error_of([&] { compute(expression, kKnown); });
}

TEST(MetricMath, Computes) {
  EXPECT_EQ(computed("a / b"), (Series{{0, 5}}));
  EXPECT_EQ(computed("a * 2 + 1"), (Series{{0, 21}, {60, 41}}));
  EXPECT_EQ(computed("100 - (a + a) / 2"), (Series{{0, 90}, {60, 80}}));
  EXPECT_EQ(computed("-a ^ 2"), (Series{{0, 100}, {60, 400}}));
  EXPECT_EQ(computed("FILL(a, 0) + FILL(b, 0)"), (Series{{0, 12}, {60, 20}, {120, 5}}));
  EXPECT_EQ(computed("SUM(a)"), (Series{{0, 30}, {60, 30}, {120, 30}}));
  EXPECT_EQ(computed("a / MAX(a)"), (Series{{0, 0.5}, {60, 1}}));
  EXPECT_EQ(computed("MAX(a, 15)"), (Series{{0, 15}, {60, 20}}));
  EXPECT_EQ(computed("a / 0"), Series{});
}

TEST(MetricMath, Refuses) {
  EXPECT_EQ(refused("a +"), "ValidationError: Error in expression: Syntax error.");
  EXPECT_EQ(refused("c"), "ValidationError: Error in expression: Undefined symbol c.");
  EXPECT_EQ(refused("a b"), "ValidationError: Error in expression: Syntax error.");
  EXPECT_EQ(refused(std::string(1000, '(') + "a"), "ValidationError: Error in expression: Syntax error.");
  for (const char* valid : {"ANOMALY_DETECTION_BAND(a)", "METRICS()", "IF(a > 1, 1, 0)", "SEARCH('{n} m', 'Sum')"})
    EXPECT_TRUE(refused(valid).starts_with("NotImplemented: ")) << valid;
}

}  // namespace
}  // namespace cloudling::cloudwatch
