#include <map>
#include <thread>

#include "tests/emulators/events/world.h"

namespace cloudling::events {
namespace {

using PutEvents = World;

TEST_F(PutEvents, AFunctionGetsTheEvent) {
  rule("orders", R"({"source": ["shop"]})", kFunction);
  const auto put_answer = put(R"({"total": 5})");
  EXPECT_EQ(0, put_answer.at("FailedEntryCount"));
  const auto delivered = eventually(1);
  ASSERT_EQ(1u, delivered.size());
  EXPECT_EQ("lambda.Invoke", delivered[0].operation);
  EXPECT_EQ("events.amazonaws.com", delivered[0].context.calling_service);
  EXPECT_EQ("arn:aws:events:us-east-1:000000000000:rule/orders", delivered[0].context.source_arn);
  EXPECT_EQ(kFunction, delivered[0].text("FunctionName"));
  const auto event = parsed(delivered[0].text("Payload"));
  EXPECT_EQ(put_answer.at("Entries").at(0).at("EventId"), event.at("id"));
  json::Value expected = parsed(
      R"({"version": "0", "detail-type": "Order", "source": "shop", "account": "000000000000",
          "time": "2023-11-14T22:13:20Z", "region": "us-east-1", "resources": [], "detail": {"total": 5}})");
  expected["id"] = event.at("id");
  EXPECT_EQ(expected, event);
}

TEST_F(PutEvents, OnlyRulesThatMatchAndAreEnabled) {
  rule("other", R"({"source": ["bakery"]})", kFunction);
  rule("off", R"({"source": ["shop"]})", kFunction);
  call("DisableRule", R"({"Name": "off"})");
  put("{}");
  settle();
  EXPECT_TRUE(take().empty());
  call("EnableRule", R"({"Name": "off"})");
  put("{}");
  EXPECT_EQ(1u, eventually(1).size());
}

TEST_F(PutEvents, EntriesFailOneByOne) {
  const auto answer = call("PutEvents", R"({"Entries": [
      {"Source": "shop", "DetailType": "Order", "Detail": "{}"},
      {"DetailType": "Order", "Detail": "{}"},
      {"Source": "shop", "Detail": "{}"},
      {"Source": "shop", "DetailType": "Order"},
      {"Source": "shop", "DetailType": "Order", "Detail": "[1]"},
      {"Source": "aws.s3", "DetailType": "Order", "Detail": "{}"}]})");
  EXPECT_EQ(5, answer.at("FailedEntryCount"));
  const auto failed = [&](size_t i) {
    const auto& entry = answer.at("Entries").at(i);
    return entry.at("ErrorCode").get<std::string>() + ": " + entry.at("ErrorMessage").get<std::string>();
  };
  EXPECT_TRUE(answer.at("Entries").at(0).contains("EventId"));
  EXPECT_EQ("InvalidArgument: Parameter Source is not valid. Reason: Source is a required argument.", failed(1));
  EXPECT_EQ("InvalidArgument: Parameter DetailType is not valid. Reason: DetailType is a required argument.",
            failed(2));
  EXPECT_EQ("InvalidArgument: Parameter Detail is not valid. Reason: Detail is a required argument.", failed(3));
  EXPECT_EQ("MalformedDetail: Detail is malformed.", failed(4));
  EXPECT_EQ("NotAuthorizedForSourceException: Not authorized for the source.", failed(5));
}

TEST_F(PutEvents, AwsServicesSpeakForAws) {
  const std::string input = R"({"Entries": [{"Source": "aws.s3", "DetailType": "Object Created", "Detail": "{}"}]})";
  aws::CallContext s3;
  s3.calling_service = "s3.amazonaws.com";
  s3.principal.kind = aws::Principal::Kind::kService;
  EXPECT_EQ(0, call("PutEvents", input, s3).at("FailedEntryCount"));
  aws::CallContext task;
  task.calling_service = "states.amazonaws.com";
  task.principal.kind = aws::Principal::Kind::kAssumedRole;
  EXPECT_EQ(1, call("PutEvents", input, task).at("FailedEntryCount"));
}

TEST_F(PutEvents, RequestsHaveLimits) {
  std::string entries;
  for (int i = 0; i < 11; ++i)
    entries += std::string(i ? "," : "") + R"({"Source": "s", "DetailType": "t", "Detail": "{}"})";
  EXPECT_TRUE(error("PutEvents", R"({"Entries": [)" + entries + "]}")
                  .ends_with("Member must have length less than or equal to 10"));
  EXPECT_TRUE(error("PutEvents", R"({"Entries": []})").starts_with("ValidationException: 1 validation error detected"));
  const std::string large = std::string(1'048'600, 'x');
  EXPECT_EQ("ValidationException: Total size of the entries in the request is over the limit.",
            error("PutEvents",
                  R"({"Entries": [{"Source": "s", "DetailType": "t", "Detail": "{\"a\":\")" + large + R"(\"}"}]})"));
  EXPECT_EQ(0, put("{}", "nowhere").at("FailedEntryCount"));
}

TEST_F(PutEvents, EveryKindOfTargetIsReached) {
  rule("machine", R"({"source": ["shop"]})", kMachine);
  rule("queue", R"({"source": ["shop"]})", kQueue);
  rule("log", R"({"source": ["shop"]})", kLogGroup);
  put(R"({"a": 1})");
  std::map<std::string, json::Value> calls;
  for (const auto& one : eventually(4)) calls[one.operation] = one.input;
  EXPECT_EQ(1, parsed(calls["stepfunctions.StartExecution"].at("input").get<std::string>()).at("detail").at("a"));
  EXPECT_EQ("https://sqs.us-east-1.amazonaws.com/000000000000/jobs", calls["sqs.SendMessage"].at("QueueUrl"));
  EXPECT_EQ("/events/all", calls["logs.PutLogEvents"].at("logGroupName"));
  EXPECT_TRUE(calls.contains("logs.CreateLogStream"));
}

TEST_F(PutEvents, ABusForwardsOnce) {
  call("CreateEventBus", R"({"Name": "second"})");
  call("CreateEventBus", R"({"Name": "third"})");
  const std::string place = "arn:aws:events:us-east-1:000000000000:event-bus/";
  rule("forward", R"({"source": ["shop"]})", place + "second");
  const auto on_second = [&](const std::string& name, const std::string& target) {
    call("PutRule",
         R"({"Name": ")" + name + R"(", "EventBusName": "second", "EventPattern": "{\"source\": [\"shop\"]}"})");
    call("PutTargets", R"({"Rule": ")" + name + R"(", "EventBusName": "second", "Targets": [{"Id": "1", "Arn": ")" +
                           target + R"("}]})");
  };
  on_second("call", kFunction);
  on_second("back", place + "default");
  put(R"({"a": 1})");
  const auto delivered = eventually(1);
  settle();
  ASSERT_EQ(1u, delivered.size());
  EXPECT_EQ("arn:aws:events:us-east-1:000000000000:rule/second/call", delivered[0].context.source_arn);
  EXPECT_EQ(1, parsed(delivered[0].text("Payload")).at("detail").at("a"));
  EXPECT_TRUE(take().empty());
}

TEST_F(PutEvents, TransientFailuresAreRetried) {
  rule("orders", R"({"source": ["shop"]})", kFunction);
  refuse(aws::Error(500, "ServiceException", "not now"));
  put("{}");
  EXPECT_EQ(1u, eventually(1).size());
  refuse(std::nullopt);
  std::vector<Delivered> delivered;
  for (int i = 0; i < 400 && delivered.empty(); ++i) {
    clock_.advance(2000);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    delivered = take();
  }
  ASSERT_EQ(1u, delivered.size());
}

TEST_F(PutEvents, WhatIsGivenUpGoesToTheDeadLetterQueue) {
  rule("orders", R"({"source": ["shop"]})", kFunction, R"("DeadLetterConfig": {"Arn": ")" + kQueue + R"("})");
  refuse(aws::Error(404, "ResourceNotFoundException", "Function not found"));
  put(R"({"a": 1})");
  const auto delivered = eventually(2);
  ASSERT_EQ(2u, delivered.size());
  const auto& letter = delivered[1].input;
  EXPECT_EQ(1, parsed(letter.at("MessageBody").get<std::string>()).at("detail").at("a"));
  const auto attribute = [&](const char* name) { return letter.at("MessageAttributes").at(name).at("StringValue"); };
  EXPECT_EQ("NO_RESOURCE", attribute("ERROR_CODE"));
  EXPECT_EQ("Function not found", attribute("ERROR_MESSAGE"));
  EXPECT_EQ(kFunction, attribute("TARGET_ARN"));
  EXPECT_EQ("arn:aws:events:us-east-1:000000000000:rule/orders", attribute("RULE_ARN"));
  settle();
}

TEST_F(PutEvents, RetriesEndWithThePolicy) {
  rule("orders", R"({"source": ["shop"]})", kFunction,
       R"("RetryPolicy": {"MaximumRetryAttempts": 0}, "DeadLetterConfig": {"Arn": ")" + kQueue + R"("})");
  refuse(aws::Error(500, "ServiceException", "not now"));
  put("{}");
  const auto delivered = eventually(2);
  ASSERT_EQ(2u, delivered.size());
  EXPECT_EQ("MaximumRetryAttempts",
            delivered[1].input.at("MessageAttributes").at("EXHAUSTED_RETRY_CONDITION").at("StringValue"));
}

TEST_F(PutEvents, AKillDeliversAgainUnderTheSameName) {
  rule("orders", R"({"source": ["shop"]})", kMachine);
  refuse(aws::Error(500, "ServiceException", "the answer is lost"));
  put("{}");
  const auto before = eventually(1);
  refuse(std::nullopt);
  kill_and_restart();
  clock_.advance(60'000);  // whether or not the first try has been seen to fail
  const auto after = eventually(1);
  ASSERT_FALSE(before.empty());
  ASSERT_FALSE(after.empty());
  EXPECT_EQ(before[0].text("name"), after[0].text("name"));
}

TEST_F(PutEvents, PatternsAreTested) {
  const std::string event =
      R"("Event": "{\"id\":\"1\",\"account\":\"0\",\"source\":\"shop\",\"time\":\"t\",\"region\":\"r\",\"resources\":[],\"detail-type\":\"x\"}")";
  EXPECT_EQ(true,
            call("TestEventPattern", R"({"EventPattern": "{\"source\":[\"shop\"]}", )" + event + "}").at("Result"));
  EXPECT_EQ(false, call("TestEventPattern", R"({"EventPattern": "{\"source\":[\"x\"]}", )" + event + "}").at("Result"));
  EXPECT_EQ("ValidationException: Parameter Event is not valid.",
            error("TestEventPattern", R"({"EventPattern": "{\"source\":[\"x\"]}", "Event": "1"})"));
  EXPECT_TRUE(error("TestEventPattern", R"({"EventPattern": "{\"source\":1}", )" + event + "}")
                  .starts_with("InvalidEventPatternException: Event pattern is not valid. Reason: "));
}

}  // namespace
}  // namespace cloudling::events
