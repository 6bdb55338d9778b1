#pragma once

// Bytes of any size in the database, written and read chunk by chunk.
//
// A blob is an immutable run of bytes in chunk rows. A content is what an object has: a list of extents (blob, offset,
// length). Blobs are counted by the extents that use them, so that copies and multipart completion rewrite nothing.
// What no extent uses, and no reader has leased, is deleted afterwards in bounded slices.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/body.h"
#include "emulators/store/store.h"

namespace cloudling::store {

using BlobId = int64_t;
using ContentId = int64_t;  ///< 0: no content (an empty object, or bytes that stand in the service's own row)

/// `length` bytes of a blob from `offset`.
struct Extent {
  BlobId blob = 0;
  uint64_t offset = 0;
  uint64_t length = 0;
};

/// A blob being written: staged in transactions of at most 4 MiB, invisible until publish(). Dropping it unpublished
/// gives its space back; so does the next start. One coroutine at a time.
class BlobWriter {
 public:
  virtual ~BlobWriter() = default;

  /// Resumes when there is room for more, which bounds the memory: at most two transactions' worth wait.
  virtual boost::asio::awaitable<void> write(std::string_view bytes) = 0;

  /// Writes what is left. After it the blob can be published.
  virtual boost::asio::awaitable<void> finish() = 0;

  virtual BlobId id() const = 0;
  virtual uint64_t size() const = 0;
};

class Blobs {
 public:
  virtual ~Blobs() = default;

  /// Begins a blob of a size not yet known.
  virtual std::unique_ptr<BlobWriter> stage() = 0;

  /// Makes a content of a finished blob; `writer` no longer owns it once the transaction commits.
  virtual ContentId publish(WriteTransaction& tx, BlobWriter& writer) = 0;

  /// A content of parts of others, without copying bytes: for CopyObject, UploadPartCopy, CompleteMultipartUpload.
  virtual ContentId compose(WriteTransaction& tx, const std::vector<Extent>& extents) = 0;

  /// The extents of [offset, offset+length) of a content, in order.
  virtual std::vector<Extent> extents(ReadTransaction& tx, ContentId content, uint64_t offset, uint64_t length) = 0;

  /// Gives a content up. Space is reclaimed afterwards; readers with a lease read on.
  virtual void release(WriteTransaction& tx, ContentId content) = 0;

  /// A reader of [offset, offset+length), which leases the blobs from now on. Call it inside the read transaction that
  /// found the content; read from it after.
  virtual std::unique_ptr<aws::BodyReader> open(ReadTransaction& tx, ContentId content, uint64_t offset,
                                                uint64_t length) = 0;
};

}  // namespace cloudling::store
