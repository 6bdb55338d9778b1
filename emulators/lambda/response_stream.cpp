#include "emulators/lambda/response_stream.h"

#include <algorithm>
#include <utility>

namespace cloudling::lambda {

using boost::asio::awaitable;

void ResponseStream::begin(std::string content_type) {
  const std::lock_guard lock(mutex_);
  content_type_ = std::move(content_type);
}

awaitable<bool> ResponseStream::push(std::string chunk) {
  std::shared_ptr<Signal> room;
  std::shared_ptr<Signal> reader;
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || ending_) co_return false;
    bytes_ += chunk.size();
    chunks_.push_back(std::move(chunk));
    reader = std::exchange(reader_, nullptr);
    if (bytes_ > kMaxAhead) room = writer_ = std::make_shared<Signal>();
  }
  wake(std::move(reader));
  if (room) co_await room->get();
  co_return true;
}

void ResponseStream::finish(StreamEnding ending, std::string rest) {
  std::shared_ptr<Signal> reader;
  std::shared_ptr<Signal> writer;
  {
    const std::lock_guard lock(mutex_);
    if (!rest.empty()) chunks_.push_back(std::move(rest));
    ending_ = std::move(ending);
    reader = std::exchange(reader_, nullptr);
    writer = std::exchange(writer_, nullptr);
  }
  wake(std::move(reader));
  wake(std::move(writer));
}

awaitable<void> ResponseStream::ready() {
  std::shared_ptr<Signal> arrival;
  {
    const std::lock_guard lock(mutex_);
    if (!chunks_.empty() || ending_) co_return;
    arrival = reader_ = std::make_shared<Signal>();
  }
  co_await arrival->get();
}

awaitable<std::string> ResponseStream::next() {
  co_await ready();
  std::shared_ptr<Signal> writer;
  std::string chunk;
  {
    const std::lock_guard lock(mutex_);
    if (chunks_.empty()) co_return chunk;
    chunk = std::move(chunks_.front());
    chunks_.pop_front();
    bytes_ -= std::min(bytes_, chunk.size());
    if (bytes_ <= kMaxAhead) writer = std::exchange(writer_, nullptr);
  }
  wake(std::move(writer));
  co_return chunk;
}

void ResponseStream::close() {
  std::shared_ptr<Signal> writer;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    chunks_.clear();
    bytes_ = 0;
    writer = std::exchange(writer_, nullptr);
  }
  wake(std::move(writer));
}

std::string ResponseStream::content_type() const {
  const std::lock_guard lock(mutex_);
  return content_type_;
}

std::optional<StreamEnding> ResponseStream::ending() const {
  const std::lock_guard lock(mutex_);
  return ending_;
}

}  // namespace cloudling::lambda
