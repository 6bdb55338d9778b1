#pragma once

// Shapes of SelectObjectContent. Members that AWS requires are optional here: what is missing has errors of its own.

#include <optional>
#include <string>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct CSVInput {
  std::optional<std::string> file_header_info, comments, quote_escape_character, record_delimiter, field_delimiter,
      quote_character;
  std::optional<bool> allow_quoted_record_delimiter;
  static const aws::Structure& shape();
};

struct JSONInput {
  std::optional<std::string> type;
  static const aws::Structure& shape();
};

struct ParquetInput {
  static const aws::Structure& shape();
};

struct InputSerialization {
  std::optional<CSVInput> csv;
  std::optional<std::string> compression_type;
  std::optional<JSONInput> json;
  std::optional<ParquetInput> parquet;
  static const aws::Structure& shape();
};

struct CSVOutput {
  std::optional<std::string> quote_fields, quote_escape_character, record_delimiter, field_delimiter, quote_character;
  static const aws::Structure& shape();
};

struct JSONOutput {
  std::optional<std::string> record_delimiter;
  static const aws::Structure& shape();
};

struct OutputSerialization {
  std::optional<CSVOutput> csv;
  std::optional<JSONOutput> json;
  static const aws::Structure& shape();
};

struct RequestProgress {
  std::optional<bool> enabled;
  static const aws::Structure& shape();
};

struct ScanRange {
  std::optional<int64_t> start, end;
  static const aws::Structure& shape();
};

struct SelectObjectContentInput {
  ObjectTarget target;
  EncryptionRequest encryption;
  std::optional<std::string> expression, expression_type;
  std::optional<RequestProgress> progress;
  std::optional<InputSerialization> input;
  std::optional<OutputSerialization> output;
  std::optional<ScanRange> range;
  static const aws::Structure& shape();
};

struct SelectObjectContentOutput {
  std::string content_type = "application/vnd.amazon.eventstream";
  aws::Body events;  ///< Records, Progress and Cont as often as it takes, Stats, End; or an error
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
