#include "emulators/store/stored_blobs.h"

#include <algorithm>
#include <stdexcept>

#include "emulators/store/blob_reader.h"
#include "emulators/store/blob_writer.h"

namespace cloudling::store {

namespace {

/// Without empty extents, and with neighbours joined that are neighbours in their blob, too.
std::vector<Extent> joined(const std::vector<Extent>& extents) {
  std::vector<Extent> result;
  for (const Extent& extent : extents) {
    if (extent.length == 0) continue;
    Extent* last = result.empty() ? nullptr : &result.back();
    if (last && last->blob == extent.blob && last->offset + last->length == extent.offset)
      last->length += extent.length;
    else
      result.push_back(extent);
  }
  return result;
}

void insert_extent(WriteTransaction& tx, ContentId content, uint64_t start, const Extent& extent) {
  tx.run("INSERT INTO store_extents (content, start, blob, offset, length) VALUES (?, ?, ?, ?, ?)", content, start,
         extent.blob, extent.offset, extent.length);
}

}  // namespace

std::unique_ptr<BlobWriter> StoredBlobs::stage() { return std::make_unique<StagedBlobWriter>(space_); }

ContentId StoredBlobs::publish(WriteTransaction& tx, BlobWriter& writer) {
  dynamic_cast<StagedBlobWriter&>(writer).publish(tx);
  if (writer.size() == 0) return 0;
  ContentId content = space_->take_content_id();
  insert_extent(tx, content, 0, {writer.id(), 0, writer.size()});
  return content;
}

ContentId StoredBlobs::compose(WriteTransaction& tx, const std::vector<Extent>& extents) {
  std::vector<Extent> parts = joined(extents);
  if (parts.empty()) return 0;
  ContentId content = space_->take_content_id();
  uint64_t start = 0;
  for (const Extent& part : parts) {
    int64_t found = tx.run("UPDATE store_blobs SET uses = uses + 1 WHERE id = ? AND uses > 0 AND size >= ?", part.blob,
                           part.offset + part.length);
    if (found == 0) throw std::logic_error("an extent of a blob that is gone or shorter");
    insert_extent(tx, content, start, part);
    start += part.length;
  }
  return content;
}

std::vector<Extent> StoredBlobs::extents(ReadTransaction& tx, ContentId content, uint64_t offset, uint64_t length) {
  std::vector<Extent> result;
  if (content == 0 || length == 0) return result;
  constexpr uint64_t kLast = INT64_MAX;
  uint64_t end = offset < kLast - std::min(length, kLast) ? offset + length : kLast;
  Rows rows = tx.query(
      "SELECT start, blob, offset, length FROM store_extents WHERE content = ?1 AND start < ?3 AND start >= "
      "(SELECT max(start) FROM store_extents WHERE content = ?1 AND start <= ?2) ORDER BY start",
      content, offset, end);
  while (rows.next()) {
    auto start = static_cast<uint64_t>(rows.integer(0));
    auto all = static_cast<uint64_t>(rows.integer(3));
    uint64_t from = std::max(start, offset), to = std::min(start + all, end);
    if (from < to)
      result.push_back({rows.integer(1), static_cast<uint64_t>(rows.integer(2)) + (from - start), to - from});
  }
  return result;
}

void StoredBlobs::release(WriteTransaction& tx, ContentId content) {
  if (content == 0) return;
  Rows rows = tx.query("SELECT blob FROM store_extents WHERE content = ?", content);
  while (rows.next()) tx.run("UPDATE store_blobs SET uses = uses - 1 WHERE id = ?", rows.integer(0));
  tx.run("DELETE FROM store_extents WHERE content = ?", content);
  tx.after_commit([space = space_] { space->reclaim(); });
}

std::unique_ptr<aws::BodyReader> StoredBlobs::open(ReadTransaction& tx, ContentId content, uint64_t offset,
                                                   uint64_t length) {
  return std::make_unique<ExtentReader>(space_, tx, extents(tx, content, offset, length));
}

}  // namespace cloudling::store
