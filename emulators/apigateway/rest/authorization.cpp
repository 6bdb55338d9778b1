#include "emulators/apigateway/rest/authorization.h"

#include <re2/re2.h>

#include <algorithm>
#include <vector>

#include "emulators/apigateway/lambda_proxy.h"
#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/aws/parsed_texts.h"
#include "emulators/policy/decision.h"

namespace cloudling::apigateway::rest {

namespace {

using boost::asio::awaitable;

constexpr size_t kMaxCached = 10'000;

GatewayFailure unauthorized() { return failure("UNAUTHORIZED", "Unauthorized", "UnauthorizedException"); }

GatewayFailure access_denied(const std::string& message) {
  auto made = failure("ACCESS_DENIED", message, "AccessDeniedException");
  made.body = R"({"Message":)" + json::write(json::Value(message)) + "}";
  return made;
}

GatewayFailure access_denied(bool explicitly) {
  return access_denied(std::string("User is not authorized to access this resource") +
                       (explicitly ? " with an explicit deny" : ""));
}

GatewayFailure authorizer_misconfigured(const std::string& why) {
  auto made = failure("AUTHORIZER_CONFIGURATION_ERROR", "", "AuthorizerConfigurationException");
  made.body = R"({"message":null})";
  made.log_line = "Execution failed due to configuration error: " + why;
  return made;
}

GatewayFailure no_user_pools() {
  return {.type = "AUTHORIZER_CONFIGURATION_ERROR",
          .message = "Cognito user pools are not implemented.",
          .error_type = "NotImplemented",
          .status = 501};
}

policy::Request policy_request(const Exchange& exchange) {
  policy::Request request{.action = "execute-api:Invoke", .resource = exchange.method_arn()};
  request.context["aws:SourceIp"] = {exchange.client.peer};
  return request;
}

/// Nothing in it where the text is no policy.
std::shared_ptr<const std::optional<policy::Document>> parsed_policy(const std::string& text) {
  static aws::ParsedTexts<std::optional<policy::Document>> policies;
  return policies.get(text, [](const std::string& given) { return policy::parse(given); });
}

void check_resource_policy(const Exchange& exchange) {
  const std::string text = exchange.api().policy.value_or("");
  if (text.empty()) return;
  const auto document = parsed_policy(text);
  if (!*document) return;
  const policy::Finding finding = policy::look_up(**document, policy_request(exchange));
  if (finding.match == policy::Match::kDeny) throw access_denied(true);
  const bool allowed = finding.match == policy::Match::kAllow;
  if (!allowed && exchange.method().authorization_type != "AWS_IAM") throw access_denied(false);
}

/// What a refused signature is as a gateway response.
GatewayFailure failure_of(const aws::Error& error) {
  if (error.status == 413)
    return failure("REQUEST_TOO_LARGE", "HTTP content length exceeded 10485760 bytes.", "RequestTooLargeException");
  const std::string& code = error.code;
  if (code.starts_with("MissingAuthenticationToken")) return missing_authentication_token();
  const char* type = code.starts_with("ExpiredToken") ? "EXPIRED_TOKEN" : "INVALID_SIGNATURE";
  return failure(type, error.message, code);
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    std::string part = text.substr(begin, end - begin);
    std::erase(part, ' ');
    if (!part.empty()) parts.push_back(std::move(part));
    begin = end + 1;
  }
  return parts;
}

/// The values of the identity sources; throws 401 where one is missing that has to be there.
std::vector<std::string> identity_values(const Exchange& exchange, const Authorizer& authorizer) {
  std::vector<std::string> values;
  const bool needed = authorizer.type == "TOKEN" || authorizer.authorizer_result_ttl_in_seconds.value_or(300) > 0;
  for (const std::string& source : split(authorizer.identity_source.value_or(""))) {
    const auto value = request_value(source, exchange);
    if (needed && (!value || value->empty())) throw unauthorized();
    values.push_back(value.value_or(""));
  }
  const std::string expression = authorizer.identity_validation_expression.value_or("");
  if (authorizer.type == "TOKEN" && !expression.empty() && !values.empty()) {
    const re2::RE2 pattern(expression, re2::RE2::Quiet);
    if (pattern.ok() && !re2::RE2::FullMatch(values.front(), pattern)) throw unauthorized();
  }
  return values;
}

json::Value authorizer_event(const Exchange& exchange, const Authorizer& authorizer) {
  json::Value event = json::Value::object();
  event["type"] = authorizer.type;
  event["methodArn"] = exchange.method_arn();
  if (authorizer.type == "TOKEN") {
    event["authorizationToken"] = request_value(authorizer.identity_source.value_or(""), exchange).value_or("");
    return event;
  }
  event["resource"] = exchange.route.resource->path;
  event["path"] = aws::percent_decode(exchange.client.base_path + exchange.client.path);
  event["httpMethod"] = exchange.client.method;
  add_headers(exchange.client.headers, event);
  add_query(exchange.client.query, event);
  event["pathParameters"] = json::Value::object();
  for (const auto& [name, value] : exchange.route.parameters) event["pathParameters"][name] = value;
  event["stageVariables"] = exchange.stage_variables;
  event["requestContext"] = exchange.context;
  return event;
}

AuthorizerResult parse_result(const std::string& text) {
  const auto parsed = json::parse(text);
  const json::Value* principal = parsed ? json::find(*parsed, "principalId") : nullptr;
  const json::Value* document = parsed ? json::find(*parsed, "policyDocument") : nullptr;
  if (!principal || !principal->is_string() || !document || !document->is_object())
    throw authorizer_misconfigured("Invalid JSON in response: " + text);
  AuthorizerResult result{.principal_id = principal->get<std::string>(), .policy = json::write(*document)};
  if (const json::Value* context = json::find(*parsed, "context"); context && context->is_object()) {
    for (const auto& [name, value] : context->items()) {
      if (value.is_structured()) throw authorizer_misconfigured("Invalid context of authorizer");
      if (!value.is_null()) result.context[name] = value.is_string() ? value.get<std::string>() : json::write(value);
    }
  }
  if (const json::Value* key = json::find(*parsed, "usageIdentifierKey"); key && key->is_string())
    result.usage_key = key->get<std::string>();
  return result;
}

/// Lets in whom the policy does; what the authorizer said of him is seen by templates and functions.
void apply_result(Exchange& exchange, const AuthorizerResult& result) {
  const auto document = parsed_policy(result.policy);
  if (!*document) throw authorizer_misconfigured("Invalid policy of authorizer");
  json::Value& authorizer = exchange.context["authorizer"] = result.context;
  authorizer["principalId"] = result.principal_id;
  exchange.usage_key = result.usage_key;
  const policy::Finding finding = policy::look_up(**document, policy_request(exchange));
  if (finding.match != policy::Match::kAllow) throw access_denied(finding.match == policy::Match::kDeny);
}

}  // namespace

awaitable<void> Authorization::identify(Exchange& exchange, aws::HttpRequest& request) {
  if (!exchange.route.method || exchange.method().authorization_type != "AWS_IAM") co_return;
  try {
    auto asking = backends_.caller_of(request);
    Caller caller = co_await std::move(asking);
    json::Value& identity = exchange.context["identity"];
    identity["accountId"] = caller.context.account;
    identity["accessKey"] = caller.context.principal.access_key;
    identity["caller"] = identity["user"] = caller.user_id;
    identity["userArn"] = caller.context.principal.arn;
    exchange.caller = std::move(caller.context);
  } catch (const aws::Error& error) {
    throw failure_of(error);
  }
}

awaitable<void> Authorization::check(Exchange& exchange) {
  check_resource_policy(exchange);
  const std::string type = exchange.method().authorization_type.value_or("NONE");
  if (type == "AWS_IAM") {
    auto judging = judge_caller(exchange);
    co_await std::move(judging);
  }
  if (type == "NONE" || type == "AWS_IAM") co_return;
  const auto& all = exchange.deployed->snapshot.authorizers;
  const auto authorizer = std::ranges::find(all, exchange.method().authorizer_id.value_or(""), &Authorizer::id);
  if (authorizer == all.end()) throw authorizer_misconfigured("The authorizer is not there");
  if (authorizer->type == "COGNITO_USER_POOLS") throw no_user_pools();
  auto asking = authorize_by(exchange, *authorizer);
  co_await std::move(asking);
}

awaitable<void> Authorization::judge_caller(Exchange& exchange) {
  try {
    auto judging = judge_.require(*exchange.caller, "execute-api:Invoke", exchange.method_arn(),
                                  exchange.api().policy.value_or(""));
    co_await std::move(judging);
  } catch (const aws::Error& error) {
    throw access_denied(error.message);
  }
}

awaitable<void> Authorization::authorize_by(Exchange& exchange, const Authorizer& authorizer) {
  const auto values = identity_values(exchange, authorizer);
  const int64_t seconds = authorizer.authorizer_result_ttl_in_seconds.value_or(300);
  std::string key = exchange.api().id + "/" + exchange.deployed->stage.stage_name + "/" + authorizer.id + "/";
  for (const std::string& value : values) key += std::to_string(value.size()) + ":" + value;
  std::optional<AuthorizerResult> known;
  if (seconds > 0 && !values.empty()) {
    const std::lock_guard lock(mutex_);
    const auto found = cache_.find(key);
    if (found != cache_.end() && found->second.expires > clock_.now()) known = found->second.result;
  }
  if (!known) {
    auto asking = ask(exchange, authorizer);
    known = co_await std::move(asking);
    const std::lock_guard lock(mutex_);
    if (cache_.size() >= kMaxCached) cache_.clear();
    if (seconds > 0 && !values.empty()) cache_[key] = {clock_.now() + seconds * 1000, *known};
  }
  apply_result(exchange, *known);
}

awaitable<AuthorizerResult> Authorization::ask(Exchange& exchange, const Authorizer& authorizer) {
  if (authorizer.type == "COGNITO_USER_POOLS") throw no_user_pools();
  identity_values(exchange, authorizer);
  const auto uri = parse_integration_uri(with_stage_variables(authorizer.authorizer_uri.value_or(""), exchange));
  const auto function = uri ? invoked_function(*uri) : std::nullopt;
  if (!function) throw authorizer_misconfigured("Invalid authorizer URI");
  aws::CallContext context;
  context.account = exchange.deployed->scope.account;
  context.region = uri->region;
  context.calling_service = "apigateway.amazonaws.com";
  context.source_arn = "arn:aws:execute-api:" + exchange.deployed->scope.region + ":" + context.account + ":" +
                       exchange.api().id + "/authorizers/" + authorizer.id;
  const std::string event = json::write(authorizer_event(exchange, authorizer));
  exchange.note("Endpoint request body after transformations: " + event);
  exchange.note("Sending request to " + authorizer.authorizer_uri.value_or(""));
  auto calling = backends_.call_function(std::move(context), *function, event);
  const IntegrationAnswer answer = co_await std::move(calling);
  exchange.note("Authorizer result body before parsing: " + answer.body);
  if (answer.function_error == "Unauthorized") throw unauthorized();
  if (answer.function_error) throw authorizer_misconfigured(*answer.function_error);
  co_return parse_result(answer.body);
}

void Authorization::flush(const std::string& api_id, const std::string& stage) {
  const std::lock_guard lock(mutex_);
  const std::string front = api_id + "/" + stage + "/";
  std::erase_if(cache_, [&](const auto& each) { return each.first.starts_with(front); });
}

}  // namespace cloudling::apigateway::rest
