#include "emulators/store/blob_space.h"

#include <algorithm>
#include <chrono>

namespace cloudling::store {

namespace {

constexpr int64_t kSliceChunks = 16;
constexpr size_t kMaxDoomed = 256;

/// Free pages that stay for what is written next; moving pages to the front only to add them again would be waste.
constexpr int64_t kFreePagesKept = (16 << 20) / kPageSize;
constexpr int64_t kFreePagesKeptShare = 4;
constexpr std::chrono::milliseconds kVacuumTime{5};
constexpr int kVacuumPages = 32;

bool too_many_free_pages(Connection& connection) {
  int64_t kept = kFreePagesKept + connection.number("PRAGMA page_count") / kFreePagesKeptShare;
  return connection.number("PRAGMA freelist_count") > kept;
}

}  // namespace

void BlobSpace::reload(Connection& connection) {
  BlobId last_blob = connection.number("SELECT max(id) FROM store_blobs");
  ContentId last_content = connection.number("SELECT max(content) FROM store_extents");
  std::lock_guard lock(mutex_);
  next_blob_ = std::max(next_blob_, last_blob + 1);
  next_content_ = std::max(next_content_, last_content + 1);
}

BlobId BlobSpace::take_blob_id() {
  std::lock_guard lock(mutex_);
  return next_blob_++;
}

ContentId BlobSpace::take_content_id() {
  std::lock_guard lock(mutex_);
  return next_content_++;
}

void BlobSpace::hold(const std::vector<BlobId>& blobs) {
  std::lock_guard lock(mutex_);
  for (BlobId blob : blobs) ++holds_[blob];
}

void BlobSpace::let_go(const std::vector<BlobId>& blobs) {
  bool unused = false;
  {
    std::lock_guard lock(mutex_);
    for (BlobId blob : blobs) {
      auto held = holds_.find(blob);
      if (--held->second > 0) continue;
      holds_.erase(held);
      if (passed_over_.erase(blob)) unused = true;
    }
  }
  if (unused) reclaim();
}

void BlobSpace::reclaim() {
  {
    std::lock_guard lock(mutex_);
    reclaim_again_ = reclaiming_;
    if (std::exchange(reclaiming_, true)) return;
  }
  run(&BlobSpace::collect);
}

void BlobSpace::run(Step step) {
  auto self = shared_from_this();
  engine_->writer.post_background([self, step](WriteTransaction& tx) { (self.get()->*step)(tx); },
                                  [self, step](std::exception_ptr error) { self->after(step, error); });
}

/// What follows a step, on the writer thread. After a failure (a full disk) the next release tries again.
void BlobSpace::after(Step step, std::exception_ptr error) {
  if (!error) {
    if (step == &BlobSpace::collect && !doomed_.empty()) {
      auto self = shared_from_this();
      return engine_->gate.after_current([self] { self->run(&BlobSpace::delete_slice); });
    }
    if (step == &BlobSpace::collect) return run(&BlobSpace::vacuum_slice);
    if (step == &BlobSpace::delete_slice) {
      return run(doomed_.empty() ? &BlobSpace::collect : &BlobSpace::delete_slice);
    }
    if (!vacuum_done_) return run(&BlobSpace::vacuum_slice);
  }
  bool again = false;
  {
    std::lock_guard lock(mutex_);
    again = std::exchange(reclaim_again_, false) && !error;
    reclaiming_ = again;
  }
  if (again) run(&BlobSpace::collect);
}

void BlobSpace::collect(WriteTransaction& tx) {
  doomed_.clear();
  Rows rows = tx.query("SELECT id FROM store_blobs WHERE uses = 0");
  while (doomed_.size() < kMaxDoomed && rows.next()) {
    if (!is_held(rows.integer(0))) doomed_.push_back(rows.integer(0));
  }
}

/// Remembers that it looked, so that the end of the hold reclaims.
bool BlobSpace::is_held(BlobId blob) {
  std::lock_guard lock(mutex_);
  if (!holds_.contains(blob)) return false;
  passed_over_.insert(blob);
  return true;
}

void BlobSpace::delete_slice(WriteTransaction& tx) {
  for (int64_t budget = kSliceChunks; budget > 0 && !doomed_.empty(); doomed_.pop_back()) {
    BlobId blob = doomed_.back();
    Rows unused = tx.query("SELECT 1 FROM store_blobs WHERE id = ? AND uses = 0", blob);
    if (!unused.next() || is_held(blob)) continue;
    budget -= delete_chunks(tx, blob, budget);
    if (budget <= 0) return;
    tx.run("DELETE FROM store_blobs WHERE id = ?", blob);
    --budget;
  }
}

/// Chunks are numbered without gaps, and deleted from the first on.
int64_t BlobSpace::delete_chunks(WriteTransaction& tx, BlobId blob, int64_t budget) {
  int64_t end = chunk_id(blob + 1, 0);
  Rows first = tx.query("SELECT min(id) FROM store_chunks WHERE id >= ? AND id < ?", chunk_id(blob, 0), end);
  if (!first.next() || first.is_null(0)) return 0;
  int64_t begin = first.integer(0);
  return tx.run("DELETE FROM store_chunks WHERE id >= ? AND id < ?", begin, std::min(end, begin + budget));
}

void BlobSpace::vacuum_slice(WriteTransaction& tx) {
  auto deadline = std::chrono::steady_clock::now() + kVacuumTime;
  while (!(vacuum_done_ = !too_many_free_pages(tx.connection())) && std::chrono::steady_clock::now() < deadline) {
    tx.connection().script("PRAGMA incremental_vacuum(" + std::to_string(kVacuumPages) + ")");
  }
}

}  // namespace cloudling::store
