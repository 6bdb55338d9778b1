#include "emulators/events/shapes_connections.h"

#include "emulators/events/constraints.h"

namespace cloudling::events {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr const char* kConnectionArn =
    "^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:connection\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$";
constexpr const char* kEndpoint = "^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$";
constexpr const char* kAuthText = "^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$";

Field as_name(Field field) { return std::move(field).length(1, 64).matching(kNamePattern); }
Field as_auth_text(Field field) { return std::move(field).length(1, 512).matching(kAuthText); }
Field as_endpoint(Field field) { return std::move(field).length(1, 2048).matching(kEndpoint); }
Field as_connection_arn(Field field) { return std::move(field).length(1, kMaxArn).matching(kConnectionArn); }
Field as_authorization(Field field) {
  return std::move(field).one_of({"BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"});
}
Field as_method(Field field) {
  return std::move(field).one_of({"POST", "GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"});
}

}  // namespace

const Structure& HttpParameter::shape() {
  using T = HttpParameter;
  static const Structure shape{
      "ConnectionHeaderParameter",
      {field<&T::key>("Key").length(0, 512), field<&T::value>("Value").length(0, 512).sensitive(),
       field<&T::is_value_secret>("IsValueSecret")}};
  return shape;
}

const Structure& ConnectionHttpParameters::shape() {
  using T = ConnectionHttpParameters;
  static const Structure shape{
      "ConnectionHttpParameters",
      {field<&T::headers>("HeaderParameters").length(0, 100), field<&T::query>("QueryStringParameters").length(0, 100),
       field<&T::body>("BodyParameters").length(0, 100)}};
  return shape;
}

const Structure& BasicAuthParameters::shape() {
  using T = BasicAuthParameters;
  static const Structure shape{
      "CreateConnectionBasicAuthRequestParameters",
      {as_auth_text(field<&T::username>("Username")), as_auth_text(field<&T::password>("Password").sensitive())}};
  return shape;
}

const Structure& ApiKeyAuthParameters::shape() {
  using T = ApiKeyAuthParameters;
  static const Structure shape{
      "CreateConnectionApiKeyAuthRequestParameters",
      {as_auth_text(field<&T::name>("ApiKeyName")), as_auth_text(field<&T::value>("ApiKeyValue").sensitive())}};
  return shape;
}

const Structure& OAuthClientParameters::shape() {
  using T = OAuthClientParameters;
  static const Structure shape{
      "CreateConnectionOAuthClientRequestParameters",
      {as_auth_text(field<&T::id>("ClientID")), as_auth_text(field<&T::secret>("ClientSecret").sensitive())}};
  return shape;
}

const Structure& OAuthParameters::shape() {
  using T = OAuthParameters;
  static const Structure shape{
      "CreateConnectionOAuthRequestParameters",
      {field<&T::client>("ClientParameters"), as_endpoint(field<&T::endpoint>("AuthorizationEndpoint")),
       field<&T::method>("HttpMethod").one_of({"GET", "POST", "PUT"}), field<&T::http>("OAuthHttpParameters")}};
  return shape;
}

const Structure& AuthParameters::shape() {
  using T = AuthParameters;
  static const Structure shape{
      "CreateConnectionAuthRequestParameters",
      {field<&T::basic>("BasicAuthParameters"), field<&T::oauth>("OAuthParameters"),
       field<&T::api_key>("ApiKeyAuthParameters"), field<&T::invocation>("InvocationHttpParameters"),
       field<&T::connectivity>("ConnectivityParameters")}};
  return shape;
}

const Structure& CreateConnectionInput::shape() {
  using T = CreateConnectionInput;
  static const Structure shape{
      "CreateConnectionRequest",
      {as_name(field<&T::name>("Name").required()), as_description(field<&T::description>("Description")),
       as_authorization(field<&T::authorization_type>("AuthorizationType").required()),
       field<&T::auth>("AuthParameters").required(), field<&T::connectivity>("InvocationConnectivityParameters"),
       as_key_identifier(field<&T::kms_key_identifier>("KmsKeyIdentifier"))}};
  return shape;
}

const Structure& UpdateConnectionInput::shape() {
  using T = UpdateConnectionInput;
  static const Structure shape{
      "UpdateConnectionRequest",
      {as_name(field<&T::name>("Name").required()), as_description(field<&T::description>("Description")),
       as_authorization(field<&T::authorization_type>("AuthorizationType")), field<&T::auth>("AuthParameters"),
       field<&T::connectivity>("InvocationConnectivityParameters"),
       as_key_identifier(field<&T::kms_key_identifier>("KmsKeyIdentifier"))}};
  return shape;
}

const Structure& ConnectionInput::shape() {
  static const Structure shape{"DescribeConnectionRequest",
                               {as_name(field<&ConnectionInput::name>("Name").required())}};
  return shape;
}

const Structure& ChangedConnectionOutput::shape() {
  using T = ChangedConnectionOutput;
  static const Structure shape{
      "CreateConnectionResponse",
      {field<&T::arn>("ConnectionArn"), field<&T::state>("ConnectionState"), field<&T::created>("CreationTime"),
       field<&T::modified>("LastModifiedTime"), field<&T::authorized>("LastAuthorizedTime")}};
  return shape;
}

const Structure& DescribeConnectionOutput::shape() {
  using T = DescribeConnectionOutput;
  static const Structure shape{
      "DescribeConnectionResponse",
      {field<&T::arn>("ConnectionArn"), field<&T::name>("Name"), field<&T::description>("Description"),
       field<&T::state>("ConnectionState"), field<&T::authorization_type>("AuthorizationType"),
       field<&T::secret_arn>("SecretArn"), field<&T::auth>("AuthParameters"), field<&T::created>("CreationTime"),
       field<&T::modified>("LastModifiedTime"), field<&T::authorized>("LastAuthorizedTime")}};
  return shape;
}

const Structure& ListConnectionsInput::shape() {
  using T = ListConnectionsInput;
  static const Structure shape{
      "ListConnectionsRequest",
      {as_name(field<&T::name_prefix>("NamePrefix")),
       field<&T::state>("ConnectionState")
           .one_of({"CREATING", "UPDATING", "DELETING", "AUTHORIZED", "DEAUTHORIZED", "AUTHORIZING", "DEAUTHORIZING",
                    "ACTIVE", "FAILED_CONNECTIVITY"}),
       as_next_token(field<&T::next_token>("NextToken")), as_page_limit(field<&T::limit>("Limit"))}};
  return shape;
}

const Structure& Connection::shape() {
  using T = Connection;
  static const Structure shape{
      "Connection",
      {field<&T::arn>("ConnectionArn"), field<&T::name>("Name"), field<&T::state>("ConnectionState"),
       field<&T::authorization_type>("AuthorizationType"), field<&T::created>("CreationTime"),
       field<&T::modified>("LastModifiedTime"), field<&T::authorized>("LastAuthorizedTime")}};
  return shape;
}

const Structure& ListConnectionsOutput::shape() {
  using T = ListConnectionsOutput;
  static const Structure shape{"ListConnectionsResponse",
                               {field<&T::connections>("Connections"), field<&T::next_token>("NextToken")}};
  return shape;
}

const Structure& CreateApiDestinationInput::shape() {
  using T = CreateApiDestinationInput;
  static const Structure shape{
      "CreateApiDestinationRequest",
      {as_name(field<&T::name>("Name").required()), as_description(field<&T::description>("Description")),
       as_connection_arn(field<&T::connection_arn>("ConnectionArn").required()),
       as_endpoint(field<&T::endpoint>("InvocationEndpoint").required()),
       as_method(field<&T::method>("HttpMethod").required()),
       field<&T::rate_limit>("InvocationRateLimitPerSecond").at_least(1)}};
  return shape;
}

const Structure& UpdateApiDestinationInput::shape() {
  using T = UpdateApiDestinationInput;
  static const Structure shape{
      "UpdateApiDestinationRequest",
      {as_name(field<&T::name>("Name").required()), as_description(field<&T::description>("Description")),
       as_connection_arn(field<&T::connection_arn>("ConnectionArn")),
       as_endpoint(field<&T::endpoint>("InvocationEndpoint")), as_method(field<&T::method>("HttpMethod")),
       field<&T::rate_limit>("InvocationRateLimitPerSecond").at_least(1)}};
  return shape;
}

const Structure& ApiDestinationInput::shape() {
  static const Structure shape{"DescribeApiDestinationRequest",
                               {as_name(field<&ApiDestinationInput::name>("Name").required())}};
  return shape;
}

const Structure& ChangedApiDestinationOutput::shape() {
  using T = ChangedApiDestinationOutput;
  static const Structure shape{"CreateApiDestinationResponse",
                               {field<&T::arn>("ApiDestinationArn"), field<&T::state>("ApiDestinationState"),
                                field<&T::created>("CreationTime"), field<&T::modified>("LastModifiedTime")}};
  return shape;
}

const Structure& ApiDestination::shape() {
  using T = ApiDestination;
  static const Structure shape{"ApiDestination",
                               {field<&T::arn>("ApiDestinationArn"), field<&T::name>("Name"),
                                field<&T::description>("Description"), field<&T::state>("ApiDestinationState"),
                                field<&T::connection_arn>("ConnectionArn"), field<&T::endpoint>("InvocationEndpoint"),
                                field<&T::method>("HttpMethod"), field<&T::rate_limit>("InvocationRateLimitPerSecond"),
                                field<&T::created>("CreationTime"), field<&T::modified>("LastModifiedTime")}};
  return shape;
}

const Structure& ListApiDestinationsInput::shape() {
  using T = ListApiDestinationsInput;
  static const Structure shape{
      "ListApiDestinationsRequest",
      {as_name(field<&T::name_prefix>("NamePrefix")), as_connection_arn(field<&T::connection_arn>("ConnectionArn")),
       as_next_token(field<&T::next_token>("NextToken")), as_page_limit(field<&T::limit>("Limit"))}};
  return shape;
}

const Structure& ListApiDestinationsOutput::shape() {
  using T = ListApiDestinationsOutput;
  static const Structure shape{"ListApiDestinationsResponse",
                               {field<&T::destinations>("ApiDestinations"), field<&T::next_token>("NextToken")}};
  return shape;
}

}  // namespace cloudling::events
