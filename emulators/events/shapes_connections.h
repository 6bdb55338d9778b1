#pragma once

// The inputs and outputs of connections and API destinations.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/events/shapes.h"

namespace cloudling::events {

/// A header, a query parameter, or a member of the body.
struct HttpParameter {
  Text key, value;
  std::optional<bool> is_value_secret;
  static const aws::Structure& shape();
};

struct ConnectionHttpParameters {
  std::optional<std::vector<HttpParameter>> headers, query, body;
  static const aws::Structure& shape();
};

struct BasicAuthParameters {
  Text username, password;
  static const aws::Structure& shape();
};

struct ApiKeyAuthParameters {
  Text name, value;
  static const aws::Structure& shape();
};

struct OAuthClientParameters {
  Text id, secret;
  static const aws::Structure& shape();
};

struct OAuthParameters {
  std::optional<OAuthClientParameters> client;
  Text endpoint, method;
  std::optional<ConnectionHttpParameters> http;
  static const aws::Structure& shape();
};

/// As it is given, kept and (without secrets) shown.
struct AuthParameters {
  std::optional<BasicAuthParameters> basic;
  std::optional<OAuthParameters> oauth;
  std::optional<ApiKeyAuthParameters> api_key;
  std::optional<ConnectionHttpParameters> invocation;
  std::optional<json::Value> connectivity;  ///< refused where given
  static const aws::Structure& shape();
};

struct CreateConnectionInput {
  std::string name, authorization_type;
  Text description;
  AuthParameters auth;
  std::optional<json::Value> connectivity;  ///< refused where given, as is
  Text kms_key_identifier;
  static const aws::Structure& shape();
};

struct UpdateConnectionInput {
  std::string name;
  Text authorization_type, description;
  std::optional<AuthParameters> auth;
  std::optional<json::Value> connectivity;
  Text kms_key_identifier;
  static const aws::Structure& shape();
};

struct ConnectionInput {
  std::string name;
  static const aws::Structure& shape();
};

/// Of all operations that change one.
struct ChangedConnectionOutput {
  std::string arn, state;
  aws::Timestamp created, modified;
  std::optional<aws::Timestamp> authorized;
  static const aws::Structure& shape();
};

struct DescribeConnectionOutput {
  std::string arn, name, state, authorization_type;
  Text description, secret_arn;
  std::optional<AuthParameters> auth;
  aws::Timestamp created, modified;
  std::optional<aws::Timestamp> authorized;
  static const aws::Structure& shape();
};

struct ListConnectionsInput {
  Text name_prefix, state, next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct Connection {
  std::string arn, name, state, authorization_type;
  aws::Timestamp created, modified;
  std::optional<aws::Timestamp> authorized;
  static const aws::Structure& shape();
};

struct ListConnectionsOutput {
  std::vector<Connection> connections;
  Text next_token;
  static const aws::Structure& shape();
};

// ---- API destinations --------------------------------------------------------------------------------------------

struct CreateApiDestinationInput {
  std::string name, connection_arn, endpoint, method;
  Text description;
  std::optional<int64_t> rate_limit;  ///< invocations a second
  static const aws::Structure& shape();
};

struct UpdateApiDestinationInput {
  std::string name;
  Text connection_arn, endpoint, method, description;
  std::optional<int64_t> rate_limit;
  static const aws::Structure& shape();
};

struct ApiDestinationInput {
  std::string name;
  static const aws::Structure& shape();
};

struct ChangedApiDestinationOutput {
  std::string arn, state;
  aws::Timestamp created, modified;
  static const aws::Structure& shape();
};

struct ApiDestination {
  std::string arn, name, state, connection_arn, endpoint, method;
  Text description;  ///< shown by DescribeApiDestination alone
  std::optional<int64_t> rate_limit;
  aws::Timestamp created, modified;
  static const aws::Structure& shape();
};

struct ListApiDestinationsInput {
  Text name_prefix, connection_arn, next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct ListApiDestinationsOutput {
  std::vector<ApiDestination> destinations;
  Text next_token;
  static const aws::Structure& shape();
};

}  // namespace cloudling::events
