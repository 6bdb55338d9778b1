#pragma once

// Comma-separated values (RFC 4180), as a distributed Map reads them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloudling::asl {

/// Rows one after the other. Fields may be quoted; empty lines are skipped.
class CsvReader {
 public:
  CsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  /// The next row; nothing behind the last.
  std::optional<std::vector<std::string>> next();

 private:
  std::string field();
  bool at_line_end() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }

  std::string_view text_;
  char delimiter_;
  size_t at_ = 0;
};

}  // namespace cloudling::asl
