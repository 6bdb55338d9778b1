// State machines: made, read, changed, deleted; and what is refused, in AWS's words.

#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {

namespace {

constexpr const char* kArn = "arn:aws:states:us-east-1:000000000000:stateMachine:Machine";

json::Value machine(const std::string& name, const std::string& definition = kPass) {
  json::Value input = json::Value::object();
  input["name"] = name;
  input["definition"] = definition;
  input["roleArn"] = kRole;
  return input;
}

json::Value by_arn(const std::string& arn = kArn) {
  json::Value input = json::Value::object();
  input["stateMachineArn"] = arn;
  return input;
}

TEST(StateMachines, AreDescribedAsTheyWereMade) {
  World world;
  const json::Value made = world.call("CreateStateMachine", machine("Machine"));
  EXPECT_EQ(made.at("stateMachineArn"), kArn);
  EXPECT_EQ(made.at("creationDate"), "2023-11-14T22:13:20Z");
  const json::Value expected = parsed(R"({
    "stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:Machine", "name": "Machine",
    "status": "ACTIVE", "roleArn": "arn:aws:iam::000000000000:role/machine", "type": "STANDARD",
    "creationDate": "2023-11-14T22:13:20Z", "loggingConfiguration": {"level": "OFF", "includeExecutionData": false},
    "tracingConfiguration": {"enabled": false}, "encryptionConfiguration": {"type": "AWS_OWNED_KEY"}})");
  json::Value described = world.call("DescribeStateMachine", by_arn());
  EXPECT_EQ(described.at("definition"), kPass);
  described.erase("definition");
  EXPECT_EQ(described, expected) << json::write(described);
}

TEST(StateMachines, AreMadeOnceHoweverOftenTheSameIsAsked) {
  World world;
  const json::Value first = world.call("CreateStateMachine", machine("Machine"));
  world.clock.advance(5000);
  json::Value again = machine("Machine");
  again["roleArn"] = "arn:aws:iam::000000000000:role/another";  // is not looked at
  EXPECT_EQ(world.call("CreateStateMachine", again), first);
  EXPECT_EQ(world.call("DescribeStateMachine", by_arn()).at("roleArn"), kRole);
  json::Value other = machine("Machine", R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})");
  EXPECT_EQ(world.error("CreateStateMachine", other),
            std::string("StateMachineAlreadyExists: State Machine Already Exists: '") + kArn + "'");
  json::Value express = machine("Machine");
  express["type"] = "EXPRESS";
  EXPECT_EQ(world.error("CreateStateMachine", express).substr(0, 25), "StateMachineAlreadyExists");
}

TEST(StateMachines, HaveValidNames) {
  World world;
  for (const char* name : {"a b", "a<b", "a[b", "a\"b", "a^b", "a|b", "a~b", "a`b", "a&b", "a:b", "a/b",
                           "a\x01"
                           "b"}) {
    EXPECT_EQ(world.error("CreateStateMachine", machine(name)),
              std::string("InvalidName: Invalid Name: '") + name + "'");
  }
  EXPECT_EQ(world.error("CreateStateMachine", machine("\xC2\x85")), "InvalidName: Invalid Name: '\xC2\x85'");
  EXPECT_EQ(world.error("CreateStateMachine", machine("a-_.\xC3\xA9")), "");
  EXPECT_EQ(world.error("CreateStateMachine", machine(std::string(81, 'a'))).substr(0, 43),
            "ValidationException: 1 validation error det");
}

TEST(StateMachines, HaveValidDefinitions) {
  World world;
  EXPECT_EQ(world.error("CreateStateMachine", machine("Machine", "not a definition")).substr(0, 17),
            "InvalidDefinition");
  const json::Value broken = machine("Machine", R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}})");
  EXPECT_EQ(world.error("CreateStateMachine", broken).substr(0, 17), "InvalidDefinition");
  EXPECT_EQ(world.error("DescribeStateMachine", by_arn()),
            std::string("StateMachineDoesNotExist: State Machine Does Not Exist: '") + kArn + "'");
}

TEST(StateMachines, AreNamedByTheirArns) {
  World world;
  EXPECT_EQ(world.error("DescribeStateMachine", by_arn("nonsense")),
            "InvalidArn: Invalid Arn: 'Invalid ARN prefix: nonsense'");
  const char* execution = "arn:aws:states:us-east-1:000000000000:execution:Machine:one";
  EXPECT_EQ(world.error("DescribeStateMachine", by_arn(execution)),
            "InvalidArn: Invalid Arn: 'Resource type not valid in this context: execution'");
  EXPECT_EQ(world.error("CreateStateMachine",
                        [] {
                          json::Value input = machine("Machine");
                          input["roleArn"] = "role";
                          return input;
                        }()),
            "InvalidArn: Invalid Arn: 'Invalid ARN prefix: role'");
}

TEST(StateMachines, BelongToAnAccountAndRegion) {
  World world;
  world.create("Machine", kPass);
  aws::CallContext elsewhere;
  elsewhere.region = "ca-central-1";
  aws::CallContext other;
  other.account = "111122223333";
  EXPECT_EQ(world.error("DescribeStateMachine", by_arn(), elsewhere).substr(0, 24), "StateMachineDoesNotExist");
  EXPECT_EQ(world.error("DescribeStateMachine", by_arn(), other).substr(0, 24), "StateMachineDoesNotExist");
  EXPECT_EQ(world.call("ListStateMachines", json::Value::object(), elsewhere).at("stateMachines").size(), 0u);
  EXPECT_EQ(world.call("CreateStateMachine", machine("Machine"), elsewhere).at("stateMachineArn"),
            "arn:aws:states:ca-central-1:000000000000:stateMachine:Machine");
}

TEST(StateMachines, GetARevisionWithEachChange) {
  World world;
  world.create("Machine", kPass);
  json::Value update = by_arn();
  EXPECT_EQ(world.error("UpdateStateMachine", update).substr(0, 24), "MissingRequiredParameter");
  update["definition"] = kPass;
  EXPECT_FALSE(world.call("UpdateStateMachine", update).contains("revisionId"));  // nothing changed
  update["definition"] = R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})";
  const json::Value changed = world.call("UpdateStateMachine", update);
  const json::Value described = world.call("DescribeStateMachine", by_arn());
  EXPECT_EQ(described.at("revisionId"), changed.at("revisionId"));
  EXPECT_EQ(described.at("definition"), update.at("definition"));
  update["roleArn"] = "arn:aws:iam::000000000000:role/other";
  EXPECT_NE(world.call("UpdateStateMachine", update).at("revisionId"), changed.at("revisionId"));
  update["definition"] = "{}";
  EXPECT_EQ(world.error("UpdateStateMachine", update).substr(0, 17), "InvalidDefinition");
}

TEST(StateMachines, RefuseWhatIsNotBuilt) {
  World world;
  json::Value input = machine("Machine");
  input["encryptionConfiguration"] = parsed(R"({"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "key"})");
  EXPECT_EQ(world.error("CreateStateMachine", input).substr(0, 14), "NotImplemented");
}

TEST(StateMachines, LogToExactlyOneDestination) {
  World world;
  json::Value input = machine("Machine");
  input["loggingConfiguration"] = parsed(R"({"level": "ALL"})");
  EXPECT_EQ(world.error("CreateStateMachine", input),
            "InvalidLoggingConfiguration: Invalid Logging Configuration: Must specify exactly one Log Destination.");
  const json::Value logging = parsed(R"({"level": "ALL", "includeExecutionData": true, "destinations":
      [{"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:000000000000:log-group:states:*"}}]})");
  input["loggingConfiguration"] = logging;
  world.call("CreateStateMachine", input);
  EXPECT_EQ(world.call("DescribeStateMachine", by_arn()).at("loggingConfiguration"), logging);
}

TEST(StateMachines, AreListedPageByPageAlsoOverARestart) {
  const TemporaryFolder folder;
  World world(folder.path());
  for (int i = 0; i < 5; ++i) world.create("Machine-" + std::to_string(i), kPass);
  json::Value list = json::Value::object();
  list["maxResults"] = 2;
  std::vector<std::string> names;
  for (int page = 0; page < 3; ++page) {
    const json::Value answer = world.call("ListStateMachines", list);
    for (const json::Value& item : answer.at("stateMachines")) names.push_back(item.at("name").get<std::string>());
    EXPECT_EQ(answer.contains("nextToken"), page < 2);
    if (answer.contains("nextToken")) list["nextToken"] = answer.at("nextToken");
    world.restart();
  }
  EXPECT_EQ(names, (std::vector<std::string>{"Machine-0", "Machine-1", "Machine-2", "Machine-3", "Machine-4"}));
  aws::CallContext elsewhere;
  elsewhere.region = "eu-west-1";
  EXPECT_EQ(world.error("ListStateMachines", list, elsewhere), "InvalidToken: Invalid Token: 'Invalid token'");
  list["nextToken"] = "nonsense";
  EXPECT_EQ(world.error("ListStateMachines", list), "InvalidToken: Invalid Token: 'Invalid token'");
}

TEST(StateMachines, AreDeletedAtOnceWhereNothingRuns) {
  World world;
  world.create("Machine", kPass);
  EXPECT_EQ(world.call("DeleteStateMachine", by_arn()), json::Value::object());
  EXPECT_EQ(world.call("DeleteStateMachine", by_arn()), json::Value::object());
  EXPECT_EQ(world.error("DescribeStateMachine", by_arn()).substr(0, 24), "StateMachineDoesNotExist");
}

TEST(StateMachines, EndTheirExecutionsAtTheNextTransitionWhenDeleted) {
  World world;
  const std::string arn = world.create("Machine", R"({"StartAt": "Sleep", "States": {
      "Sleep": {"Type": "Wait", "Seconds": 60, "Next": "Never"}, "Never": {"Type": "Pass", "End": true}}})");
  const std::string execution = world.start(arn);
  world.call("DeleteStateMachine", by_arn());
  EXPECT_EQ(world.call("DescribeStateMachine", by_arn()).at("status"), "DELETING");
  json::Value start = by_arn();
  EXPECT_EQ(world.error("StartExecution", start),
            std::string("StateMachineDeleting: State Machine is Deleting: '") + kArn + "'");
  EXPECT_EQ(world.describe(execution).at("status"), "RUNNING");
  world.clock.advance(60'000);
  const json::Value ended = world.wait(execution);
  EXPECT_EQ(world.error("DescribeStateMachine", by_arn()).substr(0, 24), "StateMachineDoesNotExist");
  EXPECT_NE(ended.at("status"), "RUNNING");
  EXPECT_EQ(world.error("CreateStateMachine", machine("Machine")), "");
}

TEST(StateMachines, AreKeptAsTheyWereForTheExecutionsTheyStarted) {
  World world;
  const std::string arn = world.create("Machine", kPass);
  const std::string execution = world.start(arn);
  json::Value update = by_arn();
  update["definition"] = R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})";
  world.call("UpdateStateMachine", update);
  world.call("DeleteStateMachine", by_arn());
  json::Value input = json::Value::object();
  input["executionArn"] = execution;
  const json::Value described = world.call("DescribeStateMachineForExecution", input);
  EXPECT_EQ(described.at("definition"), kPass);
  EXPECT_EQ(described.at("stateMachineArn"), kArn);
  EXPECT_FALSE(described.contains("revisionId"));
  EXPECT_EQ(world.wait(execution).at("status"), "SUCCEEDED");
}

TEST(StateMachines, HaveTags) {
  World world;
  json::Value input = machine("Machine");
  input["tags"] = parsed(R"([{"key": "team", "value": "images"}])");
  world.call("CreateStateMachine", input);
  json::Value tag = json::Value::object();
  tag["resourceArn"] = kArn;
  tag["tags"] = parsed(R"([{"key": "stage", "value": "test"}, {"key": "team", "value": "thumbs"}])");
  world.call("TagResource", tag);
  json::Value resource = json::Value::object();
  resource["resourceArn"] = kArn;
  EXPECT_EQ(world.call("ListTagsForResource", resource).at("tags"),
            parsed(R"([{"key": "stage", "value": "test"}, {"key": "team", "value": "thumbs"}])"));
  resource["tagKeys"] = parsed(R"(["team"])");
  world.call("UntagResource", resource);
  EXPECT_EQ(world.call("ListTagsForResource", resource).at("tags").size(), 1u);
  resource["resourceArn"] = "arn:aws:states:us-east-1:000000000000:stateMachine:Nobody";
  EXPECT_EQ(world.error("ListTagsForResource", resource).substr(0, 16), "ResourceNotFound");
}

TEST(Validation, GivesDiagnostics) {
  World world;
  json::Value input = json::Value::object();
  input["definition"] = "{}";
  EXPECT_EQ(world.call("ValidateStateMachineDefinition", input), parsed(R"({"result": "FAIL", "diagnostics": [
      {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": "These fields are required: [States, StartAt]",
       "location": "/"}], "truncated": false})"));
  input["definition"] = kPass;
  EXPECT_EQ(world.call("ValidateStateMachineDefinition", input),
            parsed(R"({"result": "OK", "diagnostics": [], "truncated": false})"));
}

}  // namespace
}  // namespace cloudling::stepfunctions
