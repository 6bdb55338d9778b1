#include "emulators/aws/body.h"

#include "emulators/aws/error.h"

namespace cloudling::aws {

boost::asio::awaitable<std::string> Body::next() {
  if (!reader_) co_return std::exchange(bytes_, {});
  std::string chunk = co_await reader_->next();
  co_return chunk;
}

boost::asio::awaitable<std::string> Body::read_all(size_t limit) {
  std::string all;
  while (true) {
    std::string chunk = co_await next();
    if (chunk.empty()) break;
    if (all.size() + chunk.size() > limit) {
      throw Error(413, "RequestEntityTooLarge", "The body is larger than " + std::to_string(limit) + " bytes.");
    }
    if (all.empty()) {
      all = std::move(chunk);
    } else {
      all += chunk;
    }
  }
  co_return all;
}

}  // namespace cloudling::aws
