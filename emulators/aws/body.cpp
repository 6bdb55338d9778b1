#include "emulators/aws/body.h"

#include <utility>

#include "emulators/aws/error.h"

namespace cloudling::aws {

namespace {

void require_room(size_t held, size_t more, size_t limit) {
  if (more > limit - held) {
    throw Error(413, "RequestEntityTooLarge", "Request must be smaller than " + std::to_string(limit) + " bytes.");
  }
}

}  // namespace

boost::asio::awaitable<std::string> Body::next() {
  if (!reader_) co_return std::exchange(bytes_, std::string());
  auto chunk = co_await reader_->next();
  co_return chunk;
}

boost::asio::awaitable<std::string> Body::read_all(size_t limit) {
  if (!reader_) {
    require_room(0, bytes_.size(), limit);
    co_return std::exchange(bytes_, std::string());
  }
  if (size_ && *size_ > limit) require_room(0, *size_, limit);
  std::string all;
  if (size_) all.reserve(*size_);
  for (;;) {
    auto chunk = co_await reader_->next();
    if (chunk.empty()) break;
    require_room(all.size(), chunk.size(), limit);
    if (all.empty() && all.capacity() < chunk.capacity())
      all = std::move(chunk);
    else
      all += chunk;
  }
  co_return all;
}

}  // namespace cloudling::aws
