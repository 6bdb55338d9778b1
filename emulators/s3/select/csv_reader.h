#pragma once

// Reads CSV as S3 Select's CSVInput describes it. A quote means something at a field's begin alone; empty lines are no
// records.

#include <deque>
#include <string>
#include <vector>

#include "emulators/s3/select/binder.h"
#include "emulators/s3/select/line_buffer.h"
#include "emulators/s3/select/row_source.h"

namespace cloudling::s3::select {

/// Each a character, or "" for none; the record delimiter one or two.
struct CsvFormat {
  HeaderInfo header = HeaderInfo::kNone;
  std::string comments = "#";
  std::string quote = "\"";
  std::string escape = "\"";
  std::string field_delimiter = ",";
  std::string record_delimiter = "\n";
  bool allow_quoted_record_delimiter = false;
};

class CsvReader : public RowSource {
 public:
  CsvReader(CsvFormat format, const RecordRange& range);

  void feed(std::string_view bytes) override;
  void skip(size_t bytes) override { lines_.skip(bytes); }
  void finish() override { lines_.finish(); }
  bool next(Row& row) override;
  bool ended() const override { return lines_.ended(); }

  /// Columns of each record that are looked at; all until it is said.
  void need_columns(size_t count) { needed_ = count; }

 private:
  std::optional<std::string_view> next_record();
  bool is_comment(std::string_view record) const;
  void split(std::string_view record);
  void split_plain(std::string_view record);
  size_t read_field(std::string_view record);
  size_t read_quoted(std::string_view record);
  std::optional<size_t> quoted_end(std::string_view text) const;

  CsvFormat format_;
  LineBuffer lines_;
  size_t needed_ = SIZE_MAX;
  std::vector<std::string_view> columns_;
  std::deque<std::string> unescaped_;
};

}  // namespace cloudling::s3::select
