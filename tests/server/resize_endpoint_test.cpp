#include "server/resize_endpoint.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <deque>
#include <map>

#include "emulators/aws/error.h"
#include "tests/support/manual_clock.h"

namespace cloudling::server {
namespace {

using boost::asio::awaitable;

/// Answers calls from a list, and remembers them.
class FakeCaller : public aws::Caller {
 public:
  awaitable<aws::CallAnswer> call(aws::CallContext, std::string service, std::string operation, json::Value input,
                                  aws::Body) override {
    calls.push_back(service + "." + operation + " " + json::write(input));
    if (!error.empty()) throw aws::Error(400, error, "refused");
    aws::CallAnswer answer;
    answer.output = *json::parse(answers.front());
    answers.pop_front();
    co_return answer;
  }

  std::deque<std::string> answers;
  std::string error;
  std::vector<std::string> calls;
};

class FakeResizer : public ImageResizer {
 public:
  awaitable<ResizedImage> resize(std::string image, std::map<std::string, std::string> options) override {
    if (image == "bad") throw aws::Error(422, "CorruptImage", "The image is corrupt.");
    seen_image = image;
    seen_options = options;
    co_return ResizedImage{.bytes = "small", .content_type = "image/png", .extension = "png", .width = 2, .height = 1};
  }

  std::string seen_image;
  std::map<std::string, std::string> seen_options;
};

struct Answer {
  int status;
  std::string body;
  aws::Headers headers;
};

class ResizeEndpointTest : public testing::Test {
 protected:
  Answer post(std::string target, std::string content_type, std::string body, std::string prefer = "") {
    aws::HttpRequest request;
    request.method = "POST";
    request.target = std::move(target);
    request.headers.add("Host", "127.0.0.1:4566");
    if (!content_type.empty()) request.headers.add("Content-Type", content_type);
    if (!prefer.empty()) request.headers.add("Prefer", prefer);
    request.body = std::move(body);
    WaitForEnd wait = [this](std::string, std::chrono::steady_clock::time_point) -> awaitable<bool> {
      co_return ends_in_time_;
    };
    ResizeEndpoint endpoint({.max_image_bytes = 4096}, caller_, resizer_, clock_, wait);
    boost::asio::io_context io;
    auto response = boost::asio::co_spawn(io, endpoint.handle(std::move(request)), boost::asio::use_future);
    io.run();
    auto result = response.get();
    return {result.status, result.body.bytes(), result.headers};
  }

  FakeCaller caller_;
  FakeResizer resizer_;
  support::ManualClock clock_;
  bool ends_in_time_ = true;
  const std::string started_ = R"({"executionArn":"arn:x","startDate":"2026-01-01T00:00:00Z"})";
  const std::string good_ = R"({"bucket":"b","key":"dog.png"})";
};

TEST_F(ResizeEndpointTest, RunsThePipelineAndSaysWhereTheThumbnailIs) {
  caller_.answers = {
      started_,
      R"({"executionArn":"arn:x","status":"SUCCEEDED","output":"{\"status\":\"success\",\"resized_bucket\":\"r\",\"resized_key\":\"a b.png\"}"})",
      R"({"Credentials":{"AccessKeyId":"ASIA1","SecretAccessKey":"s","SessionToken":"t/"}})"};
  const Answer answer = post("/resize", "application/json", good_);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(
      caller_.calls[0],
      R"(stepfunctions.StartExecution {"stateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:ImageResizePipeline","input":"{\"bucket\":\"b\",\"key\":\"dog.png\"}"})");
  const auto value = json::parse(answer.body);
  const std::string url = (*value)["thumbnail"]["url"].get<std::string>();
  EXPECT_TRUE(url.starts_with("http://127.0.0.1:4566/r/a%20b.png?X-Amz-Algorithm=AWS4-HMAC-SHA256")) << url;
  EXPECT_NE(url.find("&X-Amz-Security-Token=t%2F&"), std::string::npos) << url;
  EXPECT_EQ((*value)["output"]["status"], "success");
}

TEST_F(ResizeEndpointTest, AFailedExecutionIs422WithErrorAndCause) {
  caller_.answers = {started_,
                     R"({"executionArn":"arn:x","status":"FAILED","error":"ResizeFailed","cause":"no such key"})"};
  const Answer answer = post("/resize", "application/json", good_);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ((*json::parse(answer.body))["cause"], "no such key");
}

TEST_F(ResizeEndpointTest, AMissingMachineIs404ThatSaysHowToMakeIt) {
  caller_.error = "StateMachineDoesNotExist";
  const Answer answer = post("/resize", "application/json", good_);
  EXPECT_EQ(answer.status, 404);
  EXPECT_NE(answer.body.find("create-state-machine"), std::string::npos);
}

TEST_F(ResizeEndpointTest, Answers202WhenAskedToOrWhenTheTimeIsUp) {
  caller_.answers = {started_};
  EXPECT_EQ(post("/resize", "application/json", good_, "respond-async").status, 202);
  caller_.answers = {started_};
  ends_in_time_ = false;
  const Answer answer = post("/resize", "application/json", good_);
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ((*json::parse(answer.body))["executionArn"], "arn:x");
}

TEST_F(ResizeEndpointTest, ResizesAnImageByTheQuery) {
  const Answer answer = post("/resize?width=2&fit=inside", "image/png", "pixels");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "small");
  EXPECT_EQ(answer.headers.get("Content-Type"), "image/png");
  EXPECT_EQ(resizer_.seen_options["width"], "2");
  EXPECT_EQ(resizer_.seen_options["fit"], "inside");
}

TEST_F(ResizeEndpointTest, TakesTheImageOfAForm) {
  const std::string form =
      "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"d.png\"\r\n\r\npixels\r\n--b--\r\n";
  EXPECT_EQ(post("/resize", "multipart/form-data; boundary=b", form).status, 200);
  EXPECT_EQ(resizer_.seen_image, "pixels");
}

TEST_F(ResizeEndpointTest, GoesByTheFirstByteWhereTheTypeSaysNothing) {
  caller_.answers = {started_};
  EXPECT_EQ(post("/resize", "application/x-www-form-urlencoded", good_, "respond-async").status, 202);
  EXPECT_EQ(post("/resize", "application/x-www-form-urlencoded", "\x89PNG").status, 200);
}

TEST_F(ResizeEndpointTest, BadInputIsAnsweredAsJson) {
  struct Case {
    std::string type, body;
    int status;
    std::string code;
  };
  const Case cases[] = {
      {"application/json", "", 400, "EmptyBody"},
      {"application/json", "{", 400, "InvalidJson"},
      {"application/json", R"({{"bucket":"b"}})", 400, "InvalidJson"},
      {"application/json", R"({"bucket":"b"})", 400, "MissingParameter"},
      {"application/json", R"({"bucket":1,"key":"k"})", 400, "MissingParameter"},
      {"text/plain", "hello", 415, "UnsupportedMediaType"},
      {"image/png", "bad", 422, "CorruptImage"},
      {"image/png", std::string(5000, 'x'), 413, "TooLarge"},
      {"multipart/form-data; boundary=b", "no form", 400, "InvalidForm"},
  };
  for (const Case& one : cases) {
    const Answer answer = post("/resize", one.type, one.body);
    EXPECT_EQ(answer.status, one.status) << one.body;
    EXPECT_EQ((*json::parse(answer.body))["error"], one.code) << one.body;
  }
}

TEST(ResizeClaims, LeavesSignedRequestsToTheBucketOfThatName) {
  auto claims = [](std::string method, std::string target, std::string authorization) {
    aws::HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(target);
    if (!authorization.empty()) request.headers.add("Authorization", authorization);
    return ResizeEndpoint::claims(request);
  };
  EXPECT_TRUE(claims("POST", "/resize", ""));
  EXPECT_TRUE(claims("POST", "/resize?width=3", ""));
  EXPECT_FALSE(claims("GET", "/resize", ""));
  EXPECT_FALSE(claims("POST", "/resize/key", ""));
  EXPECT_FALSE(claims("POST", "/resize", "AWS4-HMAC-SHA256 Credential=..."));
  EXPECT_FALSE(claims("POST", "/resize?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0", ""));
  EXPECT_FALSE(claims("POST", "/resize?delete", ""));
}

}  // namespace
}  // namespace cloudling::server
