#include "server/defaults.h"

#include <utility>

#include "emulators/aws/error.h"

namespace cloudling::server {

namespace {

using boost::asio::awaitable;

constexpr const char* kRole = "arn:aws:iam::000000000000:role/cloudling-pipeline";
constexpr const char* kRoleName = "cloudling-pipeline";
constexpr const char* kRolePolicies[] = {"AmazonS3FullAccess", "service-role/AWSLambdaBasicExecutionRole",
                                         "service-role/AWSLambdaRole"};
constexpr const char* kTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com",)"
    R"("states.amazonaws.com"]},"Action":"sts:AssumeRole"}]})";

/// An empty zip archive: the built-in function has no code of its own.
constexpr std::string_view kEmptyZip{"PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22};

constexpr const char* kDefinition = R"({
  "Comment": "Resizes the image {bucket, key} and says where the thumbnail is",
  "StartAt": "ResizeImage",
  "States": {
    "ResizeImage": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:000000000000:function:resize-image",
      "Retry": [
        {"ErrorEquals": ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"],
         "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2}
      ],
      "Next": "CheckResult"
    },
    "CheckResult": {
      "Type": "Choice",
      "Choices": [{"Variable": "$.status", "StringEquals": "success", "Next": "SuccessState"}],
      "Default": "FailState"
    },
    "SuccessState": {"Type": "Succeed"},
    "FailState": {"Type": "Fail", "Error": "ResizeFailed", "CausePath": "$.error"}
  }
})";

/// Calls, and takes the error `exists` for an answer.
awaitable<void> make(aws::Caller& caller, std::string service, std::string operation, json::Value input,
                     std::string exists) {
  aws::CallContext context;
  context.principal = {
      .kind = aws::Principal::Kind::kUser, .arn = "arn:aws:iam::" + context.account + ":root", .access_key = ""};
  try {
    co_await caller.call(context, std::move(service), std::move(operation), std::move(input), aws::Body());
  } catch (const aws::Error& error) {
    if (error.code != exists) throw;
  }
}

json::Value originals() {
  json::Value input = json::Value::object();
  input["Bucket"] = kOriginalsBucket;
  return input;
}

json::Value function() {
  json::Value input = json::Value::object();
  input["FunctionName"] = kResizeFunction;
  input["Description"] = "Cloudling's built-in resize function";
  input["Runtime"] = "provided.al2023";
  input["Handler"] = "cloudling.resize";
  input["Role"] = kRole;
  input["MemorySize"] = 512;
  input["Timeout"] = 30;
  input["Code"]["ZipFile"] = std::string(kEmptyZip);
  json::Value& variables = input["Environment"]["Variables"] = json::Value::object();
  variables["RESIZED_BUCKET"] = kResizedBucket;
  variables["CREATE_RESIZED_BUCKET"] = "true";
  variables["KEY_PREFIX"] = "thumbnail-";
  return input;
}

json::Value role() {
  json::Value input = json::Value::object();
  input["RoleName"] = kRoleName;
  input["Description"] = "What Cloudling's own pipeline runs as";
  input["AssumeRolePolicyDocument"] = kTrust;
  return input;
}

json::Value attachment(const std::string& policy) {
  json::Value input = json::Value::object();
  input["RoleName"] = kRoleName;
  input["PolicyArn"] = "arn:aws:iam::aws:policy/" + policy;
  return input;
}

json::Value state_machine(const std::string& name) {
  json::Value input = json::Value::object();
  input["name"] = name;
  input["definition"] = kDefinition;
  input["roleArn"] = kRole;
  return input;
}

}  // namespace

store::Migration defaults_migration() {
  return {"server", 1, "CREATE TABLE server_defaults (made INTEGER NOT NULL) STRICT"};
}

awaitable<void> make_defaults(store::Store& store, aws::Caller& caller, std::string state_machine_name) {
  auto look = [](store::ReadTransaction& tx) { return tx.query("SELECT made FROM server_defaults").next(); };
  const bool made = co_await store.read(std::move(look));
  if (made) co_return;
  json::Value bucket = originals();
  co_await make(caller, "s3", "CreateBucket", std::move(bucket), "BucketAlreadyOwnedByYou");
  json::Value pipeline_role = role();
  co_await make(caller, "iam", "CreateRole", std::move(pipeline_role), "EntityAlreadyExists");
  for (const char* policy : kRolePolicies) {
    json::Value input = attachment(policy);
    co_await make(caller, "iam", "AttachRolePolicy", std::move(input), "");
  }
  json::Value resize = function();
  co_await make(caller, "lambda", "CreateFunction", std::move(resize), "ResourceConflictException");
  json::Value machine = state_machine(state_machine_name);
  co_await make(caller, "stepfunctions", "CreateStateMachine", std::move(machine), "StateMachineAlreadyExists");
  auto remember = [](store::WriteTransaction& tx) { tx.run("INSERT INTO server_defaults (made) VALUES (1)"); };
  co_await store.write(std::move(remember));
}

}  // namespace cloudling::server
