// Connections, API destinations, and the requests that events become.

#include <chrono>
#include <thread>

#include "tests/emulators/events/world.h"

namespace cloudling::events {
namespace {

constexpr const char* kBasic =
    R"({"Name": "c", "AuthorizationType": "BASIC", "AuthParameters": {
        "BasicAuthParameters": {"Username": "user", "Password": "secret"},
        "InvocationHttpParameters": {
            "HeaderParameters": [{"Key": "X-Plain", "Value": "1"}, {"Key": "X-Hidden", "Value": "2", "IsValueSecret": true}],
            "QueryStringParameters": [{"Key": "q", "Value": "a b"}],
            "BodyParameters": [{"Key": "added", "Value": "yes"}]}}})";
constexpr const char* kOAuth =
    R"({"Name": "o", "AuthorizationType": "OAUTH_CLIENT_CREDENTIALS", "AuthParameters": {"OAuthParameters": {
        "ClientParameters": {"ClientID": "id", "ClientSecret": "hidden"}, "HttpMethod": "POST",
        "AuthorizationEndpoint": "https://auth.example/token",
        "OAuthHttpParameters": {"BodyParameters": [{"Key": "scope", "Value": "all"}]}}}})";

class ApiDestinations : public World {
 protected:
  /// A rule whose target is a destination with that connection; gives the destination's ARN.
  std::string destination(const char* connection, const std::string& more = "") {
    const auto made = call("CreateConnection", connection);
    json::Value input =
        parsed(R"({"Name": "d", "InvocationEndpoint": "https://api.example/v1/*/orders", "HttpMethod": "POST"})");
    input["ConnectionArn"] = made.at("ConnectionArn");
    const auto arn = host_->call("events", "CreateApiDestination", input).at("ApiDestinationArn").get<std::string>();
    rule("r", R"({"source": ["shop"]})", arn, R"("HttpParameters": {"PathParameterValues": ["a/b"]})" + more);
    return arn;
  }

  std::vector<OutgoingRequest> sent(size_t count) {
    for (int i = 0; i < 4000 && http_.sent().size() < count; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return http_.sent();
  }
};

TEST_F(ApiDestinations, AConnectionShowsNoSecrets) {
  const auto made = call("CreateConnection", kBasic);
  EXPECT_EQ(made.at("ConnectionState"), "AUTHORIZED");
  const json::Value shown = call("DescribeConnection", R"({"Name": "c"})");
  EXPECT_EQ(shown.at("AuthParameters").at("BasicAuthParameters"), parsed(R"({"Username": "user"})"));
  const json::Value& headers = shown.at("AuthParameters").at("InvocationHttpParameters").at("HeaderParameters");
  EXPECT_EQ(headers[0].at("Value"), "1");
  EXPECT_FALSE(headers[1].contains("Value"));
  EXPECT_TRUE(shown.at("SecretArn")
                  .get<std::string>()
                  .starts_with("arn:aws:secretsmanager:us-east-1:000000000000:secret:events!connection/c/"));
  EXPECT_EQ(error("CreateConnection", kBasic), "ResourceAlreadyExistsException: Connection c already exists.");
}

TEST_F(ApiDestinations, ConnectionsAreChangedAndEnd) {
  call("CreateConnection", kBasic);
  call("UpdateConnection", R"({"Name": "c", "Description": "new"})");
  EXPECT_EQ(call("DescribeConnection", R"({"Name": "c"})").at("Description"), "new");
  EXPECT_TRUE(
      error("UpdateConnection", R"({"Name": "c", "AuthorizationType": "API_KEY"})").starts_with("ValidationException"));
  call("UpdateConnection", R"({"Name": "c", "AuthorizationType": "API_KEY",
      "AuthParameters": {"ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "v"}}})");
  EXPECT_EQ(
      call("ListConnections", R"({"ConnectionState": "AUTHORIZED"})").at("Connections")[0].at("AuthorizationType"),
      "API_KEY");
  EXPECT_EQ(call("DeauthorizeConnection", R"({"Name": "c"})").at("ConnectionState"), "DEAUTHORIZED");
  EXPECT_EQ(call("DeleteConnection", R"({"Name": "c"})").at("ConnectionState"), "DELETING");
  EXPECT_TRUE(error("DescribeConnection", R"({"Name": "c"})").starts_with("ResourceNotFoundException"));
}

TEST_F(ApiDestinations, WhatIsMissingIsNamed) {
  EXPECT_EQ(error("CreateConnection", R"({"Name": "c", "AuthorizationType": "BASIC",
                                          "AuthParameters": {"BasicAuthParameters": {"Username": "u"}}})"),
            "ValidationException: 1 validation error detected: Value null at "
            "'authParameters.basicAuthParameters.password' failed to satisfy constraint: Member must not be null");
  EXPECT_TRUE(error("CreateConnection", R"({"Name": "c", "AuthorizationType": "API_KEY", "AuthParameters": {
      "ApiKeyAuthParameters": {"ApiKeyName": "a", "ApiKeyValue": "b"},
      "InvocationHttpParameters": {"HeaderParameters": [{"Key": "X Y", "Value": "1"}]}}})")
                  .starts_with("ValidationException"));
  EXPECT_TRUE(error("CreateApiDestination", R"({"Name": "d", "HttpMethod": "POST", "InvocationEndpoint": "https://a",
      "ConnectionArn": "arn:aws:events:us-east-1:000000000000:connection/x/1-2"})")
                  .starts_with("ResourceNotFoundException"));
}

TEST_F(ApiDestinations, GetEventsAsRequests) {
  http_.answer("https://api.example/v1/a%2Fb/orders", 200);
  destination(kBasic,
              R"(, "InputTransformer": {"InputPathsMap": {"n": "$.detail.n"}, "InputTemplate": "{\"n\": <n>}"})");
  put(R"({"n": 7})");
  const auto requests = sent(1);
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].url, "https://api.example/v1/a%2Fb/orders?q=a%20b");
  EXPECT_EQ(parsed(requests[0].body), parsed(R"({"n": 7, "added": "yes"})"));
  EXPECT_EQ(requests[0].headers.get("Authorization"), "Basic dXNlcjpzZWNyZXQ=");
  EXPECT_EQ(requests[0].headers.get("X-Hidden"), "2");
  EXPECT_EQ(requests[0].headers.get("User-Agent"), "Amazon/EventBridge/ApiDestinations");
}

TEST_F(ApiDestinations, FetchATokenAndKeepItUntilItIsRefused) {
  http_.answer("https://api.example/v1/a%2Fb/orders", 200);
  http_.answer("https://auth.example/token", 200, R"({"access_token": "t1"})");
  destination(kOAuth);
  put("{}");
  settle();
  put("{}");
  const auto requests = sent(3);
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0].body, "scope=all&grant_type=client_credentials&client_id=id&client_secret=hidden");
  EXPECT_EQ(requests[1].headers.get("Authorization"), "Bearer t1");
  EXPECT_EQ(requests[2].headers.get("Authorization"), "Bearer t1");
  settle();
  http_.answer("https://api.example/v1/a%2Fb/orders", 401);
  put("{}");
  sent(4);
  http_.answer("https://api.example/v1/a%2Fb/orders", 200);
  http_.answer("https://auth.example/token", 200, R"({"access_token": "t2"})");
  for (int i = 0; i < 400 && http_.sent().size() < 6; ++i) {
    clock_.advance(1000);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_GE(http_.sent().size(), 6u);
  EXPECT_EQ(http_.sent().back().headers.get("Authorization"), "Bearer t2");
}

TEST_F(ApiDestinations, TellTheDeadLetterQueueWhatWasRefused) {
  http_.answer("https://api.example/v1/a%2Fb/orders", 400);
  const std::string arn = destination(kBasic, R"(, "DeadLetterConfig": {"Arn": ")" + kQueue + "\"}");
  put("{}");
  const auto letters = eventually(1);
  ASSERT_EQ(letters.size(), 1u);
  const json::Value& attributes = letters[0].input.at("MessageAttributes");
  EXPECT_EQ(attributes.at("TARGET_ARN").at("StringValue"), arn);
  EXPECT_EQ(attributes.at("ERROR_MESSAGE").at("StringValue"),
            "Unable to invoke ApiDestination endpoint: The request failed with status code 400.");
}

}  // namespace
}  // namespace cloudling::events
