#pragma once

// Bytes to a request: Beast's incremental parser with what it leaves open decided strictly, since two readers that
// disagree about where a request ends are a security hole (RFC 9112 sections 2.2, 5, 6.3 and 11.2).
//
// Refused with 400 and a close: bare LF, folded lines, a space before a field's colon, Content-Length twice or beside
// Transfer-Encoding, anything but digits in it, chunk extensions with an open quote, HTTP/1.1 without exactly one Host.
// A transfer coding other than `chunked` is 501. Performs no I/O.

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/error.h"
#include "emulators/aws/http.h"
#include "server/http/http_server.h"

namespace cloudling::server {

/// Parses one request; made anew for the next.
class RequestParser final : private boost::beast::http::basic_parser<true> {
 public:
  explicit RequestParser(const HttpLimits& limits);

  /// Takes bytes of the request line and fields, as many as it returns; the rest comes again, with more behind it.
  /// Throws aws::Error with the status to answer before closing.
  size_t parse_head(std::string_view bytes);

  /// All fields were read. From here on the accessors below may be used.
  bool head_done() const { return is_header_done(); }

  aws::HttpRequest& request() { return request_; }
  bool http_1_1() const { return http_1_1_; }
  bool keep_alive() const { return basic_parser::keep_alive(); }
  bool chunked() const { return has_chunked_; }
  uint64_t content_length() const { return content_length_.value_or(0); }
  bool has_body() const { return has_chunked_ || content_length() > 0; }
  bool expects_continue() const { return expects_continue_; }

  /// Chunked bodies: takes framing and data from `bytes`, as parse_head() does, and appends the data to `body`.
  /// Throws aws::Error (400) where the framing is broken, as soon as a byte shows it, or the body longer than the
  /// limit (413).
  size_t parse_chunks(std::string_view bytes, std::string& body);
  bool chunks_done() const { return is_done(); }

  /// Fields behind the chunks, once these are done.
  const aws::Headers& trailers() const { return trailers_; }

 private:
  using ErrorCode = boost::beast::error_code;
  using Text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int version, ErrorCode&) override;
  void on_response_impl(int, Text, int, ErrorCode&) override {}
  void on_field_impl(boost::beast::http::field field, Text name, Text value, ErrorCode&) override;
  void on_header_impl(ErrorCode&) override;
  void on_body_init_impl(const boost::optional<uint64_t>&, ErrorCode&) override {}
  size_t on_body_impl(Text, ErrorCode&) override;
  void on_chunk_header_impl(uint64_t, Text, ErrorCode&) override { behind_chunk_ = before_size_ = false; }
  size_t on_chunk_body_impl(uint64_t remaining, Text body, ErrorCode&) override;
  void on_finish_impl(ErrorCode&) override {}

  void check_lines(std::string_view bytes);
  static void check_size_line(std::string_view bytes);
  void check_field(boost::beast::http::field field, std::string_view value);
  void use_absolute_target();

  const HttpLimits& limits_;
  aws::HttpRequest request_;
  aws::Headers trailers_;
  std::optional<aws::Error> refused_;
  std::optional<uint64_t> content_length_;
  std::string* chunk_data_ = nullptr;
  size_t head_bytes_ = 0;     ///< consumed of the request line and fields
  size_t checked_bytes_ = 0;  ///< of what is not consumed, known to have proper line ends
  size_t hosts_ = 0;
  bool http_1_1_ = false;
  bool has_chunked_ = false;
  bool behind_chunk_ = false;  ///< what is not consumed begins with the line end of a chunk's data
  bool before_size_ = true;    ///< the same, or it begins with a chunk's size
  bool expects_continue_ = false;
};

}  // namespace cloudling::server
