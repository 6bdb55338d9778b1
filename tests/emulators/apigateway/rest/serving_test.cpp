// Requests to deployed APIs: snapshots, limits, authorizers' cache, what survives a restart.

#include "tests/emulators/apigateway/rest/world.h"

namespace cloudling::apigateway::rest {

namespace {

TEST(Serving, ShowsWhatWasDeployed) {
  World world;
  world.create_api();
  world.add_mock("GET", R"({"stage": "$context.stage"})");
  EXPECT_EQ(world.get("/here").body, R"({"message":"Forbidden"})");
  world.deploy();
  const Reply reply = world.get("/here");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"stage": "prod"})");
  EXPECT_TRUE(reply.headers.has("x-amz-apigw-id"));
  EXPECT_EQ(world.get("/there").body, R"({"message":"Missing Authentication Token"})");
  world.call("DeleteMethod", world.at("GET"));
  EXPECT_EQ(world.get("/here").status, 200);
  world.add_mock("POST", "{}");
  world.deploy();
  EXPECT_EQ(world.get("/here").status, 403);
}

TEST(Serving, TakesHostsAndPathsOfAllForms) {
  World world;
  CustomDomains domains(world.host().store());
  const auto meant = [&](const std::string& host, const std::string& target) {
    aws::HttpRequest request;
    request.target = target;
    request.headers.add("Host", host);
    const auto found = find_api(request, domains);
    return found ? found->api_id + " " + found->stage.value_or("-") + " " + found->path : "";
  };
  EXPECT_EQ(meant("abc.execute-api.localhost:4566", "/prod/a?x=/y"), "abc - /prod/a");
  EXPECT_EQ(meant("ABC.execute-api.eu-west-1.localhost.localstack.cloud", "/"), "abc - /");
  EXPECT_EQ(meant("abc.execute-api.eu-west-1.amazonaws.com", "/p"), "abc - /p");
  EXPECT_EQ(meant("localhost", "/restapis/abc/my%20stage/_user_request_/a%2Fb"), "abc my stage /a%2Fb");
  EXPECT_EQ(meant("localhost", "/restapis/abc/prod/_user_request_"), "abc prod /");
  EXPECT_EQ(meant("localhost", "/_aws/execute-api/abc/prod/x"), "abc - /prod/x");
  EXPECT_EQ(meant("localhost", "/restapis/abc/stages/prod"), "");
  EXPECT_EQ(meant("execute-api.localhost", "/x"), "");
  EXPECT_EQ(meant("a.b.execute-api.localhost", "/x"), "");
}

TEST(Serving, AsksTheAuthorizerOnceForAnIdentity) {
  World world;
  world.create_api();
  world.host().caller().fake(
      "lambda", "Invoke", support::answering([](const json::Value& input) {
        const json::Value event = parsed(input.at("Payload").get<std::string>());
        json::Value policy =
            parsed(R"({"principalId": "p", "context": {"a": 1}, "policyDocument": {"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke"}]}})");
        policy["policyDocument"]["Statement"][0]["Resource"] = event.at("methodArn");
        json::Value output = json::Value::object();
        output["Payload"] = json::write(policy);
        return output;
      }));
  json::Value authorizer = world.at("", parsed(R"({"name": "z", "type": "TOKEN", "authorizerResultTtlInSeconds": 60,
      "identitySource": "method.request.header.T", "authorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations"})"));
  const std::string id = world.call("CreateAuthorizer", std::move(authorizer)).at("id").get<std::string>();
  world.add_mock("GET", "$context.authorizer.principalId $context.authorizer.a");
  json::Value patch = world.at("GET", parsed(R"({"patchOperations": [{"op": "replace", "path": "/authorizationType",
      "value": "CUSTOM"}, {"op": "replace", "path": "/authorizerId"}]})"));
  patch["patchOperations"][1]["value"] = id;
  world.call("UpdateMethod", std::move(patch));
  world.deploy();
  aws::Headers token;
  token.add("T", "secret");
  EXPECT_EQ(world.get("/here").status, 401);
  EXPECT_EQ(world.get("/here", token).body, "p 1");
  EXPECT_EQ(world.get("/here", token).body, "p 1");
  EXPECT_EQ(world.host().caller().calls("lambda.Invoke"), 1);
  world.clock.advance(61'000);
  EXPECT_EQ(world.get("/here", token).status, 200);
  EXPECT_EQ(world.host().caller().calls("lambda.Invoke"), 2);
}

TEST(Serving, KeepsQuotasOverTheirPeriod) {
  World world;
  world.create_api();
  world.add_mock("GET", "{}");
  world.call("UpdateMethod", world.at("GET", parsed(R"({"patchOperations": [{"op": "replace", "path": "/apiKeyRequired",
      "value": "true"}]})")));
  world.deploy();
  const json::Value key = world.call("CreateApiKey", R"({"name": "k", "enabled": true})");
  json::Value plan =
      parsed(R"({"name": "p", "quota": {"limit": 1, "period": "DAY"}, "apiStages": [{"stage": "prod"}]})");
  plan["apiStages"][0]["apiId"] = world.api;
  json::Value subscription = parsed(R"({"keyType": "API_KEY"})");
  subscription["usagePlanId"] = world.call("CreateUsagePlan", std::move(plan)).at("id");
  subscription["keyId"] = key.at("id");
  world.call("CreateUsagePlanKey", std::move(subscription));
  aws::Headers headers;
  headers.add("X-Api-Key", key.at("value").get<std::string>());
  EXPECT_EQ(world.get("/here").status, 403);
  EXPECT_EQ(world.get("/here", headers).status, 200);
  EXPECT_EQ(world.get("/here", headers).body, R"({"message":"Limit Exceeded"})");
  world.clock.advance(24 * 3600 * 1000);
  EXPECT_EQ(world.get("/here", headers).status, 200);
}

TEST(Serving, TestsMethodsWithoutDeployment) {
  World world;
  world.create_api();
  world.add_mock("GET", R"t("$input.params('q')")t");
  const json::Value output =
      world.call("TestInvokeMethod", world.at("GET", parsed(R"({"pathWithQueryString": "/here?q=1"})")));
  EXPECT_EQ(output.at("status"), 200);
  EXPECT_EQ(output.at("body"), "\"1\"");
  const std::string log = output.at("log").get<std::string>();
  EXPECT_NE(log.find(" : Method completed with status: 200\n"), std::string::npos) << log;
}

}  // namespace

}  // namespace cloudling::apigateway::rest
