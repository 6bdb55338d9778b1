#include "emulators/events/http_delivery.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "emulators/aws/arn.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"

namespace cloudling::events {

using boost::asio::awaitable;

namespace {

constexpr std::chrono::seconds kTimeout{5};  // AWS's for API destinations
constexpr size_t kKeptEntries = 1000;

using Parameters = ConnectionParameters::List;

Parameters plain(const std::optional<std::vector<HttpParameter>>& parameters) {
  Parameters all;
  for (const HttpParameter& parameter : parameters.value_or(std::vector<HttpParameter>()))
    all.emplace_back(parameter.key.value_or(""), parameter.value.value_or(""));
  return all;
}

std::string form(const Parameters& parameters) {
  std::string text;
  for (const auto& [key, value] : parameters)
    text += (text.empty() ? "" : "&") + aws::percent_encode(key) + "=" + aws::percent_encode(value);
  return text;
}

void add_query(std::string& url, const Parameters& parameters) {
  const std::string query = form(parameters);
  if (!query.empty()) url += (url.find('?') == std::string::npos ? "?" : "&") + query;
}

/// Each `*` of the endpoint is the next value.
std::string with_path_values(const std::string& endpoint, const std::vector<std::string>& values) {
  std::string url;
  size_t used = 0;
  for (const char c : endpoint) {
    if (c != '*')
      url += c;
    else if (used < values.size())
      url += aws::percent_encode(values[used++]);
  }
  return url;
}

/// Members of the connection are added to an event that is a JSON object.
std::string with_body_members(const std::string& input, const Parameters& members) {
  if (members.empty()) return input;
  auto body = json::parse(input);
  if (!body || !body->is_object()) return input;
  for (const auto& [key, value] : members) (*body)[key] = value;
  return json::write(*body);
}

/// All but a token by OAuth.
ConnectionParameters stored_parameters(const AuthParameters& auth) {
  const ConnectionHttpParameters shared = auth.invocation.value_or(ConnectionHttpParameters());
  ConnectionParameters parameters{
      .headers = plain(shared.headers), .query = plain(shared.query), .body = plain(shared.body)};
  if (auth.basic) {
    const std::string pair = auth.basic->username.value_or("") + ":" + auth.basic->password.value_or("");
    parameters.headers.emplace_back("Authorization", "Basic " + aws::base64_encode(pair));
  }
  if (auth.api_key) parameters.headers.emplace_back(auth.api_key->name.value_or(""), auth.api_key->value.value_or(""));
  return parameters;
}

aws::Error failed(int status, const std::string& why) {
  return {status, status == 429 ? "ThrottlingException" : "ApiDestinationFailure",
          "Unable to invoke ApiDestination endpoint: " + why};
}

/// Throws where the answer says that the event was not taken. Conflicts, missing authorization and throttling may pass.
void require_taken(int status) {
  if (status < 300) return;
  const std::string why = "The request failed with status code " + std::to_string(status) + ".";
  const bool may_pass = status == 401 || status == 407 || status == 409 || status == 429;
  throw failed(may_pass ? 429 : status, why);
}

aws::Error unreachable(const HttpFailure& failure) {
  const bool never = failure.kind == HttpFailure::Kind::kRequest;
  return failed(never ? 400 : 503, failure.what());
}

awaitable<OutgoingResponse> send(HttpClient& http, OutgoingRequest request) {
  try {
    auto sending = http.send(std::move(request));
    auto response = co_await std::move(sending);
    co_return response;
  } catch (const HttpFailure& failure) {
    throw unreachable(failure);
  }
}

std::string key_of(const ConnectionRow& connection) {
  return connection.arn + "@" + std::to_string(connection.modified.ms);
}

}  // namespace

bool is_api_destination(std::string_view text) {
  const auto arn = aws::parse_arn(text);
  return arn && arn->service == "events" && arn->resource.starts_with("api-destination/");
}

OutgoingRequest request_for(const ApiDestinationRow& destination, const ConnectionParameters& connection,
                            const HttpTargetParameters& target, const std::string& input) {
  OutgoingRequest request;
  request.method = destination.method;
  request.timeout = kTimeout;
  request.url = with_path_values(destination.endpoint, target.path_values.value_or(std::vector<std::string>()));
  Parameters query = connection.query;
  for (const auto& [key, value] : target.query.value_or(TextMap())) query.emplace_back(key, value);
  add_query(request.url, query);
  request.headers.add("Content-Type", "application/json; charset=utf-8");
  for (const auto& [key, value] : target.headers.value_or(TextMap())) request.headers.set(key, value);
  for (const auto& [key, value] : connection.headers) request.headers.set(key, value);
  request.headers.set("User-Agent", "Amazon/EventBridge/ApiDestinations");
  request.headers.set("Range", "bytes=0-1048575");
  if (request.method != "GET" && request.method != "HEAD") request.body = with_body_members(input, connection.body);
  return request;
}

OutgoingRequest token_request(const OAuthParameters& oauth) {
  const OAuthClientParameters client = oauth.client.value_or(OAuthClientParameters());
  const ConnectionHttpParameters more = oauth.http.value_or(ConnectionHttpParameters());
  OutgoingRequest request;
  request.method = oauth.method.value_or("POST");
  request.url = oauth.endpoint.value_or("");
  request.timeout = kTimeout;
  for (const auto& [key, value] : plain(more.headers)) request.headers.set(key, value);
  Parameters fields = plain(more.body);
  const auto is_grant = [](const auto& field) { return field.first == "grant_type"; };
  if (std::ranges::none_of(fields, is_grant)) fields.emplace_back("grant_type", "client_credentials");
  fields.emplace_back("client_id", client.id.value_or(""));
  fields.emplace_back("client_secret", client.secret.value_or(""));
  Parameters query = plain(more.query);
  if (request.method == "GET") {
    query.insert(query.end(), fields.begin(), fields.end());
  } else {
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.body = form(fields);
  }
  add_query(request.url, query);
  return request;
}

awaitable<std::string> HttpDelivery::token(const ConnectionRow& connection) {
  const std::string key = key_of(connection);
  {
    const std::lock_guard lock(mutex_);
    const auto found = tokens_.find(key);
    if (found != tokens_.end()) co_return found->second;
  }
  auto asking = send(http_, token_request(*connection.auth->oauth));
  const OutgoingResponse response = co_await std::move(asking);
  const auto answer = json::parse(response.body);
  const json::Value* given = answer && answer->is_object() ? json::find(*answer, "access_token") : nullptr;
  if (response.status >= 300 || !given || !given->is_string()) {
    throw failed(429, "The authorization endpoint answered with status code " + std::to_string(response.status) +
                          " and no access_token.");
  }
  const auto text = given->get<std::string>();
  const std::lock_guard lock(mutex_);
  if (tokens_.size() >= kKeptEntries) tokens_.clear();
  tokens_[key] = text;
  co_return text;
}

void HttpDelivery::refused(const std::string& connection_arn) {
  const std::lock_guard lock(mutex_);
  std::erase_if(tokens_, [&](const auto& token) { return token.first.starts_with(connection_arn + "@"); });
}

awaitable<ConnectionParameters> HttpDelivery::parameters(std::string connection_arn) {
  std::optional<ConnectionRow> connection;
  auto find = [&](store::ReadTransaction& tx) { connection = find_connection(tx, connection_arn); };
  co_await store_.read(std::move(find));
  if (!connection) {
    throw aws::Error(404, "ResourceNotFoundException", "Connection '" + connection_arn + "' does not exist.");
  }
  if (!connection->auth) throw failed(400, "The connection is not authorized.");
  ConnectionParameters parameters = stored_parameters(*connection->auth);
  if (connection->auth->oauth) {
    auto asking = token(*connection);
    const std::string given = co_await std::move(asking);
    parameters.headers.emplace_back("Authorization", "Bearer " + given);
  }
  co_return parameters;
}

std::chrono::steady_clock::time_point HttpDelivery::turn(const ApiDestinationRow& destination) {
  const std::chrono::nanoseconds gap(1'000'000'000 / std::max<int64_t>(destination.rate_limit.value_or(300), 1));
  const std::lock_guard lock(mutex_);
  if (turns_.size() >= kKeptEntries) turns_.clear();
  auto& next = turns_[destination.arn];
  const auto now = std::max(next, std::chrono::steady_clock::now());
  next = now + gap;
  return now;
}

awaitable<void> HttpDelivery::deliver(std::string destination_arn, HttpTargetParameters target, std::string input) {
  std::optional<ApiDestinationRow> destination;
  auto find = [&](store::ReadTransaction& tx) { destination = find_api_destination(tx, destination_arn); };
  co_await store_.read(std::move(find));
  if (!destination) throw aws::Error(404, "ResourceNotFoundException", "The API destination does not exist.");
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, turn(*destination));
  co_await timer.async_wait(boost::asio::use_awaitable);
  auto asking = parameters(destination->connection_arn);
  const ConnectionParameters connection = co_await std::move(asking);
  auto sending = send(http_, request_for(*destination, connection, target, input));
  const OutgoingResponse response = co_await std::move(sending);
  if (response.status == 401 || response.status == 407) refused(destination->connection_arn);
  require_taken(response.status);
}

}  // namespace cloudling::events
