#include "emulators/events/target_input.h"

#include <gtest/gtest.h>

namespace cloudling::events {
namespace {

const std::string kRule = "arn:aws:events:us-east-1:000000000000:rule/orders";

std::string input(const std::string& target) {
  const json::Value event = json::parse(R"({"id": "1", "source": "shop", "resources": ["r"],
      "detail": {"name": "a \"b\"", "total": 5, "list": [1, 2]}})")
                                .value();
  return input_for(Target::from_text(target), {event, kRule, 1'700'000'000'000});
}

/// The output of a template over those paths.
std::string transformed(const std::string& tmpl) {
  json::Value target = json::Value::object();
  target["InputTransformer"] =
      json::parse(
          R"({"InputPathsMap": {"name": "$.detail.name", "total": "$.detail.total", "list": "$.detail.list",
          "first": "$.detail.list[0]", "none": "$.detail.none"}})")
          .value();
  target["InputTransformer"]["InputTemplate"] = tmpl;
  return input(json::write(target));
}

TEST(TargetInput, IsTheEventUnlessSaid) {
  EXPECT_TRUE(input("{}").starts_with(R"({"id":"1",)"));
  EXPECT_EQ(R"({"own": true})", input(R"({"Input": "{\"own\": true}"})"));
  EXPECT_EQ("5", input(R"({"InputPath": "$.detail.total"})"));
  EXPECT_EQ(R"("shop")", input(R"({"InputPath": "$.source"})"));
  EXPECT_EQ("null", input(R"({"InputPath": "$.detail.none"})"));
}

TEST(TargetInput, TemplatesInsertValues) {
  EXPECT_EQ(R"({"n": "a \"b\"", "t": 5, "l": [1,2], "f": 1})",
            transformed(R"({"n": <name>, "t": <total>, "l": <list>, "f": <first>})"));
  EXPECT_EQ(R"("a \"b\" costs 5 of [1,2]")", transformed(R"("<name> costs <total> of <list>")"));
  EXPECT_EQ(R"({"n": null, "s": "x"})", transformed(R"({"n": <none>, "s": "x<none>"})"));
  EXPECT_EQ(R"("a < b > c <> \"<")", transformed(R"("a < b > c <> \"<")"));
}

TEST(TargetInput, TemplatesKnowTheRuleAndTheEvent) {
  EXPECT_EQ("\"" + kRule + " orders 2023-11-14T22:13:20.000Z\"",
            transformed(R"("<aws.events.rule-arn> <aws.events.rule-name> <aws.events.event.ingestion-time>")"));
  EXPECT_EQ(R"({"e": {"id":"1","source":"shop","resources":["r"]}})", transformed(R"({"e": <aws.events.event>})"));
  EXPECT_NE(std::string::npos, transformed("<aws.events.event.json>").find("\"total\":5"));
}

}  // namespace
}  // namespace cloudling::events
