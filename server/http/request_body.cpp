#include "server/http/request_body.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

namespace cloudling::server {

namespace asio = boost::asio;

namespace {

constexpr size_t kChunkBytes = 256 * 1024;
constexpr size_t kTlsChunkBytes = 16 * 1024;  // a record: more is never read at once
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

class Exchange::Reader : public aws::BodyReader {
 public:
  explicit Reader(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}

  asio::awaitable<std::string> next() override {
    const Strand& strand = exchange_->connection_->strand();
    if (strand.running_in_this_thread()) return exchange_->next();
    return asio::co_spawn(strand, exchange_->next(), asio::use_awaitable);
  }

  const aws::Headers* trailers() const override {
    return exchange_->parser_.chunked() && exchange_->body_done() ? &exchange_->parser_.trailers() : nullptr;
  }

 private:
  std::shared_ptr<Exchange> exchange_;
};

Exchange::Exchange(std::shared_ptr<Connection> connection, std::shared_ptr<const HttpLimits> limits)
    : connection_(std::move(connection)), limits_(std::move(limits)), parser_(*limits_) {}

std::unique_ptr<aws::BodyReader> Exchange::reader(std::shared_ptr<Exchange> exchange) {
  return std::make_unique<Reader>(std::move(exchange));
}

void Exchange::begin() {
  remaining_ = parser_.content_length();
  continue_due_ = parser_.expects_continue() && parser_.has_body() && connection_->input().empty();
}

asio::awaitable<std::string> Exchange::next() {
  if (over_) throw std::logic_error("a request body was read after its request was answered");
  if (body_done()) co_return std::string();
  reading_ = true;
  if (continue_due_) co_await send_continue();
  auto phase = connection_->phase();
  connection_->set_phase(Phase::kBusy);
  std::string chunk;
  if (parser_.chunked()) {
    chunk = co_await next_chunked();
  } else {
    chunk = co_await next_sized();
  }
  connection_->set_phase(phase);
  bytes_read_ += chunk.size();
  reading_ = false;
  co_return chunk;
}

asio::awaitable<std::string> Exchange::next_sized() {
  InputBuffer& input = connection_->input();
  std::string chunk;
  if (!input.empty()) {
    chunk = input.view().substr(0, std::min<uint64_t>(remaining_, kChunkBytes));
    input.consume(chunk.size());
  } else {
    chunk.resize(std::min<uint64_t>(remaining_, connection_->tls() ? kTlsChunkBytes : kChunkBytes));
    auto room = asio::buffer(chunk);
    connection_->set_deadline(limits_->progress_timeout);
    size_t bytes = co_await connection_->read_into(room);
    connection_->clear_deadline();
    if (bytes == 0) fail();
    chunk.resize(bytes);
  }
  remaining_ -= chunk.size();
  co_return chunk;
}

asio::awaitable<std::string> Exchange::next_chunked() {
  InputBuffer& input = connection_->input();
  std::string chunk;
  while (true) {
    size_t used = input.empty() ? 0 : parser_.parse_chunks(input.view(), chunk);
    input.consume(used);
    if (!chunk.empty() || parser_.chunks_done()) break;
    if (used > 0) continue;
    if (input.view().size() >= limits_->head_bytes) {
      throw aws::Error(400, "BadRequest", "The request is malformed: a chunk's framing is too long.");
    }
    connection_->set_deadline(limits_->progress_timeout);
    bool more = co_await connection_->fill(limits_->head_bytes);
    connection_->clear_deadline();
    if (!more) fail();
  }
  co_return chunk;
}

asio::awaitable<std::string> Exchange::read_buffered() {
  std::string body;
  while (remaining_ > 0) {
    std::string chunk = co_await next();
    if (body.empty()) {
      body = std::move(chunk);
    } else {
      body += chunk;
    }
  }
  co_return body;
}

asio::awaitable<void> Exchange::send_continue() {
  continue_due_ = false;
  Pieces pieces{asio::buffer(kContinue)};
  bool sent = co_await connection_->write(pieces, limits_->progress_timeout);
  if (!sent) fail();
}

asio::awaitable<bool> Exchange::drain(uint64_t limit) {
  uint64_t before = bytes_read_;
  while (!body_done()) {
    if (bytes_read_ - before > limit) co_return false;
    std::string dropped = co_await next();
  }
  co_return true;
}

void Exchange::fail() const {
  if (connection_->timed_out()) {
    throw aws::Error(400, "RequestTimeout",
                     "Your socket connection to the server was not read from or written to within the timeout period. "
                     "Idle connections will be closed.");
  }
  throw aws::Error(400, "IncompleteBody",
                   "You did not provide the number of bytes specified by the Content-Length HTTP header");
}

}  // namespace cloudling::server
