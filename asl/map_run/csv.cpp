#include "asl/map_run/csv.h"

namespace cloudling::asl {

std::optional<std::vector<std::string>> CsvReader::next() {
  while (at_ < text_.size() && at_line_end()) ++at_;
  if (at_ >= text_.size()) return std::nullopt;
  std::vector<std::string> row;
  while (true) {
    row.push_back(field());
    if (at_ >= text_.size() || text_[at_] != delimiter_) return row;
    ++at_;
  }
}

std::string CsvReader::field() {
  std::string out;
  if (at_ < text_.size() && text_[at_] == '"') {
    for (++at_; at_ < text_.size(); ++at_) {
      const bool quote = text_[at_] == '"';
      const bool doubled = quote && at_ + 1 < text_.size() && text_[at_ + 1] == '"';
      if (quote && !doubled) break;
      if (doubled) ++at_;
      out += text_[at_];
    }
    if (at_ < text_.size()) ++at_;
  }
  while (!at_line_end() && text_[at_] != delimiter_) out += text_[at_++];
  return out;
}

}  // namespace cloudling::asl
