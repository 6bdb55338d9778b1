#include "server/http/http_server.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "server/http/connection_set.h"
#include "server/http/session.h"

namespace cloudling::server {

namespace asio = boost::asio;
using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Strand>;
using std::chrono::milliseconds;

namespace {

constexpr size_t kDefaultConnections = 4096;
constexpr size_t kReservedDescriptors = 128;  // the database, children, logs
constexpr milliseconds kPause{20};            // between looks at something that has no event
constexpr milliseconds kAfterGrace{2000};

}  // namespace

struct HttpServerCore : std::enable_shared_from_this<HttpServerCore> {
  HttpServerCore(asio::io_context& io, HttpServerOptions options, HttpHandler handler);

  void listen();
  void accept_all();
  void begin(Socket socket);
  asio::io_context& next_context();

  asio::io_context& io;
  std::shared_ptr<Serving> serving = std::make_shared<Serving>();
  ConnectionSet connections;
  std::vector<std::unique_ptr<Acceptor>> acceptors;
  uint16_t port = 0;
  size_t max_connections = 0;
  std::atomic<size_t> turn = 0;
};

namespace {

size_t connections_allowed(size_t wanted) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  size_t available =
      files.rlim_cur > 2 * kReservedDescriptors ? files.rlim_cur - kReservedDescriptors : files.rlim_cur / 2;
  return std::min(wanted == 0 ? kDefaultConnections : wanted, available);
}

tcp::endpoint parse_endpoint(const std::string& host, uint16_t port) {
  boost::system::error_code error;
  auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
  if (error) throw std::runtime_error("cannot listen on \"" + host + "\": not an IP address");
  return {address, port};
}

std::unique_ptr<Acceptor> open_acceptor(asio::io_context& io, const tcp::endpoint& endpoint, bool only_v6) {
  auto acceptor = std::make_unique<Acceptor>(asio::make_strand(io));
  acceptor->open(endpoint.protocol());
  acceptor->set_option(Acceptor::reuse_address(true));
  if (only_v6) acceptor->set_option(asio::ip::v6_only(true));
  acceptor->bind(endpoint);
  acceptor->listen();
  return acceptor;
}

asio::awaitable<void> pause() {
  asio::steady_timer timer(co_await asio::this_coro::executor, kPause);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

/// A full house makes room by closing a connection that is idle, or else waits: the system's queue holds who comes.
asio::awaitable<void> await_room(std::shared_ptr<HttpServerCore> core) {
  while (core->connections.size() >= core->max_connections && !core->serving->stopping) {
    core->connections.close_one_idle();
    co_await pause();
  }
}

asio::awaitable<void> accept_loop(std::shared_ptr<HttpServerCore> core, Acceptor& acceptor) {
  while (!core->serving->stopping) {
    if (core->connections.size() >= core->max_connections) {
      co_await acceptor.async_wait(Acceptor::wait_read, asio::as_tuple(asio::use_awaitable));
      co_await await_room(core);
    }
    auto strand = asio::make_strand(core->next_context().get_executor());
    auto [error, socket] = co_await acceptor.async_accept(strand, asio::as_tuple(asio::use_awaitable));
    if (core->serving->stopping) co_return;
    if (!error) {
      core->begin(std::move(socket));
    } else if (error != asio::error::connection_aborted) {  // out of descriptors or memory: both come back
      core->connections.close_one_idle();
      co_await pause();
    }
  }
}

/// Runs while there are connections, so that an idle server has nothing to do.
asio::awaitable<void> sweep_loop(std::shared_ptr<HttpServerCore> core) {
  const HttpLimits& limits = core->serving->options.limits;
  auto shortest = std::min({limits.head_timeout, limits.idle_timeout, limits.progress_timeout, limits.linger_timeout});
  auto interval = std::clamp(shortest / 4, milliseconds(5), milliseconds(500));
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (core->connections.keep_sweeping()) {
    timer.expires_after(interval);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    core->connections.sweep(std::chrono::steady_clock::now());
  }
}

void close_acceptors(const std::shared_ptr<HttpServerCore>& core) {
  for (auto& acceptor : core->acceptors) {
    asio::post(acceptor->get_executor(), [core, &acceptor] {
      boost::system::error_code ignored;
      acceptor->close(ignored);
    });
  }
}

}  // namespace

HttpServerCore::HttpServerCore(asio::io_context& io, HttpServerOptions options, HttpHandler handler) : io(io) {
  serving->options = std::move(options);
  serving->handler = std::move(handler);
  max_connections = std::max<size_t>(1, connections_allowed(serving->options.limits.connections));
}

// Browsers and Node try ::1 first for "localhost"; where it cannot be had, they fall back.
void HttpServerCore::listen() {
  auto endpoint = parse_endpoint(serving->options.host, serving->options.port);
  try {
    acceptors.push_back(open_acceptor(io, endpoint, false));
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot listen on " + serving->options.host + ":" + std::to_string(endpoint.port()) +
                             ": " + error.code().message());
  }
  port = acceptors.front()->local_endpoint().port();
  if (endpoint.address() != asio::ip::address_v4::loopback()) return;
  try {
    acceptors.push_back(open_acceptor(io, {asio::ip::address_v6::loopback(), port}, true));
  } catch (const boost::system::system_error&) {
    return;
  }
}

void HttpServerCore::accept_all() {
  for (auto& acceptor : acceptors) {
    asio::co_spawn(acceptor->get_executor(), accept_loop(shared_from_this(), *acceptor), asio::detached);
  }
}

asio::io_context& HttpServerCore::next_context() {
  const auto& contexts = serving->options.connection_contexts;
  return contexts.empty() ? io : *contexts[turn++ % contexts.size()];
}

void HttpServerCore::begin(Socket socket) {
  boost::system::error_code error;
  socket.set_option(tcp::no_delay(true), error);
  auto peer = socket.remote_endpoint(error);
  if (error) return;
  Strand strand = socket.get_executor();
  auto connection =
      std::make_shared<Connection>(strand, peer.address().to_string(), make_tcp_transport(std::move(socket)));
  if (connections.add(connection)) asio::co_spawn(io, sweep_loop(shared_from_this()), asio::detached);
  auto ended = [core = shared_from_this(), connection](const std::exception_ptr&) {
    core->connections.remove(*connection);
  };
  asio::co_spawn(strand, serve_connection(connection, serving),
                 asio::bind_cancellation_slot(connection->cancellation(), std::move(ended)));
}

HttpServer::HttpServer(asio::io_context& io, HttpServerOptions options, HttpHandler handler)
    : core_(std::make_shared<HttpServerCore>(io, std::move(options), std::move(handler))) {
  core_->listen();
}

HttpServer::~HttpServer() {
  core_->serving->stopping = true;
  close_acceptors(core_);
  core_->connections.abort_all();
}

uint16_t HttpServer::port() const { return core_->port; }
size_t HttpServer::connections() const { return core_->connections.size(); }
void HttpServer::start() { core_->accept_all(); }

asio::awaitable<void> HttpServer::stop(milliseconds grace) {
  auto core = core_;
  core->serving->stopping = true;
  close_acceptors(core);
  core->connections.close_idle();
  auto deadline = std::chrono::steady_clock::now() + grace;
  while (core->connections.size() > 0 && std::chrono::steady_clock::now() < deadline) co_await pause();
  core->connections.abort_all();
  deadline += kAfterGrace;
  while (core->connections.size() > 0 && std::chrono::steady_clock::now() < deadline) co_await pause();
}

}  // namespace cloudling::server
