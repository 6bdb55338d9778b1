#include "server/image_pool.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <variant>

#include "emulators/aws/error.h"
#include "resizer/resizer.h"

namespace cloudling::server {

namespace {

aws::Error to_error(const resizer::Failure& failure) {
  using Kind = resizer::Failure::Kind;
  switch (failure.kind) {
    case Kind::kBadOption:
      return {400, "BadOption", failure.message};
    case Kind::kTooLarge:
      return {413, "TooLarge", failure.message};
    case Kind::kUnsupported:
      return {415, "UnsupportedFormat", failure.message};
    case Kind::kCorrupt:
      return {422, "CorruptImage", failure.message};
  }
  return {500, "InternalFailure", failure.message};
}

boost::asio::awaitable<ResizedImage> resize_here(const std::string& image,
                                                 const std::map<std::string, std::string>& options) {
  co_return resize_now(image, options);
}

}  // namespace

ResizedImage resize_now(const std::string& image, const std::map<std::string, std::string>& options) {
  resizer::Options parsed;
  for (const auto& [name, value] : options) {
    if (auto failure = resizer::set_option(parsed, name, value)) throw to_error(*failure);
  }
  auto outcome = resizer::resize(image, parsed);
  if (const auto* failure = std::get_if<resizer::Failure>(&outcome)) throw to_error(*failure);
  auto& result = std::get<resizer::Result>(outcome);
  return {.bytes = std::move(result.bytes),
          .content_type = std::string(resizer::content_type(result.format)),
          .extension = std::string(resizer::extension(result.format)),
          .width = result.width,
          .height = result.height,
          .source_width = result.source.width,
          .source_height = result.source.height};
}

ImagePool::ImagePool(int threads) : pool_(static_cast<size_t>(threads)) {}

ImagePool::~ImagePool() { stop(); }

void ImagePool::stop() { pool_.join(); }

boost::asio::awaitable<ResizedImage> ImagePool::resize(std::string image, std::map<std::string, std::string> options) {
  auto work = resize_here(image, options);
  auto result = co_await boost::asio::co_spawn(pool_, std::move(work), boost::asio::use_awaitable);
  co_return result;
}

}  // namespace cloudling::server
