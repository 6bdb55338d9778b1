#include "server/http/websocket.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <deque>
#include <mutex>

#include "emulators/aws/encoding.h"
#include "server/http/websocket_frames.h"

namespace cloudling::server {

namespace asio = boost::asio;

namespace {

constexpr size_t kMaxQueued = 1u << 20;  // bytes that wait for a client
constexpr int kMaxInFlight = 32;         // messages of a client that are being handled
constexpr size_t kKeyBytes = 16;
constexpr size_t kLingerBytes = 32 * 1024;  // read at a time

bool has_token(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    std::string_view token = list.substr(0, end);
    while (token.starts_with(' ')) token.remove_prefix(1);
    while (token.ends_with(' ')) token.remove_suffix(1);
    if (aws::equals_ignoring_case(token, wanted)) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

/// The outgoing side. Its frames are written one after the other by a coroutine on the connection's strand.
class OpenSocket : public aws::WebSocket, public std::enable_shared_from_this<OpenSocket> {
 public:
  OpenSocket(std::shared_ptr<Connection> connection, const HttpLimits& limits)
      : connection_(std::move(connection)), limits_(limits), drained_(connection_->strand()) {
    drained_.expires_at(std::chrono::steady_clock::time_point::max());
  }

  Sent send(std::string message, bool binary) override {
    return queue(make_frame(binary ? Opcode::kBinary : Opcode::kText, message), false);
  }
  void close(uint16_t status, std::string reason) override {
    queue(make_frame(Opcode::kClose, close_payload(status, reason)), true);
  }
  void pong(std::string_view payload) { queue(make_frame(Opcode::kPong, payload), false); }

  /// Nothing is sent any more. On the strand.
  void end() {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }

  /// Waits until what was queued is written or cannot be. On the strand.
  asio::awaitable<void> drain() {
    while (writing()) {
      auto waiting = drained_.async_wait(asio::as_tuple(asio::use_awaitable));
      co_await std::move(waiting);
    }
  }

 private:
  Sent queue(std::string frame, bool last);
  bool writing() {
    const std::lock_guard lock(mutex_);
    return writing_;
  }
  std::optional<std::string> next();
  bool closing() {
    const std::lock_guard lock(mutex_);
    return closing_;
  }
  static asio::awaitable<void> write_all(std::shared_ptr<OpenSocket> socket);

  std::shared_ptr<Connection> connection_;
  HttpLimits limits_;
  asio::steady_timer drained_;  ///< cancelled where nothing is left to write

  std::mutex mutex_;
  std::deque<std::string> frames_;
  size_t queued_ = 0;  ///< bytes in frames_
  bool writing_ = false;
  bool closing_ = false;  ///< a close frame is the last of frames_, or the connection has ended
};

aws::WebSocket::Sent OpenSocket::queue(std::string frame, bool last) {
  const std::lock_guard lock(mutex_);
  if (closing_) return Sent::kClosed;
  if (queued_ + frame.size() > kMaxQueued && !last) return Sent::kFull;
  closing_ = last;
  queued_ += frame.size();
  frames_.push_back(std::move(frame));
  if (writing_) return Sent::kQueued;
  writing_ = true;
  asio::post(connection_->strand(), [socket = shared_from_this()] {
    auto work = write_all(socket);
    asio::co_spawn(socket->connection_->strand(), std::move(work), [socket](const std::exception_ptr& failed) {
      if (failed) socket->connection_->close();
    });
  });
  return Sent::kQueued;
}

std::optional<std::string> OpenSocket::next() {
  const std::lock_guard lock(mutex_);
  if (frames_.empty()) {
    writing_ = false;
    return std::nullopt;
  }
  std::string frame = std::move(frames_.front());
  frames_.pop_front();
  queued_ -= frame.size();
  return frame;
}

asio::awaitable<void> OpenSocket::write_all(std::shared_ptr<OpenSocket> socket) {
  bool fine = true;
  while (auto frame = socket->next()) {
    if (!fine) continue;
    const Pieces pieces{asio::buffer(*frame)};
    auto writing = socket->connection_->write(pieces, socket->limits_.progress_timeout);
    fine = co_await std::move(writing);
  }
  // Who was told to close has a moment to say so too.
  if (fine && socket->closing()) socket->connection_->set_deadline(socket->limits_.linger_timeout);
  if (!fine) socket->connection_->close();
  socket->drained_.cancel();
}

std::string handshake(const std::string& key, const aws::HttpResponse& response) {
  std::string head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  head += "Sec-WebSocket-Accept: " + accept_key(key) + "\r\n";
  for (const auto& [name, value] : response.headers) {
    std::string line = name + ": " + value;
    std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
    head += line + "\r\n";
  }
  return head + "\r\n";
}

/// The incoming side, until it ends.
struct Reading {
  std::shared_ptr<Connection> connection;
  std::shared_ptr<Serving> serving;
  std::shared_ptr<OpenSocket> socket;
  std::shared_ptr<aws::WebSocketSession> session;
  std::shared_ptr<int> in_flight = std::make_shared<int>(0);
  CloseReason ended{1006, ""};

  std::function<void(std::exception_ptr)> reporter() const {
    return [serving = serving, session = session, in_flight = in_flight](const std::exception_ptr& failed) {
      --*in_flight;
      try {
        if (failed) std::rethrow_exception(failed);
      } catch (const std::exception& error) {
        if (serving->options.on_error) serving->options.on_error(error.what());
      }
    };
  }
};

/// A message is handled beside those before it; where there are too many, reading waits for this one.
asio::awaitable<void> hand_on(Reading& reading, FrameEvent event) {
  auto work = reading.session->received(std::move(event.payload), event.opcode == Opcode::kBinary);
  if (*reading.in_flight >= kMaxInFlight) {
    co_await std::move(work);
    co_return;
  }
  ++*reading.in_flight;
  asio::co_spawn(reading.connection->strand(), std::move(work), reading.reporter());
}

/// False where the client has closed.
asio::awaitable<bool> take(Reading& reading, FrameEvent event) {
  switch (event.opcode) {
    case Opcode::kPing:
      reading.socket->pong(event.payload);
      co_return true;
    case Opcode::kPong:
      co_return true;
    case Opcode::kClose:
      reading.ended = parse_close(event.payload);
      reading.socket->close(reading.ended.status == 1005 ? 1000 : reading.ended.status, "");
      co_return false;
    default: {
      auto handing = hand_on(reading, std::move(event));
      co_await std::move(handing);
      co_return true;
    }
  }
}

asio::awaitable<void> read_frames(Reading& reading) {
  const FrameLimits limits;
  FrameReader reader(limits);
  InputBuffer& input = reading.connection->input();
  bool open = true;
  while (open) {
    size_t used = 0;
    auto event = reader.read(input.view(), used);
    input.consume(used);
    if (event) {
      auto taking = take(reading, std::move(*event));
      open = co_await std::move(taking);
    } else if (used == 0) {
      auto filling = reading.connection->fill(limits.frame_bytes + 16);
      open = co_await std::move(filling);
    }
  }
}

/// What a refused client goes on sending is dropped until it ends, or its moment is over: the connection would be reset
/// otherwise, and the client could not read why.
asio::awaitable<void> linger(Reading& reading) {
  InputBuffer& input = reading.connection->input();
  bool open = true;
  while (open) {
    input.consume(input.view().size());
    auto filling = reading.connection->fill(kLingerBytes);
    open = co_await std::move(filling);
  }
}

asio::awaitable<void> read_to_end(Reading& reading) {
  bool refused = false;
  try {
    auto work = read_frames(reading);
    co_await std::move(work);
  } catch (const FrameError& error) {
    reading.ended = {error.status, error.reason};
    reading.socket->close(error.status, error.reason);
    refused = true;
  }
  if (reading.ended.status == 1006) co_return;
  auto draining = reading.socket->drain();
  co_await std::move(draining);
  if (!refused) co_return;
  auto lingering = linger(reading);
  co_await std::move(lingering);
}

}  // namespace

bool asks_for_websocket(const aws::HttpRequest& request) {
  if (request.method != "GET" || !has_token(request.headers.get("Upgrade"), "websocket")) return false;
  if (!has_token(request.headers.get("Connection"), "upgrade")) return false;
  const auto key = aws::base64_decode(request.headers.get("Sec-WebSocket-Key"));
  return key && key->size() == kKeyBytes && request.headers.get("Sec-WebSocket-Version") == "13";
}

asio::awaitable<void> serve_websocket(std::shared_ptr<Connection> connection, std::shared_ptr<Serving> serving,
                                      std::string key, aws::UpgradeAnswer answer) {
  const std::string head = handshake(key, answer.response);
  const Pieces pieces{asio::buffer(head)};
  auto writing = connection->write(pieces, serving->options.limits.progress_timeout);
  const bool written = co_await std::move(writing);
  auto socket = std::make_shared<OpenSocket>(connection, serving->options.limits);
  Reading reading{connection, serving, socket, answer.session};
  answer.session->opened(socket);
  if (written) {
    // It makes no room for others, and stop closes it at once.
    connection->set_phase(Phase::kFresh);
    connection->clear_deadline();
    try {
      auto work = read_to_end(reading);
      co_await std::move(work);
    } catch (const boost::system::system_error&) {  // NOLINT(bugprone-empty-catch): cancelled
    }
  }
  socket->end();
  connection->close();
  if (serving->stopping) co_return;
  // On its own: this coroutine may have been cancelled.
  ++*reading.in_flight;
  auto closing = answer.session->closed(reading.ended.status, reading.ended.reason);
  asio::co_spawn(connection->strand(), std::move(closing), reading.reporter());
}

}  // namespace cloudling::server
