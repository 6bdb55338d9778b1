#include "emulators/s3/select/scan.h"

#include <utility>

#include "emulators/s3/select/json_reader.h"

namespace cloudling::s3::select {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view without_mark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

}  // namespace

Scan::Scan(Query query, const InputFormat& input, OutputFormat output, aws::TimeMs now, const RecordRange& range)
    : query_(std::move(query)),
      output_(std::move(output)),
      evaluator_(now),
      aggregates_(query_),
      at_begin_(!range.within_record) {
  if (input.kind == InputFormat::Kind::kCsv) {
    auto reader = std::make_unique<CsvReader>(input.csv, range);
    csv_ = reader.get();
    source_ = std::move(reader);
    header_info_ = input.csv.header;
    const bool apart = range.within_record;
    header_pending_ = header_info_ != HeaderInfo::kNone && !apart;
    if (apart && header_info_ == HeaderInfo::kUse)
      header_reader_ = std::make_unique<CsvReader>(input.csv, RecordRange());
    if (header_info_ != HeaderInfo::kUse) bind({});
  } else {
    bind_json(query_);
    if (input.kind == InputFormat::Kind::kJsonLines)
      source_ = std::make_unique<JsonLines>(query_.from, range);
    else
      source_ = std::make_unique<JsonDocument>(query_.from);
  }
  done_ = query_.limit == 0;
}

void Scan::bind(const std::vector<std::string>& header) {
  bind_csv(query_, header_info_, header);
  csv_->need_columns(columns_needed(query_));
}

void Scan::feed_header(std::string_view bytes) {
  header_reader_->feed(std::exchange(header_begun_, true) ? bytes : without_mark(bytes));
  Row row;
  if (!header_reader_->next(row)) return;
  take_header(*row.columns);
  header_reader_ = nullptr;
}

void Scan::finish_header() {
  if (!header_reader_) return;
  header_reader_->finish();
  feed_header({});
  if (header_reader_) bind({});
  header_reader_ = nullptr;
}

void Scan::take_header(const std::vector<std::string_view>& columns) {
  if (header_info_ != HeaderInfo::kUse) return;
  for (const std::string_view column : columns) header_.emplace_back(column);
  bind(header_);
}

void Scan::feed(std::string_view bytes) {
  utf8_.feed(bytes);
  if (!at_begin_) return source_->feed(bytes);
  begin_ += bytes;
  if (begin_.size() < kByteOrderMark.size() && kByteOrderMark.starts_with(begin_)) return;
  at_begin_ = false;
  const std::string_view records = without_mark(begin_);
  source_->skip(begin_.size() - records.size());
  source_->feed(records);
  begin_.clear();
}

void Scan::finish() {
  utf8_.finish();
  if (at_begin_) source_->feed(begin_);
  source_->finish();
  finished_ = true;
}

bool Scan::take_row(Row& row) {
  if (!source_->next(row)) return false;
  if (!std::exchange(header_pending_, false)) return true;
  take_header(*row.columns);
  return source_->next(row);
}

bool Scan::run(size_t most, size_t records) {
  Row row;
  for (size_t i = 0; i < records && output_.size() < most; ++i) {
    if (done_) return false;
    if (!take_row(row)) {
      const bool complete = finished_ || source_->ended();
      if (complete && query_.aggregates_only()) write_aggregates();
      done_ = complete;
      return false;
    }
    const bool taken = !query_.where || is_true(evaluator_.evaluate(*query_.where, row));
    if (taken && query_.aggregates_only())
      aggregates_.add(evaluator_, row);
    else if (taken)
      write(row);
    evaluator_.forget();
  }
  return !done_;
}

void Scan::write(const Row& row) {
  output_.begin();
  try {
    if (query_.everything) {
      write_everything(row);
    } else {
      for (const SelectItem& item : query_.items) output_.add(item.name, evaluator_.evaluate(*item.value, row));
    }
    output_.end();
  } catch (const aws::Error&) {
    output_.drop();
    throw;
  }
  done_ = query_.limit && ++written_ >= *query_.limit;
}

void Scan::write_everything(const Row& row) {
  if (row.columns) {
    for (size_t i = 0; i < row.columns->size(); ++i)
      output_.add(i < header_.size() ? std::string_view(header_[i]) : std::string_view(),
                  Text{(*row.columns)[i], true});
    return;
  }
  const auto* nested = std::get_if<const json::Value*>(&row.value);
  if (!nested || !(*nested)->is_object()) return output_.add("", row.value);
  for (const auto& [name, value] : (*nested)->get_ref<const json::Value::object_t&>())
    output_.add(name, value_of(value));
}

void Scan::write_aggregates() {
  evaluator_.set_aggregates(aggregates_.values());
  write(Row());
}

}  // namespace cloudling::s3::select
