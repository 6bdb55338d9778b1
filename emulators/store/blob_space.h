#pragma once

// What of the blobs is only in memory: the next ids, and which blobs are held (being written, or leased by a reader);
// and the reclaiming of those that nothing uses and nobody holds.

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "emulators/store/blobs.h"
#include "emulators/store/engine.h"

namespace cloudling::store {

inline constexpr int64_t kChunkBytes = 256 << 10;  ///< of every chunk of a blob but its last
inline constexpr int kChunkNumberBits = 24;        ///< a chunk's row id is (blob << 24) + number: 4 TiB a blob
inline constexpr int64_t kMaxChunks = int64_t{1} << kChunkNumberBits;

inline int64_t chunk_id(BlobId blob, int64_t number) { return (blob << kChunkNumberBits) + number; }

/// Thread-safe.
///
/// Reclaiming runs in background writes, a bounded slice each: collect blobs with no uses and no hold; wait until the
/// reads that run have ended, since one of them might still find such a blob in its older view and lease it; delete
/// chunks, 4 MiB a slice; give free pages back to the file system where there are many.
class BlobSpace : public std::enable_shared_from_this<BlobSpace> {
 public:
  explicit BlobSpace(std::shared_ptr<Engine> engine) : engine_(std::move(engine)) {}

  Engine& engine() { return *engine_; }

  /// Reads the next ids from a database that was opened or exchanged. Ids never repeat while the process runs.
  void reload(Connection& connection);

  BlobId take_blob_id();
  ContentId take_content_id();

  /// Keeps blobs from being reclaimed, until let_go(). Counted.
  void hold(const std::vector<BlobId>& blobs);
  void let_go(const std::vector<BlobId>& blobs);

  /// Looks for what can be reclaimed, unless it is at it already (then once more afterwards).
  void reclaim();

 private:
  using Step = void (BlobSpace::*)(WriteTransaction&);

  void run(Step step);
  void after(Step step, std::exception_ptr error);
  void collect(WriteTransaction& tx);
  void delete_slice(WriteTransaction& tx);
  void vacuum_slice(WriteTransaction& tx);
  bool is_held(BlobId blob);
  int64_t delete_chunks(WriteTransaction& tx, BlobId blob, int64_t budget);

  std::shared_ptr<Engine> engine_;
  std::mutex mutex_;
  BlobId next_blob_ = 1;
  ContentId next_content_ = 1;
  std::map<BlobId, int> holds_;
  std::set<BlobId> passed_over_;  ///< unused, but held when reclaiming came by
  bool reclaiming_ = false;
  bool reclaim_again_ = false;

  // Of the reclaiming that runs, on the writer thread.
  std::vector<BlobId> doomed_;
  bool vacuum_done_ = false;
};

/// Holds blobs while it lives.
class BlobHold {
 public:
  BlobHold(std::shared_ptr<BlobSpace> space, std::vector<BlobId> blobs)
      : space_(std::move(space)), blobs_(std::move(blobs)) {
    space_->hold(blobs_);
  }
  BlobHold(const BlobHold&) = delete;
  ~BlobHold() { space_->let_go(blobs_); }

 private:
  std::shared_ptr<BlobSpace> space_;
  std::vector<BlobId> blobs_;
};

}  // namespace cloudling::store
