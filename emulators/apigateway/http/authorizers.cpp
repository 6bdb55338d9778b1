// Who may use a route: everybody, who signs, who has a token, or whom a function lets in.

#include <algorithm>
#include <utility>

#include "emulators/apigateway/http/expressions.h"
#include "emulators/apigateway/http/http_apis.h"
#include "emulators/apigateway/http/payload.h"
#include "emulators/apigateway/rest/gateway_responses.h"

namespace cloudling::apigateway::http {

using boost::asio::awaitable;

namespace {

constexpr int64_t kFunctionMs = 10'000;

aws::HttpResponse unauthorized() { return message_response(401, "Unauthorized"); }

aws::HttpResponse bad_token(const std::string& error, const std::string& description) {
  aws::HttpResponse response = error == "insufficient_scope" ? message_response(403, "Forbidden") : unauthorized();
  response.headers.add("www-authenticate",
                       "Bearer scope=\"\" error=\"" + error + "\" error_description=\"" + description + "\"");
  return response;
}

bool contains(const Names& names, const std::string& name) { return std::ranges::find(names, name) != names.end(); }

/// A claim that is a text or a list of texts.
Names texts_in(const json::Value& claims, const char* name) {
  const json::Value* claim = json::find(claims, name);
  if (!claim) return {};
  if (claim->is_string()) return {claim->get<std::string>()};
  Names texts;
  if (claim->is_array()) {
    for (const json::Value& one : *claim) {
      if (one.is_string()) texts.push_back(one.get<std::string>());
    }
  }
  return texts;
}

Names scopes_of(const json::Value& claims) {
  Names scopes;
  for (const char* name : {"scope", "scp"}) {
    for (const std::string& text : texts_in(claims, name)) {
      for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) scopes.push_back(text.substr(at, end - at));
        at = end + 1;
      }
    }
  }
  return scopes;
}

/// Why the claims don't hold; "" where they do.
std::string problem_of(const json::Value& claims, const JwtConfiguration& wanted, aws::TimeMs now) {
  const auto seconds = [&](const char* name) -> std::optional<double> {
    const json::Value* claim = json::find(claims, name);
    return claim && claim->is_number() ? std::optional(claim->get<double>()) : std::nullopt;
  };
  const double time = static_cast<double>(now) / 1000;
  if (!contains(texts_in(claims, "iss"), wanted.issuer.value_or(""))) return "invalid issuer";
  const auto expires = seconds("exp");
  if (!expires) return "the token has no expiration";
  if (*expires <= time) return "the token has expired";
  if (seconds("nbf").value_or(0) > time) return "the token is not valid yet";
  if (seconds("iat").value_or(0) > time + 300) return "the token was issued in the future";
  const Names audience = wanted.audience.value_or(Names());
  Names given = texts_in(claims, "aud");
  if (given.empty()) given = texts_in(claims, "client_id");
  const bool known = std::ranges::any_of(given, [&](const std::string& one) { return contains(audience, one); });
  return known ? "" : "the token does not have a valid audience";
}

json::Value jwt_context(const json::Value& claims, const Names& scopes) {
  json::Value texts = json::Value::object();
  for (const auto& [name, value] : claims.items())
    texts[name] = value.is_string() ? value.get<std::string>() : json::write(value);
  json::Value context = json::Value::object();
  context["jwt"]["claims"] = std::move(texts);
  context["jwt"]["scopes"] = scopes.empty() ? json::Value() : json::Value(scopes);
  return context;
}

/// The event of an authorizer, in its format.
json::Value authorizer_event(const Exchange& exchange, const Authorizer& authorizer, const Names& identity,
                             const std::string& route_arn) {
  const bool second = authorizer.authorizer_payload_format_version == "2.0";
  const json::Value given = second ? event_2(exchange) : event_1(exchange);
  json::Value event = json::Value::object();
  event["version"] = given.at("version");
  event["type"] = "REQUEST";
  event[second ? "routeArn" : "methodArn"] = route_arn;
  if (second) {
    event["identitySource"] = identity;
  } else {
    std::string joined;
    for (const std::string& text : identity) joined += (joined.empty() ? "" : ",") + text;
    event["identitySource"] = joined;
    event["authorizationToken"] = joined;
  }
  for (const auto& [name, value] : given.items()) {
    if (name != "version" && name != "body" && name != "isBase64Encoded") event[name] = value;
  }
  return event;
}

}  // namespace

awaitable<bool> HttpApis::authorize(Exchange& exchange, aws::HttpResponse& refusal) {
  const Route& route = *exchange.route->route;
  const std::string type = route.authorization_type.value_or("NONE");
  if (type == "NONE") co_return true;
  if (type == "AWS_IAM") {
    auto asking = authorize_by_signature(exchange, refusal);
    const bool allowed = co_await std::move(asking);
    co_return allowed;
  }
  const auto authorizer = exchange.deployed().authorizers.find(route.authorizer_id.value_or(""));
  if (authorizer == exchange.deployed().authorizers.end()) {
    refusal = message_response(500, "Internal Server Error");
    co_return false;
  }
  auto asking = type == "JWT" ? authorize_by_token(exchange, authorizer->second, refusal)
                              : authorize_by_function(exchange, authorizer->second, refusal);
  const bool allowed = co_await std::move(asking);
  if (!allowed) co_return false;
  exchange.context["authorizer"] = exchange.authorizer;
  for (const char* kind : {"jwt", "lambda"}) {
    if (const json::Value* said = json::find(exchange.authorizer, kind)) exchange.context["authorizer"] = *said;
  }
  co_return true;
}

awaitable<bool> HttpApis::authorize_by_signature(Exchange& exchange, aws::HttpResponse& refusal) {
  try {
    exchange.http.body = exchange.body;
    auto asking = backends_.caller_of(exchange.http);
    const rest::Caller caller = co_await std::move(asking);
    auto judging = parts_.judge.require(caller.context, "execute-api:Invoke",
                                        exchange.source_arn(exchange.http.method + exchange.path), "");
    co_await std::move(judging);
    const aws::Principal& principal = caller.context.principal;
    json::Value& identity = exchange.authorizer["iam"] = json::Value::object();
    identity["accessKey"] = principal.access_key;
    identity["accountId"] = caller.context.account;
    identity["callerId"] = caller.user_id;
    identity["cognitoIdentity"] = nullptr;
    identity["principalOrgId"] = nullptr;
    identity["userArn"] = principal.arn;
    identity["userId"] = caller.user_id;
    json::Value& known = exchange.context["identity"];
    known["accessKey"] = principal.access_key;
    known["accountId"] = caller.context.account;
    known["caller"] = known["user"] = caller.user_id;
    known["userArn"] = principal.arn;
    co_return true;
  } catch (const aws::Error&) {
    refusal = message_response(403, "Forbidden");
    co_return false;
  }
}

awaitable<bool> HttpApis::authorize_by_token(Exchange& exchange, const Authorizer& authorizer,
                                             aws::HttpResponse& refusal) {
  const Names sources = authorizer.identity_source.value_or(Names());
  std::string text = sources.empty() ? "" : evaluate(sources[0], exchange).value_or("");
  refusal = unauthorized();
  refusal.headers.add("www-authenticate", "Bearer");
  if (text.empty()) co_return false;
  if (text.size() > 7 && aws::equals_ignoring_case(text.substr(0, 7), "Bearer ")) text = text.substr(7);
  const auto token = parse_token(text);
  refusal = bad_token("invalid_token", "the token is malformed");
  if (!token) co_return false;
  const std::string problem = problem_of(token->claims, *authorizer.jwt_configuration, parts_.clock.now());
  refusal = bad_token("invalid_token", problem.empty() ? "signing method or key is invalid" : problem);
  if (!problem.empty()) co_return false;
  json::Value keys;
  try {
    auto fetching = tokens_.keys(*authorizer.jwt_configuration->issuer, token->key_id);
    keys = co_await std::move(fetching);
  } catch (const HttpFailure&) {
    refusal = bad_token("invalid_token", "OIDC discovery endpoint communication error");
  }
  if (!is_signed_by(*token, keys)) co_return false;
  const Names scopes = scopes_of(token->claims);
  const Names wanted = exchange.route->route->authorization_scopes.value_or(Names());
  refusal = bad_token("insufficient_scope", "the token does not include sufficient scopes");
  exchange.authorizer = jwt_context(token->claims, scopes);
  co_return wanted.empty() ||
      std::ranges::any_of(wanted, [&](const std::string& one) { return contains(scopes, one); });
}

awaitable<bool> HttpApis::authorize_by_function(Exchange& exchange, const Authorizer& authorizer,
                                                aws::HttpResponse& refusal) {
  Names identity;
  std::string key = *exchange.api().api_id + "/" + *authorizer.authorizer_id;
  refusal = unauthorized();
  for (const std::string& source : authorizer.identity_source.value_or(Names())) {
    const auto value = evaluate(source, exchange);
    if (!value || value->empty()) co_return false;
    identity.push_back(*value);
    key += "\n" + *value;
  }
  const std::string path = exchange.path.substr(1);
  const std::string route_arn = exchange.source_arn(exchange.http.method + "/" + path);
  const int64_t ttl_s = identity.empty() ? 0 : authorizer.authorizer_result_ttl_in_seconds.value_or(0);
  std::optional<Decision> decision;
  if (ttl_s > 0) decision = decisions_.find(key, parts_.clock.now());
  if (!decision) {
    refusal = message_response(500, "Internal Server Error");
    aws::CallContext context;
    context.account = exchange.scope().account;
    context.region = exchange.scope().region;
    context.calling_service = authorizer.authorizer_credentials_arn ? "" : "apigateway.amazonaws.com";
    context.source_arn = "arn:aws:execute-api:" + context.region + ":" + context.account + ":" +
                         *exchange.api().api_id + "/authorizers/" + *authorizer.authorizer_id;
    std::string event = json::write(authorizer_event(exchange, authorizer, identity, route_arn));
    try {
      auto calling =
          backends_.call_function(std::move(context), function_of(*authorizer.authorizer_uri), std::move(event));
      auto waiting = rest::within(std::move(calling), kFunctionMs);
      const rest::IntegrationAnswer answer = co_await std::move(waiting);
      if (!answer.function_error)
        decision = decision_of(answer.body, authorizer.enable_simple_responses.value_or(false), route_arn);
    } catch (const aws::Error& error) {
      exchange.context["authorizer"]["error"] = error.message;
    } catch (const rest::GatewayFailure& failure) {
      exchange.context["authorizer"]["error"] = failure.message;
    }
    if (!decision) co_return false;
    if (ttl_s > 0) decisions_.keep(key, *decision, parts_.clock.now() + ttl_s * 1000);
  }
  refusal = message_response(403, "Forbidden");
  if (authorizer.authorizer_payload_format_version == "2.0")
    exchange.authorizer["lambda"] = decision->context;
  else
    exchange.authorizer = decision->context;
  co_return decision->allowed;
}

}  // namespace cloudling::apigateway::http
