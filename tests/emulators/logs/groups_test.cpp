// Groups, streams and tags: what they show, how they are listed, what is refused.

#include "tests/emulators/logs/world.h"

namespace cloudling::logs {
namespace {

constexpr const char* kArn = "arn:aws:logs:us-east-1:000000000000:log-group:";

std::vector<std::string> names(const json::Value& list, const char* member) {
  std::vector<std::string> all;
  for (const json::Value& item : list) all.push_back(item.at(member).get<std::string>());
  return all;
}

using Names = std::vector<std::string>;

TEST(Groups, AreShownAsCreated) {
  World world;
  world.call("CreateLogGroup", {{"logGroupName", "/aws/lambda/f"}, {"tags", {{"team", "images"}}}});
  const json::Value list = world.call("DescribeLogGroups", json::Value::object());
  json::Value expected = parsed(R"({"logGroupName": "/aws/lambda/f", "metricFilterCount": 0, "storedBytes": 0,
    "logGroupClass": "STANDARD", "deletionProtectionEnabled": false})");
  expected["creationTime"] = world.now();
  expected["arn"] = std::string(kArn) + "/aws/lambda/f:*";
  expected["logGroupArn"] = std::string(kArn) + "/aws/lambda/f";
  EXPECT_EQ(list.at("logGroups"), json::Value::array({expected}));
  EXPECT_EQ(world.call("ListTagsForResource", {{"resourceArn", std::string(kArn) + "/aws/lambda/f"}}),
            parsed(R"({"tags": {"team": "images"}})"));
}

TEST(Groups, AreListedByNameInPages) {
  World world;
  for (const char* name : {"b/2", "a/1", "b/1", "c", "B"}) world.call("CreateLogGroup", {{"logGroupName", name}});
  const auto list = [&](json::Value input) { return world.call("DescribeLogGroups", std::move(input)); };
  EXPECT_EQ(names(list(json::Value::object()).at("logGroups"), "logGroupName"), (Names{"B", "a/1", "b/1", "b/2", "c"}));
  EXPECT_EQ(names(list({{"logGroupNamePrefix", "b/"}}).at("logGroups"), "logGroupName"), (Names{"b/1", "b/2"}));
  EXPECT_EQ(names(list({{"logGroupNamePattern", "/1"}}).at("logGroups"), "logGroupName"), (Names{"a/1", "b/1"}));
  EXPECT_EQ(names(list({{"logGroupIdentifiers", {"c", std::string(kArn) + "B"}}}).at("logGroups"), "logGroupName"),
            (Names{"c", "B"}));
  const json::Value first = list({{"limit", 2}});
  EXPECT_EQ(names(first.at("logGroups"), "logGroupName"), (Names{"B", "a/1"}));
  const json::Value second = list({{"limit", 3}, {"nextToken", first.at("nextToken")}});
  EXPECT_EQ(names(second.at("logGroups"), "logGroupName"), (Names{"b/1", "b/2", "c"}));
  EXPECT_FALSE(second.contains("nextToken"));
  EXPECT_EQ(world.error("DescribeLogGroups", {{"nextToken", "forged"}}),
            "InvalidParameterException: The specified nextToken is invalid.");
}

TEST(Groups, AreListedByAlternatives) {
  World world;
  for (const char* name : {"prod-a", "test-prod", "test-b", "zone"})
    world.call("CreateLogGroup", {{"logGroupName", name}});
  const auto list = [&](json::Value input) {
    return names(world.call("ListLogGroups", std::move(input)).at("logGroups"), "logGroupName");
  };
  EXPECT_EQ(list({{"logGroupNamePattern", "^prod"}}), (Names{"prod-a"}));
  EXPECT_EQ(list({{"logGroupNamePattern", "prod|^zon"}}), (Names{"prod-a", "test-prod", "zone"}));
  EXPECT_EQ(list({{"limit", 3}}), (Names{"prod-a", "test-b", "test-prod"}));
}

TEST(Groups, RefuseInAwsWords) {
  World world;
  world.call("CreateLogGroup", {{"logGroupName", "g"}});
  EXPECT_EQ(world.error("CreateLogGroup", {{"logGroupName", "g"}}),
            "ResourceAlreadyExistsException: The specified log group already exists");
  EXPECT_EQ(world.error("DeleteLogGroup", {{"logGroupName", "h"}}),
            "ResourceNotFoundException: The specified log group does not exist.");
  EXPECT_EQ(world.error("CreateLogGroup", {{"logGroupName", "a b"}}),
            "InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
  EXPECT_EQ(world.error("CreateLogGroup", {{"logGroupName", "k"}, {"kmsKeyId", "key"}}),
            "NotImplemented: CreateLogGroup: kmsKeyId is not implemented yet");
}

TEST(Groups, AreKeptFromDeletion) {
  World world;
  world.call("CreateLogGroup", {{"logGroupName", "g"}, {"deletionProtectionEnabled", true}});
  EXPECT_TRUE(world.error("DeleteLogGroup", {{"logGroupName", "g"}}).starts_with("ValidationException: "));
  world.call("PutLogGroupDeletionProtection", {{"logGroupIdentifier", "g"}, {"deletionProtectionEnabled", false}});
  world.call("DeleteLogGroup", {{"logGroupName", "g"}});
  EXPECT_EQ(world.call("DescribeLogGroups", json::Value::object()).at("logGroups").size(), 0u);
}

TEST(Groups, BelongToARegion) {
  World world;
  world.call("CreateLogGroup", {{"logGroupName", "g"}});
  aws::CallContext elsewhere;
  elsewhere.region = "eu-west-1";
  EXPECT_EQ(world.error("DeleteLogGroup", {{"logGroupName", "g"}}, elsewhere),
            "ResourceNotFoundException: The specified log group does not exist.");
}

TEST(Groups, HaveTagsInBothForms) {
  World world;
  world.call("CreateLogGroup", {{"logGroupName", "g"}});
  world.call("TagLogGroup", {{"logGroupName", "g"}, {"tags", {{"a", "1"}, {"b", "2"}}}});
  world.call("TagResource", {{"resourceArn", std::string(kArn) + "g"}, {"tags", {{"c", "3"}}}});
  world.call("UntagLogGroup", {{"logGroupName", "g"}, {"tags", {"a"}}});
  world.call("UntagResource", {{"resourceArn", std::string(kArn) + "g"}, {"tagKeys", {"b"}}});
  EXPECT_EQ(world.call("ListTagsLogGroup", {{"logGroupName", "g"}}), parsed(R"({"tags": {"c": "3"}})"));
  world.call("DeleteLogGroup", {{"logGroupName", "g"}});
  world.call("CreateLogGroup", {{"logGroupName", "g"}});
  EXPECT_EQ(world.call("ListTagsLogGroup", {{"logGroupName", "g"}}), parsed(R"({"tags": {}})"));
}

TEST(Streams, AreListedByNameAndByTime) {
  World world;
  world.make_group("g");
  for (const char* name : {"b", "a2", "a1"}) world.make_stream("g", name);
  world.put("g", "b", {{-3000, "x"}});
  world.put("g", "a1", {{-1000, "x"}});
  const auto list = [&](json::Value input) {
    input["logGroupName"] = "g";
    return world.call("DescribeLogStreams", std::move(input));
  };
  const auto listed = [&](json::Value input) {
    return names(list(std::move(input)).at("logStreams"), "logStreamName");
  };
  EXPECT_EQ(listed(json::Value::object()), (Names{"a1", "a2", "b", "stream"}));
  EXPECT_EQ(listed({{"descending", true}}), (Names{"stream", "b", "a2", "a1"}));
  EXPECT_EQ(listed({{"logStreamNamePrefix", "a"}}), (Names{"a1", "a2"}));
  EXPECT_EQ(listed({{"orderBy", "LastEventTime"}}), (Names{"a2", "stream", "b", "a1"}));
  EXPECT_EQ(listed({{"orderBy", "LastEventTime"}, {"descending", true}, {"limit", 2}}), (Names{"a1", "b"}));
  json::Value paged = parsed(R"({"orderBy": "LastEventTime", "descending": true, "limit": 2})");
  paged["nextToken"] = list(paged).at("nextToken");
  EXPECT_EQ(listed(paged), (Names{"stream", "a2"}));
  EXPECT_EQ(world.error("DescribeLogStreams",
                        {{"logGroupName", "g"}, {"orderBy", "LastEventTime"}, {"logStreamNamePrefix", "a"}}),
            "InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.");
}

TEST(Streams, ShowTheTimesOfTheirEvents) {
  World world;
  world.make_group("g");
  world.put("g", "stream", {{-3000, "x"}, {-1000, "y"}});
  const json::Value stream = world.call("DescribeLogStreams", {{"logGroupName", "g"}}).at("logStreams").at(0);
  EXPECT_EQ(stream.at("firstEventTimestamp"), world.now() - 3000);
  EXPECT_EQ(stream.at("lastEventTimestamp"), world.now() - 1000);
  EXPECT_EQ(stream.at("lastIngestionTime"), world.now());
  EXPECT_EQ(stream.at("arn"), std::string(kArn) + "g:log-stream:stream");
}

TEST(Streams, GoWithTheirEvents) {
  World world;
  world.make_group("g");
  world.make_stream("g", "other");
  world.put("g", "stream", {{0, "gone"}});
  world.put("g", "other", {{0, "stays"}});
  world.call("DeleteLogStream", {{"logGroupName", "g"}, {"logStreamName", "stream"}});
  EXPECT_EQ(world.filter("g"), (Names{"stays"}));
  world.make_stream("g", "stream");
  EXPECT_EQ(world.filter("g"), (Names{"stays"}));
  EXPECT_EQ(world.error("DeleteLogStream", {{"logGroupName", "g"}, {"logStreamName", "nobody"}}),
            "ResourceNotFoundException: The specified log stream does not exist.");
}

}  // namespace
}  // namespace cloudling::logs
