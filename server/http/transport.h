#pragma once

// The bytes of one connection: plain TCP, TLS over it, or memory (tests). Used on the connection's strand only.

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <string>
#include <tuple>

namespace boost::asio::ssl {
class context;
}

namespace cloudling::server {

using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;

/// Up to four pieces written together; unused ones are empty.
using Pieces = std::array<boost::asio::const_buffer, 4>;

class TlsTransport;

/// At most one read and one write are under way at a time.
class Transport {
 public:
  using Result = std::tuple<boost::system::error_code, size_t>;

  virtual ~Transport() = default;

  virtual boost::asio::awaitable<Result> read_some(boost::asio::mutable_buffer into) = 0;

  /// Writes what the system takes at once; `error` is would_block where that is nothing.
  virtual size_t write_now(const Pieces& pieces, boost::system::error_code& error) = 0;

  /// Waits until some of the pieces are written. Their memory outlives the wait.
  virtual boost::asio::awaitable<Result> write_some(Pieces pieces) = 0;

  /// No more is written: tells the peer, bytes from it may still be read.
  virtual boost::asio::awaitable<void> finish_writing() = 0;

  /// The peer has closed its side or the connection broke.
  virtual bool peer_gone() = 0;

  /// Ends waits with operation_aborted; the connection stays usable.
  virtual void cancel() = 0;

  virtual void close() = 0;

  /// Hands the connection over to TLS; this transport is closed then. nullptr where TLS cannot be spoken.
  virtual std::unique_ptr<TlsTransport> into_tls(std::shared_ptr<boost::asio::ssl::context> context) = 0;
};

std::unique_ptr<Transport> make_tcp_transport(Socket socket);

class TlsTransport : public Transport {
 public:
  /// To be awaited before anything else, with what was read of the connection so far; false where it failed.
  virtual boost::asio::awaitable<bool> handshake(std::string begun) = 0;
};

std::unique_ptr<TlsTransport> make_tls_transport(Socket socket, std::shared_ptr<boost::asio::ssl::context> context);

}  // namespace cloudling::server
