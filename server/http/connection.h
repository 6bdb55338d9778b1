#pragma once

// One connection: its transport, what has been read of it and not yet used, its deadline, and how it is ended.
//
// Threads: created by the accept loop, then used on its strand; what is called from elsewhere says so. Shared between
// its session (serve_connection) and the server's set, which watches deadlines and ends connections at stop.
//
// Deadlines are one atomic time, looked at by the server's coarse sweep: no timer is armed per read or write.

#include <atomic>
#include <boost/asio/cancellation_signal.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "server/http/transport.h"

namespace cloudling::server {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Bytes read and not yet used, in one piece. Grows to what is asked for, and starts over at the front when empty.
class InputBuffer {
 public:
  std::string_view view() const { return {data_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  void consume(size_t bytes);

  /// Room behind what is there: at least one byte, making the buffer as large as `capacity` where it must grow.
  boost::asio::mutable_buffer prepare(size_t capacity);
  void commit(size_t bytes) { end_ += bytes; }

 private:
  std::unique_ptr<char[]> data_;
  size_t capacity_ = 0;
  size_t begin_ = 0;
  size_t end_ = 0;
};

/// What a connection waits for; the sweep and stop treat them differently.
enum class Phase : uint8_t {
  kFresh,     ///< before its first byte: makes no room for others, may be closed at stop
  kIdle,      ///< between requests: may be closed at any time
  kBusy,      ///< reading or writing
  kHandling,  ///< the handler runs: a peer that goes away cancels it
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Strand strand, std::string peer, std::unique_ptr<Transport> transport)
      : strand_(std::move(strand)), peer_(std::move(peer)), transport_(std::move(transport)) {}

  const Strand& strand() const { return strand_; }
  const std::string& peer() const { return peer_; }
  InputBuffer& input() { return input_; }
  Transport& transport() { return *transport_; }
  bool tls() const { return tls_; }

  /// Goes on in TLS, with what was read as its beginning. False where that failed.
  boost::asio::awaitable<bool> start_tls(std::shared_ptr<boost::asio::ssl::context> context);

  /// Room to format an answer's head in, kept from request to request.
  std::string& scratch() { return scratch_; }

  /// Reads more into input(), which grows to `capacity` bytes at most. False at the end, on failure and at the
  /// deadline (timed_out() tells); the deadline is the caller's to set.
  boost::asio::awaitable<bool> fill(size_t capacity);

  /// Reads into memory of the caller's; 0 as fill() is false.
  boost::asio::awaitable<size_t> read_into(boost::asio::mutable_buffer into);

  /// Writes all of it, each step within `progress`. False where that failed; the connection is of no use then.
  boost::asio::awaitable<bool> write(Pieces pieces, std::chrono::milliseconds progress);

  /// As write(), without waiting: what is left of `pieces` remains in it. False on failure.
  bool write_now(Pieces& pieces);

  void set_deadline(std::chrono::milliseconds from_now) {
    deadline_ = (std::chrono::steady_clock::now() + from_now).time_since_epoch();
  }
  void clear_deadline() { deadline_ = SteadyTime::max().time_since_epoch(); }
  bool timed_out() const { return timed_out_; }

  void set_phase(Phase phase) { phase_.store(phase, std::memory_order_relaxed); }
  Phase phase() const { return phase_.load(std::memory_order_relaxed); }

  /// The client went away, or the server ended the connection, while the handler ran.
  bool abandoned() const { return abandoned_; }

  /// Bound to the session, so that abort() and sweep() cancel what it waits for.
  boost::asio::cancellation_slot cancellation() { return cancellation_.slot(); }

  void close();

  // Any thread.
  void sweep(SteadyTime now);  ///< ends what is past its deadline, cancels a handler whose client went away
  void close_if_idle();
  void abort();  ///< cancels and closes, whatever is going on

 private:
  void expire();
  void check_peer();
  void abandon();

  Strand strand_;
  std::string peer_;
  std::unique_ptr<Transport> transport_;
  InputBuffer input_;
  std::string scratch_;
  boost::asio::cancellation_signal cancellation_;
  std::atomic<SteadyTime::duration> deadline_{SteadyTime::max().time_since_epoch()};
  std::atomic<Phase> phase_{Phase::kBusy};
  bool tls_ = false;
  bool timed_out_ = false;
  bool abandoned_ = false;
};

/// Takes `bytes` from the front of the pieces.
void consume(Pieces& pieces, size_t bytes);

}  // namespace cloudling::server
