#pragma once

// Requests of AWS clients: identify, authenticate, decode, call, encode.

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "emulators/aws/authenticator.h"
#include "emulators/aws/dispatcher.h"
#include "emulators/aws/http.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"

namespace cloudling::aws {

/// Bodies that are no streams are read whole, up to these many bytes.
struct GatewayOptions {
  size_t json_bytes = 10u << 20;
  size_t query_bytes = 4u << 20;  ///< a message of SQS, 1 MiB, with every byte escaped
  size_t xml_bytes = 8u << 20;
  size_t lambda_bytes = 70167211;  ///< AWS Lambda's own, of all but Invoke
  size_t invoke_bytes = 6291456;   ///< of a synchronous invocation

  /// Holds the document of a REST XML request against the digests in its headers; throws Error.
  std::function<void(std::string_view operation, const Headers&, std::string_view document)> check_document;
};

/// Thread-safe; holds nothing of a request but in its coroutine.
class Gateway {
 public:
  Gateway(const Registry& registry, Dispatcher& dispatcher, Authenticator& authenticator, IdSource& ids,
          GatewayOptions options = {})
      : registry_(registry),
        dispatcher_(dispatcher),
        authenticator_(authenticator),
        ids_(ids),
        options_(std::move(options)) {}

  /// Answers any request; never throws an Error. What fails is encoded by the protocol that the request speaks, or,
  /// where that is unknown, the one that its service does.
  boost::asio::awaitable<HttpResponse> handle(HttpRequest request);

  /// The same for a service that speaks to another as its clients do: `context` stands for the signature, and
  /// `service_id` is whom the request is for. One level deeper than `context` says.
  boost::asio::awaitable<HttpResponse> handle_for(CallContext context, std::string service_id, HttpRequest request);

  /// Who sent a request that is for none of AWS's operations; its signature is verified as any other's. The body is
  /// read where it was signed, and stays. Throws Error where nobody has signed, or not rightly.
  boost::asio::awaitable<CallContext> caller_of(HttpRequest& request);

 private:
  struct Exchange;

  boost::asio::awaitable<HttpResponse> run(HttpRequest request, Exchange exchange);
  boost::asio::awaitable<HttpResponse> answer(HttpRequest& request, Exchange& exchange);
  boost::asio::awaitable<void> identify(HttpRequest& request, Exchange& exchange);
  boost::asio::awaitable<void> authenticate(HttpRequest& request, Exchange& exchange);
  boost::asio::awaitable<AnyShape> decode(HttpRequest& request, Exchange& exchange, const Operation& operation);
  const Operation& find(const HttpRequest& request, const Exchange& exchange) const;
  size_t body_limit(const Exchange& exchange) const;

  const Registry& registry_;
  Dispatcher& dispatcher_;
  Authenticator& authenticator_;
  IdSource& ids_;
  GatewayOptions options_;
};

}  // namespace cloudling::aws
