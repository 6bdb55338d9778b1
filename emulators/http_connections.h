#pragma once

// EventBridge's connections, as other services use them: what is added to requests that are made in the name of one.

#include <boost/asio/awaitable.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cloudling {

/// Names and values, not escaped. The headers have the authorization.
struct ConnectionParameters {
  using List = std::vector<std::pair<std::string, std::string>>;
  List headers;
  List query;
  List body;
};

/// Thread-safe.
class HttpConnections {
 public:
  virtual ~HttpConnections() = default;

  /// Asks the authorization server for a token where one is needed and none is at hand. Throws aws::Error: 404 where
  /// there is no such connection, 400 where it is not authorized, others where no token was given.
  virtual boost::asio::awaitable<ConnectionParameters> parameters(std::string connection_arn) = 0;

  /// A server did not accept the authorization (401, 407): the next is asked for anew.
  virtual void refused(const std::string& connection_arn) = 0;
};

}  // namespace cloudling
