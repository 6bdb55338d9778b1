#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emulators/store/blob_space.h"

namespace cloudling::store {

/// Reads extents chunk by chunk, each in a short read of its own, so that a slow client does not pin the log.
class ExtentReader final : public aws::BodyReader {
 public:
  /// Inside the read that found the extents. Leases their blobs and reads the first piece at once.
  ExtentReader(std::shared_ptr<BlobSpace> space, ReadTransaction& tx, std::vector<Extent> extents);

  boost::asio::awaitable<std::string> next() override;

 private:
  bool ended() const { return current_ == extents_.size(); }
  std::string read_piece(ReadTransaction& tx);

  std::shared_ptr<BlobSpace> space_;
  const uint64_t epoch_;
  std::vector<Extent> extents_;  ///< what is left, from current_ on
  size_t current_ = 0;
  std::optional<BlobHold> lease_;  ///< until the end is reached
  std::string first_;
};

}  // namespace cloudling::store
