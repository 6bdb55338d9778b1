#include "emulators/lambda/url_request.h"

#include <gtest/gtest.h>

namespace cloudling::lambda {

namespace {

aws::HttpRequest request(const std::string& method, std::initializer_list<aws::Headers::Item> headers) {
  aws::HttpRequest request;
  request.method = method;
  request.target = "/";
  for (const auto& [name, value] : headers) request.headers.add(name, value);
  return request;
}

std::string event_body(const std::string& type, const std::string& body) {
  const aws::HttpRequest http = request("POST", {{"Host", "a.lambda-url.us-east-1.localhost"}, {"Content-Type", type}});
  const json::Value event =
      url_event({.request = http, .body = body, .url_id = "a", .request_id = "", .trace_id = "", .signer = {}});
  return (event["isBase64Encoded"] == true ? "base64:" : "") + event["body"].get<std::string>();
}

}  // namespace

TEST(UrlRequest, HostsOfFunctionUrls) {
  for (const char* host :
       {"abc.lambda-url.us-east-1.localhost", "ABC.lambda-url.us-east-1.localhost:4566",
        "abc.lambda-url.eu-west-1.localhost.localstack.cloud:4566", "abc.lambda-url.eu-west-1.on.aws"})
    EXPECT_EQ(url_id_of_host(host), "abc") << host;
  for (const char* host :
       {"", "localhost", "abc.localhost", "lambda-url.us-east-1.localhost", ".lambda-url.us-east-1.localhost",
        "abc.lambda-urls.us-east-1.localhost", "abc.lambda-url.localhost", "abc.lambda-url.us-east-1.example.com",
        "abc.lambda-url", "abc.lambda-url.us-east-1.x.localhost"})
    EXPECT_EQ(url_id_of_host(host), std::nullopt) << host;
}

TEST(UrlRequest, BodiesAreTextOrBase64) {
  EXPECT_EQ(event_body("application/json; charset=utf-8", "{}"), "{}");
  EXPECT_EQ(event_body("application/vnd.api+json", "{}"), "{}");
  EXPECT_EQ(event_body("text/plain", "a\xff"), "base64:Yf8=");
  EXPECT_EQ(event_body("application/x-www-form-urlencoded", "a=b"), "base64:YT1i");
  EXPECT_EQ(event_body("", "a"), "base64:YQ==");
}

TEST(UrlRequest, Results) {
  const auto status = [](const std::string& result) { return url_response(result).status; };
  EXPECT_EQ(url_response(R"({"a":1})").body.bytes(), R"({"a":1})");
  EXPECT_EQ(url_response("\"text\"").body.bytes(), "text");
  EXPECT_EQ(url_response("null").body.bytes(), "null");
  EXPECT_EQ(status(R"({"statusCode": "204"})"), 204);
  EXPECT_EQ(url_response(R"({"statusCode": 200, "headers": {"A": 1, "Content-Length": "9"}})").headers.get("A"), "1");
  EXPECT_FALSE(
      url_response(R"({"statusCode": 200, "headers": {"Content-Length": "9"}})").headers.has("Content-Length"));
  for (const char* malformed :
       {"", "no JSON", R"({"statusCode": 99})", R"({"statusCode": 1e9})", R"({"statusCode": []})",
        R"({"statusCode": 200, "headers": []})", R"({"statusCode": 200, "headers": {"A": "b\r\nC: d"}})",
        R"({"statusCode": 200, "headers": {"A\n": "b"}})", R"({"statusCode": 200, "cookies": ["a\n"]})",
        R"({"statusCode": 200, "body": {}})", R"({"statusCode": 200, "body": "!", "isBase64Encoded": true})"})
    EXPECT_EQ(status(malformed), 502) << malformed;
  EXPECT_FALSE(url_response_head("[]").has_value());
  EXPECT_EQ(url_response_head(R"({"statusCode": 418})")->status, 418);
}

TEST(UrlRequest, OriginsThatAreLetIn) {
  UrlCors cors;
  EXPECT_FALSE(allows_origin(cors, "https://a.example"));
  cors.allow_origins = {{"https://a.example"}};
  EXPECT_TRUE(allows_origin(cors, "https://A.example"));
  EXPECT_FALSE(allows_origin(cors, "https://b.example"));
  cors.allow_origins = {{"*"}};
  aws::HttpResponse response;
  add_cors_headers(cors, request("GET", {{"Origin", "https://b.example"}}), response);
  EXPECT_EQ(response.headers.get("Access-Control-Allow-Origin"), "*");
}

}  // namespace cloudling::lambda
