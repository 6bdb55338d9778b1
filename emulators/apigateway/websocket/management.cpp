// The API Gateway Management API: what a backend says to open connections.

#include <algorithm>
#include <optional>
#include <utility>

#include "emulators/apigateway/websocket/web_socket_apis.h"
#include "emulators/service.h"

namespace cloudling::apigateway::websocket {

using aws::field;
using aws::Structure;
using boost::asio::awaitable;

namespace {

constexpr size_t kMaxData = 128 * 1024;  // bytes
constexpr std::string_view kPath = "@connections";

aws::Error gone() { return {410, "GoneException", "Gone"}; }

/// "/{stage}/@connections/{id}" in parts; `stage` is the request's own where its URL has named it.
struct ManagementPath {
  std::string stage;
  std::string id;
};

std::optional<ManagementPath> parse_path(const ApiRequest& request) {
  std::string_view rest = std::string_view(request.path).substr(1);
  ManagementPath path;
  const auto take = [&rest] {
    const size_t end = std::min(rest.find('/'), rest.size());
    std::string part = aws::percent_decode(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
  };
  path.stage = request.stage ? *request.stage : take();
  if (take() != kPath) return std::nullopt;
  path.id = take();
  return rest.empty() && !path.id.empty() ? std::optional(path) : std::nullopt;
}

/// API Gateway itself, which has judged the caller.
aws::CallContext context_of(const rest::Scope& scope) {
  aws::CallContext context;
  context.account = scope.account;
  context.region = scope.region;
  context.calling_service = "apigateway.amazonaws.com";
  return context;
}

}  // namespace

const Structure& ConnectionKey::shape() {
  using T = ConnectionKey;
  static const Structure shape{"Request",
                               {field<&T::connection_id>("ConnectionId").in_path().on_wire("connectionId").required()}};
  return shape;
}

const Structure& PostToConnectionInput::shape() {
  using T = PostToConnectionInput;
  static const Structure shape{"PostToConnectionRequest",
                               {field<&T::connection_id>("ConnectionId").in_path().on_wire("connectionId").required(),
                                field<&T::data>("Data").as_payload()}};
  return shape;
}

const Structure& ConnectionIdentity::shape() {
  using T = ConnectionIdentity;
  static const Structure shape{
      "Identity",
      {field<&T::source_ip>("SourceIp").on_wire("sourceIp"), field<&T::user_agent>("UserAgent").on_wire("userAgent")}};
  return shape;
}

const Structure& GetConnectionOutput::shape() {
  using T = GetConnectionOutput;
  static const Structure shape{
      "GetConnectionResponse",
      {field<&T::connected_at>("ConnectedAt").on_wire("connectedAt").format(aws::TimestampFormat::kIso8601),
       field<&T::identity>("Identity").on_wire("identity"),
       field<&T::last_active_at>("LastActiveAt").on_wire("lastActiveAt").format(aws::TimestampFormat::kIso8601)}};
  return shape;
}

std::shared_ptr<Connection> WebSocketApis::require(const aws::CallContext& context, const std::string& id) const {
  auto connection = connections_.find(id);
  if (!connection || connection->scope.account != context.account) throw gone();
  return connection;
}

awaitable<aws::Nothing> WebSocketApis::post_to_connection(const aws::CallContext& context,
                                                          PostToConnectionInput input) {
  if (input.data.bytes.size() > kMaxData)
    throw aws::Error(413, "PayloadTooLargeException", "The data has exceeded the maximum size allowed.");
  const auto connection = require(context, input.connection_id);
  const bool binary = !json::valid_utf8(input.data.bytes);
  const auto sent = connection->socket->send(std::move(input.data.bytes), binary);
  if (sent == aws::WebSocket::Sent::kClosed) throw gone();
  if (sent == aws::WebSocket::Sent::kFull)
    throw aws::Error(429, "LimitExceededException", "The client does not take what is waiting for it.");
  connection->last_active = parts_.clock.now();
  auto finding = apis_.served().find(connection->api_id);
  const std::shared_ptr<const http::ServedApi> api = co_await std::move(finding);
  if (const auto served = api ? api->stage(connection->stage) : nullptr)
    measure(*served, "", {{.name = "MessageCount", .value = 1, .unit = "Count"}});
  co_return aws::Nothing{};
}

awaitable<GetConnectionOutput> WebSocketApis::get_connection(const aws::CallContext& context, ConnectionKey key) {
  const auto connection = require(context, key.connection_id);
  GetConnectionOutput output;
  output.connected_at = {connection->connected_at};
  output.identity = {connection->peer, std::string(connection->headers.get("User-Agent"))};
  output.last_active_at = {connection->last_active};
  co_return output;
}

awaitable<aws::Nothing> WebSocketApis::delete_connection(const aws::CallContext& context, ConnectionKey key) {
  require(context, key.connection_id)->socket->close(1000, "Connection Closed Normally");
  co_return aws::Nothing{};
}

awaitable<std::optional<aws::HttpResponse>> WebSocketApis::answer(ApiRequest& request) {
  auto finding = apis_.served().find(request.api_id);
  const std::shared_ptr<const http::ServedApi> api = co_await std::move(finding);
  if (!api || api->api.protocol_type != "WEBSOCKET") co_return std::nullopt;
  const auto path = parse_path(request);
  const auto served = path ? api->stage(path->stage) : nullptr;
  if (!served) co_return api_error(403, "ForbiddenException", "Forbidden");
  std::optional<aws::HttpResponse> refused;
  try {
    auto identifying = parts_.gateway.caller_of(request.http);
    aws::CallContext caller = co_await std::move(identifying);
    const std::string resource = "arn:aws:execute-api:" + served->scope.region + ":" + served->scope.account + ":" +
                                 request.api_id + "/" + path->stage + "/" + request.http.method + "/@connections/" +
                                 path->id;
    auto judging = parts_.judge.require(std::move(caller), "execute-api:ManageConnections", resource, "");
    co_await std::move(judging);
  } catch (const aws::Error& error) {
    refused = api_error(error.status, error.code, error.message);
  }
  if (refused) co_return std::move(*refused);
  // One of another stage is not there for who asks.
  const auto connection = connections_.find(path->id);
  const bool here = connection && connection->api_id == request.api_id && connection->stage == path->stage;
  request.http.target = "/@connections/" + (here ? aws::percent_encode(path->id) : "-");
  auto calling =
      parts_.gateway.handle_for(context_of(served->scope), "apigatewaymanagementapi", std::move(request.http));
  aws::HttpResponse response = co_await std::move(calling);
  co_return response;
}

void register_operations(aws::Registry& registry, store::Store& store, WebSocketApis& service) {
  Registrar<WebSocketApis> operations(registry, store, "apigatewaymanagementapi", service);
  operations.awaiting<&WebSocketApis::post_to_connection>("PostToConnection")
      .awaiting<&WebSocketApis::get_connection>("GetConnection")
      .awaiting<&WebSocketApis::delete_connection>("DeleteConnection");
}

}  // namespace cloudling::apigateway::websocket
