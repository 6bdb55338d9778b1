#pragma once

// The body of one request, read from its connection as somebody asks for it: back-pressure is that nobody reads ahead.

#include <memory>
#include <string>

#include "emulators/aws/body.h"
#include "server/http/connection.h"
#include "server/http/http_server.h"
#include "server/http/request_parser.h"

namespace cloudling::server {

/// One request and its answer on a connection. Shared between the session, which ends it, and the body's reader, which
/// the handler may keep: read after the end, it throws. On the connection's strand.
class Exchange {
 public:
  Exchange(std::shared_ptr<Connection> connection, std::shared_ptr<const HttpLimits> limits);

  RequestParser& parser() { return parser_; }

  /// A reader for the handler, where the request has a body that was not read before.
  static std::unique_ptr<aws::BodyReader> reader(std::shared_ptr<Exchange> exchange);

  /// The next bytes; empty at the end. Answers `100 Continue` before it first waits, where that is expected.
  /// Throws aws::Error: IncompleteBody and RequestTimeout (400, S3's words), BadRequest (400), RequestEntityTooLarge
  /// (413).
  boost::asio::awaitable<std::string> next();

  /// Reads a body of at most `buffered_body_bytes`, before the handler runs.
  boost::asio::awaitable<std::string> read_buffered();

  uint64_t bytes_read() const { return bytes_read_; }

  /// A read is under way elsewhere or has failed: the connection cannot be used for another request.
  bool reading() const { return reading_; }
  bool body_done() const { return parser_.chunked() ? parser_.chunks_done() : remaining_ == 0; }

  /// The body is unread and the client waits for `100 Continue`, which it did not get.
  bool awaits_continue() const { return continue_due_; }
  void forgo_continue() { continue_due_ = false; }

  /// Bytes certain to follow that nobody read; of a chunked body unknown, so 0.
  uint64_t unread() const { return parser_.chunked() ? 0 : remaining_; }

  /// Called with the head parsed, and when the answer has been sent.
  void begin();
  void end() { over_ = true; }

  /// Drops what is left of the body; false where that is more than `limit` or the connection failed.
  boost::asio::awaitable<bool> drain(uint64_t limit);

 private:
  class Reader;

  boost::asio::awaitable<std::string> next_sized();
  boost::asio::awaitable<std::string> next_chunked();
  boost::asio::awaitable<void> send_continue();
  [[noreturn]] void fail() const;

  std::shared_ptr<Connection> connection_;
  std::shared_ptr<const HttpLimits> limits_;
  RequestParser parser_;
  uint64_t remaining_ = 0;
  uint64_t bytes_read_ = 0;
  bool continue_due_ = false;
  bool reading_ = false;
  bool over_ = false;
};

}  // namespace cloudling::server
