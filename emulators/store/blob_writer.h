#pragma once

#include <memory>
#include <string>

#include "emulators/store/blob_space.h"

namespace cloudling::store {

/// Collects 1 MiB at a time and stages it in a write while the next is collected: at most two are in memory.
class StagedBlobWriter final : public BlobWriter {
 public:
  explicit StagedBlobWriter(std::shared_ptr<BlobSpace> space);

  boost::asio::awaitable<void> write(std::string_view bytes) override;
  boost::asio::awaitable<void> finish() override;
  BlobId id() const override;
  uint64_t size() const override { return size_; }

  /// In the transaction that publishes it: marks the blob as used once. Throws std::logic_error where it is unfinished
  /// or published already, StoreError where a reset has come between.
  void publish(WriteTransaction& tx);

 private:
  struct Staged;
  struct Flight;

  boost::asio::awaitable<void> flush();
  boost::asio::awaitable<void> landed();

  std::shared_ptr<Staged> staged_;
  std::shared_ptr<Flight> flight_;  ///< the write under way; stays where it failed, so that it fails what follows
  std::string buffer_;
  uint64_t size_ = 0;
  int64_t chunks_ = 0;  ///< given to writes so far
  bool finished_ = false;
};

}  // namespace cloudling::store
