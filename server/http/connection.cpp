#include "server/http/connection.h"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <cstring>

namespace cloudling::server {

namespace asio = boost::asio;

namespace {

constexpr size_t kFirstCapacity = 8 * 1024;

}  // namespace

void InputBuffer::consume(size_t bytes) {
  begin_ += bytes;
  if (begin_ == end_) begin_ = end_ = 0;
}

asio::mutable_buffer InputBuffer::prepare(size_t capacity) {
  if (end_ == capacity_ && begin_ > 0) {
    std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == capacity_) {
    size_t wanted = std::max(capacity_ + 1, std::min(capacity, std::max(kFirstCapacity, capacity_ * 2)));
    auto larger = std::make_unique_for_overwrite<char[]>(wanted);
    if (end_ > 0) std::memcpy(larger.get(), data_.get(), end_);
    data_ = std::move(larger);
    capacity_ = wanted;
  }
  return {data_.get() + end_, capacity_ - end_};
}

asio::awaitable<bool> Connection::start_tls(std::shared_ptr<asio::ssl::context> context) {
  auto secure = transport_->into_tls(std::move(context));
  if (!secure) co_return false;
  TlsTransport& stream = *secure;
  transport_ = std::move(secure);
  tls_ = true;
  std::string begun(input_.view());
  input_.consume(begun.size());
  bool ready = co_await stream.handshake(std::move(begun));
  co_return ready;
}

asio::awaitable<bool> Connection::fill(size_t capacity) {
  auto room = input_.prepare(capacity);
  auto [error, bytes] = co_await transport_->read_some(room);
  if (error || bytes == 0) co_return false;
  timed_out_ = false;
  input_.commit(bytes);
  co_return true;
}

asio::awaitable<size_t> Connection::read_into(asio::mutable_buffer into) {
  auto [error, bytes] = co_await transport_->read_some(into);
  if (error) co_return 0;
  timed_out_ = false;
  co_return bytes;
}

asio::awaitable<bool> Connection::write(Pieces pieces, std::chrono::milliseconds progress) {
  while (write_now(pieces)) {
    if (asio::buffer_size(pieces) == 0) co_return true;
    set_deadline(progress);
    auto [error, bytes] = co_await transport_->write_some(pieces);
    clear_deadline();
    if (error) co_return false;
    consume(pieces, bytes);
  }
  co_return false;
}

bool Connection::write_now(Pieces& pieces) {
  if (asio::buffer_size(pieces) == 0) return true;
  boost::system::error_code error;
  size_t bytes = transport_->write_now(pieces, error);
  if (error == asio::error::would_block || error == asio::error::try_again) return true;
  consume(pieces, bytes);
  return !error;
}

void Connection::close() {
  clear_deadline();
  transport_->close();
}

void Connection::sweep(SteadyTime now) {
  if (now.time_since_epoch() >= deadline_.load(std::memory_order_relaxed)) {
    asio::post(strand_, [self = shared_from_this()] { self->expire(); });
  } else if (phase() == Phase::kHandling) {
    asio::post(strand_, [self = shared_from_this()] { self->check_peer(); });
  }
}

void Connection::close_if_idle() {
  asio::post(strand_, [self = shared_from_this()] {
    if (self->phase() == Phase::kIdle || self->phase() == Phase::kFresh) self->close();
  });
}

void Connection::abort() {
  asio::post(strand_, [self = shared_from_this()] { self->abandon(); });
}

// The wait may have ended, or its deadline moved, since the sweep looked. The deadline stands until the session sets
// another or closes: a wait that begins after this one was cancelled is cancelled by the next sweep.
void Connection::expire() {
  if (std::chrono::steady_clock::now().time_since_epoch() < deadline_.load(std::memory_order_relaxed)) return;
  timed_out_ = true;
  transport_->cancel();
}

void Connection::check_peer() {
  if (phase() == Phase::kHandling && transport_->peer_gone()) abandon();
}

void Connection::abandon() {
  abandoned_ = true;
  cancellation_.emit(asio::cancellation_type::terminal);
  close();
}

void consume(Pieces& pieces, size_t bytes) {
  for (auto& piece : pieces) {
    size_t taken = std::min(bytes, piece.size());
    piece += taken;
    bytes -= taken;
  }
}

}  // namespace cloudling::server
