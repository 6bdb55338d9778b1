#pragma once

// The outgoing HTTP client (emulators/ports.h), on Beast.

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/ports.h"

namespace boost::asio::ssl {
class context;
}

namespace cloudling::server {

/// Where a URL leads. Pure.
struct UrlParts {
  bool tls = false;
  std::string host;       ///< without brackets
  std::string port;       ///< digits
  std::string authority;  ///< as written, for the Host field
  std::string target;     ///< path and query; "/" at least, no fragment
};

/// Throws HttpFailure (kRequest) where it is no http or https URL, or names a user.
UrlParts parse_url(std::string_view url);

class BeastHttpClient final : public HttpClient {
 public:
  /// Certificates are trusted as the system does (and SSL_CERT_FILE says), and those of the authority that
  /// `own_authority` gives as PEM; it is asked at the first use of TLS and may be empty.
  BeastHttpClient(boost::asio::io_context& io, std::function<std::string()> own_authority);
  ~BeastHttpClient() override;

  /// Where names of AWS lead ("http://127.0.0.1:4566"); without it they are resolved like others. Before the first
  /// send.
  void set_own_endpoint(const std::string& url) { own_ = parse_url(url); }

  boost::asio::awaitable<OutgoingResponse> send(OutgoingRequest request) override;

 private:
  boost::asio::ssl::context& tls();

  boost::asio::io_context& io_;
  std::function<std::string()> own_authority_;
  std::optional<UrlParts> own_;
  std::mutex mutex_;
  std::unique_ptr<boost::asio::ssl::context> tls_;
};

}  // namespace cloudling::server
