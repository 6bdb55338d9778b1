#include <gtest/gtest.h>

#include "emulators/apigateway/http/decisions.h"
#include "emulators/apigateway/http/expressions.h"
#include "emulators/apigateway/http/router.h"
#include "emulators/apigateway/http/tokens.h"

namespace cloudling::apigateway::http {
namespace {

std::vector<Route> routes_of(const std::vector<std::string>& keys) {
  std::vector<Route> routes;
  for (const std::string& key : keys) routes.emplace_back().route_key = key;
  return routes;
}

TEST(HttpRouter, TakesTheRouteThatSaysMost) {
  const auto routes = routes_of({"$default", "ANY /{proxy+}", "GET /pets/{proxy+}", "GET /pets/dog/{id}",
                                 "ANY /pets/dog/1", "GET /pets/dog/1", "POST /", "GET /a b"});
  const std::vector<std::vector<std::string>> cases = {{"GET", "/pets/dog/1", "GET /pets/dog/1"},
                                                       {"PUT", "/pets/dog/1", "ANY /pets/dog/1"},
                                                       {"GET", "/pets/dog/2", "GET /pets/dog/{id}"},
                                                       {"GET", "/pets/cat/1", "GET /pets/{proxy+}"},
                                                       {"POST", "/test/5", "ANY /{proxy+}"},
                                                       {"POST", "/", "POST /"},
                                                       {"GET", "/", "$default"},
                                                       {"GET", "/a%20b", "GET /a b"}};
  for (const auto& one : cases) {
    const auto match = find_route(routes, one[0], one[1]);
    ASSERT_TRUE(match);
    EXPECT_EQ(match->route->route_key, one[2]) << one[0] << " " << one[1];
  }
  EXPECT_EQ(find_route(routes, "GET", "/pets/x%2Fy/z")->path_parameters.at("proxy"), "x/y/z");
  EXPECT_FALSE(find_route(routes_of({"GET /a", "POST /b/{id}"}), "GET", "/a/"));
  EXPECT_FALSE(find_route(routes_of({"GET /a", "POST /b/{id}"}), "POST", "/b/"));
}

TEST(HttpRouter, KnowsRouteKeys) {
  for (const char* key : {"$default", "ANY /", "GET /a/{b}/{c+}"}) EXPECT_TRUE(is_route_key(key)) << key;
  for (const char* key : {"", "GET", "GET a", "FETCH /a", "GET /{a+}/b", "GET /x{a}", "GET /{}", "GET /a?b"})
    EXPECT_FALSE(is_route_key(key)) << key;
}

Exchange exchange_of(const std::string& body) {
  ServedStage served;
  served.stage.stage_variables = Texts{{"color", "red"}};
  Exchange exchange{.served = std::make_shared<ServedStage>(std::move(served))};
  exchange.http.method = "POST";
  exchange.http.target = "/a/7?q=1&q=2";
  exchange.http.headers.add("X-Who", "me");
  exchange.body = body;
  exchange.path = "/a/7";
  exchange.route = RouteMatch{.route = nullptr, .path_parameters = {{"id", "7"}}};
  exchange.context["identity"]["sourceIp"] = "127.0.0.1";
  exchange.context["authorizer"]["jwt.claims"] = 5;
  return exchange;
}

TEST(HttpExpressions, Select) {
  const Exchange exchange = exchange_of(R"({"a": {"b": ["x", 1]}, "n": null, "s": "text"})");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"plain", "plain"},
      {"$request.body.s", "text"},
      {"$request.body.a", R"({"b":["x",1]})"},
      {"$request.body.a.b[0]", "x"},
      {"$request.body", exchange.body},
      {"$request.header.x-who", "me"},
      {"$request.querystring.q", "1,2"},
      {"$request.path.id", "7"},
      {"$request.path", "/a/7"},
      {"$context.identity.sourceIp", "127.0.0.1"},
      {"$context.authorizer.jwt.claims", "5"},
      {"$stageVariables.color", "red"},
      {"${request.path.id}-${stageVariables.color}-${request.header.none}!", "7-red-!"},
      {"${unclosed", "${unclosed"}};
  for (const auto& [expression, text] : cases) EXPECT_EQ(evaluate(expression, exchange), text) << expression;
  for (const char* missing :
       {"$request.body.none", "$request.body.n", "$request.header.none", "$response.body", "$else", "$request.body["})
    EXPECT_FALSE(evaluate(missing, exchange)) << missing;
  EXPECT_FALSE(evaluate("$request.body.a", exchange_of("no json")));
}

TEST(HttpAuthorizers, DecisionsOfFunctions) {
  const std::string arn = "arn:aws:execute-api:us-east-1:000000000000:api/prod/GET/a";
  EXPECT_TRUE(decision_of(R"({"isAuthorized": true})", true, arn)->allowed);
  EXPECT_FALSE(decision_of(R"({"isAuthorized": false, "context": {"a": 1}})", true, arn)->allowed);
  for (const char* none : {"", "true", "{}", R"({"isAuthorized": "true"})"})
    EXPECT_FALSE(decision_of(none, true, arn)) << none;
  const auto policy = [&](const std::string& effect, const std::string& resource) {
    return R"({"principalId": "u", "policyDocument": {"Statement": [{"Action": "execute-api:*", "Effect": ")" + effect +
           R"(", "Resource": [")" + resource + R"("]}]}})";
  };
  EXPECT_TRUE(decision_of(policy("Allow", "arn:aws:execute-api:*/prod/GET/*"), false, arn)->allowed);
  EXPECT_FALSE(decision_of(policy("Allow", "arn:aws:execute-api:*/prod/POST/*"), false, arn)->allowed);
  EXPECT_FALSE(decision_of(policy("Deny", "*"), false, arn)->allowed);
}

TEST(HttpAuthorizers, Tokens) {
  for (const char* text : {"", "a.b", "a.b.c", "e30.e30", "e30.e30.!", "W10.e30.YQ"})
    EXPECT_FALSE(parse_token(text)) << text;
  // The example of RFC 7515, appendix A.2: its claims, its key, its signature.
  const std::string token =
      "eyJhbGciOiJSUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
      "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
      "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
      "eOkHWEsqtFZESc6BfI7noOPqv"
      "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
  const auto key_set = json::parse(
      R"({"keys": [{"kty": "RSA", "kid": "", "e": "AQAB", "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddx)"
      R"(HmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5re)"
      R"(xMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethF)"
      R"(kMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}]})");
  auto parsed = parse_token(token);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->claims.at("iss"), "joe");
  EXPECT_TRUE(is_signed_by(*parsed, *key_set));
  parsed->signed_part += "x";
  EXPECT_FALSE(is_signed_by(*parsed, *key_set));
  EXPECT_FALSE(is_signed_by(*parse_token(token), json::Value::object()));
}

}  // namespace
}  // namespace cloudling::apigateway::http
