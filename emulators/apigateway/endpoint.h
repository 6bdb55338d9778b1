#pragma once

// Requests to deployed APIs, in any of the forms that name one:
//
//   Host {api}.execute-api[.{region}] under localhost, localhost.localstack.cloud or amazonaws.com: /{stage}/{path}
//   /restapis/{api}/{stage}/_user_request_/{path}
//   /_aws/execute-api/{api}/{stage}/{path}
//   Host is a custom domain name: /{base path}/{path}
//
// The endpoint finds out which API is meant and hands the request to the kind of API that knows it.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/apigateway/custom_domains.h"
#include "emulators/aws/http.h"
#include "emulators/aws/ids.h"

namespace cloudling::apigateway {

/// Where a request comes from, as browsers tell.
enum class RequestOrigin { kOwn, kOtherSite };

/// A request to an API. `path` begins behind the API's root: it is "/{stage}/..." where `stage` is not set, and what
/// stands behind the stage where it is. Still percent-encoded, "/" at least, without the query.
struct ApiRequest {
  aws::HttpRequest http;
  std::string api_id;
  std::optional<std::string> stage;
  std::string path;
  std::optional<std::string> base_path = {};  ///< of a custom domain name's mapping, "" or "/v1"; else nothing
  RequestOrigin origin = RequestOrigin::kOwn;
};

/// One kind of API (REST, HTTP, WebSocket).
class ApiKind {
 public:
  virtual ~ApiKind() = default;

  /// Answers a request to an API of this kind; nothing where `request.api_id` is none of them, with the request left
  /// as it was. Throws no aws::Error.
  virtual boost::asio::awaitable<std::optional<aws::HttpResponse>> answer(ApiRequest& request) = 0;
};

/// The API and the path within it that a request means; nothing where it means none. `request.http` is left empty.
std::optional<ApiRequest> find_api(const aws::HttpRequest& request, CustomDomains& domains);

/// Thread-safe. The kinds and the domain names outlive it.
class Endpoint {
 public:
  Endpoint(std::vector<ApiKind*> kinds, CustomDomains& domains, aws::IdSource& ids)
      : kinds_(std::move(kinds)), domains_(domains), ids_(ids) {}

  bool claims(const aws::HttpRequest& request) { return find_api(request, domains_).has_value(); }

  /// Whether a request's Host is a custom domain name.
  bool has_name(std::string_view host) { return domains_.has(host); }

  /// Answers any such request: {"message":"Forbidden"} (403) where there is no such API. A page of another site is let
  /// in where the API's own answer to a preflight allows its origin.
  boost::asio::awaitable<aws::HttpResponse> handle(aws::HttpRequest request, RequestOrigin origin);

 private:
  boost::asio::awaitable<aws::HttpResponse> answer(ApiRequest request);
  boost::asio::awaitable<bool> lets_in(const ApiRequest& request);

  std::vector<ApiKind*> kinds_;
  CustomDomains& domains_;
  aws::IdSource& ids_;
};

/// {"message":"..."} with AWS's error type in its header.
aws::HttpResponse api_error(int status, std::string_view type, std::string_view message);

}  // namespace cloudling::apigateway
