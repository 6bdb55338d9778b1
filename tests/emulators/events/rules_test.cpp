#include "tests/emulators/events/world.h"

namespace cloudling::events {
namespace {

using Rules = World;

TEST_F(Rules, AreKept) {
  const auto made =
      call("PutRule", R"({"Name": "orders", "EventPattern": "{\"source\": [\"shop\"]}", "Description": "d"})");
  EXPECT_EQ("arn:aws:events:us-east-1:000000000000:rule/orders", made.at("RuleArn"));
  auto shown = call("DescribeRule", R"({"Name": "orders"})");
  EXPECT_EQ("ENABLED", shown.at("State"));
  EXPECT_EQ("default", shown.at("EventBusName"));
  EXPECT_EQ("{\"source\": [\"shop\"]}", shown.at("EventPattern"));
  EXPECT_EQ("000000000000", shown.at("CreatedBy"));
  call("PutRule", R"j({"Name": "orders", "ScheduleExpression": "rate(1 hour)", "State": "DISABLED"})j");
  shown = call("DescribeRule", R"({"Name": "orders"})");
  EXPECT_EQ("rate(1 hour)", shown.at("ScheduleExpression"));
  EXPECT_FALSE(shown.contains("EventPattern"));
  EXPECT_FALSE(shown.contains("Description"));
  call("DeleteRule", R"({"Name": "orders"})");
  EXPECT_EQ("ResourceNotFoundException: Rule orders does not exist on EventBus default.",
            error("DescribeRule", R"({"Name": "orders"})"));
  EXPECT_EQ("", error("DeleteRule", R"({"Name": "orders"})"));
}

TEST_F(Rules, AreChecked) {
  EXPECT_EQ("ValidationException: Parameter(s) EventPattern or ScheduleExpression must be specified.",
            error("PutRule", R"({"Name": "r"})"));
  EXPECT_EQ("ValidationException: Parameter ScheduleExpression is not valid.",
            error("PutRule", R"j({"Name": "r", "ScheduleExpression": "rate(1 minutes)"})j"));
  EXPECT_EQ("ResourceNotFoundException: Event bus none does not exist.",
            error("PutRule", R"({"Name": "r", "EventBusName": "none", "EventPattern": "{\"a\": [1]}"})"));
  EXPECT_EQ(
      "InvalidEventPatternException: Event pattern is not valid. Reason: Filter is not an object\n at [Source: "
      "(String)\"[]\"; line: 1, column: 2]",
      error("PutRule", R"({"Name": "r", "EventPattern": "[]"})"));
  call("CreateEventBus", R"({"Name": "own"})");
  EXPECT_EQ("ValidationException: ScheduleExpression is supported only on the default event bus.",
            error("PutRule", R"j({"Name": "r", "EventBusName": "own", "ScheduleExpression": "rate(1 hour)"})j"));
}

TEST_F(Rules, AreListedPageByPage) {
  for (const char* name : {"a", "b1", "b2", "c"}) rule(name, R"({"source": ["shop"]})", kFunction);
  auto page = call("ListRules", R"({"NamePrefix": "b", "Limit": 1})");
  EXPECT_EQ("b1", page.at("Rules").at(0).at("Name"));
  page = call("ListRules",
              R"({"NamePrefix": "b", "Limit": 1, "NextToken": ")" + page.at("NextToken").get<std::string>() + "\"}");
  EXPECT_EQ("b2", page.at("Rules").at(0).at("Name"));
  EXPECT_FALSE(page.contains("NextToken"));
  EXPECT_EQ(4u, call("ListRuleNamesByTarget", R"({"TargetArn": ")" + kFunction + "\"}").at("RuleNames").size());
  EXPECT_EQ("ValidationException: Parameter NextToken is not valid.", error("ListRules", R"({"NextToken": "x"})"));
}

TEST_F(Rules, HaveTargets) {
  rule("orders", R"({"source": ["shop"]})", kFunction, R"("InputPath": "$.detail")");
  auto targets = call("ListTargetsByRule", R"({"Rule": "orders"})").at("Targets");
  ASSERT_EQ(1u, targets.size());
  EXPECT_EQ("$.detail", targets[0].at("InputPath"));
  EXPECT_FALSE(targets[0].contains("Input"));
  EXPECT_EQ("ValidationException: Rule can't be deleted since it has targets.",
            error("DeleteRule", R"({"Name": "orders"})"));
  const auto removed = call("RemoveTargets", R"({"Rule": "orders", "Ids": ["one", "two"]})");
  EXPECT_EQ(1, removed.at("FailedEntryCount"));
  EXPECT_EQ("two", removed.at("FailedEntries").at(0).at("TargetId"));
  EXPECT_EQ("", error("DeleteRule", R"({"Name": "orders"})"));
}

TEST_F(Rules, TargetsAreChecked) {
  call("PutRule", R"({"Name": "r", "EventPattern": "{\"source\": [\"shop\"]}"})");
  const auto refused = [&](const std::string& target) {
    return error("PutTargets", R"({"Rule": "r", "Targets": [{"Id": "1", )" + target + "}]}");
  };
  EXPECT_EQ("ValidationException: Parameter nowhere is not valid. Reason: Provided Arn is not in correct format.",
            refused(R"("Arn": "nowhere")"));
  EXPECT_TRUE(refused(R"("Arn": "arn:aws:sns:us-east-1:000000000000:topic")").starts_with("NotImplemented"));
  EXPECT_TRUE(refused(R"("Arn": ")" + kFunction + R"(", "EcsParameters": {"TaskDefinitionArn": "x"})")
                  .starts_with("NotImplemented"));
  EXPECT_EQ("ValidationException: RoleArn is required for target " + kMachine + ".",
            refused(R"("Arn": ")" + kMachine + "\""));
  EXPECT_EQ("ValidationException: Only one of Input, InputPath, or InputTransformer must be provided for target 1.",
            refused(R"("Arn": ")" + kFunction + R"(", "Input": "{}", "InputPath": "$.a")"));
  EXPECT_EQ("ValidationException: JSON syntax error in input for target 1.",
            refused(R"("Arn": ")" + kFunction + R"(", "Input": "{")"));
  EXPECT_EQ(
      "ValidationException: InputTemplate for target 1 contains invalid place"
      "holder b.",
      refused(R"("Arn": ")" + kFunction +
              R"(", "InputTransformer": {"InputPathsMap": {"a": "$.a"}, "InputTemplate": "\"<b>\""})"));
  for (int i = 0; i < 5; ++i)
    call("PutTargets",
         R"({"Rule": "r", "Targets": [{"Id": ")" + std::to_string(i) + R"(", "Arn": ")" + kFunction + "\"}]}");
  EXPECT_EQ("LimitExceededException: The requested resource exceeds the maximum number allowed.",
            refused(R"("Arn": ")" + kFunction + R"("}, {"Id": "6", "Arn": ")" + kFunction + "\""));
}

TEST_F(Rules, HaveTags) {
  call("PutRule", R"({"Name": "r", "EventPattern": "{\"source\": [\"shop\"]}", "Tags": [{"Key": "a", "Value": "1"}]})");
  const std::string resource = R"({"ResourceARN": "arn:aws:events:us-east-1:000000000000:rule/r")";
  call("TagResource", resource + R"(, "Tags": [{"Key": "b", "Value": "2"}]})");
  call("UntagResource", resource + R"(, "TagKeys": ["a"]})");
  EXPECT_EQ(parsed(R"([{"Key": "b", "Value": "2"}])"), call("ListTagsForResource", resource + "}").at("Tags"));
  EXPECT_EQ("ResourceNotFoundException: Rule x does not exist on EventBus default.",
            error("ListTagsForResource", R"({"ResourceARN": "arn:aws:events:us-east-1:000000000000:rule/x"})"));
}

}  // namespace
}  // namespace cloudling::events
