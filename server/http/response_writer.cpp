#include "server/http/response_writer.h"

#include <array>
#include <cstdio>

namespace cloudling::server {

namespace asio = boost::asio;

namespace {

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> escape;
      std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
      out += escape.data();
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += out.size() == 1 ? "" : ",";
  append_json_string(out, name);
  out += ':';
  append_json_string(out, value);
}

}  // namespace

asio::awaitable<bool> ResponseWriter::send(aws::HttpResponse& response, ResponsePlan plan, std::string first_chunk) {
  std::string& head = connection_.scratch();
  head.clear();
  append_response_head(head, response, plan);
  bool with_body = plan.framing != Framing::kNone;
  if (with_body && response.body.streamed()) {
    head_ = head;
    bool sent = co_await send_stream(response, plan, std::move(first_chunk));
    co_return sent;
  }
  Pieces pieces{asio::buffer(head)};
  if (with_body) pieces[1] = asio::buffer(response.body.bytes());
  bool sent = connection_.write_now(pieces);
  if (sent && asio::buffer_size(pieces) > 0) sent = co_await connection_.write(pieces, progress_);
  if (sent && with_body) body_bytes_ = response.body.bytes().size();
  co_return sent;
}

// A body of known size has its head sent with the first chunk, which is at hand; others may be long in coming, so the
// client gets the head at once.
asio::awaitable<bool> ResponseWriter::send_stream(aws::HttpResponse& response, ResponsePlan plan,
                                                  std::string first_chunk) {
  std::optional<uint64_t> size = response.body.size();
  std::string chunk = std::move(first_chunk);
  if (!size) {
    bool sent = co_await send_chunk(Framing::kToEnd, chunk);
    if (!sent) co_return false;
    chunk = co_await next_chunk(response.body);
  }
  while (!chunk.empty()) {
    if (size && body_bytes_ + chunk.size() > *size) co_return false;
    bool sent = co_await send_chunk(plan.framing, chunk);
    if (!sent) co_return false;
    body_bytes_ += chunk.size();
    if (size && body_bytes_ == *size) co_return true;
    chunk = co_await next_chunk(response.body);
  }
  if (size && body_bytes_ < *size && *size > 0) co_return false;
  bool sent = co_await send_chunk(plan.framing, chunk);
  co_return sent;
}

asio::awaitable<bool> ResponseWriter::send_chunk(Framing framing, const std::string& chunk) {
  Pieces pieces{asio::buffer(head_), {}, asio::buffer(chunk)};
  std::array<char, 24> size_line;
  if (framing == Framing::kChunked) {
    int length = std::snprintf(size_line.data(), size_line.size(), "%zx\r\n", chunk.size());
    pieces[1] = asio::buffer(size_line.data(), static_cast<size_t>(length));
    pieces[3] = asio::buffer("\r\n", 2);
  }
  bool sent = connection_.write_now(pieces);
  if (sent && asio::buffer_size(pieces) > 0) sent = co_await connection_.write(pieces, progress_);
  head_.clear();
  co_return sent;
}

// Its source may wait for long; a client that goes away meanwhile ends that.
asio::awaitable<std::string> ResponseWriter::next_chunk(aws::Body& body) {
  connection_.set_phase(Phase::kHandling);
  std::string chunk = co_await body.next();
  connection_.set_phase(Phase::kBusy);
  co_return chunk;
}

aws::HttpResponse plain_error(const aws::Error& error) {
  std::string text = "{";
  append_member(text, "error", error.code);
  append_member(text, "message", error.message);
  for (const auto& [name, value] : error.fields) append_member(text, name, value);
  text += "}\n";
  aws::HttpResponse response;
  response.status = error.status;
  response.headers.add("Content-Type", "application/json");
  response.body = std::move(text);
  return response;
}

}  // namespace cloudling::server
