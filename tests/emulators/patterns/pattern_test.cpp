#include "emulators/patterns/pattern.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "emulators/aws/error.h"

namespace cloudling::patterns {
namespace {

json::Value cases() {
  std::ifstream file(CLOUDLING_PATTERN_CASES "/patterns.json");
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str()).value();
}

std::string reason_of(const std::string& pattern) {
  try {
    Pattern::parse(pattern);
  } catch (const aws::Error& error) {
    EXPECT_EQ("InvalidEventPatternException", error.code);
    return error.message;
  }
  return "";
}

TEST(Pattern, MatchesAsOnAws) {
  for (const auto& one : cases().at("matches")) {
    const std::string text = json::write(one.at("pattern"));
    const Pattern pattern = Pattern::parse(text);
    for (const auto& event : one.at("yes")) EXPECT_TRUE(pattern.matches(event)) << text << " " << json::write(event);
    for (const auto& event : one.at("no")) EXPECT_FALSE(pattern.matches(event)) << text << " " << json::write(event);
  }
}

TEST(Pattern, RefusesInAwsWords) {
  for (const auto& one : cases().at("errors")) {
    const std::string pattern = one.at("pattern");
    const std::string message = reason_of(pattern);
    const size_t end =
        std::min(message.find("\n at [Source: (String)\"" + pattern + "\"; line: 1, column: "), message.size());
    EXPECT_EQ("Event pattern is not valid. Reason: " + one.at("reason").get<std::string>(), message.substr(0, end));
    if (one.contains("column")) {
      const std::string column = "column: " + std::to_string(one.at("column").get<int>()) + "]";
      EXPECT_TRUE(message.ends_with(column)) << message;
    }
  }
}

TEST(Pattern, TellsTheLine) {
  EXPECT_TRUE(reason_of("{\n  \"ä\": [1],\n  \"a\": 1\n}").ends_with("; line: 3, column: 9]"));
}

TEST(Pattern, ANameThatComesTwiceHasItsLastMeaning) {
  const Pattern pattern = Pattern::parse(R"({"a": ["x"], "a": ["y"]})");
  EXPECT_TRUE(pattern.matches(json::parse(R"({"a": "y"})").value()));
}

TEST(Pattern, HasBounds) {
  std::string deep, end;
  for (int i = 0; i < 200; ++i) {
    deep += "{\"a\":";
    end += "}";
  }
  EXPECT_NE("", reason_of(deep + "[1]" + end));
  EXPECT_NE("", reason_of("{\"a\": [\"" + std::string(Pattern::kMaxBytes, 'x') + "\"]}"));
  EXPECT_NE("", reason_of("{\"a\": [1}"));
}

TEST(Pattern, AWildcardTakesLinearTime) {
  std::string stars;
  for (int i = 0; i < 500; ++i) stars += "a*";
  const Pattern pattern = Pattern::parse("{\"a\": [{\"wildcard\": \"" + stars + "b\"}]}");
  json::Value event = json::Value::object();
  event["a"] = std::string(200'000, 'a');
  EXPECT_FALSE(pattern.matches(event));
}

}  // namespace
}  // namespace cloudling::patterns
