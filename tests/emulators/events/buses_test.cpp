#include "emulators/events/permissions.h"
#include "tests/emulators/events/world.h"

namespace cloudling::events {
namespace {

using Buses = World;

TEST_F(Buses, TheDefaultOneIsAlwaysThere) {
  EXPECT_EQ("arn:aws:events:us-east-1:000000000000:event-bus/default", call("DescribeEventBus", "{}").at("Arn"));
  EXPECT_EQ("default", call("ListEventBuses", "{}").at("EventBuses").at(0).at("Name"));
  EXPECT_EQ("ValidationException: Cannot delete event bus default.", error("DeleteEventBus", R"({"Name": "default"})"));
  EXPECT_EQ("ResourceAlreadyExistsException: Event bus default already exists.",
            error("CreateEventBus", R"({"Name": "default"})"));
}

TEST_F(Buses, AreKept) {
  const auto made =
      call("CreateEventBus", R"({"Name": "own", "Description": "d", "Tags": [{"Key": "a", "Value": "1"}]})");
  const std::string arn = made.at("EventBusArn");
  EXPECT_EQ("arn:aws:events:us-east-1:000000000000:event-bus/own", arn);
  EXPECT_EQ("d", call("DescribeEventBus", R"({"Name": ")" + arn + "\"}").at("Description"));
  call("UpdateEventBus", R"({"Name": "own", "Description": "e"})");
  EXPECT_EQ("e", call("DescribeEventBus", R"({"Name": "own"})").at("Description"));
  EXPECT_EQ(1u, call("ListTagsForResource", R"({"ResourceARN": ")" + arn + "\"}").at("Tags").size());
  const auto first = call("ListEventBuses", R"({"Limit": 1})");
  EXPECT_EQ("default", first.at("EventBuses").at(0).at("Name"));
  const auto second =
      call("ListEventBuses", R"({"Limit": 1, "NextToken": ")" + first.at("NextToken").get<std::string>() + "\"}");
  EXPECT_EQ("own", second.at("EventBuses").at(0).at("Name"));
  EXPECT_FALSE(second.contains("NextToken"));
  call("PutRule", R"({"Name": "r", "EventBusName": "own", "EventPattern": "{\"a\": [1]}"})");
  EXPECT_NE("", error("DeleteEventBus", R"({"Name": "own"})"));
  call("DeleteRule", R"({"Name": "r", "EventBusName": "own"})");
  call("DeleteEventBus", R"({"Name": "own"})");
  EXPECT_EQ("ResourceNotFoundException: Event bus own does not exist.",
            error("DescribeEventBus", R"({"Name": "own"})"));
}

TEST_F(Buses, WhatIsNotHonouredIsRefused) {
  EXPECT_TRUE(error("CreateEventBus", R"({"Name": "own", "KmsKeyIdentifier": "k"})").starts_with("NotImplemented"));
  EXPECT_TRUE(error("CreateEventBus", R"({"Name": "own", "EventSourceName": "aws.partner/a/b"})")
                  .starts_with("NotImplemented"));
  EXPECT_EQ("ValidationException: Event bus name must not contain '/'.", error("CreateEventBus", R"({"Name": "a/b"})"));
}

TEST_F(Buses, HaveAPolicy) {
  call("PutPermission", R"({"Action": "events:PutEvents", "Principal": "111122223333", "StatementId": "one"})");
  const auto policy = parsed(call("DescribeEventBus", "{}").at("Policy").get<std::string>());
  EXPECT_EQ("one", policy.at("Statement").at(0).at("Sid"));
  EXPECT_EQ("arn:aws:iam::111122223333:root", policy.at("Statement").at(0).at("Principal").at("AWS"));
  aws::CallContext other;
  other.account = "111122223333";
  const std::string entry =
      R"({"Entries": [{"Source": "s", "DetailType": "t", "Detail": "{}", "EventBusName": "arn:aws:events:us-east-1:000000000000:event-bus/default"}]})";
  EXPECT_EQ(0, call("PutEvents", entry, other).at("FailedEntryCount"));
  EXPECT_EQ("ResourceNotFoundException: Statement with the provided id does not exist.",
            error("RemovePermission", R"({"StatementId": "two"})"));
  call("RemovePermission", R"({"StatementId": "one"})");
  EXPECT_FALSE(call("DescribeEventBus", "{}").contains("Policy"));
  EXPECT_EQ(1, call("PutEvents", entry, other).at("FailedEntryCount"));
}

TEST(Permissions, ArePerAccount) {
  const std::string bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  const auto policy = [&bus](const std::string& principal) {
    return R"({"Statement": [{"Effect": "Allow", "Action": ["events:PutEvents"], "Resource": ")" + bus +
           R"(", "Principal": )" + principal + "}]}";
  };
  aws::CallContext caller;
  caller.account = "111122223333";
  EXPECT_TRUE(allows_put(policy(R"("*")"), bus, caller));
  EXPECT_TRUE(allows_put(policy(R"({"AWS": ["444455556666", "111122223333"]})"), bus, caller));
  EXPECT_FALSE(allows_put(policy(R"({"AWS": "444455556666"})"), bus, caller));
  EXPECT_FALSE(allows_put("", bus, caller));
}

}  // namespace
}  // namespace cloudling::events
