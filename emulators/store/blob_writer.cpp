#include "emulators/store/blob_writer.h"

#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>

namespace cloudling::store {

namespace {

constexpr size_t kStageBytes = 4 * kChunkBytes;
constexpr size_t kMaxFlights = 3;

using Done = std::function<void(std::exception_ptr)>;

}  // namespace

/// The blob as the writes under way see it, which may outlive its writer. Holds the blob; gives it up at the end.
struct StagedBlobWriter::Staged {
  explicit Staged(std::shared_ptr<BlobSpace> blob_space)
      : space(std::move(blob_space)), epoch(space->engine().epoch), id(space->take_blob_id()), hold(space, {id}) {}

  ~Staged() {
    if (begun && !published) space->reclaim();
  }

  void check_epoch() const {
    if (epoch != space->engine().epoch) throw StoreError(SQLITE_ABORT, "the upload was cut off: all data was replaced");
  }

  void append(WriteTransaction& tx, int64_t number, std::string_view bytes) {
    check_epoch();
    if (broken) throw StoreError(SQLITE_ABORT, "an earlier piece of the blob was not written");
    broken = true;
    if (number == 0) tx.run("INSERT INTO store_blobs (id, size, uses) VALUES (?, 0, 0)", id);
    for (; !bytes.empty(); ++number) {
      std::string_view chunk = bytes.substr(0, kChunkBytes);
      if (number >= kMaxChunks) throw StoreError(SQLITE_TOOBIG, "a blob is larger than 4 TiB");
      tx.run("INSERT INTO store_chunks (id, bytes) VALUES (?, ?)", chunk_id(id, number), BlobView{chunk});
      bytes.remove_prefix(chunk.size());
    }
    broken = false;
  }

  std::shared_ptr<BlobSpace> space;
  const uint64_t epoch;
  const BlobId id;
  bool begun = false;   ///< something was written; touched by the one coroutine that writes
  bool broken = false;  ///< a piece failed, so those behind it do; touched by the writer thread
  std::atomic<bool> published = false;
  BlobHold hold;
};

/// One write under way: its end, and who waits for that.
struct StagedBlobWriter::Flight {
  std::mutex mutex;
  bool ended = false;
  std::exception_ptr error;
  Done waiter;

  void end(std::exception_ptr failure) {
    Done waiting;
    {
      std::lock_guard lock(mutex);
      ended = true;
      error = failure;
      waiting = std::move(waiter);
    }
    if (waiting) waiting(failure);
  }

  void wait(Done done) {
    {
      std::lock_guard lock(mutex);
      if (!ended) {
        waiter = std::move(done);
        return;
      }
    }
    done(error);
  }
};

StagedBlobWriter::StagedBlobWriter(std::shared_ptr<BlobSpace> space)
    : staged_(std::make_shared<Staged>(std::move(space))) {}

BlobId StagedBlobWriter::id() const { return staged_->id; }

boost::asio::awaitable<void> StagedBlobWriter::write(std::string_view bytes) {
  if (finished_) throw std::logic_error("write() to a finished blob");
  while (!bytes.empty()) {
    std::string_view piece = bytes.substr(0, kStageBytes - buffer_.size());
    buffer_.append(piece);
    size_ += piece.size();
    bytes.remove_prefix(piece.size());
    if (buffer_.size() == kStageBytes) co_await flush();
  }
}

boost::asio::awaitable<void> StagedBlobWriter::finish() {
  if (!buffer_.empty()) co_await flush();
  while (!flights_.empty()) co_await land_first();
  finished_ = true;
}

/// Sends off what was collected, once there is room for it.
boost::asio::awaitable<void> StagedBlobWriter::flush() {
  while (flights_.size() >= kMaxFlights) co_await land_first();
  auto bytes = std::make_shared<const std::string>(std::exchange(buffer_, {}));
  auto flight = std::make_shared<Flight>();
  int64_t first =
      std::exchange(chunks_, chunks_ + (static_cast<int64_t>(bytes->size()) + kChunkBytes - 1) / kChunkBytes);
  staged_->begun = true;
  flights_.push_back(flight);
  staged_->space->engine().writer.post(
      [staged = staged_, bytes, first](WriteTransaction& tx) { staged->append(tx, first, *bytes); },
      [staged = staged_, flight](std::exception_ptr error) {
        if (error) staged->broken = true;
        flight->end(error);
      });
}

boost::asio::awaitable<void> StagedBlobWriter::land_first() {
  std::function<void(Done)> start = [flight = flights_.front()](Done done) { flight->wait(std::move(done)); };
  co_await detail::until_done(std::move(start));
  flights_.pop_front();
}

void StagedBlobWriter::publish(WriteTransaction& tx) {
  if (!finished_ || staged_->published) throw std::logic_error("publish() of a blob that is unfinished or published");
  staged_->check_epoch();
  int64_t found = tx.run("UPDATE store_blobs SET uses = 1, size = ? WHERE id = ?", size_, staged_->id);
  if (found == 0 && size_ > 0) throw StoreError(SQLITE_CORRUPT, "a staged blob is missing");
  tx.after_commit([staged = staged_] { staged->published = true; });
}

}  // namespace cloudling::store
