// What tasks call, and how answers and errors look to the state machine.

#include "emulators/stepfunctions/integrations.h"

#include "emulators/stepfunctions/integration_results.h"
#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {

namespace {

std::string task(const std::string& resource, const std::string& parameters = "") {
  return R"({"StartAt": "Do", "States": {"Do": {"Type": "Task", "Resource": ")" + resource + "\"" +
         (parameters.empty() ? "" : ", \"Parameters\": " + parameters) + R"(, "End": true}}})";
}

/// Runs a machine of one task.
json::Value run(World& world, const std::string& definition, const std::string& input = "{}") {
  static int number = 0;
  return world.wait(world.start(world.create("Machine-" + std::to_string(++number), definition), input));
}

/// The request id in a cause, which is another each time.
std::string without_request_id(std::string cause) {
  const size_t at = cause.find("Request ID: ");
  if (at == std::string::npos) return cause;
  const size_t begin = at + 12;
  return cause.replace(begin, cause.find_first_of(",;)", begin) - begin, "<id>");
}

TEST(LambdaFunction, GetsTheInputAndGivesItsPayload) {
  World world;
  world.lambda_answers([](const json::Value& event) {
    json::Value answer = json::Value::array();
    answer.push_back(event);
    return answer;
  });
  EXPECT_EQ(run(world, task(kFunction), R"({"a": 1})").at("output"), R"([{"a":1}])");
}

TEST(LambdaFunction, FailsWithItsErrorTypeAndPayload) {
  World world;
  world.lambda_answers([](const json::Value&) { return parsed(R"({"errorMessage": "no", "errorType": "KeyError"})"); });
  for (const std::string& definition :
       {task(kFunction), task("arn:aws:states:::lambda:invoke", R"({"FunctionName": "resize"})")}) {
    const json::Value failed = run(world, definition);
    EXPECT_EQ(failed.at("error"), "KeyError");
    EXPECT_EQ(parsed(failed.at("cause").get<std::string>()),
              parsed(R"({"errorMessage": "no", "errorType": "KeyError"})"));
  }
  world.lambda_answers([](const json::Value&) { return parsed(R"({"errorMessage": "Task timed out"})"); });
  const json::Value unknown = run(world, task(kFunction));
  EXPECT_EQ(unknown.at("error"), "Lambda.Unknown");
  EXPECT_EQ(unknown.at("cause"),
            "The cause could not be determined because Lambda did not return an error type. Returned payload: "
            "{\"errorMessage\":\"Task timed out\"}");
}

TEST(LambdaFunction, ThatIsMissingIsNamedAsAwsNamesIt) {
  World world;
  world.lambda_throws(aws::Error(404, "ResourceNotFoundException", std::string("Function not found: ") + kFunction));
  const json::Value by_arn = run(world, task(kFunction));
  EXPECT_EQ(by_arn.at("error"), "Lambda.ResourceNotFoundException");
  EXPECT_EQ(
      without_request_id(by_arn.at("cause").get<std::string>()),
      std::string("Function not found: ") + kFunction +
          " (Service: AWSLambdaInternal; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: <id>; "
          "Proxy: null)");
  const json::Value invoked = run(world, task("arn:aws:states:::lambda:invoke", R"({"FunctionName": "resize"})"));
  EXPECT_EQ(invoked.at("error"), "Lambda.ResourceNotFoundException");
  EXPECT_EQ(without_request_id(invoked.at("cause").get<std::string>()),
            std::string("Function not found: ") + kFunction + " (Service: Lambda, Status Code: 404, Request ID: <id>)");
}

TEST(LambdaInvoke, GivesTheWholeAnswer) {
  World world;
  const json::Value ended =
      run(world, task("arn:aws:states:::lambda:invoke", R"({"FunctionName": "resize", "Payload.$": "$"})"),
          R"({"body": "string body"})");
  json::Value output = parsed(ended.at("output").get<std::string>());
  EXPECT_EQ(output.at("Payload"), parsed(R"({"body": "string body"})"));
  EXPECT_EQ(output.at("StatusCode"), 200);
  EXPECT_EQ(output.at("ExecutedVersion"), "$LATEST");
  const json::Value& http = output.at("SdkHttpMetadata");
  EXPECT_EQ(http.at("HttpStatusCode"), 200);
  EXPECT_EQ(http.at("HttpHeaders").at("Content-Length"), "22");
  EXPECT_EQ(http.at("HttpHeaders").at("x-amzn-RequestId"), output.at("SdkResponseMetadata").at("RequestId"));
  EXPECT_EQ(http.at("AllHttpHeaders").size(), 8u);
  EXPECT_EQ(http.at("AllHttpHeaders").at("X-Amz-Executed-Version"), parsed(R"(["$LATEST"])"));
}

TEST(AwsSdk, CallsAnyOperationOfAServiceHere) {
  World world;
  std::string put;
  world.host().caller().fake("s3", "PutObject", [&put](aws::CallContext, json::Value input, aws::Body body) {
    put = body.take_bytes();
    return support::answering([](const json::Value& given) { return given; })({}, std::move(input), {});
  });
  const json::Value ended =
      run(world, task("arn:aws:states:::aws-sdk:s3:putObject", R"({"Bucket": "b", "Key": "k", "Body.$": "$"})"),
          R"({"Dict": "Value"})");
  EXPECT_EQ(put, R"({"Dict":"Value"})");
  EXPECT_EQ(parsed(ended.at("output").get<std::string>()), parsed(R"({"Bucket": "b", "Key": "k"})"));
}

TEST(AwsSdk, ShowsAStreamAsText) {
  World world;
  world.host().caller().fake("s3", "GetObject", [](aws::CallContext, json::Value, aws::Body) {
    struct Run {
      static boost::asio::awaitable<aws::CallAnswer> once() {
        aws::CallAnswer answer;
        answer.output = parsed(R"({"ContentLength": 9})");
        answer.body = aws::Body(std::string("text data"));
        co_return answer;
      }
    };
    return Run::once();
  });
  const json::Value ended = run(world, task("arn:aws:states:::aws-sdk:s3:getObject", R"({"Bucket": "b", "Key": "k"})"));
  EXPECT_EQ(parsed(ended.at("output").get<std::string>()), parsed(R"({"ContentLength": 9, "Body": "text data"})"));
}

TEST(AwsSdk, NamesErrorsAsTheSdkDoes) {
  World world;
  const auto fails_with = [&world](const std::string& code, const std::string& message) {
    world.host().caller().fake("s3", "ListObjects", support::answering([=](const json::Value&) -> json::Value {
                                 throw aws::Error(404, code, message);
                               }));
    return run(world, task("arn:aws:states:::aws-sdk:s3:listObjects", R"({"Bucket": "b"})"));
  };
  const json::Value bucket = fails_with("NoSuchBucket", "The specified bucket does not exist");
  EXPECT_EQ(bucket.at("error"), "S3.NoSuchBucketException");
  const std::string cause = without_request_id(bucket.at("cause").get<std::string>());
  EXPECT_EQ(cause.substr(0, cause.find("Extended Request ID: ")),
            "The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: <id>, ");
  EXPECT_EQ(fails_with("AccessDenied", "Access Denied").at("error"), "S3.S3Exception");
}

TEST(AwsSdk, SpeaksStepFunctionsItselfWithCapitals) {
  World world;
  const std::string inner = world.create("Inner", kPass);
  const json::Value started =
      run(world, task("arn:aws:states:::aws-sdk:sfn:startExecution",
                      R"({"StateMachineArn": ")" + inner + R"(", "Name": "one", "Input": "{}"})"));
  const json::Value output = parsed(started.at("output").get<std::string>());
  EXPECT_EQ(output.at("ExecutionArn"), "arn:aws:states:us-east-1:000000000000:execution:Inner:one");
  EXPECT_TRUE(output.contains("StartDate"));
  const json::Value missing = run(
      world, task("arn:aws:states:::aws-sdk:sfn:describeStateMachine", R"({"StateMachineArn": ")" + inner + R"(x"})"));
  EXPECT_EQ(missing.at("error"), "Sfn.StateMachineDoesNotExistException");
  EXPECT_EQ(without_request_id(missing.at("cause").get<std::string>()),
            "State Machine Does Not Exist: '" + inner +
                "x' (Service: Sfn, Status Code: 400, Request ID: <id>) (SDK Attempt Count: 1)");
}

TEST(Optimized, TakeJsonForTextsAndShowTheExchange) {
  World world;
  json::Value sent;
  const auto takes = [&sent](const char* answer) {
    return support::answering([&sent, answer](const json::Value& input) {
      sent = input;
      return parsed(answer);
    });
  };
  world.host().caller().fake("sqs", "SendMessage", takes(R"({"MessageId": "m", "MD5OfMessageBody": "d"})"));
  const json::Value message =
      parsed(run(world, task("arn:aws:states:::sqs:sendMessage", R"({"QueueUrl": "q", "MessageBody": {"a": 1}})"))
                 .at("output")
                 .get<std::string>());
  EXPECT_EQ(sent.at("MessageBody"), R"({"a":1})");
  EXPECT_EQ(message.at("MessageId"), "m");
  EXPECT_EQ(message.at("SdkHttpMetadata").at("HttpStatusCode"), 200);
  EXPECT_EQ(message.at("SdkResponseMetadata").at("RequestId"),
            message.at("SdkHttpMetadata").at("HttpHeaders").at("x-amzn-RequestId"));

  world.host().caller().fake("events", "PutEvents", takes(R"({"FailedEntryCount": 0, "Entries": [{"EventId": "e"}]})"));
  const std::string put = task("arn:aws:states:::events:putEvents",
                               R"({"Entries": [{"Source": "s", "DetailType": "t", "Detail": {"b": 2}}]})");
  EXPECT_EQ(run(world, put).at("status"), "SUCCEEDED");
  EXPECT_EQ(sent.at("Entries").at(0).at("Detail"), R"({"b":2})");
  EXPECT_EQ(sent.at("Entries").at(0).at("Resources").size(), 2u);
  world.host().caller().fake("events", "PutEvents",
                             takes(R"({"FailedEntryCount": 1, "Entries": [{"ErrorCode": "X"}]})"));
  EXPECT_EQ(run(world, put).at("error"), "EventBridge.FailedEntry");
}

TEST(OtherResources, FailTheTaskClearly) {
  World world;
  const json::Value failed = run(world, task("arn:aws:states:::aws-sdk:dynamodb:getItem", R"({"TableName": "t"})"));
  EXPECT_EQ(failed.at("status"), "FAILED");
  EXPECT_EQ(failed.at("error"), "States.Runtime");
  EXPECT_NE(failed.at("cause").get<std::string>().find("arn:aws:states:::aws-sdk:dynamodb:getItem"), std::string::npos);
  const json::Value unknown = run(world, task("arn:aws:states:::aws-sdk:s3:flyToTheMoon", "{}"));
  EXPECT_EQ(unknown.at("status"), "FAILED");
}

TEST(Calls, AreMadeAsTheMachinesRole) {
  World world;
  aws::CallContext seen;
  world.host().caller().fake("s3", "HeadBucket", [&seen](aws::CallContext context, json::Value input, aws::Body) {
    seen = context;
    return support::answering([](const json::Value&) { return json::Value::object(); })({}, std::move(input), {});
  });
  const std::string machine =
      world.create("Machine", task("arn:aws:states:::aws-sdk:s3:headBucket", R"({"Bucket": "b"})"));
  world.wait(world.start(machine, "{}", "one"));
  EXPECT_EQ(seen.principal.arn, "arn:aws:sts::000000000000:assumed-role/machine/one");
  EXPECT_EQ(seen.calling_service, "states.amazonaws.com");
  EXPECT_EQ(seen.source_arn, machine);
  EXPECT_EQ(seen.region, "us-east-1");
}

}  // namespace
}  // namespace cloudling::stepfunctions
