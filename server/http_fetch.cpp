#include "server/http_fetch.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>

namespace cloudling::server {

namespace {

namespace beast = boost::beast;
namespace http = beast::http;

struct Address {
  std::string host;
  std::string port;
};

Address address_of(const std::string& endpoint) {
  const std::string scheme = "http://";
  if (!endpoint.starts_with(scheme)) throw std::runtime_error("The endpoint has to begin with http://: " + endpoint);
  const std::string authority = endpoint.substr(scheme.size(), endpoint.find('/', scheme.size()) - scheme.size());
  const size_t colon = authority.rfind(':');
  const bool has_port = colon != std::string::npos && authority.find(']', colon) == std::string::npos;
  Address address{has_port ? authority.substr(0, colon) : authority, has_port ? authority.substr(colon + 1) : "80"};
  if (address.host.starts_with('[')) address.host = address.host.substr(1, address.host.size() - 2);
  return address;
}

/// Runs one asynchronous step to its end; the stream's timeout bounds it.
template <class Start>
void step(boost::asio::io_context& io, beast::tcp_stream& stream, Start start) {
  std::optional<beast::error_code> outcome;
  stream.expires_after(std::chrono::seconds(60));
  start([&outcome](beast::error_code error, auto&&...) { outcome = error; });
  io.restart();
  io.run();
  if (outcome && *outcome) throw beast::system_error(*outcome);
}

}  // namespace

FetchedResponse http_fetch(const std::string& endpoint, const std::string& method, const std::string& path) {
  const Address address = address_of(endpoint);
  boost::asio::io_context io;
  beast::tcp_stream stream(io);
  try {
    const auto found = boost::asio::ip::tcp::resolver(io).resolve(address.host, address.port);
    step(io, stream, [&](auto done) { stream.async_connect(found, done); });
    http::request<http::empty_body> request(http::string_to_verb(method), path, 11);
    request.set(http::field::host, endpoint.substr(7));
    request.set(http::field::connection, "close");
    request.prepare_payload();
    step(io, stream, [&](auto done) { http::async_write(stream, request, done); });
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    step(io, stream, [&](auto done) { http::async_read(stream, buffer, response, done); });
    return {static_cast<int>(response.result_int()), response.body()};
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("No Cloudling answers at " + endpoint + ": " + error.code().message());
  }
}

}  // namespace cloudling::server
