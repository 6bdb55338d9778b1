#include "emulators/s3/select_request.h"

#include <algorithm>

#include "emulators/s3/select/parser.h"
#include "emulators/s3/select/utf8.h"

namespace cloudling::s3 {
namespace {

using select::refused;
using Kind = select::InputFormat::Kind;

/// Sets `target` where the request has a value, which may have that many characters.
void take_characters(std::string& target, const std::optional<std::string>& given, size_t least, size_t most) {
  if (!given) return;
  const size_t count = select::count_characters(*given);
  if (count < least || count > most) throw refused("InvalidRequestParameter");
  target = *given;
}

select::CsvFormat csv_format(const CSVInput& in) {
  select::CsvFormat format;
  const std::string header = in.file_header_info.value_or("NONE");
  if (header == "USE")
    format.header = select::HeaderInfo::kUse;
  else if (header == "IGNORE")
    format.header = select::HeaderInfo::kIgnore;
  else if (header != "NONE")
    throw refused("InvalidFileHeaderInfo");
  take_characters(format.comments, in.comments, 0, 1);
  take_characters(format.quote, in.quote_character, 0, 1);
  take_characters(format.escape, in.quote_escape_character, 0, 1);
  take_characters(format.field_delimiter, in.field_delimiter, 1, 1);
  take_characters(format.record_delimiter, in.record_delimiter, 1, 2);
  const bool clash = format.field_delimiter == format.record_delimiter || format.quote == format.field_delimiter ||
                     format.quote == format.record_delimiter;
  if (clash) throw refused("InvalidRequestParameter");
  format.allow_quoted_record_delimiter = in.allow_quoted_record_delimiter.value_or(false);
  return format;
}

select::InputFormat input_format(const InputSerialization& in) {
  if (in.csv.has_value() + in.json.has_value() + in.parquet.has_value() > 1)
    throw refused("ObjectSerializationConflict");
  select::InputFormat format;
  if (in.csv) {
    format.csv = csv_format(*in.csv);
  } else if (in.json) {
    const std::string type = in.json->type.value_or("");
    if (type != "LINES" && type != "DOCUMENT") throw refused("InvalidJsonType");
    format.kind = type == "LINES" ? Kind::kJsonLines : Kind::kJsonDocument;
  } else if (in.parquet) {
    throw aws::Error(501, "NotImplemented", "SelectObjectContent of Parquet objects is not implemented.");
  } else {
    throw refused("InvalidDataSource");
  }
  return format;
}

select::Compression compression_of(const InputSerialization& in) {
  const std::string type = in.compression_type.value_or("NONE");
  if (type == "GZIP") return select::Compression::kGzip;
  if (type == "BZIP2") return select::Compression::kBzip2;
  if (type == "NONE") return select::Compression::kNone;
  throw aws::Error(400, "InvalidCompressionFormat",
                   "The file is not in a supported compression format. Only GZIP and BZIP2 are supported.");
}

select::OutputFormat output_format(const OutputSerialization& in) {
  if (in.csv && in.json) throw refused("ObjectSerializationConflict");
  if (!in.csv && !in.json) throw refused("MissingRequiredParameter");
  select::OutputFormat format;
  format.json = in.json.has_value();
  if (in.json) {
    take_characters(format.record_delimiter, in.json->record_delimiter, 1, 2);
    return format;
  }
  const std::string quotes = in.csv->quote_fields.value_or("ASNEEDED");
  if (quotes != "ALWAYS" && quotes != "ASNEEDED") throw refused("InvalidQuoteFields");
  format.quote_always = quotes == "ALWAYS";
  take_characters(format.quote, in.csv->quote_character, 1, 1);
  take_characters(format.escape, in.csv->quote_escape_character, 0, 1);
  take_characters(format.field_delimiter, in.csv->field_delimiter, 1, 2);
  take_characters(format.record_delimiter, in.csv->record_delimiter, 1, 2);
  return format;
}

}  // namespace

SelectRequest select_request(const SelectObjectContentInput& in) {
  if (!in.expression || !in.expression_type || !in.input || !in.output) throw refused("MissingRequiredParameter");
  if (*in.expression_type != "SQL") throw refused("InvalidExpressionType");
  SelectRequest request;
  request.input = input_format(*in.input);
  request.compression = compression_of(*in.input);
  request.output = output_format(*in.output);
  request.progress = in.progress && in.progress->enabled.value_or(false);
  const bool divisible = request.compression == select::Compression::kNone &&
                         request.input.kind != Kind::kJsonDocument && !request.input.csv.allow_quoted_record_delimiter;
  if (in.range && !divisible) throw refused("UnsupportedScanRangeInput");
  request.query = select::parse(*in.expression);
  return request;
}

SelectRange select_range(const std::optional<ScanRange>& range, const select::InputFormat& format, uint64_t size) {
  if (!range) return {.bytes = {0, size}, .records = {}};
  const int64_t first = range->start.value_or(0);
  const int64_t last = range->end.value_or(INT64_MAX);
  if ((!range->start && !range->end) || first < 0 || last < first) throw refused("InvalidScanRange");
  uint64_t begin = static_cast<uint64_t>(first);
  std::optional<uint64_t> end;
  if (range->start && range->end)
    end = static_cast<uint64_t>(last);
  else if (!range->start)  // the last bytes
    begin = size - std::min(static_cast<uint64_t>(last), size);
  if (begin > 0 && begin >= size && range->start) throw refused("InvalidScanRange");
  // A record begins where a delimiter ends, so the range is read from the delimiter's length before it.
  const size_t delimiter = format.kind == Kind::kCsv ? format.csv.record_delimiter.size() : 1;
  const uint64_t from = begin - std::min<uint64_t>(begin, delimiter);
  SelectRange selected{.bytes = {from, size - from}, .records = {.within_record = begin > 0, .last_begin = {}}};
  if (end) selected.records.last_begin = *end - from;
  return selected;
}

}  // namespace cloudling::s3
