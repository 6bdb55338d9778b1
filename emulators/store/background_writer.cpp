#include "emulators/store/background_writer.h"

#include <future>
#include <memory>
#include <utility>
#include <vector>

namespace cloudling::store {

BackgroundWriter::BackgroundWriter(Store& store, std::function<uint64_t()> settle_next)
    : settle_next_(std::move(settle_next)), thread_([this] { loop(); }) {
  store.on_lifecycle({.quiesce = [this] { settled_blocking(); }, .recover = nullptr});
}

BackgroundWriter::~BackgroundWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  thread_.join();
}

void BackgroundWriter::handed_in() {
  const std::lock_guard lock(mutex_);
  if (handed_in_++ == settled_) wake_.notify_one();
}

boost::asio::awaitable<void> BackgroundWriter::settled() {
  {
    const std::lock_guard lock(mutex_);
    if (settled_ == handed_in_) co_return;
  }
  std::function<void(Done)> start = [this](Done done) {
    if (!wait_for_all(done)) done(nullptr);
  };
  co_await detail::until_done(std::move(start));
}

void BackgroundWriter::settled_blocking() {
  auto promise = std::make_shared<std::promise<void>>();
  if (wait_for_all([promise](std::exception_ptr) { promise->set_value(); })) promise->get_future().get();
}

/// False where there is nothing to wait for.
bool BackgroundWriter::wait_for_all(Done done) {
  const std::lock_guard lock(mutex_);
  if (settled_ == handed_in_) return false;
  waiting_.emplace(handed_in_, std::move(done));
  return true;
}

void BackgroundWriter::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || settled_ < handed_in_; });
    if (settled_ == handed_in_) return;
    lock.unlock();
    const uint64_t count = settle_next_();
    lock.lock();
    settled_ += count;
    std::vector<Done> done;
    const auto end = waiting_.upper_bound(settled_);
    for (auto at = waiting_.begin(); at != end; ++at) done.push_back(std::move(at->second));
    waiting_.erase(waiting_.begin(), end);
    lock.unlock();
    for (Done& call : done) call(nullptr);
    lock.lock();
  }
}

}  // namespace cloudling::store
