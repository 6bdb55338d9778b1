#pragma once

// Sends events to API destinations (EventBridge User Guide, "API destinations as targets"): the request that a
// destination, its connection and the target make of an event, and what its answer means.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "emulators/events/events_store_connections.h"
#include "emulators/ports.h"
#include "emulators/store/store.h"

namespace cloudling::events {

/// Whether the ARN names an API destination.
bool is_api_destination(std::string_view arn);

/// `input` is what the target gets of the event. Pure.
OutgoingRequest request_for(const ApiDestinationRow& destination, const ConnectionParameters& connection,
                            const HttpTargetParameters& target, const std::string& input);

/// The request for a token by the connection's OAuth parameters. Pure.
OutgoingRequest token_request(const OAuthParameters& oauth);

/// Thread-safe.
class HttpDelivery : public HttpConnections {
 public:
  HttpDelivery(store::Store& store, HttpClient& http) : store_(store), http_(http) {}

  boost::asio::awaitable<ConnectionParameters> parameters(std::string connection_arn) override;
  void refused(const std::string& connection_arn) override;

  /// Waits for its turn by the destination's rate limit. Throws aws::Error where the event was not taken:
  /// worth_retrying() tells whether it may be later.
  boost::asio::awaitable<void> deliver(std::string destination_arn, HttpTargetParameters target, std::string input);

 private:
  boost::asio::awaitable<std::string> token(const ConnectionRow& connection);
  std::chrono::steady_clock::time_point turn(const ApiDestinationRow& destination);

  store::Store& store_;
  HttpClient& http_;
  std::mutex mutex_;
  std::map<std::string, std::string> tokens_;  ///< by the connection's ARN and when it was changed
  std::map<std::string, std::chrono::steady_clock::time_point> turns_;  ///< the next free one, by destination
};

}  // namespace cloudling::events
