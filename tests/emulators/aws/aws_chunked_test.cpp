// The table of cases/aws_chunked.txt, each case cut into pieces of several sizes. "\r\n" stands for itself, {N} for N
// letters.

#include "emulators/aws/aws_chunked.h"

#include <gtest/gtest.h>

#include "emulators/aws/error.h"
#include "tests/emulators/aws/support.h"

namespace cloudling::aws {
namespace {

std::string unescape(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "\\r") == 0 || text.compare(at, 2, "\\n") == 0) {
      out += text[++at] == 'r' ? '\r' : '\n';
    } else if (text[at] == '{') {
      const size_t end = text.find('}', at);
      out.append(std::stoul(text.substr(at + 1, end - at - 1)), 'x');
      at = end;
    } else {
      out += text[at];
    }
  }
  return out;
}

HttpRequest request_of(const test::Case& item, size_t piece) {
  HttpRequest request;
  request.headers.add("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
  request.headers.add("x-amz-decoded-content-length", item.get("length"));
  request.body = test::in_pieces(unescape(item.get("encoded")), piece);
  return request;
}

std::string print(const Headers* trailers) {
  std::string text;
  if (!trailers) return "none";
  for (const auto& [name, value] : *trailers) text += (text.empty() ? "" : "\n") + name + ": " + value;
  return text;
}

class AwsChunked : public testing::TestWithParam<test::Case> {};

TEST_P(AwsChunked, Decodes) {
  const test::Case& item = GetParam();
  for (const size_t piece : {1, 2, 3, 7, 1000, 100000}) {
    HttpRequest request = request_of(item, piece);
    ASSERT_TRUE(is_aws_chunked(request.headers));
    decode_aws_chunked(request);
    std::string got;
    try {
      got = test::run(request.body.read_all(1 << 20));
    } catch (const Error& error) {
      EXPECT_EQ(std::to_string(error.status) + " " + error.code, item.has("error") ? item.get("error") : "no error")
          << error.message;
      continue;
    }
    ASSERT_TRUE(item.has("decoded")) << "in pieces of " << piece;
    EXPECT_EQ(got, unescape(item.get("decoded")));
    EXPECT_EQ(print(request.body.trailers()), item.has("trailers") ? item.get("trailers") : "");
  }
}

INSTANTIATE_TEST_SUITE_P(Table, AwsChunked, testing::ValuesIn(test::read_cases("aws_chunked.txt")),
                         [](const auto& info) { return test::test_name(info.param.name); });

TEST(AwsChunkedRequest, IsRecognised) {
  Headers headers;
  EXPECT_FALSE(is_aws_chunked(headers));
  headers.add("Content-Encoding", "gzip, aws-chunked");
  EXPECT_FALSE(is_aws_chunked(headers));
  headers.add("x-amz-decoded-content-length", "5");
  EXPECT_TRUE(is_aws_chunked(headers));
}

TEST(AwsChunkedRequest, LosesItsEncodingAndKeepsTheOthers) {
  for (const auto& [encoding, kept] : {std::pair("aws-chunked", ""), std::pair("aws-chunked,gzip", "gzip"),
                                       std::pair("gzip, AWS-CHUNKED, br", "gzip,br")}) {
    HttpRequest request;
    request.headers.add("Content-Encoding", encoding);
    request.headers.add("x-amz-decoded-content-length", "0");
    decode_aws_chunked(request);
    EXPECT_EQ(request.headers.get("Content-Encoding"), kept);
    EXPECT_EQ(request.body.size(), 0u);
  }
}

TEST(AwsChunkedRequest, MustSayItsLength) {
  for (const char* length : {"", "x", "-1"}) {
    HttpRequest request;
    request.headers.add("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    request.headers.add("x-amz-decoded-content-length", length);
    EXPECT_THROW(decode_aws_chunked(request), Error) << length;
  }
}

}  // namespace
}  // namespace cloudling::aws
