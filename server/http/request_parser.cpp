#include "server/http/request_parser.h"

#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <charconv>

namespace cloudling::server {

namespace http = boost::beast::http;

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kShortestEnd = "0\r\n\r\n";

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

aws::Error bad_request(std::string message) { return {400, "BadRequest", std::move(message)}; }

aws::Error refusal(const boost::beast::error_code& error) {
  if (error == http::error::body_limit) {
    return {413, "RequestEntityTooLarge", "The request body is larger than this server takes."};
  }
  if (error == http::error::bad_version) {
    return {505, "HttpVersionNotSupported", "This server speaks HTTP/1.1 and HTTP/1.0."};
  }
  return bad_request("The request is malformed: " + error.message() + ".");
}

}  // namespace

RequestParser::RequestParser(const HttpLimits& limits) : limits_(limits) {
  header_limit(static_cast<uint32_t>(limits.head_bytes));
  body_limit(limits.body_bytes);
}

size_t RequestParser::parse_head(std::string_view bytes) {
  size_t skipped = 0;
  if (!got_some()) {  // RFC 9112 section 2.2: empty lines before a request are ignored
    while (bytes.substr(skipped, 2) == "\r\n") skipped += 2;
  }
  std::string_view rest = bytes.substr(skipped);
  if (rest.empty() || rest == "\r") return skipped;
  check_lines(rest);

  ErrorCode error;
  size_t used = put(boost::asio::buffer(rest.data(), rest.size()), error);
  if (refused_) throw *refused_;
  checked_bytes_ -= std::min(checked_bytes_, used);
  head_bytes_ += skipped + used;
  bool complete = is_header_done();
  if (head_bytes_ + (complete ? 0 : rest.size() - used) > limits_.head_bytes || error == http::error::header_limit) {
    if (request_.method.empty())
      throw aws::Error(414, "UriTooLong", "The request line is longer than this server takes.");
    throw aws::Error(431, "RequestHeaderFieldsTooLarge", "The header fields are larger than this server takes.");
  }
  if (error && error != http::error::need_more) throw refusal(error);
  return skipped + used;
}

size_t RequestParser::parse_chunks(std::string_view bytes, std::string& body) {
  if (is_done()) return 0;
  // Beast takes for granted that all of the shortest end is there once it has seen the last chunk's line.
  if (before_size_ && bytes.size() < kShortestEnd.size() && kShortestEnd.starts_with(bytes)) return 0;
  if (before_size_) check_size_line(bytes);
  eager(false);
  chunk_data_ = &body;
  ErrorCode error;
  size_t used = put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  chunk_data_ = nullptr;
  if (error && error != http::error::need_more) throw refusal(error);
  // Beast looks at the line end behind a chunk's data only together with the start of the next size line.
  const std::string_view rest = bytes.substr(used, kLineEnd.size());
  if (behind_chunk_ && !kLineEnd.starts_with(rest)) throw refusal(http::error::bad_chunk);
  return used;
}

void RequestParser::on_request_impl(http::verb verb, Text method, Text target, int version, ErrorCode& error) {
  http_1_1_ = version == 11;
  request_.method = view(method);
  request_.target = view(target);
  if (target.size() > limits_.target_bytes) {
    refused_ = aws::Error(414, "UriTooLong", "The request target is longer than this server takes.");
  } else if (verb == http::verb::connect) {
    refused_ = aws::Error(405, "MethodNotAllowed", "CONNECT is not supported: this server is no proxy.");
  }
  if (refused_) error = http::error::bad_target;
}

void RequestParser::on_field_impl(http::field field, Text name, Text value, ErrorCode& error) {
  if (is_header_done() || chunk_data_ != nullptr) {
    if (trailers_.size() < limits_.fields) trailers_.add(std::string(view(name)), std::string(view(value)));
    return;
  }
  check_field(field, view(value));
  if (request_.headers.size() >= limits_.fields) {
    refused_ =
        aws::Error(431, "RequestHeaderFieldsTooLarge", "The request has more header fields than this server takes.");
  }
  if (refused_) {
    error = http::error::bad_field;
    return;
  }
  request_.headers.add(std::string(view(name)), std::string(view(value)));
}

void RequestParser::check_field(http::field field, std::string_view value) {
  switch (field) {
    case http::field::content_length: {
      if (content_length_) refused_ = bad_request("The request has more than one Content-Length.");
      uint64_t length = 0;
      auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), length);
      if (failure != std::errc() || end != value.data() + value.size()) {
        refused_ = bad_request("The Content-Length is not a number.");
      }
      content_length_ = length;
      return;
    }
    case http::field::transfer_encoding:
      if (!http_1_1_) {
        refused_ = bad_request("Transfer-Encoding needs HTTP/1.1.");
      } else if (!aws::equals_ignoring_case(value, "chunked")) {
        refused_ = aws::Error(501, "NotImplemented", "The only transfer coding supported is chunked.");
      }
      has_chunked_ = true;
      return;
    case http::field::expect:
      if (!http_1_1_) return;
      expects_continue_ = aws::equals_ignoring_case(value, "100-continue");  // others are ignored, as S3 does
      return;
    case http::field::host:
      if (++hosts_ > 1) refused_ = bad_request("The request has more than one Host.");
      return;
    default:
      return;
  }
}

void RequestParser::on_header_impl(ErrorCode& error) {
  if (http_1_1_ && hosts_ == 0) refused_ = bad_request("The request has no Host.");
  if (content_length_ && has_chunked_)
    refused_ = bad_request("The request has both Content-Length and Transfer-Encoding.");
  use_absolute_target();
  if (refused_) error = http::error::bad_field;
}

// RFC 9112 section 3.2: origin form, absolute form (its authority replaces Host), or `*` for OPTIONS.
void RequestParser::use_absolute_target() {
  std::string& target = request_.target;
  if (target.starts_with('/') || (target == "*" && request_.method == "OPTIONS")) return;
  size_t scheme = target.find("://");
  std::string_view name = std::string_view(target).substr(0, scheme == std::string::npos ? 0 : scheme);
  if (!aws::equals_ignoring_case(name, "http") && !aws::equals_ignoring_case(name, "https")) {
    refused_ = bad_request("The request target must be a path or an absolute URL.");
    return;
  }
  size_t start = scheme + 3;
  size_t end = std::min(target.find_first_of("/?", start), target.size());
  std::string authority = target.substr(start, end - start);
  if (authority.empty() || authority.find('@') != std::string::npos) {
    refused_ = bad_request("The request target names no host.");
    return;
  }
  target = target.substr(end);
  if (!target.starts_with('/')) target.insert(target.begin(), '/');
  request_.headers.set("Host", std::move(authority));
}

size_t RequestParser::on_body_impl(Text, ErrorCode& error) {
  error = http::error::bad_field;  // a body of known length never comes through the parser
  return 0;
}

size_t RequestParser::on_chunk_body_impl(uint64_t remaining, Text body, ErrorCode&) {
  chunk_data_->append(body.data(), body.size());
  behind_chunk_ = before_size_ = body.size() == remaining;
  return body.size();
}

// Beast looks for the end of an extension's quoted value beyond the line, as far as bytes are there.
void RequestParser::check_size_line(std::string_view bytes) {
  if (bytes.starts_with(kLineEnd)) bytes.remove_prefix(kLineEnd.size());
  const size_t end = bytes.find('\r');
  if (end == std::string_view::npos) return;
  bool quoted = false;
  for (size_t i = 0; i < end; ++i) {
    if (quoted && bytes[i] == '\\')
      ++i;
    else if (bytes[i] == '"')
      quoted = !quoted;
  }
  if (quoted) throw refusal(http::error::bad_chunk_extension);
}

// Every line up to the empty one ends in CRLF and starts with something.
void RequestParser::check_lines(std::string_view bytes) {
  size_t line = checked_bytes_;
  while (line < bytes.size()) {
    if (bytes[line] == ' ' || bytes[line] == '\t') throw bad_request("A header line is folded.");
    size_t end = bytes.find('\n', line);
    if (end == std::string_view::npos) break;
    if (end == line || bytes[end - 1] != '\r') throw bad_request("A line does not end in CR LF.");
    if (end == line + 1) return;  // the end of the head; checked_bytes_ stays before it
    line = end + 1;
    checked_bytes_ = line;
  }
}

}  // namespace cloudling::server
