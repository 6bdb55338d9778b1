// Filter patterns: a file of cases, what is extracted, and limits.

#include "emulators/logs/filter_pattern.h"

#include <fstream>

#include "tests/emulators/logs/world.h"

namespace cloudling::logs {
namespace {

std::string refusal(const std::string& pattern) {
  return support::error_of([&] { FilterPattern{pattern}; });
}

/// "a | b" taken apart at the last " | ".
std::pair<std::string, std::string> halves(const std::string& text) {
  const size_t bar = text.rfind(" | ");
  return {text.substr(0, bar), text.substr(bar + 3)};
}

TEST(FilterPattern, KeepsToItsCases) {
  std::ifstream file(CLOUDLING_TEST_DATA "/filter_patterns.txt");
  ASSERT_TRUE(file);
  std::string line, pattern;
  int checks = 0;
  while (std::getline(file, line)) {
    if (line.empty() || line.front() == '#') continue;
    const std::string rest = line.size() > 2 ? line.substr(2) : "";
    if (line.front() == '?') {
      pattern = rest;
      ASSERT_EQ(refusal(pattern), "") << pattern;
    } else if (line.front() == '!') {
      const auto [refused, why] = halves(rest);
      EXPECT_EQ(refusal(refused), "InvalidParameterException: " + why) << refused;
    } else {
      const FilterPattern parsed(pattern);
      EXPECT_EQ(parsed.matches(rest), line.front() == '+') << pattern << "\n" << rest;
      EXPECT_TRUE(line.front() == '-' || parsed.may_match_within("before" + rest + "after")) << pattern;
      ++checks;
    }
  }
  EXPECT_GT(checks, 100);
}

TEST(FilterPattern, ExtractsWords) {
  const FilterPattern pattern("[..., request=*.html*, status_code=4*,]");
  EXPECT_EQ(pattern.extract(R"(127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534)"),
            (std::map<std::string, std::string>{{"$1", "127.0.0.1"},
                                                {"$2", "-"},
                                                {"$3", "frank"},
                                                {"$4", "10/Oct/2000:13:25:15 -0700"},
                                                {"$request", "GET /index.html HTTP/1.0"},
                                                {"$status_code", "404"},
                                                {"$7", "1534"}}));
  EXPECT_TRUE(FilterPattern("ERROR").extract("ERROR").empty());
}

TEST(FilterPattern, SelectsValues) {
  const FilterPattern words("[ip, size]");
  EXPECT_EQ(words.value_of("$size", "1.2.3.4 17"), "17");
  EXPECT_EQ(words.value_of("$other", "1.2.3.4 17"), "");
  const FilterPattern json("{ $.latency = * }");
  EXPECT_EQ(json.value_of("$.latency", R"({"latency": 12.5})"), "12.5");
  EXPECT_EQ(json.value_of("$.latency", "no json"), "");
  EXPECT_EQ(json.value_of("$.latency.", R"({"latency": 12.5})"), "");
}

TEST(FilterPattern, IsBounded) {
  EXPECT_EQ(refusal("{ " + std::string(100, '(') + "$.a = 1" + std::string(100, ')') + " }"),
            "InvalidParameterException: Invalid filter pattern: its parentheses are nested too deep");
  EXPECT_EQ(refusal(std::string(10'000, 'a')), "InvalidParameterException: Invalid filter pattern: it is too long");
  std::string selector = "{ $";
  for (int i = 0; i < 100; ++i) selector += ".a";
  EXPECT_EQ(refusal(selector + " = 1 }"),
            "InvalidParameterException: Invalid filter pattern: a selector has too many steps");
  const FilterPattern words("[..., last]");
  std::string event;
  for (int i = 0; i < 200'000; ++i) event += "x ";
  EXPECT_FALSE(words.matches(event));
}

TEST(TestMetricFilter, ShowsWhatMatches) {
  World world;
  const json::Value answer =
      world.call("TestMetricFilter", {{"filterPattern", "[ip, size > 10]"}, {"logEventMessages", {"a 5", "b 50"}}});
  EXPECT_EQ(answer, parsed(R"({"matches": [{"eventNumber": 2, "eventMessage": "b 50",
    "extractedValues": {"$ip": "b", "$size": "50"}}]})"));
}

}  // namespace
}  // namespace cloudling::logs
