#include "tests/support/http_client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace cloudling::test {

namespace {

constexpr int kPatienceSeconds = 30;

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

int connect_to(const std::string& address, uint16_t port) {
  bool v6 = address.find(':') != std::string::npos;
  int descriptor = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int result = -1;
  if (v6) {
    sockaddr_in6 to{};
    to.sin6_family = AF_INET6;
    to.sin6_port = htons(port);
    inet_pton(AF_INET6, address.c_str(), &to.sin6_addr);
    result = ::connect(descriptor, reinterpret_cast<sockaddr*>(&to), sizeof to);
  } else {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    inet_pton(AF_INET, address.c_str(), &to.sin_addr);
    result = ::connect(descriptor, reinterpret_cast<sockaddr*>(&to), sizeof to);
  }
  if (result != 0) {
    ::close(descriptor);
    throw std::runtime_error("cannot connect to " + address);
  }
  return descriptor;
}

}  // namespace

std::string ClientResponse::header(std::string_view name) const {
  auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& field) { return same_name(field.first, name); });
  return found == headers.end() ? std::string() : found->second;
}

bool ClientResponse::has(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(), [&](const auto& field) { return same_name(field.first, name); });
}

HttpClient::HttpClient(uint16_t port, const std::string& address) : socket_(connect_to(address, port)) {
  timeval patience{kPatienceSeconds, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

HttpClient::~HttpClient() {
  if (socket_ >= 0) ::close(socket_);
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

HttpClient& HttpClient::operator=(HttpClient&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

bool HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

uint64_t HttpClient::send_until_blocked(uint64_t limit, int patience_ms) {
  std::string block(64 * 1024, 'b');
  uint64_t total = 0;
  while (total < limit) {
    size_t wanted = std::min<uint64_t>(block.size(), limit - total);
    ssize_t sent = ::send(socket_, block.data(), wanted, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      total += static_cast<uint64_t>(sent);
      continue;
    }
    pollfd writable{socket_, POLLOUT, 0};
    if (poll(&writable, 1, patience_ms) <= 0) break;
    if ((writable.revents & (POLLERR | POLLHUP)) != 0) break;
  }
  return total;
}

ClientResponse HttpClient::receive_head() {
  ClientResponse response;
  std::string line;
  if (!read_line(line) || !line.starts_with("HTTP/1.1 ") || line.size() < 12) return response;
  int status = std::stoi(line.substr(9, 3));
  response.reason = line.size() > 13 ? line.substr(13) : "";
  while (read_line(line)) {
    if (line.empty()) {
      response.status = status;
      return response;
    }
    size_t colon = line.find(':');
    if (colon == std::string::npos) return response;
    response.headers.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 2, line.size())));
  }
  return response;
}

ClientResponse HttpClient::receive(bool to_head) {
  ClientResponse response = receive_head();
  bool bodiless = to_head || response.status < 200 || response.status == 204 || response.status == 304;
  if (response.status == 0 || bodiless) {
    response.complete = response.status != 0;
  } else if (same_name(response.header("Transfer-Encoding"), "chunked")) {
    response.complete = read_chunked(response.body);
  } else if (response.has("Content-Length")) {
    response.complete = read_exactly(std::stoull(response.header("Content-Length")), response.body);
  } else {
    while (fill()) continue;
    response.body = std::exchange(buffer_, {});
    response.complete = true;
  }
  return response;
}

std::string HttpClient::read_some() {
  if (buffer_.empty()) fill();
  return std::exchange(buffer_, {});
}

bool HttpClient::closed_by_peer() {
  if (!buffer_.empty()) return false;
  char byte = 0;
  ssize_t received = ::recv(socket_, &byte, 1, 0);
  return received == 0 || (received < 0 && errno == ECONNRESET);
}

void HttpClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

void HttpClient::reset() {
  linger hard{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  ::close(std::exchange(socket_, -1));
}

bool HttpClient::fill() {
  size_t before = buffer_.size();
  buffer_.resize(before + 64 * 1024);
  ssize_t received = ::recv(socket_, buffer_.data() + before, buffer_.size() - before, 0);
  buffer_.resize(before + static_cast<size_t>(std::max<ssize_t>(received, 0)));
  return received > 0;
}

bool HttpClient::read_line(std::string& line) {
  size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!fill()) return false;
  }
  line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return true;
}

bool HttpClient::read_exactly(size_t bytes, std::string& into) {
  while (buffer_.size() < bytes) {
    if (!fill()) {
      into += std::exchange(buffer_, {});
      return false;
    }
  }
  into += buffer_.substr(0, bytes);
  buffer_.erase(0, bytes);
  return true;
}

bool HttpClient::read_chunked(std::string& into) {
  std::string line;
  while (read_line(line)) {
    size_t size = std::stoull(line, nullptr, 16);
    if (!read_exactly(size, into) || !read_line(line)) return false;
    if (size == 0) return true;
  }
  return false;
}

}  // namespace cloudling::test
