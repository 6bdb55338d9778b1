// The integrations that send HTTP: http:invoke in the name of an EventBridge connection (Developer Guide, "Call HTTPS
// APIs"), and apigateway:invoke (Developer Guide, "Create API Gateway REST APIs"). Both answer alike.

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/sigv4.h"
#include "emulators/stepfunctions/integration_targets.h"
#include "emulators/stepfunctions/names.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

using Pairs = ConnectionParameters::List;

constexpr size_t kMaxAnswer = 262'144;
constexpr std::chrono::seconds kHttpTimeout{60};
constexpr std::chrono::seconds kApiTimeout{30};

/// Fields that a task may not set (Developer Guide, "Call HTTPS APIs": Headers).
constexpr std::array kReserved{"a-im",
                               "accept-charset",
                               "accept-datetime",
                               "accept-encoding",
                               "authorization",
                               "cache-control",
                               "connection",
                               "content-encoding",
                               "content-md5",
                               "date",
                               "expect",
                               "forwarded",
                               "from",
                               "host",
                               "http2-settings",
                               "if-match",
                               "if-modified-since",
                               "if-none-match",
                               "if-range",
                               "if-unmodified-since",
                               "max-forwards",
                               "origin",
                               "pragma",
                               "proxy-authorization",
                               "referer",
                               "server",
                               "te",
                               "trailer",
                               "transfer-encoding",
                               "upgrade",
                               "via",
                               "warning"};

TaskResult runtime(const TaskRequest& request, const std::string& why) {
  return failed("States.Runtime", "An error occurred while executing the state '" + request.state_name + "'. " + why);
}

std::string text_of(const json::Value& value) {
  return value.is_string() ? value.get<std::string>() : json::write(value);
}

std::string member(const json::Value& object, const char* name) {
  const json::Value* value = json::find(object, name);
  return value ? text_of(*value) : "";
}

/// The members of an object as names and values; an array is a value for each of its items.
Pairs pairs_of(const json::Value* object) {
  Pairs pairs;
  if (!object || !object->is_object()) return pairs;
  for (const auto& [name, value] : object->items()) {
    if (!value.is_array()) {
      pairs.emplace_back(name, text_of(value));
    } else {
      for (const json::Value& item : value) pairs.emplace_back(name, text_of(item));
    }
  }
  return pairs;
}

std::string form(const Pairs& pairs) {
  std::string text;
  for (const auto& [name, value] : pairs)
    text += (text.empty() ? "" : "&") + aws::percent_encode(name) + "=" + aws::percent_encode(value);
  return text;
}

void add_query(std::string& url, const Pairs& pairs) {
  if (!pairs.empty()) url += (url.find('?') == std::string::npos ? "?" : "&") + form(pairs);
}

bool is_reserved(const std::string& name) {
  std::string lower = name;
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::ranges::find(kReserved, lower) != kReserved.end() || lower.starts_with("x-forwarded") ||
         lower.starts_with("x-amz-") || lower.starts_with("x-amzn-");
}

/// The fields of a form, arrays as the format has them: INDICES, REPEAT, COMMAS or BRACKETS.
void flatten(const std::string& name, const json::Value& value, const std::string& format, Pairs& fields) {
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items())
      flatten(name.empty() ? key : name + "[" + key + "]", inner, format, fields);
  } else if (!value.is_array()) {
    fields.emplace_back(name, text_of(value));
  } else if (format == "COMMAS") {
    std::string joined;
    for (const json::Value& item : value) joined += (joined.empty() ? "" : ",") + text_of(item);
    fields.emplace_back(name, joined);
  } else {
    for (size_t i = 0; i < value.size(); ++i) {
      const std::string index = format == "REPEAT" ? "" : format == "BRACKETS" ? "[]" : "[" + std::to_string(i) + "]";
      flatten(name + index, value[i], format, fields);
    }
  }
}

}  // namespace

const char* reason_phrase(int status) {
  static const std::map<int, const char*> reasons{{200, "OK"},
                                                  {201, "Created"},
                                                  {202, "Accepted"},
                                                  {204, "No Content"},
                                                  {206, "Partial Content"},
                                                  {301, "Moved Permanently"},
                                                  {302, "Found"},
                                                  {303, "See Other"},
                                                  {304, "Not Modified"},
                                                  {307, "Temporary Redirect"},
                                                  {308, "Permanent Redirect"},
                                                  {400, "Bad Request"},
                                                  {401, "Unauthorized"},
                                                  {403, "Forbidden"},
                                                  {404, "Not Found"},
                                                  {405, "Method Not Allowed"},
                                                  {409, "Conflict"},
                                                  {410, "Gone"},
                                                  {413, "Content Too Large"},
                                                  {415, "Unsupported Media Type"},
                                                  {422, "Unprocessable Content"},
                                                  {429, "Too Many Requests"},
                                                  {500, "Internal Server Error"},
                                                  {501, "Not Implemented"},
                                                  {502, "Bad Gateway"},
                                                  {503, "Service Unavailable"},
                                                  {504, "Gateway Timeout"}};
  const auto found = reasons.find(status);
  return found == reasons.end() ? "" : found->second;
}

namespace {

/// What the state machine gets of an answer.
json::Value output_of(const OutgoingResponse& response) {
  json::Value output = json::Value::object();
  json::Value& headers = output["Headers"] = json::Value::object();
  for (const auto& header : response.headers) headers[header.first].push_back(header.second);
  auto body = json::parse(response.body);
  if (!body) body = response.body;
  output["ResponseBody"] = response.body.empty() ? json::Value("") : std::move(*body);
  output["StatusCode"] = response.status;
  output["StatusText"] = reason_phrase(response.status);
  return output;
}

/// An answer, or why there is none.
struct Sent {
  std::optional<OutgoingResponse> response;
  HttpFailure::Kind kind = HttpFailure::Kind::kBroken;
  std::string why;
};

awaitable<Sent> send(HttpClient& http, OutgoingRequest request) {
  Sent sent;
  try {
    auto sending = http.send(std::move(request));
    sent.response = co_await std::move(sending);
  } catch (const HttpFailure& failure) {
    sent.kind = failure.kind;
    sent.why = failure.what();
  }
  co_return sent;
}

/// The output, or the error of that prefix and the status.
TaskResult result_of(const Sent& sent, const std::string& prefix, const std::string& no_answer) {
  if (!sent.response) {
    const bool large = sent.kind == HttpFailure::Kind::kTooLarge;
    return failed(large ? "States.DataLimitExceeded" : no_answer, sent.why);
  }
  const int status = sent.response->status;
  if (status < 200 || status > 299) return failed(prefix + std::to_string(status), sent.response->body);
  return succeeded(output_of(*sent.response));
}

// ---- http:invoke ---------------------------------------------------------------------------------------------------

std::string connection_of(const json::Value& parameters) {
  for (const char* place : {"Authentication", "InvocationConfig"}) {
    const json::Value* found = json::find(parameters, place);
    const json::Value* arn = found ? json::find(*found, "ConnectionArn") : nullptr;
    if (arn && arn->is_string()) return arn->get<std::string>();
  }
  return "";
}

/// The body and its type; nothing where the task sends none.
void set_body(OutgoingRequest& request, const json::Value& parameters, const Pairs& more) {
  const json::Value* given = json::find(parameters, "RequestBody");
  if (!given && more.empty()) return;
  json::Value body = given ? *given : json::Value::object();
  if (body.is_object()) {
    for (const auto& [name, value] : more) body[name] = value;
  }
  const json::Value* transform = json::find(parameters, "Transform");
  if (transform && member(*transform, "RequestBodyEncoding") == "URL_ENCODED") {
    const json::Value* options = json::find(*transform, "RequestEncodingOptions");
    Pairs fields;
    flatten("", body, options ? member(*options, "ArrayFormat") : "", fields);
    request.body = form(fields);
    request.headers.set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");
    return;
  }
  const bool is_json = request.headers.get("Content-Type").find("json") != std::string_view::npos;
  request.body = is_json ? json::write(body) : text_of(body);
}

OutgoingRequest http_request(const TaskRequest& task, const ConnectionParameters& connection) {
  const json::Value& parameters = task.parameters;
  OutgoingRequest request;
  request.method = member(parameters, "Method");
  request.timeout = kHttpTimeout;
  request.response_bytes = kMaxAnswer;
  request.url = member(parameters, "ApiEndpoint");
  Pairs query = pairs_of(json::find(parameters, "QueryParameters"));
  for (const auto& [name, value] : connection.query)
    std::erase_if(query, [&](const auto& one) { return one.first == name; });
  query.insert(query.end(), connection.query.begin(), connection.query.end());
  add_query(request.url, query);
  request.headers.set("Content-Type", "application/json; charset=UTF-8");
  for (const auto& [name, value] : pairs_of(json::find(parameters, "Headers"))) request.headers.set(name, value);
  set_body(request, parameters, connection.body);
  for (const auto& [name, value] : connection.headers) request.headers.set(name, value);
  const std::string region = parse_arn(task.execution_arn, "execution", "express").region;
  request.headers.set("User-Agent", "Amazon|StepFunctions|HttpInvoke|" + region);
  request.headers.set("Range", "bytes=0-262144");
  return request;
}

/// Empty where the task says all that is needed, and nothing that it may not.
std::string problem_of(const json::Value& parameters) {
  for (const char* name : {"ApiEndpoint", "Method"}) {
    const json::Value* value = json::find(parameters, name);
    if (!value || !value->is_string()) return std::string("The field '") + name + "' is required but was missing";
  }
  if (connection_of(parameters).empty()) return "The field 'ConnectionArn' is required but was missing";
  for (const auto& [name, value] : pairs_of(json::find(parameters, "Headers"))) {
    if (is_reserved(name)) return "The header '" + name + "' cannot be set";
  }
  return "";
}

// ---- apigateway:invoke ---------------------------------------------------------------------------------------------

/// Names of AWS are reached in this process, by TLS as there; others are somebody's own.
std::string api_url(const json::Value& parameters) {
  const std::string host = member(parameters, "ApiEndpoint");
  std::string url = (host.ends_with(".amazonaws.com") ? "https://" : "http://") + host;
  const std::string stage = member(parameters, "Stage");
  const std::string path = member(parameters, "Path");
  if (!stage.empty()) url += "/" + stage;
  if (!path.empty()) url += (path.starts_with('/') ? "" : "/") + path;
  add_query(url, pairs_of(json::find(parameters, "QueryParameters")));
  return url;
}

OutgoingRequest api_request(const json::Value& parameters) {
  OutgoingRequest request;
  request.method = member(parameters, "Method");
  request.url = api_url(parameters);
  request.timeout = kApiTimeout;
  request.response_bytes = kMaxAnswer;
  for (const auto& [name, value] : pairs_of(json::find(parameters, "Headers"))) request.headers.add(name, value);
  if (const json::Value* body = json::find(parameters, "RequestBody")) {
    request.body = text_of(*body);
    if (!request.headers.has("Content-Type")) request.headers.set("Content-Type", "application/json");
  }
  return request;
}

/// Signs it for execute-api (AWS document "Signature Version 4 for API requests").
void sign(OutgoingRequest& request, const json::Value& credentials, const std::string& region) {
  const std::string date = aws::format_amz_date(real_time());
  const size_t host = request.url.find("//") + 2;
  const size_t path = std::min(request.url.find('/', host), request.url.size());
  request.headers.set("Host", request.url.substr(host, path - host));
  request.headers.set("X-Amz-Date", date);
  request.headers.set("X-Amz-Security-Token", credentials.at("SessionToken").get<std::string>());
  aws::HttpRequest shown;
  shown.method = request.method;
  shown.target = path < request.url.size() ? request.url.substr(path) : "/";
  shown.headers = request.headers;
  const std::vector<std::string> signed_headers{"host", "x-amz-date", "x-amz-security-token"};
  const std::string payload = aws::hex_encode(aws::sha256(request.body));
  const std::string canonical = aws::canonical_request({shown, signed_headers, payload, false});
  const std::string scope = date.substr(0, 8) + "/" + region + "/execute-api/aws4_request";
  const std::string key =
      aws::signing_key(credentials.at("SecretAccessKey").get<std::string>(), date.substr(0, 8), region, "execute-api");
  request.headers.set("Authorization",
                      "AWS4-HMAC-SHA256 Credential=" + credentials.at("AccessKeyId").get<std::string>() + "/" + scope +
                          ", SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=" +
                          aws::sign(key, aws::string_to_sign(date, scope, canonical)));
}

/// A session of the execution's role, by AssumeRole.
awaitable<Called> assume_role(TaskPorts ports, TaskRequest request) {
  aws::CallContext context = context_of(request, ports.ids);
  context.principal = {.kind = aws::Principal::Kind::kService, .arn = "", .access_key = ""};
  json::Value input = json::Value::object();
  input["RoleArn"] = request.role_arn;
  input["RoleSessionName"] = "StepFunctions";
  ServiceCall call{.context = std::move(context),
                   .service = "sts",
                   .operation = "AssumeRole",
                   .input = std::move(input),
                   .body = {}};
  auto called = co_await make(ports.caller, std::move(call));
  co_return called;
}

}  // namespace

awaitable<TaskResult> perform_http_invoke(TaskPorts ports, TaskRequest request) {
  const std::string problem = problem_of(request.parameters);
  if (!problem.empty()) co_return runtime(request, problem);
  const std::string arn = connection_of(request.parameters);
  ConnectionParameters connection;
  std::optional<TaskResult> unauthorized;
  try {
    auto asking = ports.connections.parameters(arn);
    connection = co_await std::move(asking);
  } catch (const aws::Error& error) {
    unauthorized = failed("Events.ConnectionResource." + (error.status == 404 ? error.code : "InvalidConnectionState"),
                          error.message);
  }
  if (unauthorized) co_return std::move(*unauthorized);
  OutgoingRequest outgoing = http_request(request, connection);
  const auto trace = request.trace;
  if (trace) trace->request = trace->with_secrets ? outgoing : http_request(request, ConnectionParameters());
  const Sent sent = co_await send(ports.http, std::move(outgoing));
  if (trace) trace->response = sent.response;
  if (sent.response && (sent.response->status == 401 || sent.response->status == 407)) ports.connections.refused(arn);
  co_return result_of(sent, "States.Http.StatusCode.", "States.Http.Socket");
}

awaitable<TaskResult> perform_api_invoke(TaskPorts ports, TaskRequest request) {
  for (const char* name : {"ApiEndpoint", "Method"}) {
    if (member(request.parameters, name).empty())
      co_return runtime(request, std::string("The field '") + name + "' is required but was missing");
  }
  OutgoingRequest sent = api_request(request.parameters);
  const std::string auth = member(request.parameters, "AuthType");
  if (auth == "IAM_ROLE" || auth == "RESOURCE_POLICY") {
    const auto session = co_await assume_role(ports, request);
    if (session.error) co_return failed("ApiGateway." + session.error->code, session.error->message);
    sign(sent, session.answer.output.at("Credentials"),
         parse_arn(request.execution_arn, "execution", "express").region);
  }
  const Sent answer = co_await send(ports.http, std::move(sent));
  co_return result_of(answer, "ApiGateway.", "ApiGateway.SdkClientException");
}

}  // namespace cloudling::stepfunctions
