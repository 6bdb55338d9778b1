// Functions: made, read, changed, listed, deleted; and what is refused, in AWS's words.

#include "emulators/aws/encoding.h"
#include "emulators/lambda/code.h"
#include "emulators/store/jobs.h"
#include "tests/emulators/lambda/world.h"

namespace cloudling::lambda {

namespace {

constexpr const char* kArn = "arn:aws:lambda:us-east-1:000000000000:function:Resizer";

json::Value named(const std::string& name) {
  json::Value input = json::Value::object();
  input["FunctionName"] = name;
  return input;
}

/// As Get shows what the call that made or changed it has shown as under way.
json::Value settled(json::Value configuration) {
  for (const char* member : {"StateReason", "StateReasonCode", "LastUpdateStatusReason", "LastUpdateStatusReasonCode"})
    configuration.erase(member);
  configuration["State"] = "Active";
  configuration["LastUpdateStatus"] = "Successful";
  return configuration;
}

TEST(Functions, AreShownAsAwsShowsThem) {
  World world;
  const json::Value request = python_function("Resizer");
  const std::string code = request.at("Code").at("ZipFile").get<std::string>();
  json::Value made = world.call("CreateFunction", request);
  json::Value expected = parsed(R"({
    "FunctionName": "Resizer", "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:Resizer",
    "Runtime": "python3.12", "Role": "arn:aws:iam::000000000000:role/resizer",
    "Handler": "lambda_function.lambda_handler", "Description": "", "Timeout": 3, "MemorySize": 128,
    "LastModified": "2023-11-14T22:13:20.000+0000", "Version": "$LATEST", "TracingConfig": {"Mode": "PassThrough"},
    "State": "Active", "LastUpdateStatus": "Successful", "PackageType": "Zip", "Architectures": ["x86_64"],
    "EphemeralStorage": {"Size": 512}, "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
    "LoggingConfig": {"LogFormat": "Text", "LogGroup": "/aws/lambda/Resizer"}})");
  expected["CodeSize"] = code.size();
  expected["CodeSha256"] = aws::base64_encode(aws::sha256(code));
  EXPECT_EQ(made.at("RevisionId").get<std::string>().size(), 36u);
  EXPECT_TRUE(made.at("RuntimeVersionConfig")
                  .at("RuntimeVersionArn")
                  .get<std::string>()
                  .starts_with("arn:aws:lambda:us-east-1::runtime:"));
  EXPECT_EQ(made.at("State"), "Pending");
  EXPECT_EQ(made.at("StateReasonCode"), "Creating");
  made = settled(made);
  EXPECT_EQ(world.call("GetFunctionConfiguration", named("Resizer")), made);
  EXPECT_EQ(world.call("GetFunction", named("Resizer")).at("Configuration"), made);
  made.erase("RevisionId");
  made.erase("RuntimeVersionConfig");
  EXPECT_EQ(made, expected) << made.dump(1);
}

TEST(Functions, KeepTheirSettings) {
  World world;
  json::Value input = python_function("Resizer");
  const json::Value settings = parsed(R"({
    "Description": "thumbnails", "Timeout": 30, "MemorySize": 512, "Environment": {"Variables": {"RESIZED_BUCKET": "small"}},
    "TracingConfig": {"Mode": "Active"}, "EphemeralStorage": {"Size": 1024},
    "DeadLetterConfig": {"TargetArn": "arn:aws:sqs:us-east-1:000000000000:dead"}, "KMSKeyArn": "arn:aws:kms:key"})");
  for (const auto& [name, value] : settings.items()) input[name] = value;
  input["Layers"] = parsed(R"(["arn:aws:lambda:ca-central-1:770693421928:layer:Klayers-p39-pillow:1"])");
  input["Architectures"] = parsed(R"(["arm64"])");
  input["Tags"] = parsed(R"({"team": "images"})");
  world.call("CreateFunction", input);
  const json::Value read = world.call("GetFunction", named("Resizer"));
  for (const auto& [name, value] : settings.items()) EXPECT_EQ(read.at("Configuration").at(name), value) << name;
  EXPECT_EQ(read.at("Configuration").at("Layers")[0].at("Arn"), input.at("Layers")[0]);
  EXPECT_EQ(read.at("Configuration").at("Architectures"), input.at("Architectures"));
  EXPECT_EQ(read.at("Tags"), input.at("Tags"));
}

TEST(Functions, AreNamedInManyWays) {
  World world;
  world.call("CreateFunction", python_function("Resizer"));
  for (const char* name : {"Resizer", "Resizer:$LATEST", "function:Resizer", "000000000000:function:Resizer", kArn,
                           "arn:aws:lambda:us-east-1:000000000000:function:Resizer:$LATEST"}) {
    EXPECT_EQ(world.error("GetFunction", named(name)), "") << name;
  }
  EXPECT_EQ(world.call("GetFunctionConfiguration", named("Resizer:$LATEST")).at("FunctionArn"),
            std::string(kArn) + ":$LATEST");
  EXPECT_EQ(world.error("GetFunction", named("Resizer:7")),
            std::string("ResourceNotFoundException: Function not found: ") + kArn + ":7");
  EXPECT_EQ(world.error("GetFunction", named("Nobody")),
            "ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:Nobody");
  EXPECT_EQ(world.error("GetFunction", named("arn:aws:lambda:eu-west-1:000000000000:function:Resizer")),
            "ResourceNotFoundException: Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
  EXPECT_EQ(world.error("GetFunction", named("arn:aws:lambda:us-east-1:111122223333:function:Resizer")),
            "ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:111122223333:function:Resizer");
  json::Value two = named("Resizer:1");
  two["Qualifier"] = "2";
  EXPECT_EQ(world.error("GetFunction", two),
            "InvalidParameterValueException: The derived qualifier from the function "
            "name does not match the specified qualifier.");
}

TEST(Functions, AreRefusedInAwssWords) {
  World world;
  world.call("CreateFunction", python_function("Resizer"));
  EXPECT_EQ(world.error("CreateFunction", python_function("Resizer")),
            "ResourceConflictException: Function already exist: Resizer");
  const auto with = [&](const char* member, json::Value value) {
    json::Value input = python_function("Other");
    input[member] = std::move(value);
    return world.error("CreateFunction", input);
  };
  EXPECT_EQ(
      with("Role", "role").substr(0, 109),
      "ValidationException: 1 validation error detected: Value 'role' at 'role' failed to satisfy constraint: Member");
  EXPECT_EQ(with("Runtime", "python9").substr(0, 116),
            "InvalidParameterValueException: Value python9 at 'runtime' failed to satisfy constraint: Member must "
            "satisfy enum va");
  EXPECT_EQ(with("Runtime", nullptr),
            "InvalidParameterValueException: Runtime and Handler are mandatory parameters for "
            "functions created with deployment packages.");
  EXPECT_EQ(with("Timeout", 901).substr(0, 19), "ValidationException");
  EXPECT_EQ(with("MemorySize", 64).substr(0, 19), "ValidationException");
  EXPECT_EQ(with("FunctionName", "a b").substr(0, 19), "ValidationException");
  EXPECT_EQ(with("Architectures", parsed(R"(["mips"])")).substr(0, 19), "ValidationException");
  EXPECT_EQ(with("Publish", true), "");
  EXPECT_EQ(with("PackageType", "Image").substr(0, 14), "NotImplemented");
  EXPECT_EQ(with("Environment", parsed(R"({"Variables": {"AWS_REGION": "x"}})")).substr(0, 30),
            "InvalidParameterValueException");
  EXPECT_EQ(with("Environment", parsed(R"({"Variables": {"9": "x"}})")).substr(0, 19), "ValidationException");
  json::Value large = parsed(R"({"Variables": {}})");
  large["Variables"]["LARGE"] = std::string(4096, 'x');
  EXPECT_NE(with("Environment", large).find("exceeded the 4KB limit"), std::string::npos);
}

TEST(Functions, ChangeWithANewRevision) {
  World world;
  const json::Value made = world.call("CreateFunction", python_function("Resizer"));
  world.clock.advance(1234);
  json::Value update = named("Resizer");
  update["Timeout"] = 60;
  update["RevisionId"] = made.at("RevisionId");
  const json::Value changed = world.call("UpdateFunctionConfiguration", update);
  EXPECT_EQ(changed.at("Timeout"), 60);
  EXPECT_EQ(changed.at("Handler"), made.at("Handler"));
  EXPECT_EQ(changed.at("LastModified"), "2023-11-14T22:13:21.234+0000");
  EXPECT_NE(changed.at("RevisionId"), made.at("RevisionId"));
  EXPECT_EQ(world.error("UpdateFunctionConfiguration", update).substr(0, 27), "PreconditionFailedException");

  json::Value code = named("Resizer");
  code["ZipFile"] = zip_of({{"lambda_function.py", "pass"}});
  const json::Value recoded = world.call("UpdateFunctionCode", code);
  EXPECT_NE(recoded.at("CodeSha256"), made.at("CodeSha256"));
  EXPECT_EQ(recoded.at("LastUpdateStatus"), "InProgress");
  EXPECT_EQ(world.call("GetFunctionConfiguration", named("Resizer")), settled(recoded));
  code["ZipFile"] = "no zip";
  EXPECT_EQ(world.error("UpdateFunctionCode", code).substr(0, 30), "InvalidParameterValueException");
  EXPECT_EQ(world.call("GetFunctionConfiguration", named("Resizer")), settled(recoded));
}

TEST(Functions, AreListedByNamePageByPage) {
  World world;
  for (const char* name : {"c", "a", "b"}) world.create_builtin(name);
  json::Value list = json::Value::object();
  list["MaxItems"] = 2;
  const json::Value first = world.call("ListFunctions", list);
  ASSERT_EQ(first.at("Functions").size(), 2u);
  EXPECT_EQ(first.at("Functions")[0].at("FunctionName"), "a");
  list["Marker"] = first.at("NextMarker");
  list["FunctionVersion"] = "ALL";
  const json::Value second = world.call("ListFunctions", list);
  ASSERT_EQ(second.at("Functions").size(), 1u);
  EXPECT_EQ(second.at("Functions")[0].at("FunctionArn"), "arn:aws:lambda:us-east-1:000000000000:function:c:$LATEST");
  EXPECT_FALSE(second.contains("NextMarker"));
  aws::CallContext elsewhere;
  elsewhere.region = "eu-west-1";
  EXPECT_EQ(world.call("ListFunctions", json::Value::object(), elsewhere).at("Functions").size(), 0u);
}

TEST(Functions, GoWithTheirTags) {
  World world;
  world.create_builtin("Resizer");
  json::Value tag = json::Value::object();
  tag["Resource"] = kArn;
  tag["Tags"] = parsed(R"({"a": "1", "b": "2"})");
  world.call("TagResource", tag);
  json::Value resource = json::Value::object();
  resource["Resource"] = kArn;
  EXPECT_EQ(world.call("ListTags", resource).at("Tags"), tag.at("Tags"));
  resource["TagKeys"] = parsed(R"(["a"])");
  world.call("UntagResource", resource);
  EXPECT_EQ(world.call("ListTags", resource).at("Tags"), parsed(R"({"b": "2"})"));
  world.call("DeleteFunction", named("Resizer"));
  EXPECT_EQ(world.error("GetFunction", named("Resizer")).substr(0, 25), "ResourceNotFoundException");
  EXPECT_EQ(world.error("DeleteFunction", named("Resizer")).substr(0, 25), "ResourceNotFoundException");
  EXPECT_EQ(world.error("ListTags", resource).substr(0, 25), "ResourceNotFoundException");
  world.create_builtin("Resizer");
  EXPECT_EQ(world.call("ListTags", resource).at("Tags"), json::Value::object());
}

TEST(Code, ComesFromS3) {
  World world;
  json::Value input = python_function("Resizer");
  const std::string archive = input.at("Code").at("ZipFile").get<std::string>();
  world.put_object("code", "function.zip", archive);
  input["Code"] = parsed(R"({"S3Bucket": "code", "S3Key": "function.zip"})");
  EXPECT_EQ(world.call("CreateFunction", input).at("CodeSha256"), aws::base64_encode(aws::sha256(archive)));
  input["FunctionName"] = "Other";
  input["Code"]["S3Key"] = "absent.zip";
  EXPECT_EQ(
      world.error("CreateFunction", input),
      "InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: "
      "The specified key does not exist.");
  input["Code"] = json::Value::object();
  EXPECT_EQ(world.error("CreateFunction", input).substr(0, 30), "InvalidParameterValueException");
}

TEST(Code, MustBeAGoodZip) {
  const auto refused = [](const std::string& archive) {
    return support::error_of([&] { require_valid_zip(archive, false); });
  };
  EXPECT_EQ(refused(zip_of({{"a.py", "pass"}, {"lib/b.py", "pass"}, {"..hidden", ""}})), "");
  const std::string not_a_zip =
      "InvalidParameterValueException: Could not unzip uploaded file. Please check your file, then try to upload "
      "again.";
  EXPECT_EQ(refused(""), not_a_zip);
  EXPECT_EQ(refused("PK nonsense"), not_a_zip);
  EXPECT_EQ(refused(zip_of({{"../escape.py", "pass"}})), not_a_zip);
  EXPECT_EQ(refused(zip_of({{"/etc/passwd", "root"}})), not_a_zip);
  EXPECT_EQ(refused(zip_of({{"a/../../b", "x"}})), not_a_zip);
  const std::string empty = std::string("PK\5\6", 4) + std::string(18, '\0');
  EXPECT_EQ(refused(empty), "InvalidParameterValueException: Uploaded file must be a non-empty zip");
  EXPECT_NO_THROW(require_valid_zip(empty, true));
  std::string bomb = zip_of({{"zeros", std::string(kMaxUnzipped + 1, '\0')}});
  EXPECT_LT(bomb.size(), kMaxZipUpload);
  EXPECT_EQ(refused(bomb), "InvalidParameterValueException: Unzipped size must be smaller than 262144000 bytes");
}

}  // namespace
}  // namespace cloudling::lambda
