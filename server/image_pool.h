#pragma once

// The resizer behind its port: images are resized on a CPU pool, never on a network thread.

#include <boost/asio/thread_pool.hpp>
#include <map>
#include <string>

#include "emulators/ports.h"

namespace cloudling::server {

class ImagePool : public ImageResizer {
 public:
  explicit ImagePool(int threads);
  ~ImagePool() override;

  boost::asio::awaitable<ResizedImage> resize(std::string image, std::map<std::string, std::string> options) override;

  /// Lets what runs finish and refuses nothing else: callers have stopped by then.
  void stop();

 private:
  boost::asio::thread_pool pool_;
};

/// The same work on the calling thread: what `cloudling resize` uses. Throws aws::Error as ImageResizer does.
ResizedImage resize_now(const std::string& image, const std::map<std::string, std::string>& options);

}  // namespace cloudling::server
