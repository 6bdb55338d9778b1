#include "emulators/s3/shapes_select.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& CSVInput::shape() {
  using T = CSVInput;
  static const Structure shape{
      "CSVInput",
      {field<&T::file_header_info>("FileHeaderInfo"), field<&T::comments>("Comments"),
       field<&T::quote_escape_character>("QuoteEscapeCharacter"), field<&T::record_delimiter>("RecordDelimiter"),
       field<&T::field_delimiter>("FieldDelimiter"), field<&T::quote_character>("QuoteCharacter"),
       field<&T::allow_quoted_record_delimiter>("AllowQuotedRecordDelimiter")}};
  return shape;
}

const Structure& JSONInput::shape() {
  static const Structure shape{"JSONInput", {field<&JSONInput::type>("Type")}};
  return shape;
}

const Structure& ParquetInput::shape() {
  static const Structure shape{"ParquetInput", {}};
  return shape;
}

const Structure& InputSerialization::shape() {
  using T = InputSerialization;
  static const Structure shape{"InputSerialization",
                               {field<&T::csv>("CSV"), field<&T::compression_type>("CompressionType"),
                                field<&T::json>("JSON"), field<&T::parquet>("Parquet")}};
  return shape;
}

const Structure& CSVOutput::shape() {
  using T = CSVOutput;
  static const Structure shape{
      "CSVOutput",
      {field<&T::quote_fields>("QuoteFields"), field<&T::quote_escape_character>("QuoteEscapeCharacter"),
       field<&T::record_delimiter>("RecordDelimiter"), field<&T::field_delimiter>("FieldDelimiter"),
       field<&T::quote_character>("QuoteCharacter")}};
  return shape;
}

const Structure& JSONOutput::shape() {
  static const Structure shape{"JSONOutput", {field<&JSONOutput::record_delimiter>("RecordDelimiter")}};
  return shape;
}

const Structure& OutputSerialization::shape() {
  using T = OutputSerialization;
  static const Structure shape{"OutputSerialization", {field<&T::csv>("CSV"), field<&T::json>("JSON")}};
  return shape;
}

const Structure& RequestProgress::shape() {
  static const Structure shape{"RequestProgress", {field<&RequestProgress::enabled>("Enabled")}};
  return shape;
}

const Structure& ScanRange::shape() {
  static const Structure shape{"ScanRange", {field<&ScanRange::start>("Start"), field<&ScanRange::end>("End")}};
  return shape;
}

const Structure& SelectObjectContentInput::shape() {
  using T = SelectObjectContentInput;
  static const Structure shape{"SelectObjectContentRequest",
                               fields(object_target<&T::target>(), customer_key<&T::encryption>(),
                                      field<&T::expression>("Expression"), field<&T::expression_type>("ExpressionType"),
                                      field<&T::progress>("RequestProgress"), field<&T::input>("InputSerialization"),
                                      field<&T::output>("OutputSerialization"), field<&T::range>("ScanRange")),
                               kXmlNamespace};
  return shape;
}

const Structure& SelectObjectContentOutput::shape() {
  using T = SelectObjectContentOutput;
  static const Structure shape{
      "SelectObjectContentOutput",
      {field<&T::content_type>("ContentType").in_header("Content-Type"), field<&T::events>("Payload").as_payload()}};
  return shape;
}

}  // namespace cloudling::s3
