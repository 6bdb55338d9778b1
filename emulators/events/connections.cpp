// Connections: how API destinations (and HTTP tasks) authorize their requests.

#include <algorithm>

#include "emulators/delivery.h"
#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/events/events_store_connections.h"
#include "emulators/events/lookup.h"
#include "emulators/events/pages.h"

namespace cloudling::events {

namespace {

constexpr const char* kAuthorized = "AUTHORIZED";
constexpr int64_t kAll = 10'000;

void require_plain(const std::string& operation, bool connectivity, const Text& key) {
  if (connectivity) throw not_supported(operation, "ConnectivityParameters");
  if (key && !key->empty()) throw not_supported(operation, "KmsKeyIdentifier");
}

void require_given(const Text& value, const std::string& path) {
  if (value) return;
  throw validation("1 validation error detected: Value null at 'authParameters." + path +
                   "' failed to satisfy constraint: Member must not be null");
}

void require_header_names(const std::optional<ConnectionHttpParameters>& parameters) {
  if (!parameters || !parameters->headers) return;
  const auto bad = [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return !letter && std::string_view("!#$%&'*+-.^_`|~").find(c) == std::string_view::npos;
  };
  for (const HttpParameter& header : *parameters->headers) {
    const std::string key = header.key.value_or("");
    const std::string value = header.value.value_or("");
    const bool line = std::ranges::all_of(value, [](char c) { return c == '\t' || (c >= ' ' && c <= '~'); });
    if (key.empty() || std::ranges::any_of(key, bad) || !line)
      throw validation("Parameter HeaderParameters is not valid. Reason: '" + key + "' can't be sent as a header.");
  }
}

/// What the type of authorization needs is there, and nothing of another type.
void require_complete(const std::string& type, const AuthParameters& auth) {
  const bool basic = type == "BASIC";
  const bool key = type == "API_KEY";
  const bool oauth = !basic && !key;
  if (auth.basic.has_value() != basic || auth.api_key.has_value() != key || auth.oauth.has_value() != oauth) {
    throw validation(
        "Parameter AuthParameters is not valid. Reason: it must have the parameters of AuthorizationType " + type +
        " and of no other.");
  }
  if (basic) {
    require_given(auth.basic->username, "basicAuthParameters.username");
    require_given(auth.basic->password, "basicAuthParameters.password");
  }
  if (key) {
    require_given(auth.api_key->name, "apiKeyAuthParameters.apiKeyName");
    require_given(auth.api_key->value, "apiKeyAuthParameters.apiKeyValue");
  }
  if (oauth) {
    const OAuthClientParameters client = auth.oauth->client.value_or(OAuthClientParameters());
    require_given(client.id, "oAuthParameters.clientParameters.clientID");
    require_given(client.secret, "oAuthParameters.clientParameters.clientSecret");
    require_given(auth.oauth->endpoint, "oAuthParameters.authorizationEndpoint");
    require_given(auth.oauth->method, "oAuthParameters.httpMethod");
    require_header_names(auth.oauth->http);
  }
  require_header_names(auth.invocation);
}

/// Members that are given take the place of those that are there.
template <class T>
void merge(std::optional<T>& into, const std::optional<T>& given) {
  if (given) into = given;
}

AuthParameters merged(AuthParameters auth, const AuthParameters& given) {
  if (given.basic && auth.basic) {
    merge(auth.basic->username, given.basic->username);
    merge(auth.basic->password, given.basic->password);
  } else if (given.api_key && auth.api_key) {
    merge(auth.api_key->name, given.api_key->name);
    merge(auth.api_key->value, given.api_key->value);
  } else if (given.oauth && auth.oauth) {
    const OAuthClientParameters client = given.oauth->client.value_or(OAuthClientParameters());
    if (!auth.oauth->client) auth.oauth->client.emplace();
    merge(auth.oauth->client->id, client.id);
    merge(auth.oauth->client->secret, client.secret);
    merge(auth.oauth->endpoint, given.oauth->endpoint);
    merge(auth.oauth->method, given.oauth->method);
    merge(auth.oauth->http, given.oauth->http);
  } else if (given.basic || given.api_key || given.oauth) {
    auth.basic = given.basic;
    auth.api_key = given.api_key;
    auth.oauth = given.oauth;
  }
  merge(auth.invocation, given.invocation);
  return auth;
}

void hide_secrets(std::optional<ConnectionHttpParameters>& parameters) {
  if (!parameters) return;
  for (auto* list : {&parameters->headers, &parameters->query, &parameters->body}) {
    if (!*list) continue;
    for (HttpParameter& parameter : **list) {
      if (parameter.is_value_secret.value_or(false)) parameter.value.reset();
    }
  }
}

DescribeConnectionOutput without_secrets(DescribeConnectionOutput connection) {
  if (!connection.auth) return connection;
  AuthParameters& auth = *connection.auth;
  if (auth.basic) auth.basic->password.reset();
  if (auth.api_key) auth.api_key->value.reset();
  if (auth.oauth && auth.oauth->client) auth.oauth->client->secret.reset();
  if (auth.oauth) hide_secrets(auth.oauth->http);
  hide_secrets(auth.invocation);
  return connection;
}

ChangedConnectionOutput changed(const ConnectionRow& row, const std::string& state) {
  return {
      .arn = row.arn, .state = state, .created = row.created, .modified = row.modified, .authorized = row.authorized};
}

std::optional<ConnectionRow> find_named(const aws::CallContext& context, store::ReadTransaction& tx,
                                        const std::string& name) {
  auto rows = events::list_connections(tx, resource_arn(context, "connection", name + "/"), "", 1);
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

ConnectionRow require_connection(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& name) {
  auto row = find_named(context, tx, name);
  if (!row) throw not_found("Failed to describe the connection(s). Connection '" + name + "' does not exist.");
  return *std::move(row);
}

}  // namespace

ChangedConnectionOutput Events::create_connection(const Context& context, Write& tx, const CreateConnectionInput& in) {
  require_plain("CreateConnection", in.connectivity || in.auth.connectivity, in.kms_key_identifier);
  require_complete(in.authorization_type, in.auth);
  if (find_named(context, tx, in.name)) throw already_exists("Connection " + in.name + " already exists.");
  const std::string id = in.name + "/" + ids_.uuid();
  ConnectionRow row{.arn = resource_arn(context, "connection", id),
                    .name = in.name,
                    .state = kAuthorized,
                    .authorization_type = in.authorization_type,
                    .description = in.description,
                    .auth = in.auth,
                    .created = {clock_.now()},
                    .modified = {clock_.now()},
                    .authorized = aws::Timestamp{clock_.now()}};
  row.secret_arn = "arn:aws:secretsmanager:" + context.region + ":" + context.account + ":secret:events!connection/" +
                   id + "-" + uuid_of(row.arn).substr(0, 6);
  put_connection(tx, row);
  return changed(row, row.state);
}

DescribeConnectionOutput Events::describe_connection(const Context& context, Read& tx, const ConnectionInput& in) {
  return without_secrets(require_connection(context, tx, in.name));
}

ChangedConnectionOutput Events::update_connection(const Context& context, Write& tx, const UpdateConnectionInput& in) {
  require_plain("UpdateConnection", in.connectivity || (in.auth && in.auth->connectivity), in.kms_key_identifier);
  ConnectionRow row = require_connection(context, tx, in.name);
  merge(row.description, in.description);
  if (in.authorization_type) row.authorization_type = *in.authorization_type;
  row.auth = merged(row.auth.value_or(AuthParameters()), in.auth.value_or(AuthParameters()));
  require_complete(row.authorization_type, *row.auth);
  row.state = kAuthorized;
  row.modified = {clock_.now()};
  row.authorized = row.modified;
  put_connection(tx, row);
  return changed(row, row.state);
}

ChangedConnectionOutput Events::deauthorize_connection(const Context& context, Write& tx, const ConnectionInput& in) {
  ConnectionRow row = require_connection(context, tx, in.name);
  row.state = "DEAUTHORIZED";
  row.auth.reset();
  row.modified = {clock_.now()};
  put_connection(tx, row);
  return changed(row, row.state);
}

ChangedConnectionOutput Events::delete_connection(const Context& context, Write& tx, const ConnectionInput& in) {
  const ConnectionRow row = require_connection(context, tx, in.name);
  events::delete_connection(tx, row.arn);
  return changed(row, "DELETING");
}

ListConnectionsOutput Events::list_connections(const Context& context, Read& tx, const ListConnectionsInput& in) {
  const std::string prefix = resource_arn(context, "connection", in.name_prefix.value_or(""));
  const std::string purpose = "ListConnections/" + prefix + "/" + in.state.value_or("");
  const int64_t limit = page_size(in.limit);
  auto rows = events::list_connections(tx, prefix, position_of(in.next_token, purpose), kAll);
  if (in.state) std::erase_if(rows, [&](const ConnectionRow& row) { return row.state != *in.state; });
  ListConnectionsOutput output;
  if (rows.size() > static_cast<size_t>(limit)) {
    rows.resize(static_cast<size_t>(limit));
    output.next_token = token_for(rows.back().arn, purpose);
  }
  for (const ConnectionRow& row : rows) {
    output.connections.push_back({.arn = row.arn,
                                  .name = row.name,
                                  .state = row.state,
                                  .authorization_type = row.authorization_type,
                                  .created = row.created,
                                  .modified = row.modified,
                                  .authorized = row.authorized});
  }
  return output;
}

}  // namespace cloudling::events
