// S3 Select: any expression over any CSV, JSON, GZIP or BZIP2, in pieces of any size. The first bytes choose the
// formats, the first line behind them is the expression.

#include <cstdint>
#include <string>

#include "emulators/s3/select/decompress.h"
#include "emulators/s3/select/parser.h"
#include "emulators/s3/select/scan.h"

using namespace cloudling;
using namespace cloudling::s3::select;

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

struct Choice {
  InputFormat input;
  OutputFormat output;
  RecordRange range;
};

Choice choice_of(uint8_t format, uint8_t range) {
  Choice choice;
  choice.input.kind = static_cast<InputFormat::Kind>(format % 3);
  choice.input.csv.header = static_cast<HeaderInfo>(format / 3 % 3);
  choice.input.csv.allow_quoted_record_delimiter = (format & 0x10) != 0;
  if (format & 0x20) choice.input.csv.record_delimiter = "\r\n";
  if (format & 0x40) choice.input.csv.escape = "\\";
  choice.output.json = (format & 0x80) != 0;
  choice.output.quote_always = (range & 1) != 0;
  choice.range.within_record = (range & 2) != 0;
  if (range & 4) choice.range.last_begin = range >> 3;
  return choice;
}

/// The answer, or the code of its refusal.
std::string answer(const std::string& expression, const std::string& object, const Choice& choice, size_t piece) {
  std::string text;
  try {
    Scan scan(parse(expression), choice.input, choice.output, 0, choice.range);
    if (scan.wants_header()) scan.feed_header(object);
    if (scan.wants_header()) scan.finish_header();
    for (size_t at = 0; at < object.size() && !scan.done(); at += piece) {
      scan.feed(std::string_view(object).substr(at, piece));
      while (scan.run(64, 3)) text += scan.output().take();
    }
    scan.finish();
    while (scan.run(64, 3)) text += scan.output().take();
    require(scan.done());
    text += scan.output().take();
  } catch (const aws::Error& error) {
    require(error.status == 400 && !error.message.empty());
    return "! " + error.code;
  }
  require(!choice.output.json || json::valid_utf8(text));
  return text;
}

void decompress(Compression compression, const std::string& bytes) {
  const auto decompressor = make_decompressor(compression);
  try {
    decompressor->feed(bytes);
    for (int i = 0; i < 16 && !decompressor->take().empty(); ++i) continue;
    decompressor->finish();
  } catch (const aws::Error& error) {
    require(error.status == 400);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2 || size > 4096) return 0;
  const Choice choice = choice_of(data[0], data[1]);
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::string expression = text.substr(0, text.find('\n'));
  const std::string object = expression.size() < text.size() ? text.substr(expression.size() + 1) : "";
  const std::string whole = answer(expression, object, choice, 4096);
  const std::string pieces = answer(expression, object, choice, 1);
  // Bytes that are no UTF-8 are met before or behind other errors, as they come.
  require(whole == pieces || (whole.starts_with("! ") && pieces.starts_with("! ")) || !json::valid_utf8(object));
  decompress(Compression::kGzip, object);
  decompress(Compression::kBzip2, object);
  return 0;
}
