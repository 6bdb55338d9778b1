#include <poll.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/http/transport.h"

namespace cloudling::server {

namespace asio = boost::asio;

namespace {

class TcpTransport : public Transport {
 public:
  explicit TcpTransport(Socket socket) : socket_(std::move(socket)) {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
  }

  asio::awaitable<Result> read_some(asio::mutable_buffer into) override {
    return socket_.async_read_some(into, asio::as_tuple(asio::use_awaitable));
  }

  size_t write_now(const Pieces& pieces, boost::system::error_code& error) override {
    return socket_.write_some(pieces, error);
  }

  asio::awaitable<Result> write_some(Pieces pieces) override {
    return socket_.async_write_some(pieces, asio::as_tuple(asio::use_awaitable));
  }

  asio::awaitable<void> finish_writing() override {
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    co_return;
  }

  bool peer_gone() override {
    if (!socket_.is_open()) return true;
    pollfd watched{socket_.native_handle(), POLLRDHUP, 0};
    return poll(&watched, 1, 0) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
  }

  void cancel() override {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }

  void close() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  std::unique_ptr<TlsTransport> into_tls(std::shared_ptr<asio::ssl::context> context) override {
    return make_tls_transport(std::move(socket_), std::move(context));
  }

 private:
  Socket socket_;
};

}  // namespace

std::unique_ptr<Transport> make_tcp_transport(Socket socket) {
  return std::make_unique<TcpTransport>(std::move(socket));
}

}  // namespace cloudling::server
