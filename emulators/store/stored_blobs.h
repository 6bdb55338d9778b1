#pragma once

#include <memory>

#include "emulators/store/blob_space.h"

namespace cloudling::store {

/// Blobs over the tables store_blobs, store_chunks and store_extents.
class StoredBlobs final : public Blobs {
 public:
  explicit StoredBlobs(std::shared_ptr<BlobSpace> space) : space_(std::move(space)) {}

  std::unique_ptr<BlobWriter> stage() override;
  ContentId publish(WriteTransaction& tx, BlobWriter& writer) override;
  ContentId compose(WriteTransaction& tx, const std::vector<Extent>& extents) override;
  std::vector<Extent> extents(ReadTransaction& tx, ContentId content, uint64_t offset, uint64_t length) override;
  void release(WriteTransaction& tx, ContentId content) override;
  std::unique_ptr<aws::BodyReader> open(ReadTransaction& tx, ContentId content, uint64_t offset,
                                        uint64_t length) override;

 private:
  std::shared_ptr<BlobSpace> space_;
};

}  // namespace cloudling::store
