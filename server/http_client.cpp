#include "server/http_client.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <utility>

namespace cloudling::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::awaitable;
using asio::use_awaitable;
using Kind = HttpFailure::Kind;
using Request = http::request<http::string_body>;
using SteadyTime = std::chrono::steady_clock::time_point;

namespace {

constexpr uint32_t kHeadBytes = 64 * 1024;
constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";  // RFC 9110 section 5.6.2

bool is_token(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kTokenMarks.find(c) != std::string_view::npos;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

/// No control character: nothing smuggles a line in.
bool is_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_name_of_aws(std::string_view host) { return host.ends_with(".amazonaws.com") || host.ends_with(".on.aws"); }

bool is_name_of_this_machine(std::string_view host) {
  constexpr std::string_view kField = "localhost.localstack.cloud";
  return host == "localhost" || host.ends_with(".localhost") || host == kField ||
         host.ends_with("." + std::string(kField));
}

Request message(const OutgoingRequest& request, const UrlParts& url) {
  if (!is_token(request.method)) throw HttpFailure(Kind::kRequest, "Invalid method: " + request.method);
  Request message;
  message.version(11);
  message.method_string(request.method);
  message.target(url.target);
  message.set(http::field::host, url.authority);
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !is_line(value)) throw HttpFailure(Kind::kRequest, "Invalid header field: " + name);
    if (aws::equals_ignoring_case(name, "Content-Length") || aws::equals_ignoring_case(name, "Transfer-Encoding") ||
        aws::equals_ignoring_case(name, "Connection"))
      continue;
    if (aws::equals_ignoring_case(name, "Host"))
      message.set(http::field::host, value);
    else
      message.insert(name, value);
  }
  message.set(http::field::connection, "close");
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

OutgoingResponse plain(http::response<http::string_body> answer) {
  OutgoingResponse response;
  response.status = static_cast<int>(answer.result_int());
  for (const auto& field : answer) {
    const bool framing = field.name() == http::field::connection || field.name() == http::field::keep_alive ||
                         field.name() == http::field::transfer_encoding || field.name() == http::field::content_length;
    if (!framing) response.headers.add(std::string(field.name_string()), std::string(field.value()));
  }
  response.body = std::move(answer.body());
  return response;
}

/// Sends the message and reads its answer, past those that only announce one (1xx).
template <class Stream>
awaitable<OutgoingResponse> exchange(Stream& stream, Request& message, size_t limit) {
  co_await http::async_write(stream, message, use_awaitable);
  beast::flat_buffer buffer;
  for (;;) {
    http::response_parser<http::string_body> parser;
    parser.header_limit(kHeadBytes);
    parser.body_limit(limit);
    parser.skip(message.method() == http::verb::head);
    co_await http::async_read(stream, buffer, parser, use_awaitable);
    if (parser.get().result_int() >= 200) co_return plain(parser.release());
  }
}

awaitable<asio::ip::tcp::resolver::results_type> resolve(const UrlParts& url) {
  const bool here = is_name_of_this_machine(url.host);
  const std::string host = here ? "127.0.0.1" : url.host;
  asio::ip::tcp::resolver resolver(co_await asio::this_coro::executor);
  auto found = co_await resolver.async_resolve(host, url.port, use_awaitable);
  co_return found;
}

struct Exchange {
  OutgoingRequest request;
  UrlParts url;
  SteadyTime deadline;
};

awaitable<OutgoingResponse> send_plain(Exchange work) {
  Request text = message(work.request, work.url);
  const auto addresses = co_await resolve(work.url);
  beast::tcp_stream stream(co_await asio::this_coro::executor);
  stream.expires_at(work.deadline);
  co_await stream.async_connect(addresses, use_awaitable);
  auto answer = co_await exchange(stream, text, work.request.response_bytes);
  co_return answer;
}

awaitable<OutgoingResponse> send_tls(Exchange work, asio::ssl::context& context) {
  Request text = message(work.request, work.url);
  const auto addresses = co_await resolve(work.url);
  beast::ssl_stream<beast::tcp_stream> stream(co_await asio::this_coro::executor, context);
  boost::system::error_code no_address;
  asio::ip::make_address(work.url.host, no_address);
  if (no_address) SSL_set_tlsext_host_name(stream.native_handle(), work.url.host.c_str());
  stream.set_verify_callback(asio::ssl::host_name_verification(work.url.host));
  beast::get_lowest_layer(stream).expires_at(work.deadline);
  co_await beast::get_lowest_layer(stream).async_connect(addresses, use_awaitable);
  try {
    co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
  } catch (const boost::system::system_error& error) {
    if (error.code() == beast::error::timeout) throw;
    throw HttpFailure(Kind::kTls, work.url.authority + ": " + error.code().message());
  }
  auto answer = co_await exchange(stream, text, work.request.response_bytes);
  co_return answer;
}

/// Of an error of the system, of Beast or of OpenSSL.
Kind kind_of(const boost::system::error_code& error) {
  if (error == beast::error::timeout) return Kind::kTimeout;
  if (error == http::error::body_limit || error == http::error::header_limit) return Kind::kTooLarge;
  if (error.category() == asio::error::get_ssl_category()) return Kind::kTls;
  if (error == asio::ssl::error::stream_truncated || error == http::error::end_of_stream ||
      error == http::error::partial_message || error == asio::error::connection_reset ||
      error == asio::error::broken_pipe || error == asio::error::eof)
    return Kind::kBroken;
  const bool of_http = error.category() == http::make_error_code(http::error::bad_version).category();
  return of_http ? Kind::kBroken : Kind::kUnreachable;
}

}  // namespace

UrlParts parse_url(std::string_view url) {
  const auto refuse = [&] { return HttpFailure(Kind::kRequest, "Invalid URL: " + std::string(url)); };
  const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  const size_t scheme_end = url.find("://");
  if (!printable || scheme_end == std::string_view::npos) throw refuse();
  UrlParts parts;
  const std::string_view scheme = url.substr(0, scheme_end);
  parts.tls = aws::equals_ignoring_case(scheme, "https");
  if (!parts.tls && !aws::equals_ignoring_case(scheme, "http")) throw refuse();
  const std::string_view rest = url.substr(scheme_end + 3, url.find('#') - scheme_end - 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  if (authority.find('@') != std::string_view::npos) throw refuse();
  parts.authority = authority;
  parts.target = rest.substr(authority.size());
  if (!parts.target.starts_with('/')) parts.target.insert(0, "/");
  const size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) throw refuse();
  const size_t colon = authority.find(':', bracket);
  parts.host = bracket > 0 ? authority.substr(1, bracket - 1) : authority.substr(0, colon);
  parts.port = colon == std::string_view::npos ? (parts.tls ? "443" : "80") : authority.substr(colon + 1);
  const bool digits = !parts.port.empty() && parts.port.size() <= 5 &&
                      parts.port.find_first_not_of("0123456789") == std::string::npos && std::stoi(parts.port) <= 65535;
  if (parts.host.empty() || !digits) throw refuse();
  return parts;
}

BeastHttpClient::BeastHttpClient(asio::io_context& io, std::function<std::string()> own_authority)
    : io_(io), own_authority_(std::move(own_authority)) {}

BeastHttpClient::~BeastHttpClient() = default;

asio::ssl::context& BeastHttpClient::tls() {
  const std::lock_guard lock(mutex_);
  if (tls_) return *tls_;
  auto made = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(made->native_handle(), TLS1_2_VERSION);
  made->set_default_verify_paths();
  made->set_verify_mode(asio::ssl::verify_peer);
  const std::string authority = own_authority_();
  if (!authority.empty()) made->add_certificate_authority(asio::buffer(authority));
  tls_ = std::move(made);
  return *tls_;
}

awaitable<OutgoingResponse> BeastHttpClient::send(OutgoingRequest request) {
  Exchange work{.request = std::move(request), .url = {}, .deadline = {}};
  work.url = parse_url(work.request.url);
  work.deadline = std::chrono::steady_clock::now() + work.request.timeout;
  if (own_ && is_name_of_aws(work.url.host)) {
    work.url.tls = false;
    work.url.host = own_->host;
    work.url.port = own_->port;
  }
  const std::string where = work.url.authority;
  try {
    // On a strand of its own: a stream's timer and its operations may not run at once.
    auto strand = asio::make_strand(io_);
    auto exchange = work.url.tls ? send_tls(std::move(work), tls()) : send_plain(std::move(work));
    auto answer = co_await asio::co_spawn(strand, std::move(exchange), use_awaitable);
    co_return answer;
  } catch (const boost::system::system_error& error) {
    throw HttpFailure(kind_of(error.code()), where + ": " + error.code().message());
  }
}

}  // namespace cloudling::server
