#include "asl/definition/definition.h"

#include <gtest/gtest.h>

#include "asl/definition/timestamp.h"
#include "tests/asl/cases.h"

namespace cloudling::asl {
namespace {

using json::Value;

/// {"name", "definition" (JSON or a text), "express"} and "found": ["CODE: message at location", ...].
TEST(Definition, Cases) {
  const Value cases = read_cases("definition");
  for (const Value& one : cases) {
    SCOPED_TRACE(one.at("name").get<std::string>());
    const Value& definition = one.at("definition");
    const std::string text = definition.is_string() ? definition.get<std::string>() : json::write(definition);
    const ParsedDefinition parsed = parse_definition(text, one.contains("express"));
    std::vector<std::string> found;
    for (const Diagnostic& diagnostic : parsed.diagnostics) {
      found.push_back(diagnostic.code + ": " + diagnostic.message +
                      (diagnostic.location.empty() ? "" : " at " + diagnostic.location));
    }
    EXPECT_EQ(found, one.at("found").get<std::vector<std::string>>());
    EXPECT_EQ(parsed.definition == nullptr, !found.empty());
  }
}

TEST(Definition, SpellsTheErrorOfCreateStateMachine) {
  const auto parsed = parse_definition(
      R"({"StartAt":"pass1","States":{"pass1":{"Type":"Pass","Next":"pass3"},"pass2":{"Type":"Pass","End":true}}})");
  EXPECT_EQ(invalid_definition_message(parsed.diagnostics),
            "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: pass3 at "
            "/States/pass1/Next, MISSING_TRANSITION_TARGET: State \"pass2\" is not reachable. at /States/pass2'");
}

TEST(Definition, BoundsLengthAndDepth) {
  EXPECT_EQ(parse_definition(std::string(kMaxDefinitionBytes + 1, ' ')).definition, nullptr);
  EXPECT_EQ(parse_definition(std::string(100000, '[')).definition, nullptr);
}

TEST(Timestamp, ReadsWhatAwsReads) {
  EXPECT_EQ(parse_timestamp("2016-03-14T01:59:00Z")->seconds, 1457920740);
  EXPECT_EQ(parse_timestamp("2016-03-14T01:59:00.5+01:00")->milliseconds(), 1457917140500);
  EXPECT_EQ(parse_timestamp("2016-03-05T21:29:29.243167252Z")->nanos, 243167252);
  for (const char* text : {"2016-12-05 21:29:29Z", "2016-12-05T21:29:29", "2016-13-05T21:29:29Z",
                           "2016-12-05T25:29:29Z", "2016-02-30T00:00:00Z", "", "2016-12-05T21:29:29Zx"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
  EXPECT_EQ(write_timestamp(1457920740005), "2016-03-14T01:59:00.005Z");
}

}  // namespace
}  // namespace cloudling::asl
