#include "emulators/s3/select/errors.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace cloudling::s3::select {
namespace {

struct Listed {
  std::string_view code;
  const char* message;
};

constexpr std::array kListed = {
    Listed{"AmbiguousFieldName",
           "The field name matches to multiple fields in the file. Check the SQL expression and the file, and try "
           "again."},
    Listed{"CSVEscapingRecordDelimiter",
           "A quoted record delimiter was found in the file. To allow quoted record delimiters, set "
           "AllowQuotedRecordDelimiter to 'TRUE'."},
    Listed{"CSVUnescapedQuote",
           "An unescaped quote was found while parsing the CSV file. To allow quoted record delimiters, set "
           "AllowQuotedRecordDelimiter to 'TRUE'."},
    Listed{"CSVParsingError", "An error occurred while parsing the CSV file. Check the file and try again."},
    Listed{"CastFailed",
           "An attempt to convert from one data type to another using CAST failed in the SQL expression."},
    Listed{"EvaluatorInvalidArguments",
           "There is an incorrect number of arguments in the function call in the SQL expression."},
    Listed{"EvaluatorInvalidTimestampFormatPattern", "The timestamp format string in the SQL expression is not valid."},
    Listed{"EvaluatorInvalidTimestampFormatPatternSymbol",
           "The timestamp format pattern contains a symbol in the SQL expression that is not valid."},
    Listed{"EvaluatorInvalidTimestampFormatPatternSymbolForParsing",
           "The timestamp format pattern contains a valid format symbol that cannot be applied to timestamp parsing in "
           "the SQL expression."},
    Listed{"EvaluatorInvalidTimestampFormatPatternToken",
           "The timestamp format pattern contains a token in the SQL expression that is not valid."},
    Listed{"EvaluatorLikePatternInvalidEscapeSequence", "An argument given to the LIKE expression was not valid."},
    Listed{"EvaluatorNegativeLimit", "LIMIT must not be negative."},
    Listed{"EvaluatorTimestampFormatPatternDuplicateFields",
           "The timestamp format pattern contains multiple format specifiers representing the timestamp field in the "
           "SQL expression."},
    Listed{
        "EvaluatorTimestampFormatPatternHourClockAmPmMismatch",
        "The timestamp format pattern contains a 12-hour hour of day format symbol but doesn't also contain an AM/PM "
        "field, or it contains a 24-hour hour of day format specifier and contains an AM/PM field in the SQL "
        "expression."},
    Listed{"EvaluatorUnterminatedTimestampFormatPatternToken",
           "The timestamp format pattern contains an unterminated token in the SQL expression."},
    Listed{"ExpressionTooLong",
           "The SQL expression is too long. The maximum byte-length for an SQL expression is 256 KB."},
    Listed{"ExternalEvalException", "The query cannot be evaluated. Check the file and try again."},
    Listed{"IllegalSqlFunctionArgument", "An illegal argument was used in the SQL function."},
    Listed{"IncorrectSqlFunctionArgumentType",
           "An incorrect argument type was specified in a function call in the SQL expression."},
    Listed{"IntegerOverflow", "An integer overflow or underflow occurred in the SQL expression."},
    Listed{"InvalidCast",
           "An attempt to convert from one data type to another using CAST failed in the SQL expression."},
    Listed{"InvalidDataSource", "The data source type is not valid. Only CSV, JSON, and Parquet are supported."},
    Listed{"InvalidDataType", "The SQL expression contains a data type that is not valid."},
    Listed{"InvalidExpressionType", "The ExpressionType value is not valid. Only SQL expressions are supported."},
    Listed{"InvalidFileHeaderInfo", "The FileHeaderInfo value is not valid. Only NONE, USE, and IGNORE are supported."},
    Listed{"InvalidJsonType", "The JsonType value is not valid. Only DOCUMENT and LINES are supported."},
    Listed{"InvalidKeyPath", "The key path in the SQL expression is not valid."},
    Listed{"InvalidQuoteFields", "The QuoteFields value is not valid. Only ALWAYS and ASNEEDED are supported."},
    Listed{
        "InvalidRequestParameter",
        "The value of a parameter in the SelectRequest element is not valid. Check the service API documentation and "
        "try again."},
    Listed{"InvalidScanRange", "The provided scan range is not valid."},
    Listed{"InvalidTableAlias", "The SQL expression contains a table alias that is not valid."},
    Listed{"JSONParsingError", "An error occurred while parsing the JSON file. Check the file and try again."},
    Listed{"LikeInvalidInputs", "The argument given to the LIKE clause in the SQL expression is not valid."},
    Listed{"MaxOperatorsExceeded",
           "Failed to parse SQL expression, try reducing complexity. For example, reduce number of operators used."},
    Listed{"MissingHeaders",
           "Some headers in the query are missing from the file. Please check the file and try again."},
    Listed{"MissingRequiredParameter",
           "The SelectRequest entity is missing a required parameter. Check the service documentation and try again."},
    Listed{"MultipleDataSourcesUnsupported", "Multiple data sources are not supported."},
    Listed{
        "ObjectSerializationConflict",
        "InputSerialization specifies more than one format (CSV, JSON, or Parquet), or OutputSerialization specifies "
        "more than one format (CSV or JSON). For InputSerialization and OutputSerialization, you can specify only "
        "one format for each."},
    Listed{"OverMaxColumn",
           "The number of columns in the result is greater than the maximum allowable number of columns."},
    Listed{"OverMaxRecordSize",
           "The length of a record in the input or result is greater than the maxCharsPerRecord limit of 1 MB."},
    Listed{
        "TruncatedInput",
        "Object decompression failed. Check that the object is properly compressed using the format specified in the "
        "request."},
    Listed{"UnsupportedFunction", "S3 encountered an unsupported SQL function."},
    Listed{"UnsupportedScanRangeInput", "Scan range queries are not supported on this type of object."},
    Listed{"UnsupportedSqlStructure", "S3 encountered an unsupported SQL structure. Check the SQL Reference."},
    Listed{"UnsupportedStorageClass",
           "The storage class is not supported. Only STANDARD, STANDARD_IA, and ONEZONE_IA storage classes are "
           "supported."},
    Listed{"ValueParseFailure", "A timestamp parse failure occurred in the SQL expression."}};

}  // namespace

aws::Error refused_at(std::string code, const std::string& message, Place place) {
  return {400, std::move(code),
          message + " at line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + "."};
}

aws::Error refused(const char* code) {
  const auto* listed = std::ranges::find(kListed, std::string_view(code), &Listed::code);
  return {400, code, listed == kListed.end() ? code : listed->message};
}

aws::Error invalid_column_index(Place place) {
  return {400, "InvalidColumnIndex",
          "The column index at line " + std::to_string(place.line) + ", column " + std::to_string(place.column) +
              " is invalid. Please check the service documentation and try again."};
}

}  // namespace cloudling::s3::select
