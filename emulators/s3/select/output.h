#pragma once

// Writes answers' records, as CSV or JSON. Pure.

#include <string>
#include <string_view>
#include <utility>

#include "emulators/s3/select/value.h"

namespace cloudling::s3::select {

struct OutputFormat {
  bool json = false;
  bool quote_always = false;  ///< CSV alone, as the next three
  std::string quote = "\"";
  std::string escape = "\"";
  std::string field_delimiter = ",";
  std::string record_delimiter = "\n";
};

class Output {
 public:
  explicit Output(OutputFormat format) : format_(std::move(format)) {}

  /// A record is begun, given its fields in order, and ended.
  void begin();
  /// "" names it after its position. Fields that are missing are no part of a JSON record, and empty in CSV. Throws
  /// InvalidDataType for an array or object in CSV.
  void add(std::string_view name, const Value& value);
  /// Throws OverMaxRecordSize.
  void end();
  /// Or it is dropped.
  void drop() { text_.resize(begin_); }

  size_t size() const { return text_.size(); }
  std::string take() { return std::exchange(text_, std::string()); }

 private:
  void add_csv(const Value& value);
  void add_json(std::string_view name, const Value& value);
  void append_quoted(std::string_view text);
  bool needs_quotes(std::string_view text) const;

  OutputFormat format_;
  std::string text_;
  size_t begin_ = 0;   ///< of the record
  size_t fields_ = 0;  ///< of the record so far
  bool first_ = true;  ///< nothing of the record is written
};

}  // namespace cloudling::s3::select
