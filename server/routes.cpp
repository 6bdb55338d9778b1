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

awaitable<aws::HttpResponse> Routes::handle(aws::HttpRequest request) {
  if (!host_allowed(request.headers.get("Host"), hosts_)) co_return foreign_host(request.host());
  const bool foreign = cross_site(request, hosts_);
  if (lambda::UrlEndpoint::claims(request)) {
    const auto origin = foreign ? lambda::RequestOrigin::kOtherSite : lambda::RequestOrigin::kOwn;
    auto response = co_await targets_.function_urls.handle(std::move(request), origin);
    co_return response;
  }
  if (apigateway::Endpoint::claims(request)) {
    const auto origin = foreign ? apigateway::RequestOrigin::kOtherSite : apigateway::RequestOrigin::kOwn;
    auto response = co_await targets_.apis.handle(std::move(request), origin);
    co_return response;
  }
  if (is_console_path(request.raw_path())) co_return foreign ? foreign_page() : console_response(request);
  if (AdminEndpoints::claims(request)) {
    if (foreign) co_return foreign_page();
    auto response = co_await targets_.admin.handle(std::move(request));
    co_return response;
  }
  bool post_policy = false;
  if (request.method == "POST") post_policy = co_await ResizeEndpoint::is_post_policy_form(request);
  if (foreign && !post_policy && !is_signed(request)) co_return foreign_page();
  if (!post_policy && ResizeEndpoint::claims(request)) {
    auto response = co_await targets_.resize.handle(std::move(request));
    co_return response;
  }
  auto response = co_await targets_.gateway.handle(std::move(request));
  co_return response;
}

}  // namespace cloudling::server
