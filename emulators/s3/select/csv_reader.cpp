#include "emulators/s3/select/csv_reader.h"

#include <algorithm>

namespace cloudling::s3::select {
namespace {

constexpr size_t kMaxColumns = 16'384;

bool has(std::string_view text, std::string_view part) {
  return !part.empty() && text.find(part) != std::string_view::npos;
}

}  // namespace

CsvReader::CsvReader(CsvFormat format, const RecordRange& range)
    : format_(std::move(format)), lines_(format_.record_delimiter, range) {}

void CsvReader::feed(std::string_view bytes) { lines_.feed(bytes); }

bool CsvReader::next(Row& row) {
  while (const auto record = next_record()) {
    if (record->empty() || is_comment(*record)) continue;
    columns_.clear();
    unescaped_.clear();
    split(*record);
    row.columns = &columns_;
    return true;
  }
  return false;
}

bool CsvReader::is_comment(std::string_view record) const {
  return !format_.comments.empty() && record.starts_with(format_.comments);
}

/// A record with delimiters in quotes ends at the first one that stands in none.
std::optional<std::string_view> CsvReader::next_record() {
  if (!format_.allow_quoted_record_delimiter || format_.quote.empty()) return lines_.next();
  const auto rest = lines_.rest();
  if (!rest) return std::nullopt;
  const size_t plain_end = rest->find(format_.record_delimiter);
  const std::string_view plain = rest->substr(0, plain_end);
  const bool is_plain = is_comment(plain) || !has(plain, format_.quote);
  if (is_plain) return lines_.next();
  const auto end = quoted_end(*rest);
  if (end.value_or(rest->size()) > kMaxRecord) throw refused("OverMaxRecordSize");
  if (!end && !lines_.finished()) return std::nullopt;
  const size_t size = end.value_or(rest->size());
  lines_.take(size);
  return rest->substr(0, size);
}

/// Where the first record of a text ends; nothing where its delimiter is not there.
std::optional<size_t> CsvReader::quoted_end(std::string_view text) const {
  const std::string& quote = format_.quote;
  size_t at = 0;
  bool at_begin = true;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (at_begin && rest.starts_with(quote)) {
      for (at += quote.size(); at < text.size();) {
        const std::string_view inner = text.substr(at);
        const bool escapes = !format_.escape.empty() && inner.starts_with(format_.escape) &&
                             (format_.escape != quote || inner.substr(quote.size()).starts_with(quote));
        if (escapes) {
          at += format_.escape.size() + 1;
        } else if (inner.starts_with(quote)) {
          at += quote.size();
          break;
        } else {
          ++at;
        }
      }
      at_begin = false;
    } else if (rest.starts_with(format_.record_delimiter)) {
      return at;
    } else {
      at_begin = rest.starts_with(format_.field_delimiter);
      at += at_begin ? format_.field_delimiter.size() : 1;
    }
  }
  return std::nullopt;
}

void CsvReader::split(std::string_view record) {
  if (!has(record, format_.quote)) return split_plain(record);
  while (columns_.size() < needed_) {
    const size_t size = read_field(record);
    if (columns_.size() > kMaxColumns) throw refused("OverMaxColumn");
    if (size == record.size()) return;
    record.remove_prefix(size + format_.field_delimiter.size());
  }
}

void CsvReader::split_plain(std::string_view record) {
  const std::string_view delimiter = format_.field_delimiter;
  while (columns_.size() < needed_) {
    const size_t end = delimiter.size() == 1 ? record.find(delimiter.front()) : record.find(delimiter);
    columns_.push_back(record.substr(0, end));
    if (columns_.size() > kMaxColumns) throw refused("OverMaxColumn");
    if (end == std::string_view::npos) return;
    record.remove_prefix(end + delimiter.size());
  }
}

/// Adds the field that a text begins with, and returns its size there.
size_t CsvReader::read_field(std::string_view record) {
  if (record.starts_with(format_.quote)) return read_quoted(record);
  const size_t end = std::min(record.find(format_.field_delimiter), record.size());
  columns_.push_back(record.substr(0, end));
  return end;
}

size_t CsvReader::read_quoted(std::string_view record) {
  const std::string& quote = format_.quote;
  const std::string& escape = format_.escape;
  std::string* unescaped = nullptr;
  size_t begin = quote.size();  // of what is not in `unescaped`
  size_t at = begin;
  while (true) {
    size_t found = record.find(quote, at);
    if (!escape.empty() && escape != quote) found = std::min(found, record.find(escape, at));
    if (found == std::string_view::npos)
      throw refused(format_.allow_quoted_record_delimiter ? "CSVParsingError" : "CSVEscapingRecordDelimiter");
    const bool is_escape = !escape.empty() && record.substr(found).starts_with(escape) &&
                           (escape != quote || record.substr(found + quote.size()).starts_with(quote));
    if (!is_escape) {
      at = found;
      break;
    }
    if (!unescaped) unescaped = &unescaped_.emplace_back();
    *unescaped += record.substr(begin, found - begin);
    begin = found + escape.size();
    at = std::min(begin + 1, record.size());
  }
  const std::string_view tail = record.substr(begin, at - begin);
  if (unescaped) *unescaped += tail;
  columns_.push_back(unescaped ? std::string_view(*unescaped) : tail);
  at += quote.size();
  const bool ends = at == record.size() || record.substr(at).starts_with(format_.field_delimiter);
  if (!ends) throw refused("CSVUnescapedQuote");
  return at;
}

}  // namespace cloudling::s3::select
