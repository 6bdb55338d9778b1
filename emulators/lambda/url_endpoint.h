#pragma once

// Serves function URLs: finds the function by the request's Host, lets in who may, and invokes it with the request.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/http.h"
#include "emulators/aws/ids.h"
#include "emulators/lambda/lambda_store_urls.h"
#include "emulators/lambda/url_request.h"
#include "emulators/store/store.h"

namespace cloudling::lambda {

class Lambda;

/// Where a request comes from, as browsers tell.
enum class RequestOrigin { kOwn, kOtherSite };

/// Thread-safe. All that it is made of outlives it.
class UrlEndpoint {
 public:
  UrlEndpoint(store::Store& store, aws::Caller& caller, aws::Clock& clock, aws::IdSource& ids, Lambda& service)
      : store_(store), caller_(caller), clock_(clock), ids_(ids), service_(service) {}

  /// Whether the Host is one of a function URL.
  static bool claims(const aws::HttpRequest& request);

  /// Answers any such request; throws no aws::Error. Pages of other sites are let in where the URL's CORS
  /// configuration names them.
  boost::asio::awaitable<aws::HttpResponse> handle(aws::HttpRequest request, RequestOrigin origin);

 private:
  struct Found;

  boost::asio::awaitable<Found> find(std::string id);
  boost::asio::awaitable<aws::HttpResponse> invoke(aws::HttpRequest& request, const Found& found);
  boost::asio::awaitable<aws::HttpResponse> invoke_buffered(aws::CallContext context, const UrlRow& url,
                                                            std::string event);
  boost::asio::awaitable<aws::HttpResponse> invoke_streaming(aws::CallContext context, const UrlRow& url,
                                                             std::string event);

  store::Store& store_;
  aws::Caller& caller_;
  aws::Clock& clock_;
  aws::IdSource& ids_;
  Lambda& service_;
};

}  // namespace cloudling::lambda
