#pragma once

// What a SelectObjectContent request asks for, checked.

#include <optional>

#include "emulators/s3/ranges.h"
#include "emulators/s3/select/decompress.h"
#include "emulators/s3/select/scan.h"
#include "emulators/s3/shapes_select.h"

namespace cloudling::s3 {

struct SelectRequest {
  select::Query query;
  select::InputFormat input;
  select::Compression compression = select::Compression::kNone;
  select::OutputFormat output;
  bool progress = false;
};

/// Throws AWS's errors of the request (400): MissingRequiredParameter, InvalidExpressionType, InvalidDataSource,
/// ObjectSerializationConflict, InvalidFileHeaderInfo, InvalidJsonType, InvalidQuoteFields, InvalidCompressionFormat,
/// InvalidRequestParameter, UnsupportedScanRangeInput, and those of the expression; NotImplemented (501) for Parquet.
SelectRequest select_request(const SelectObjectContentInput& in);

/// The bytes of an object to read, and the records among them that a scan range asks for.
struct SelectRange {
  ByteRange bytes;
  select::RecordRange records;
};

/// Throws InvalidScanRange (400).
SelectRange select_range(const std::optional<ScanRange>& range, const select::InputFormat& format, uint64_t size);

}  // namespace cloudling::s3
