#include <bzlib.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <sstream>

#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/s3/select_request.h"

namespace cloudling::s3 {
namespace {

constexpr const char* kRecord =
    "{\"name\":\"Ann\",\"age\":42,\"score\":1.50,\"big\":9223372036854775807,\"tags\":[\"a\",\"b\"],\"address\":{"
    "\"City\":"
    "\"Paris\"},\"none\":null,\"yes\":true,\"Dup\":1,\"dup\":2,\"empty\":\"\",\"word\":\"Müller\"}";

std::string read_file(const std::string& name) {
  std::ifstream in(std::string(CLOUDLING_SELECT_CASES) + "/" + name, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Feeds an object in pieces of that size; the whole answer.
std::string scanned(const SelectObjectContentInput& in, const std::string& object, size_t piece) {
  SelectRequest request = select_request(in);
  const SelectRange range = select_range(in.range, request.input, object.size());
  const aws::TimeMs now = *aws::parse_iso8601("2026-01-02T03:04:05.678Z");
  select::Scan scan(std::move(request.query), request.input, request.output, now, range.records);
  for (size_t at = 0; scan.wants_header() && at < object.size(); at += piece)
    scan.feed_header(object.substr(at, piece));
  if (scan.wants_header()) scan.finish_header();
  const std::string bytes = object.substr(range.bytes.offset, range.bytes.length);
  std::string answer;
  const auto run = [&] {
    while (scan.run(100, 2)) answer += scan.output().take();
    answer += scan.output().take();
  };
  for (size_t at = 0; at < bytes.size() && !scan.done(); at += piece) {
    scan.feed(bytes.substr(at, piece));
    run();
  }
  scan.finish();
  run();
  EXPECT_TRUE(scan.done());
  return answer;
}

/// The answer, however the object comes in, or "! Code".
std::string answer(const SelectObjectContentInput& in, const std::string& object) {
  const auto with = [&](size_t piece) {
    try {
      return scanned(in, object, piece);
    } catch (const aws::Error& error) {
      EXPECT_EQ(400, error.status);
      EXPECT_NE(error.code, error.message);
      return "! " + error.code;
    }
  };
  const std::string whole = with(1u << 20);
  EXPECT_EQ(whole, with(1)) << *in.expression;
  EXPECT_EQ(whole, with(3)) << *in.expression;
  return whole;
}

SelectObjectContentInput json_query(const std::string& query) {
  SelectObjectContentInput in;
  in.expression = query;
  in.expression_type = "SQL";
  in.input.emplace().json.emplace().type = "LINES";
  in.output.emplace().json.emplace();
  return in;
}

TEST(Select, Expressions) {
  std::istringstream cases(read_file("expressions.txt"));
  int count = 0;
  for (std::string line; std::getline(cases, line);) {
    const size_t arrow = line.find(" => ");
    if (line.empty() || (line.starts_with("#") && arrow != 1) || line.starts_with("# EXPR")) continue;
    ASSERT_NE(std::string::npos, arrow) << line;
    std::string result = answer(json_query("SELECT " + line.substr(0, arrow) + " FROM S3Object s"), kRecord);
    if (result.ends_with('\n')) result.pop_back();
    EXPECT_EQ(line.substr(arrow + 4), result) << line;
    ++count;
  }
  EXPECT_GT(count, 200);
}

std::optional<std::string> text_of(const json::Value& one, const char* member) {
  const json::Value* found = json::find(one, member);
  return found ? std::optional(found->get<std::string>()) : std::nullopt;
}

std::optional<int64_t> number_of(const json::Value& one, const char* member) {
  const json::Value* found = json::find(one, member);
  return found ? std::optional(found->get<int64_t>()) : std::nullopt;
}

SelectObjectContentInput request_of(const json::Value& one) {
  SelectObjectContentInput in = json_query("");
  const bool csv = !json::find(one, "json");
  if (csv) {
    in.input.emplace().csv = CSVInput{.file_header_info = text_of(one, "header"),
                                      .comments = {},
                                      .quote_escape_character = text_of(one, "escape"),
                                      .record_delimiter = text_of(one, "record_delimiter"),
                                      .field_delimiter = text_of(one, "field_delimiter"),
                                      .quote_character = text_of(one, "quote"),
                                      .allow_quoted_record_delimiter = json::find(one, "allow_quoted") != nullptr};
  } else if (json::find(one, "type")) {
    in.input->json->type = text_of(one, "type");
  }
  if (text_of(one, "output").value_or(csv ? "csv" : "json") == "csv") {
    in.output->json.reset();
    in.output->csv.emplace().quote_fields = text_of(one, "quote_fields");
  }
  const auto start = number_of(one, "start");
  const auto end = number_of(one, "end");
  if (start || end) in.range = ScanRange{start, end};
  return in;
}

TEST(Select, Queries) {
  const auto cases = json::parse(read_file("queries.json"));
  ASSERT_TRUE(cases);
  for (const json::Value& one : cases->at("cases")) {
    SelectObjectContentInput in = request_of(one);
    std::string object = text_of(one, "json").value_or(text_of(one, "csv").value_or(""));
    if (const auto encoded = text_of(one, "csv_base64")) object = *aws::base64_decode(*encoded);
    for (const auto& [query, expected] : one.at("queries").items()) {
      in.expression = query;
      EXPECT_EQ(expected.get<std::string>(), answer(in, object)) << one.at("about") << ": " << query;
    }
  }
}

/// As AWS words them (Hadoop's troubleshooting of S3 Select has recorded some).
TEST(Select, ErrorsSayWhere) {
  const std::pair<const char*, const char*> cases[] = {
      {"SELECT * FROM S3OBJECT WHERE odd = true",
       "The column index at line 1, column 30 is invalid. Please check the service documentation and try again."},
      {"SELECT * FROM S3OBJECT s WHERE s._1 = \"true\"",
       "The column index at line 1, column 39 is invalid. Please check the service documentation and try again."},
      {"SELECT * FROM S3OBJECT s WHERE s.'odd' is \"true\"",
       "Invalid Path component, expecting either an IDENTIFIER or STAR, got: LITERAL, at line 1, column 34."},
      {"SELECT * FROM S3OBJECT s WHERE s.odd IS \"true\"",
       "Expected type name, found QUOTED_IDENTIFIER:'true' at line 1, column 41."},
      {"SELECT\n\ts.a\nFROM S3Object s WHERE %", "Unexpected operator OPERATOR:'%' at line 3, column 23."}};
  for (const auto& [query, message] : cases) {
    SelectObjectContentInput in = json_query(query);
    in.input.emplace().csv.emplace();
    try {
      scanned(in, "1\n", 1);
      ADD_FAILURE() << query;
    } catch (const aws::Error& error) {
      EXPECT_EQ(message, error.message) << query;
    }
  }
}

std::string code_of(const SelectObjectContentInput& in, uint64_t size = 100) {
  try {
    const SelectRequest request = select_request(in);
    select_range(in.range, request.input, size);
    return "";
  } catch (const aws::Error& error) {
    return error.code;
  }
}

TEST(Select, RequestsAreChecked) {
  using In = SelectObjectContentInput;
  struct Case {
    const char* code;
    void (*change)(In&);
  };
  const Case cases[] = {
      {"", [](In&) {}},
      {"MissingRequiredParameter", [](In& in) { in.expression.reset(); }},
      {"MissingRequiredParameter", [](In& in) { in.expression_type.reset(); }},
      {"MissingRequiredParameter", [](In& in) { in.input.reset(); }},
      {"MissingRequiredParameter", [](In& in) { in.output.reset(); }},
      {"MissingRequiredParameter", [](In& in) { in.output->json.reset(); }},
      {"InvalidExpressionType", [](In& in) { in.expression_type = "sql"; }},
      {"ExpressionTooLong", [](In& in) { in.expression = std::string((256u << 10) + 1, ' '); }},
      {"InvalidDataSource", [](In& in) { in.input->json.reset(); }},
      {"ObjectSerializationConflict", [](In& in) { in.input->csv.emplace(); }},
      {"ObjectSerializationConflict", [](In& in) { in.output->csv.emplace(); }},
      {"InvalidJsonType", [](In& in) { in.input->json->type = "lines"; }},
      {"InvalidCompressionFormat", [](In& in) { in.input->compression_type = "ZSTD"; }},
      {"NotImplemented", [](In& in) { in.input.emplace().parquet.emplace(); }},
      {"InvalidFileHeaderInfo", [](In& in) { in.input.emplace().csv.emplace().file_header_info = "YES"; }},
      {"InvalidRequestParameter", [](In& in) { in.input.emplace().csv.emplace().record_delimiter = "abc"; }},
      {"InvalidRequestParameter", [](In& in) { in.input.emplace().csv.emplace().field_delimiter = ""; }},
      {"InvalidRequestParameter", [](In& in) { in.input.emplace().csv.emplace().field_delimiter = "\n"; }},
      {"InvalidQuoteFields",
       [](In& in) {
         in.output->json.reset();
         in.output->csv.emplace().quote_fields = "NEVER";
       }},
      {"InvalidScanRange", [](In& in) { in.range.emplace(); }},
      {"InvalidScanRange", [](In& in) { in.range = ScanRange{5, 4}; }},
      {"InvalidScanRange", [](In& in) { in.range = ScanRange{-1, 4}; }},
      {"InvalidScanRange", [](In& in) { in.range = ScanRange{100, {}}; }},
      {"", [](In& in) { in.range = ScanRange{99, 1000}; }},
      {"", [](In& in) { in.range = ScanRange{{}, 1000}; }},
      {"UnsupportedScanRangeInput",
       [](In& in) {
         in.range = ScanRange{1, 2};
         in.input->compression_type = "GZIP";
       }},
      {"UnsupportedScanRangeInput",
       [](In& in) {
         in.range = ScanRange{1, 2};
         in.input->json->type = "DOCUMENT";
       }},
      {"MaxOperatorsExceeded", [](In& in) { in.expression = "SELECT " + std::string(5000, '(') + " FROM S3Object"; }},
      {"MaxOperatorsExceeded",
       [](In& in) {
         in.expression = "SELECT 1";
         for (int i = 0; i < 5000; ++i) *in.expression += " + 1";
       }},
  };
  for (const Case& one : cases) {
    In in = json_query("SELECT * FROM S3Object");
    one.change(in);
    EXPECT_EQ(one.code, code_of(in)) << &one - cases;
  }
}

TEST(Select, RecordsHaveALimit) {
  const std::string below = std::string(1u << 20, 'x') + "\n";
  SelectObjectContentInput in = json_query("SELECT COUNT(*) FROM S3Object");
  in.input.emplace().csv.emplace();
  EXPECT_EQ("{\"_1\":2}\n", scanned(in, below + below, 100'000));
  EXPECT_EQ("! OverMaxRecordSize", answer(in, "x" + below));
  in.expression = "SELECT _1 || _1 FROM S3Object";
  EXPECT_EQ("! OverMaxRecordSize", answer(in, below));
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<unsigned>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<unsigned>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string bzip2(std::string bytes) {
  std::string out(bytes.size() + bytes.size() / 50 + 1000, '\0');
  auto size = static_cast<unsigned>(out.size());
  BZ2_bzBuffToBuffCompress(out.data(), &size, bytes.data(), static_cast<unsigned>(bytes.size()), 9, 0, 0);
  out.resize(size);
  return out;
}

std::string decompressed(select::Compression compression, const std::string& bytes, size_t piece) {
  const auto decompressor = select::make_decompressor(compression);
  std::string out;
  try {
    for (size_t at = 0; at < bytes.size(); at += piece) {
      decompressor->feed(bytes.substr(at, piece));
      for (std::string got = decompressor->take(); !got.empty(); got = decompressor->take()) out += got;
    }
    decompressor->finish();
  } catch (const aws::Error& error) {
    return error.code;
  }
  return out;
}

TEST(Select, Decompresses) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + ",x\n";
  using select::Compression;
  struct Case {
    Compression compression;
    std::string (*compress)(const std::string&);
  };
  const Case cases[] = {{Compression::kGzip, [](const std::string& t) { return gzip(t); }},
                        {Compression::kBzip2, [](const std::string& t) { return bzip2(t); }}};
  for (const auto& [compression, compress] : cases) {
    const std::string packed = compress(text);
    for (const size_t piece : {1, 1000, 1 << 20}) {
      EXPECT_TRUE(text == decompressed(compression, packed, piece));
      EXPECT_TRUE(text + "more" == decompressed(compression, packed + compress("more"), piece));
      EXPECT_EQ("TruncatedInput", decompressed(compression, packed.substr(0, packed.size() / 2), piece));
      EXPECT_EQ("InvalidCompressionFormat", decompressed(compression, text, piece));
      EXPECT_EQ("InvalidCompressionFormat", decompressed(compression, "", piece));
    }
  }
}

}  // namespace
}  // namespace cloudling::s3
