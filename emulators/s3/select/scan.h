#pragma once

// A query over an object's bytes: fed with them piece by piece, it hands out the answer's. Holds a record of the object
// and what is not yet taken of the answer. Pure; one thread.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/s3/select/aggregates.h"
#include "emulators/s3/select/csv_reader.h"
#include "emulators/s3/select/output.h"
#include "emulators/s3/select/row_source.h"
#include "emulators/s3/select/utf8_check.h"

namespace cloudling::s3::select {

struct InputFormat {
  enum class Kind : uint8_t { kCsv, kJsonLines, kJsonDocument };
  Kind kind = Kind::kCsv;
  CsvFormat csv;
};

class Scan {
 public:
  /// `now`: what UTCNOW() says. Throws what binding the query throws (binder.h).
  Scan(Query query, const InputFormat& input, OutputFormat output, aws::TimeMs now, const RecordRange& range = {});

  /// The header stands apart from the records: it is to be read from the object's begin (feed_header) before them.
  bool wants_header() const { return header_reader_ != nullptr; }

  /// Takes bytes from the object's begin on, at least its first three at once, until it wants no header any more.
  void feed_header(std::string_view bytes);
  void finish_header();

  /// Throws InvalidTextEncoding.
  void feed(std::string_view bytes);
  void finish();

  /// Works on what was fed, as long as the answer has less than `most` bytes to be taken and for at most `records`
  /// records; whether there is more to do without more bytes. Throws AWS's errors (400); what the answer has so far can
  /// still be taken.
  bool run(size_t most, size_t records);

  /// The answer is complete, whatever follows.
  bool done() const { return done_; }

  Output& output() { return output_; }

 private:
  bool take_row(Row& row);
  void take_header(const std::vector<std::string_view>& columns);
  void bind(const std::vector<std::string>& header);
  void write(const Row& row);
  void write_everything(const Row& row);
  void write_aggregates();

  Query query_;
  HeaderInfo header_info_ = HeaderInfo::kNone;
  Output output_;
  Evaluator evaluator_;
  Aggregates aggregates_;
  std::vector<std::string> header_;
  std::unique_ptr<CsvReader> header_reader_;
  std::unique_ptr<RowSource> source_;
  CsvReader* csv_ = nullptr;  ///< the source, where it is one
  Utf8Check utf8_;
  std::string begin_;  ///< the object's first bytes, while a byte order mark may be among them
  bool at_begin_;
  bool header_begun_ = false;
  bool header_pending_ = false;
  bool finished_ = false;
  bool done_ = false;
  int64_t written_ = 0;
};

}  // namespace cloudling::s3::select
