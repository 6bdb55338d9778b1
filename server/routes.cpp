#include "server/routes.h"

#include <string>

#include "server/console/console.h"
#include "server/own_response.h"

namespace cloudling::server {

namespace {

using boost::asio::awaitable;

bool is_signed(const aws::HttpRequest& request) {
  if (request.headers.has("Authorization")) return true;
  const aws::Query query = request.query();
  return aws::find(query, "X-Amz-Signature") != nullptr || aws::find(query, "Signature") != nullptr;
}

aws::HttpResponse foreign_host(std::string_view host) {
  return json_error(403, "HostNotAllowed",
                    "The host \"" + std::string(host) +
                        "\" is none of this server's names. Use localhost or an IP "
                        "address, or start Cloudling with --allowed-host " +
                        std::string(host) + ".");
}

aws::HttpResponse foreign_page() {
  return json_error(403, "CrossSiteRequest",
                    "A web page of another site sent this request without credentials. Serve the page from localhost, "
                    "or allow its host with --allowed-host.");
}

}  // namespace

/// A custom domain name is one that the user has given himself.
bool Routes::answers_to(const aws::HttpRequest& request) const {
  return host_allowed(request.headers.get("Host"), hosts_) || targets_.apis.has_name(request.host());
}

awaitable<aws::HttpResponse> Routes::handle(aws::HttpRequest request) {
  if (!answers_to(request)) co_return foreign_host(request.host());
  const bool foreign = cross_site(request, hosts_);
  if (lambda::UrlEndpoint::claims(request)) {
    const auto origin = foreign ? lambda::RequestOrigin::kOtherSite : lambda::RequestOrigin::kOwn;
    auto response = co_await targets_.function_urls.handle(std::move(request), origin);
    co_return response;
  }
  if (targets_.apis.claims(request)) {
    const auto origin = foreign ? apigateway::RequestOrigin::kOtherSite : apigateway::RequestOrigin::kOwn;
    auto response = co_await targets_.apis.handle(std::move(request), origin);
    co_return response;
  }
  if (is_console_path(request.raw_path())) co_return foreign ? foreign_page() : console_response(request);
  if (lambda::CodeDownloads::claims(request)) {
    if (foreign) co_return foreign_page();
    auto response = co_await targets_.code_downloads.handle(std::move(request));
    co_return response;
  }
  if (AdminEndpoints::claims(request)) {
    if (foreign) co_return foreign_page();
    auto response = co_await targets_.admin.handle(std::move(request));
    co_return response;
  }
  if (s3::WebEndpoint::claims_website(request)) {
    auto response = co_await targets_.s3_web.website(std::move(request));
    co_return response;
  }
  if (request.headers.has("Origin") || request.method == "OPTIONS") {
    auto response = co_await handle_with_cors(std::move(request), foreign);
    co_return response;
  }
  auto response = co_await handle_aws(std::move(request), foreign);
  co_return response;
}

awaitable<aws::UpgradeAnswer> Routes::upgrade(aws::HttpRequest request) {
  if (answers_to(request) && !cross_site(request, hosts_)) {
    auto opening = targets_.web_sockets.open(request);
    auto opened = co_await std::move(opening);
    if (opened) co_return std::move(*opened);
  }
  auto handling = handle(std::move(request));
  aws::UpgradeAnswer refused;
  refused.response = co_await std::move(handling);
  co_return refused;
}

/// What a browser's page sent: where a bucket's rules let it pass, the answer says so to the browser. An unsigned
/// request for a bucket is nobody's, wherever it comes from, and can do no more than the bucket lets everybody do.
awaitable<aws::HttpResponse> Routes::handle_with_cors(aws::HttpRequest request, bool foreign) {
  const auto verdict = co_await targets_.s3_web.judge_cors(request);
  if (verdict.s3 && request.method == "OPTIONS") co_return targets_.s3_web.preflight(request, verdict);
  const std::string origin(request.headers.get("Origin"));
  const std::string method = request.method;
  auto response = co_await handle_aws(std::move(request), foreign && !verdict.s3);
  if (verdict.rule) s3::add_cors_headers(*verdict.rule, {origin, method, {}}, false, response.headers);
  co_return response;
}

awaitable<aws::HttpResponse> Routes::handle_aws(aws::HttpRequest request, bool foreign) {
  auto measured = targets_.s3_requests.begin(request);
  auto response = co_await answer_aws(std::move(request), foreign);
  if (measured) targets_.s3_requests.end(std::move(measured), response);
  co_return response;
}

awaitable<aws::HttpResponse> Routes::answer_aws(aws::HttpRequest request, bool foreign) {
  bool form = s3::WebEndpoint::claims_form(request);
  if (form && ResizeEndpoint::claims(request)) form = co_await ResizeEndpoint::is_post_policy_form(request);
  if (foreign && !form && !is_signed(request)) co_return foreign_page();
  if (form) {
    auto response = co_await targets_.s3_web.post_form(std::move(request), targets_.auth);
    co_return response;
  }
  if (ResizeEndpoint::claims(request)) {
    auto response = co_await targets_.resize.handle(std::move(request));
    co_return response;
  }
  auto response = co_await targets_.gateway.handle(std::move(request));
  co_return response;
}

}  // namespace cloudling::server
