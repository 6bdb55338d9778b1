#pragma once

// The one way in: decides for each request who answers it. Own paths first, then AWS.

#include <boost/asio/awaitable.hpp>
#include <utility>

#include "emulators/apigateway/endpoint.h"
#include "emulators/aws/gateway.h"
#include "emulators/aws/http.h"
#include "emulators/aws/web_socket.h"
#include "emulators/lambda/code_downloads.h"
#include "emulators/lambda/url_endpoint.h"
#include "emulators/s3/request_metrics.h"
#include "emulators/s3/web_endpoint.h"
#include "server/admin_endpoints.h"
#include "server/http/guard.h"
#include "server/resize_endpoint.h"

namespace cloudling::server {

/// Everything a request can be routed to; all must outlive the routes.
struct RouteTargets {
  aws::Gateway& gateway;
  ResizeEndpoint& resize;
  AdminEndpoints& admin;
  lambda::UrlEndpoint& function_urls;
  apigateway::Endpoint& apis;
  aws::WebSocketEndpoint& web_sockets;
  lambda::CodeDownloads& code_downloads;
  s3::WebEndpoint& s3_web;
  s3::RequestMetrics& s3_requests;
  aws::AuthMode auth = aws::AuthMode::kKnown;  ///< of forms
};

class Routes {
 public:
  Routes(HostRules hosts, RouteTargets targets) : hosts_(std::move(hosts)), targets_(targets) {}

  /// Refuses foreign Hosts (DNS rebinding) and pages of other sites with 403, then hands on. What is signed, presigned
  /// or a POST policy form comes from somebody with credentials, wherever the page is; and an unsigned request for a
  /// bucket can do what the bucket lets everybody do.
  boost::asio::awaitable<aws::HttpResponse> handle(aws::HttpRequest request);

  /// The same for a request to speak WebSocket, which APIs may take.
  boost::asio::awaitable<aws::UpgradeAnswer> upgrade(aws::HttpRequest request);

 private:
  bool answers_to(const aws::HttpRequest& request) const;
  boost::asio::awaitable<aws::HttpResponse> handle_with_cors(aws::HttpRequest request, bool foreign);
  boost::asio::awaitable<aws::HttpResponse> handle_aws(aws::HttpRequest request, bool foreign);
  boost::asio::awaitable<aws::HttpResponse> answer_aws(aws::HttpRequest request, bool foreign);

  HostRules hosts_;
  RouteTargets targets_;
};

}  // namespace cloudling::server
