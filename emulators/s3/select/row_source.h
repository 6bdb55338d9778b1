#pragma once

// Where a scan's rows come from: a reader that is fed an object's bytes in pieces of any size.

#include <cstdint>
#include <optional>
#include <string_view>

#include "emulators/s3/select/evaluator.h"

namespace cloudling::s3::select {

/// Bytes that a record may have, in the object and in the answer.
inline constexpr size_t kMaxRecord = 1u << 20;

/// Which of the records that begin in the bytes that a reader is fed are asked for.
struct RecordRange {
  bool within_record = false;          ///< the bytes begin before the range: the first record is behind a delimiter
  std::optional<uint64_t> last_begin;  ///< the last place, from the first byte fed on, where a record may begin
};

class RowSource {
 public:
  virtual ~RowSource() = default;

  virtual void feed(std::string_view bytes) = 0;
  /// Bytes that stand before those that are fed next, and are no part of a record.
  virtual void skip(size_t bytes) = 0;
  /// No more bytes come.
  virtual void finish() = 0;
  /// The next row, which views the source until the next call; false where there is none without more bytes. Throws
  /// OverMaxRecordSize and the format's errors (400).
  virtual bool next(Row& row) = 0;
  /// No row comes any more, whatever is fed.
  virtual bool ended() const = 0;
};

}  // namespace cloudling::s3::select
