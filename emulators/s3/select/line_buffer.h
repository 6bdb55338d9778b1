#pragma once

// Cuts a stream into records at a delimiter.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/s3/select/row_source.h"

namespace cloudling::s3::select {

class LineBuffer {
 public:
  LineBuffer(std::string delimiter, const RecordRange& range)
      : delimiter_(std::move(delimiter)), skipping_(range.within_record), last_begin_(range.last_begin) {}

  void feed(std::string_view bytes);
  void skip(size_t bytes) { before_ += bytes; }
  void finish() { finished_ = true; }
  bool ended() const { return ended_ || (finished_ && at_ == buffer_.size()); }

  /// The next record without its delimiter; nothing where it is not all there. Stands until the next call of feed().
  /// Throws OverMaxRecordSize.
  std::optional<std::string_view> next();

  /// The same for who finds the end himself: what is there from the next record's begin on, and whether nothing
  /// follows. Nothing where no record begins, or may begin, there.
  std::optional<std::string_view> rest();
  bool finished() const { return finished_; }
  /// Moves behind a record of that size and its delimiter.
  void take(size_t size);

 private:
  bool may_begin();

  std::string delimiter_;
  std::string buffer_;
  size_t at_ = 0;
  size_t searched_ = 0;  ///< from at_ on: no delimiter begins there
  uint64_t before_ = 0;  ///< bytes that were fed, or skipped, and are not in the buffer
  bool skipping_;
  std::optional<uint64_t> last_begin_;
  bool finished_ = false;
  bool ended_ = false;
};

}  // namespace cloudling::s3::select
