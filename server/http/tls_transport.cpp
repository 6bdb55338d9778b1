#include <poll.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>

#include "server/http/transport.h"

namespace cloudling::server {

namespace asio = boost::asio;

namespace {

constexpr size_t kRecordBytes = 16 * 1024;

class OpenSslTransport : public TlsTransport {
 public:
  OpenSslTransport(Socket socket, std::shared_ptr<asio::ssl::context> context)
      : context_(std::move(context)), stream_(std::move(socket), *context_) {}

  // The client sends nothing behind its hello before it is answered, so all of what was read is used up.
  asio::awaitable<bool> handshake(std::string begun) override {
    auto token = asio::as_tuple(asio::use_awaitable);
    auto [error, used] = co_await stream_.async_handshake(asio::ssl::stream_base::server, asio::buffer(begun), token);
    co_return !error && used == begun.size();
  }

  asio::awaitable<Result> read_some(asio::mutable_buffer into) override {
    return stream_.async_read_some(into, asio::as_tuple(asio::use_awaitable));
  }

  size_t write_now(const Pieces&, boost::system::error_code& error) override {
    error = asio::error::would_block;
    return 0;
  }

  // The engine takes one buffer a call, and makes a record of it: small pieces are gathered into one.
  asio::awaitable<Result> write_some(Pieces pieces) override {
    auto first = std::find_if(pieces.begin(), pieces.end(), [](const auto& piece) { return piece.size() > 0; });
    if (first == pieces.end()) return write_buffer({});
    if (first->size() >= kRecordBytes || first->size() == asio::buffer_size(pieces)) return write_buffer(*first);
    if (!record_) record_ = std::make_unique<char[]>(kRecordBytes);
    size_t gathered = asio::buffer_copy(asio::buffer(record_.get(), kRecordBytes), pieces);
    return write_buffer(asio::const_buffer(record_.get(), gathered));
  }

  asio::awaitable<void> finish_writing() override {
    auto token = asio::as_tuple(asio::use_awaitable);
    auto [error] = co_await stream_.async_shutdown(token);
    boost::system::error_code ignored = error;
    stream_.next_layer().shutdown(Socket::shutdown_send, ignored);
  }

  bool peer_gone() override {
    if (!stream_.next_layer().is_open()) return true;
    pollfd watched{stream_.next_layer().native_handle(), POLLRDHUP, 0};
    return poll(&watched, 1, 0) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
  }

  void cancel() override {
    boost::system::error_code ignored;
    stream_.next_layer().cancel(ignored);
  }

  void close() override {
    boost::system::error_code ignored;
    stream_.next_layer().close(ignored);
  }

  std::unique_ptr<TlsTransport> into_tls(std::shared_ptr<asio::ssl::context>) override { return nullptr; }

 private:
  asio::awaitable<Result> write_buffer(asio::const_buffer buffer) {
    return stream_.async_write_some(buffer, asio::as_tuple(asio::use_awaitable));
  }

  std::shared_ptr<asio::ssl::context> context_;
  asio::ssl::stream<Socket> stream_;
  std::unique_ptr<char[]> record_;
};

}  // namespace

std::unique_ptr<TlsTransport> make_tls_transport(Socket socket, std::shared_ptr<asio::ssl::context> context) {
  return std::make_unique<OpenSslTransport>(std::move(socket), std::move(context));
}

}  // namespace cloudling::server
