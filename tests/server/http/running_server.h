#pragma once

// A server on a free port with two network threads, for tests, and the handlers that tests share.

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "server/http/http_server.h"
#include "tests/support/http_client.h"

namespace cloudling::server {

class RunningServer {
 public:
  explicit RunningServer(HttpHandler handler, HttpServerOptions options = {});

  /// Stops it without grace, and fails the test where a connection outlives that.
  ~RunningServer();

  uint16_t port() const { return server_->port(); }
  HttpServer& server() { return *server_; }
  boost::asio::io_context& io() { return io_; }
  test::HttpClient client() const { return test::HttpClient(port()); }

  /// Blocks until stop() has returned.
  void stop(std::chrono::milliseconds grace);

 private:
  boost::asio::io_context io_;
  std::unique_ptr<HttpServer> server_;
  std::vector<std::thread> threads_;
  bool stopped_ = false;
};

/// Answers with a description: method, target, peer, TLS, each field in a line, an empty line, the body.
boost::asio::awaitable<aws::HttpResponse> describe_request(aws::HttpRequest request);

/// Answers with the number of bytes in the body, read chunk by chunk.
boost::asio::awaitable<aws::HttpResponse> count_body(aws::HttpRequest request);

/// `size` bytes in chunks of `chunk`; the size is told where `sized`. Throws after `fail_after` bytes where that is
/// less.
struct Bytes {
  uint64_t size = 0;
  size_t chunk = 64 * 1024;
  bool sized = true;
  uint64_t fail_after = UINT64_MAX;
};
aws::Body body_of(Bytes bytes);

/// True once `condition` is, false when it has not become so in half a minute.
bool eventually(const std::function<bool()>& condition);

}  // namespace cloudling::server
