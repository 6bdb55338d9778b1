#include "emulators/store/blob_reader.h"

#include <sqlite3.h>

#include <algorithm>

namespace cloudling::store {

namespace {

using Done = std::function<void(std::exception_ptr)>;

std::vector<BlobId> blobs_of(const std::vector<Extent>& extents) {
  std::vector<BlobId> blobs;
  for (const Extent& extent : extents) blobs.push_back(extent.blob);
  return blobs;
}

}  // namespace

ExtentReader::ExtentReader(std::shared_ptr<BlobSpace> space, ReadTransaction& tx, std::vector<Extent> extents)
    : space_(std::move(space)), epoch_(space_->engine().epoch), extents_(std::move(extents)) {
  if (ended()) return;
  lease_.emplace(space_, blobs_of(extents_));
  first_ = read_piece(tx);
}

boost::asio::awaitable<std::string> ExtentReader::next() {
  std::string piece = std::exchange(first_, {});
  if (piece.empty() && !ended()) {
    std::function<void(Done)> start = [this, &piece](Done done) {
      auto work = [this, &piece](ReadTransaction& tx) { piece = read_piece(tx); };
      space_->engine().readers.post(std::move(work), std::move(done));
    };
    co_await detail::until_done(std::move(start));
  }
  if (ended()) lease_.reset();
  co_return piece;
}

/// The rest of the current extent within its chunk; moves on behind it.
std::string ExtentReader::read_piece(ReadTransaction& tx) {
  if (epoch_ != space_->engine().epoch)
    throw StoreError(SQLITE_ABORT, "the download was cut off: all data was replaced");
  Extent& extent = extents_[current_];
  uint64_t inside = extent.offset % kChunkBytes;
  uint64_t length = std::min<uint64_t>(extent.length, kChunkBytes - inside);
  int64_t number = static_cast<int64_t>(extent.offset / kChunkBytes);
  Rows rows = tx.query("SELECT bytes FROM store_chunks WHERE id = ?", chunk_id(extent.blob, number));
  std::string_view chunk = rows.next() ? rows.text(0) : std::string_view();
  if (chunk.size() < inside + length) throw StoreError(SQLITE_CORRUPT, "a chunk of a blob is missing or short");
  extent.offset += length;
  extent.length -= length;
  if (extent.length == 0) ++current_;
  return std::string(chunk.substr(inside, length));
}

}  // namespace cloudling::store
