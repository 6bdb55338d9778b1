#pragma once

// A small blocking client on a raw socket, for tests that care about bytes: it sends what it is told, malformed or not.
// Every wait is bounded, so that a test that would hang fails instead.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cloudling::test {

struct ClientResponse {
  int status = 0;  ///< 0 where the connection ended before a whole head
  std::string reason;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool complete = false;  ///< the body is as long as its framing said

  std::string header(std::string_view name) const;  ///< the first of that name without case, or ""
  bool has(std::string_view name) const;
};

class HttpClient {
 public:
  /// Throws std::runtime_error where nobody listens.
  explicit HttpClient(uint16_t port, const std::string& address = "127.0.0.1");
  ~HttpClient();
  HttpClient(HttpClient&& other) noexcept;
  HttpClient& operator=(HttpClient&& other) noexcept;

  /// False where the peer has closed.
  bool send(std::string_view bytes);

  /// Sends as much as is taken until the peer has taken nothing for `patience_ms`; returns how much that was.
  uint64_t send_until_blocked(uint64_t limit, int patience_ms);

  /// The next answer; `to_head` says that it has no body whatever its fields say. Interim 100 answers are returned too.
  ClientResponse receive(bool to_head = false);

  /// Reads the head only; the body is left to read_some().
  ClientResponse receive_head();
  std::string read_some();  ///< "" at the end, on reset and when nothing came in time

  /// Sends a request and receives its answer.
  ClientResponse ask(std::string_view request) {
    return send(request) ? receive(request.starts_with("HEAD ")) : ClientResponse{};
  }

  /// Whether the peer closes (or resets) without sending anything more.
  bool closed_by_peer();

  void finish_sending();  ///< half-close
  void reset();           ///< ends the connection with RST
  int native() const { return socket_; }

 private:
  bool fill();
  bool read_line(std::string& line);
  bool read_exactly(size_t bytes, std::string& into);
  bool read_chunked(std::string& into);

  int socket_ = -1;
  std::string buffer_;
};

}  // namespace cloudling::test
