#pragma once

// An HTTP/1.1 server that hands plain requests to one handler, and knows nothing of what they mean.
//
// What it does itself: keep-alive, pipelining (answered in order), `Expect: 100-continue` (sent when the handler first
// reads the body), chunked and streamed bodies both ways with back-pressure, limits and deadlines, TLS on the same port
// (the first byte of a connection decides), WebSocket, refusing what is malformed or ambiguous (RFC 9112), a bounded
// stop.
//
// Threads: everything of a connection runs on its own strand of the io_context, which any number of threads may run.
// The handler is called on that strand, and reads the request body and is cancelled there; it must not block.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "emulators/aws/http.h"
#include "emulators/aws/web_socket.h"

namespace boost::asio {
class io_context;
}

namespace cloudling::server {

class Tls;
struct HttpServerCore;

/// All limits are explicit; what exceeds one is answered as the comment says, and the connection closed.
struct HttpLimits {
  size_t target_bytes = 32 * 1024;                ///< request target: 414
  size_t head_bytes = 64 * 1024;                  ///< request line and all fields: 431
  size_t fields = 512;                            ///< number of header fields: 431
  uint64_t body_bytes = 5368709120 + (64 << 20);  ///< S3's 5 GiB and the framing of signed chunks: 413
  size_t buffered_body_bytes = 64 * 1024;  ///< bodies with at most this Content-Length are read before the handler runs
  uint64_t drained_bytes = 256 * 1024;     ///< what a handler left unread is dropped up to here to keep the connection
  size_t connections = 0;  ///< 0: 4096, or what RLIMIT_NOFILE leaves; idle ones give way, then accepting waits

  std::chrono::milliseconds head_timeout{20000};      ///< first byte of a request until the end of its fields: 408
  std::chrono::milliseconds idle_timeout{60000};      ///< between requests: closed without an answer
  std::chrono::milliseconds progress_timeout{60000};  ///< without any byte of a body read (408) or written (closed)
  std::chrono::milliseconds linger_timeout{2000};     ///< how long a refused client may go on sending before the close
};

/// One answered (or abandoned) request, for the access log.
struct AccessRecord {
  std::string method;
  std::string target;
  std::string peer;
  int status = 0;  ///< 499 where the client went away before it was answered
  uint64_t request_body_bytes = 0;
  uint64_t response_body_bytes = 0;
  std::chrono::microseconds duration{0};  ///< from the end of the request's fields to the last byte of the answer
  bool tls = false;
};

/// Answers a request. What it throws as aws::Error is answered as plain JSON, anything else as 500 InternalFailure.
/// Cancelled (asio cancellation, terminal) when the client goes away meanwhile.
using HttpHandler = std::function<boost::asio::awaitable<aws::HttpResponse>(aws::HttpRequest)>;

/// Answers a request to speak WebSocket from now on; the same holds for it.
using UpgradeHandler = std::function<boost::asio::awaitable<aws::UpgradeAnswer>(aws::HttpRequest)>;

struct HttpServerOptions {
  std::string host =
      "127.0.0.1";    ///< an IP address or "localhost"; 127.0.0.1 also listens on ::1 where that can be had
  uint16_t port = 0;  ///< 0: any free one
  HttpLimits limits;
  std::shared_ptr<Tls> tls;  ///< nullptr: TLS connections are closed

  /// Where connections run, each on the next in turn; empty: where the server does.
  std::vector<boost::asio::io_context*> connection_contexts;

  UpgradeHandler on_upgrade;                            ///< empty: such requests are requests like others
  std::function<void(const AccessRecord&)> on_request;  ///< any network thread; empty: nothing is recorded
  std::function<void(const std::string&)> on_error;     ///< unexpected exceptions of the handler or of a body
};

/// Owned by main. Listening begins in the constructor (so that the port is known and a taken one is refused early),
/// accepting with start().
class HttpServer {
 public:
  /// Throws std::runtime_error, saying which address and why, where it cannot listen.
  HttpServer(boost::asio::io_context& io, HttpServerOptions options, HttpHandler handler);

  /// Ends connections that are left, without grace. The io_context must not run handlers of this server afterwards
  /// that need what the caller destroys: await stop() first.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  uint16_t port() const;
  size_t connections() const;  ///< open now
  void start();

  /// Stops accepting, closes idle connections, lets running requests finish within `grace`, then cancels and closes.
  /// Returns when no connection is left, or at the latest two seconds after `grace`. Thread-safe; call once.
  boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

 private:
  std::shared_ptr<HttpServerCore> core_;
};

}  // namespace cloudling::server
