#include "emulators/store/checkpointer.h"

#include <sqlite3.h>

#include <utility>

namespace cloudling::store {

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection, Log log)
    : connection_(std::move(connection)), log_(std::move(log)), thread_([this] { loop(); }) {}

Checkpointer::~Checkpointer() { stop(); }

void Checkpointer::request() {
  const std::lock_guard lock(mutex_);
  requested_ = true;
  wake_.notify_all();
}

void Checkpointer::finish() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return !requested_ && !running_; });
}

void Checkpointer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  connection_.reset();
}

void Checkpointer::loop() {
  on_store_thread = true;
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return requested_ || stopping_; });
    if (stopping_) return;
    requested_ = false;
    running_ = true;
    lock.unlock();
    checkpoint();
    lock.lock();
    running_ = false;
    wake_.notify_all();
  }
}

/// A failure loses nothing: the log keeps what it has, and the next request tries again. Another checkpoint may be
/// under way (SQLITE_BUSY): it does the same.
void Checkpointer::checkpoint() {
  int copied = 0;
  copied_pages_ = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &copied);
  if (code == SQLITE_OK) copied_pages_ = copied;
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) log_(std::string("checkpoint: ") + sqlite3_errstr(code));
}

}  // namespace cloudling::store
