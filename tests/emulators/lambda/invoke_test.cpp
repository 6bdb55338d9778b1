// Invocations, and the built-in resize function with the events of the image pipelines.

#include <chrono>
#include <thread>

#include "emulators/aws/encoding.h"
#include "emulators/store/jobs.h"
#include "tests/emulators/lambda/world.h"

namespace cloudling::lambda {

namespace {

json::Value result(const json::Value& answer) { return parsed(answer.at("Payload").get<std::string>()); }

TEST(BuiltinResize, TakesItsEventAsThePipelinesDo) {
  World world;
  world.create_builtin("resize", {{"RESIZED_BUCKET", "small"}, {"KEY_PREFIX", "resized-"}});
  world.put_object("originals", "a/b c.png", "image of a dog");
  for (const char* event :
       {R"({"bucket": "originals", "key": "a/b c.png"})", R"({"Input": {"bucket": "originals", "key": "a/b c.png"}})",
        R"({"body": "{\"bucket\": \"originals\", \"key\": \"a/b c.png\"}", "headers": {}})"}) {
    const json::Value answer = world.invoke("resize", event);
    EXPECT_EQ(answer.at("StatusCode"), 200);
    EXPECT_EQ(answer.at("ExecutedVersion"), "$LATEST");
    EXPECT_FALSE(answer.contains("FunctionError"));
    EXPECT_EQ(result(answer), parsed(R"({"status": "success", "source_bucket": "originals", "source_key": "a/b c.png",
      "resized_bucket": "small", "resized_key": "resized-a/b c.png", "width": 128, "height": 96, "source_width": 640,
      "source_height": 480, "content_type": "image/png", "size": 20})"))
        << event;
    const auto written = world.object("small", "resized-a/b c.png");
    ASSERT_TRUE(written);
    EXPECT_EQ(written->bytes, "small image of a dog");
    EXPECT_EQ(written->content_type, "image/png");
  }
}

TEST(BuiltinResize, HasDefaults) {
  World world;
  world.create_builtin("resize");
  world.put_object("images", "dog.png", "image");
  const json::Value answer = result(world.invoke("resize", R"({"bucket": "images", "key": "dog.png"})"));
  EXPECT_EQ(answer.at("resized_bucket"), "images");
  EXPECT_EQ(answer.at("resized_key"), "thumbnail-dog.png");
  using Options = std::map<std::string, std::string>;
  EXPECT_EQ(world.resizer.last_options(), (Options{{"width", "128"}, {"height", "128"}, {"fit", "inside"}}));
}

TEST(BuiltinResize, IsConfiguredByItsEnvironment) {
  World world;
  world.create_builtin("resize", {{"THUMBNAIL_WIDTH", "64"},
                                  {"THUMBNAIL_HEIGHT", "32"},
                                  {"THUMBNAIL_FIT", "cover"},
                                  {"THUMBNAIL_FORMAT", "webp"},
                                  {"THUMBNAIL_QUALITY", "70"},
                                  {"KEY_PREFIX", ""}});
  world.put_object("images", "dog.png", "image");
  EXPECT_EQ(result(world.invoke("resize", R"({"bucket": "images", "key": "dog.png"})")).at("resized_key"), "dog.webp");
  using Options = std::map<std::string, std::string>;
  EXPECT_EQ(world.resizer.last_options(),
            (Options{{"width", "64"}, {"height", "32"}, {"fit", "cover"}, {"format", "webp"}, {"quality", "70"}}));
  world.invoke(
      "resize",
      R"({"bucket": "images", "key": "dog.png", "edits": {"resize": {"width": 300, "fit": "contain"}, "toFormat": "jpeg"}})");
  EXPECT_EQ(world.resizer.last_options(),
            (Options{{"width", "300"}, {"fit", "contain"}, {"format", "jpeg"}, {"quality", "70"}}));
}

TEST(BuiltinResize, AnswersFailureForWhatIsWrongWithTheEvent) {
  World world;
  world.create_builtin("resize");
  world.put_object("images", "notes.txt", "text");
  const auto failed = [&](const char* event) {
    const json::Value answer = world.invoke("resize", event);
    EXPECT_FALSE(answer.contains("FunctionError"));
    EXPECT_EQ(result(answer).at("status"), "fail");
    return result(answer).at("error").get<std::string>();
  };
  EXPECT_EQ(failed(R"({"bucket": "images", "key": "nobody.png"})"), "The specified key does not exist.");
  EXPECT_EQ(failed(R"({"bucket": "images", "key": "notes.txt"})"), "This is no image.");
  EXPECT_EQ(failed("{}"), "Missing 'bucket' or 'key' in the event");
  EXPECT_EQ(failed(R"({"bucket": 1, "key": []})"), "Missing 'bucket' or 'key' in the event");
  EXPECT_EQ(failed("[]"), "Missing 'bucket' or 'key' in the event");
  EXPECT_EQ(failed(""), "Missing 'bucket' or 'key' in the event");
  EXPECT_EQ(failed(R"({"body": "{"})"), "The event's body is not JSON");
}

TEST(BuiltinResize, FailsAsAFunctionWhereItIsNotTheEventsFault) {
  World world;
  world.create_builtin("resize");
  world.put_object("images", "dog.png", "breaks");
  const json::Value answer = world.invoke("resize", R"({"bucket": "images", "key": "dog.png"})");
  EXPECT_EQ(answer.at("StatusCode"), 200);
  EXPECT_EQ(answer.at("FunctionError"), "Unhandled");
  EXPECT_EQ(result(answer), parsed(R"({"errorMessage": "the resizer broke", "errorType": "InternalFailure"})"));
}

TEST(Invoke, ShowsTheLogsTail) {
  World world;
  world.create_builtin("resize");
  const json::Value answer = world.invoke("resize", "{}", parsed(R"({"LogType": "Tail"})"));
  const std::string log = aws::base64_decode(answer.at("LogResult").get<std::string>()).value_or("");
  EXPECT_TRUE(log.starts_with("START RequestId: ")) << log;
  EXPECT_NE(log.find("\nREPORT RequestId: "), std::string::npos) << log;
  EXPECT_FALSE(world.invoke("resize", "{}").contains("LogResult"));
  EXPECT_TRUE(world.logs.lines().front().starts_with("/aws/lambda/resize START RequestId: "));
  EXPECT_EQ(world.metrics.sum("Invocations"), 2);
}

TEST(Invoke, OfOtherTypes) {
  World world;
  world.create_builtin("resize", {{"RESIZED_BUCKET", "small"}});
  world.put_object("images", "dog.png", "image");
  const std::string event = R"({"bucket": "images", "key": "dog.png"})";
  EXPECT_EQ(world.invoke("resize", event, parsed(R"({"InvocationType": "DryRun"})")).at("StatusCode"), 204);
  EXPECT_FALSE(world.object("small", "thumbnail-dog.png"));
  const json::Value queued = world.invoke("resize", event, parsed(R"({"InvocationType": "Event"})"));
  EXPECT_EQ(queued.at("StatusCode"), 202);
  EXPECT_EQ(queued.at("Payload"), "");
  for (int i = 0; i < 3000 && !world.object("small", "thumbnail-dog.png"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(world.object("small", "thumbnail-dog.png"));
}

TEST(Invoke, RefusesWhatItCannotRun) {
  World world;
  world.create_builtin("resize");
  world.call("CreateFunction", python_function("snake"));
  const auto refused = [&](const std::string& name, const std::string& payload, const char* more = "{}") {
    return support::error_of([&] { world.invoke(name, payload, parsed(more)); });
  };
  json::Value java = python_function("coffee");
  java["Runtime"] = "java21";
  world.call("CreateFunction", java);
  EXPECT_EQ(
      refused("coffee", "{}"),
      "NotImplemented: Invoke: running functions of runtime java21 (python3.x, nodejs*.x and provided.* run) is not "
      "implemented yet");
  EXPECT_EQ(refused("snake", "{}"), "ServiceException: nothing runs here");
  EXPECT_EQ(refused("nobody", "{}"),
            "ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody");
  EXPECT_EQ(refused("resize", "{}", R"({"Qualifier": "5"})"),
            "ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:resize:5");
  EXPECT_EQ(refused("resize", "{").substr(0, 70),
            "InvalidRequestContentException: Could not parse request body into json");
  EXPECT_EQ(refused("resize", "\"" + std::string(6'291'456, 'x') + "\""),
            "RequestTooLargeException: Request must be smaller than 6291456 bytes for the InvokeFunction operation");
  EXPECT_EQ(refused("resize", "\"" + std::string(1'048'576, 'x') + "\"", R"({"InvocationType": "Event"})"),
            "RequestTooLargeException: Request must be smaller than 1048576 bytes for the InvokeFunction operation");
}

}  // namespace
}  // namespace cloudling::lambda
