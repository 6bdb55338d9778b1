#pragma once

// Reads JSON objects as S3 Select's JSONInput describes them: LINES, a value a line, or DOCUMENT, values of any layout
// one behind the other. Each value is held whole; a path in FROM makes rows of it one after the other.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/select/line_buffer.h"
#include "emulators/s3/select/row_source.h"

namespace cloudling::s3::select {

/// Bytes that one value of a DOCUMENT may have.
inline constexpr size_t kMaxDocument = 16u << 20;

/// The rows that a path makes of a record. A wildcard that meets nothing makes one row, which is missing.
class JsonRows {
 public:
  explicit JsonRows(std::vector<PathStep> path) : path_(std::move(path)) {}

  void start(json::Value record);
  bool next(Row& row);

 private:
  /// A wildcard on the way: what it walks through.
  struct Walk {
    Value container;
    size_t step;  ///< in the path
    size_t at = 0;
  };
  void descend(Value value, size_t step, Row& row);
  size_t size_of(const Walk& walk) const;
  Value element(const Walk& walk) const;

  std::vector<PathStep> path_;
  json::Value record_;
  std::vector<Walk> walks_;
  bool fresh_ = false;  ///< the first row of the record is to come
};

class JsonLines : public RowSource {
 public:
  JsonLines(std::vector<PathStep> path, const RecordRange& range) : lines_("\n", range), rows_(std::move(path)) {}

  void feed(std::string_view bytes) override { lines_.feed(bytes); }
  void skip(size_t bytes) override { lines_.skip(bytes); }
  void finish() override { lines_.finish(); }
  bool next(Row& row) override;
  bool ended() const override { return lines_.ended(); }

 private:
  LineBuffer lines_;
  JsonRows rows_;
};

class JsonDocument : public RowSource {
 public:
  explicit JsonDocument(std::vector<PathStep> path) : rows_(std::move(path)) {}

  void feed(std::string_view bytes) override;
  void skip(size_t /*bytes*/) override {}
  void finish() override { finished_ = true; }
  bool next(Row& row) override;
  bool ended() const override { return finished_ && at_ == buffer_.size(); }

 private:
  std::optional<size_t> value_end();
  bool step_over(char c);

  std::string buffer_;
  size_t at_ = 0;       ///< where the next value begins
  size_t scanned_ = 0;  ///< from at_ on; how it stands there:
  size_t depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
  bool finished_ = false;
  JsonRows rows_;
};

}  // namespace cloudling::s3::select
