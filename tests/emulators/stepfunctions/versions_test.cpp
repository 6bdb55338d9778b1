// Versions and aliases: published, routed, shown, deleted.

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {
namespace {

constexpr const char* kOther = R"({"StartAt": "Other", "States": {"Other": {"Type": "Pass", "End": true}}})";

std::string publish(World& world, const std::string& machine) {
  return world.call("PublishStateMachineVersion", {{"stateMachineArn", machine}})
      .at("stateMachineVersionArn")
      .get<std::string>();
}

void update(World& world, const std::string& machine, const std::string& definition) {
  world.call("UpdateStateMachine", {{"stateMachineArn", machine}, {"definition", definition}});
}

json::Value routes(std::vector<std::pair<std::string, int>> targets) {
  json::Value list = json::Value::array();
  for (const auto& [arn, weight] : targets) list.push_back({{"stateMachineVersionArn", arn}, {"weight", weight}});
  return list;
}

json::Value alias(const std::string& name, json::Value routing) {
  json::Value input = {{"name", name}};
  input["routingConfiguration"] = std::move(routing);
  return input;
}

/// A machine with two versions.
struct TwoVersions {
  World world;
  std::string machine = world.create("m", kPass);
  std::string first = publish(world, machine);
  std::string second = (update(world, machine, kOther), publish(world, machine));
};

TEST(Versions, KeepWhatWasPublished) {
  TwoVersions two;
  EXPECT_EQ(two.first, two.machine + ":1");
  EXPECT_EQ(two.second, two.machine + ":2");
  EXPECT_EQ(publish(two.world, two.machine), two.second) << "the same revision is published once";
  const json::Value first = two.world.call("DescribeStateMachine", {{"stateMachineArn", two.first}});
  EXPECT_EQ(first.at("definition"), kPass);
  EXPECT_EQ(first.at("stateMachineArn"), two.first);
  const std::string execution = two.world.start(two.first);
  const json::Value described = two.world.wait(execution);
  EXPECT_EQ(described.at("stateMachineVersionArn"), two.first);
  EXPECT_EQ(described.at("stateMachineArn"), two.machine);
  EXPECT_EQ(two.world.history(execution).at(1).at("stateEnteredEventDetails").at("name"), "Only");
  const json::Value listed = two.world.call("ListExecutions", {{"stateMachineArn", two.first}}).at("executions");
  EXPECT_EQ(listed.size(), 1u);
  EXPECT_TRUE(two.world.call("ListExecutions", {{"stateMachineArn", two.second}}).at("executions").empty());
}

TEST(Versions, AreListedNewestFirstAndNeverNumberedAgain) {
  TwoVersions two;
  const json::Value page =
      two.world.call("ListStateMachineVersions", {{"stateMachineArn", two.machine}, {"maxResults", 1}});
  EXPECT_EQ(page.at("stateMachineVersions").at(0).at("stateMachineVersionArn"), two.second);
  const json::Value rest = two.world.call("ListStateMachineVersions",
                                          {{"stateMachineArn", two.machine}, {"nextToken", page.at("nextToken")}});
  EXPECT_EQ(rest.at("stateMachineVersions").at(0).at("stateMachineVersionArn"), two.first);
  two.world.call("DeleteStateMachineVersion", {{"stateMachineVersionArn", two.second}});
  two.world.call("DeleteStateMachineVersion", {{"stateMachineVersionArn", two.second}});
  EXPECT_EQ(two.world.error("DescribeStateMachine", {{"stateMachineArn", two.second}}),
            "StateMachineDoesNotExist: State Machine Does Not Exist: '" + two.second + "'");
  EXPECT_EQ(publish(two.world, two.machine), two.machine + ":3");
}

TEST(Versions, ArePublishedWithTheMachineItself) {
  World world;
  json::Value create = {{"name", "m"}, {"definition", kPass}, {"roleArn", kRole}, {"publish", true}};
  create["versionDescription"] = "first";
  const json::Value created = world.call("CreateStateMachine", create);
  const auto machine = created.at("stateMachineArn").get<std::string>();
  EXPECT_EQ(created.at("stateMachineVersionArn"), machine + ":1");
  EXPECT_EQ(world.call("CreateStateMachine", create), created);
  EXPECT_EQ(world.call("DescribeStateMachine", {{"stateMachineArn", machine + ":1"}}).at("description"), "first");
  const json::Value changed =
      world.call("UpdateStateMachine", {{"stateMachineArn", machine}, {"definition", kOther}, {"publish", true}});
  EXPECT_EQ(changed.at("stateMachineVersionArn"), machine + ":2");
  EXPECT_EQ(world.error("UpdateStateMachine",
                        {{"stateMachineArn", machine}, {"definition", kOther}, {"versionDescription", "x"}}),
            "ValidationException: Version description can only be set when publish is true");
  EXPECT_EQ(world.error("PublishStateMachineVersion", {{"stateMachineArn", machine}, {"revisionId", "other"}}),
            "ConflictException: Failed to publish the State Machine version for revision other. The current State "
            "Machine revision is " +
                changed.at("revisionId").get<std::string>() + ".");
}

TEST(Aliases, RouteStartsByTheirWeights) {
  TwoVersions two;
  const json::Value created =
      two.world.call("CreateStateMachineAlias", alias("PROD", routes({{two.first, 50}, {two.second, 50}})));
  const auto arn = created.at("stateMachineAliasArn").get<std::string>();
  EXPECT_EQ(arn, two.machine + ":PROD");
  std::set<std::string> seen;
  for (int i = 0; i < 40; ++i) {
    const json::Value described = two.world.wait(two.world.start(arn));
    EXPECT_EQ(described.at("stateMachineAliasArn"), arn);
    seen.insert(described.at("stateMachineVersionArn").get<std::string>());
  }
  EXPECT_EQ(seen, (std::set<std::string>{two.first, two.second}));
  const json::Value listed = two.world.call("ListExecutions", {{"stateMachineArn", arn}}).at("executions");
  EXPECT_EQ(listed.size(), 40u);
  EXPECT_EQ(listed.at(0).at("stateMachineAliasArn"), arn);
}

TEST(Aliases, AreDescribedChangedListedAndDeleted) {
  TwoVersions two;
  json::Value input = alias("PROD", routes({{two.first, 100}}));
  input["description"] = "live";
  const json::Value created = two.world.call("CreateStateMachineAlias", input);
  EXPECT_EQ(two.world.call("CreateStateMachineAlias", input), created);
  const json::Value name = {{"stateMachineAliasArn", created.at("stateMachineAliasArn")}};
  json::Value change = name;
  change["routingConfiguration"] = routes({{two.first, 10}, {two.second, 90}});
  two.world.clock.advance(5000);
  two.world.call("UpdateStateMachineAlias", change);
  const json::Value described = two.world.call("DescribeStateMachineAlias", name);
  EXPECT_EQ(described.at("routingConfiguration"), change.at("routingConfiguration"));
  EXPECT_EQ(described.at("description"), "live");
  EXPECT_NE(described.at("creationDate"), described.at("updateDate"));
  EXPECT_EQ(two.world.error("DeleteStateMachineVersion", {{"stateMachineVersionArn", two.first}}),
            "ConflictException: Version to be deleted must not be referenced by an alias. Current list of aliases "
            "referencing this version: [PROD]");
  const auto count = [&](const std::string& of) {
    return two.world.call("ListStateMachineAliases", {{"stateMachineArn", of}}).at("stateMachineAliases").size();
  };
  EXPECT_EQ(count(two.machine), 1u);
  EXPECT_EQ(count(two.second), 1u);
  two.world.call("DeleteStateMachineAlias", name);
  EXPECT_EQ(count(two.machine), 0u);
  EXPECT_EQ(two.world.error("DescribeStateMachineAlias", name),
            "ResourceNotFound: Request references a resource that does not exist.");
}

TEST(Aliases, RefuseWhatDoesNotRoute) {
  TwoVersions two;
  const auto refused = [&](const std::string& name, json::Value routing) {
    return two.world.error("CreateStateMachineAlias", alias(name, std::move(routing)));
  };
  EXPECT_EQ(refused("a", routes({{two.first, 99}})),
            "ValidationException: Sum of routing configuration weights must equal 100. Received: [99]");
  EXPECT_EQ(
      refused("a", routes({{two.first, 50}, {two.first, 50}})),
      "ValidationException: Routing configuration must contain distinct state machine version ARNs. Received: [\"" +
          two.first + "\",\"" + two.first + "\"]");
  EXPECT_EQ(refused("12", routes({{two.first, 100}})), "InvalidName: Invalid Name: '12'");
  EXPECT_EQ(refused("a", routes({{two.machine + ":9", 100}})),
            "ResourceNotFound: Request references a resource that does not exist.");
  two.world.call("CreateStateMachineAlias", alias("a", routes({{two.first, 100}})));
  EXPECT_EQ(refused("a", routes({{two.second, 100}})),
            "ConflictException: Failed to create alias because an alias with the same name and a different routing "
            "configuration already exists.");
}

TEST(Aliases, GoWithTheirMachine) {
  TwoVersions two;
  two.world.call("CreateStateMachineAlias", alias("a", routes({{two.first, 100}})));
  two.world.call("DeleteStateMachine", {{"stateMachineArn", two.machine}});
  EXPECT_EQ(two.world.create("m", kPass), two.machine);
  EXPECT_EQ(publish(two.world, two.machine), two.machine + ":1");
  EXPECT_EQ(two.world.error("StartExecution", {{"stateMachineArn", two.machine + ":a"}}).substr(0, 24),
            "StateMachineDoesNotExist");
}

}  // namespace
}  // namespace cloudling::stepfunctions
