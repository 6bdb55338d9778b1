#pragma once

#include <deque>
#include <memory>
#include <string>

#include "emulators/store/blob_space.h"

namespace cloudling::store {

/// Collects 1 MiB at a time and stages it in a write while the next are collected: at most four are in memory.
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
  boost::asio::awaitable<void> land_first();

  std::shared_ptr<Staged> staged_;
  std::deque<std::shared_ptr<Flight>> flights_;  ///< writes under way; one that failed stays, and fails what follows
  std::string buffer_;
  uint64_t size_ = 0;
  int64_t chunks_ = 0;  ///< given to writes so far
  bool finished_ = false;
};

}  // namespace cloudling::store
