#include "emulators/s3/checksums.h"

#include "emulators/aws/encoding.h"
#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

struct Vector {
  const char* name;
  const char* value;  ///< of "123456789", in base64
};

// CRCs from the catalogue of parametrised CRCs, SHAs from FIPS 180 implementations, xxHash's from its own xxhsum.
const Vector kVectors[] = {
    {"crc32", "y/Q5Jg=="},
    {"crc32c", "4waSgw=="},
    {"crc64nvme", "rosUhgp5mIg="},
    {"sha1", "98O8HYCOBHMq32eZZczDTKeuNEE="},
    {"sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="},
    {"sha512", "2eZ2LdHI6vbWGzxhkvxAjU1tXxF20MKRabwk5xw/J0rSf81YEbMT1oH35V7ALXPUmclUVba1u1A6z1dPuo/+hQ=="},
    {"md5", "JfnnlDI7RTiF9RgfG2JNCw=="},
    {"xxhash64", "jLhB20DmroM="},
    {"xxhash3", "ctyxi2ehff8="},
    {"xxhash128", "MxGUd+3l3NXpcWQnaB1YYA=="}};

class Checksums : public S3Fixture {
 protected:
  Checksums() { make_bucket("bucket"); }

  /// A body in the aws-chunked encoding, unsigned, with a trailer.
  Answer put_chunked(const std::string& target, const std::string& content, const std::string& trailer_name,
                     const std::string& trailer_value) {
    char size[32];
    std::snprintf(size, sizeof size, "%zx", content.size());
    std::string body =
        std::string(size) + "\r\n" + content + "\r\n0\r\n" + trailer_name + ":" + trailer_value + "\r\n\r\n";
    return put(target, body,
               {{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
                {"Content-Encoding", "aws-chunked"},
                {"x-amz-decoded-content-length", std::to_string(content.size())},
                {"x-amz-trailer", trailer_name}});
  }
};

TEST_F(Checksums, AreComputed) {
  for (const auto& vector : kVectors) {
    ChecksumDigest digest(*checksum_algorithm(vector.name));
    digest.update("1234");
    digest.update("56789");
    EXPECT_EQ(vector.value, aws::base64_encode(digest.finish())) << vector.name;
  }
}

TEST_F(Checksums, OfPartsCombineToThatOfTheWhole) {
  const std::string first = sample_bytes(1000, 1), second = sample_bytes(77, 2);
  auto value = [](ChecksumAlgorithm algorithm, const std::string& bytes) {
    ChecksumDigest digest(algorithm);
    digest.update(bytes);
    return aws::base64_encode(digest.finish());
  };
  for (auto algorithm : {ChecksumAlgorithm::kCrc32, ChecksumAlgorithm::kCrc32c, ChecksumAlgorithm::kCrc64Nvme})
    EXPECT_EQ(value(algorithm, first + second),
              combine(algorithm, false, {{value(algorithm, first), 1000}, {value(algorithm, second), 77}}).value);
  const std::string raw = *aws::base64_decode(value(ChecksumAlgorithm::kSha1, first)) +
                          *aws::base64_decode(value(ChecksumAlgorithm::kSha1, second));
  EXPECT_EQ(value(ChecksumAlgorithm::kSha1, raw) + "-2",
            combine(ChecksumAlgorithm::kSha1, true,
                    {{value(ChecksumAlgorithm::kSha1, first), 1000}, {value(ChecksumAlgorithm::kSha1, second), 77}})
                .value);
}

TEST_F(Checksums, InHeadersAreVerifiedKeptAndTold) {
  for (const auto& vector : kVectors) {
    const std::string header = std::string("x-amz-checksum-") + vector.name;
    Answer made = put("/bucket/key", "123456789", {{header, vector.value}});
    ASSERT_EQ(200, made.status) << made.body;
    EXPECT_EQ(vector.value, made.header(header));
    EXPECT_EQ("FULL_OBJECT", made.header("x-amz-checksum-type"));
    Answer got = get("/bucket/key", {{"x-amz-checksum-mode", "ENABLED"}});
    EXPECT_EQ(vector.value, got.header(header));
    EXPECT_EQ("", get("/bucket/key").header(header));
    Answer refused = put("/bucket/other", "12345678", {{header, vector.value}});
    EXPECT_EQ(400, refused.status);
    EXPECT_EQ("BadDigest", refused.element("Code"));
    EXPECT_NE(std::string::npos,
              refused.element("Message").find("you specified did not match the calculated checksum."));
  }
  EXPECT_EQ(404, get("/bucket/other").status);
}

TEST_F(Checksums, InTrailersAreVerifiedKeptAndTold) {
  for (const auto& vector : kVectors) {
    const std::string header = std::string("x-amz-checksum-") + vector.name;
    Answer made = put_chunked("/bucket/key", "123456789", header, vector.value);
    ASSERT_EQ(200, made.status) << made.body;
    Answer got = get("/bucket/key", {{"x-amz-checksum-mode", "ENABLED"}});
    EXPECT_EQ("123456789", got.body);
    EXPECT_EQ(vector.value, got.header(header));
    EXPECT_EQ("", got.header("Content-Encoding"));
    EXPECT_EQ("BadDigest", put_chunked("/bucket/key", "123456780", header, vector.value).element("Code"));
  }
}

TEST_F(Checksums, DefaultToCrc64Nvme) {
  Answer made = put("/bucket/key", "123456789");
  EXPECT_EQ("rosUhgp5mIg=", made.header("x-amz-checksum-crc64nvme"));
  EXPECT_EQ("rosUhgp5mIg=",
            send("HEAD", "/bucket/key", {{"x-amz-checksum-mode", "ENABLED"}}).header("x-amz-checksum-crc64nvme"));
}

TEST_F(Checksums, ThatAreMalformedAreRefused) {
  const std::vector<HeaderList> cases = {
      {{"x-amz-checksum-crc32", "y/Q5Jg"}},
      {{"x-amz-checksum-crc32", "98O8HYCOBHMq32eZZczDTKeuNEE="}},
      {{"x-amz-checksum-crc32", "y/Q5Jg=="}, {"x-amz-checksum-crc32c", "4waSgw=="}},
      {{"x-amz-sdk-checksum-algorithm", "CRC32"}},
      {{"x-amz-sdk-checksum-algorithm", "MD4"}, {"x-amz-checksum-crc32", "y/Q5Jg=="}},
      {{"x-amz-sdk-checksum-algorithm", "SHA1"}, {"x-amz-checksum-crc32", "y/Q5Jg=="}}};
  for (const auto& headers : cases) {
    Answer answer = put("/bucket/key", "123456789", headers);
    EXPECT_EQ(400, answer.status) << headers[0].second;
    EXPECT_EQ("InvalidRequest", answer.element("Code")) << answer.body;
  }
}

TEST_F(Checksums, OfDocumentsAreVerified) {
  const std::string document = "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>";
  const auto crc = [](std::string_view bytes) {
    ChecksumDigest digest(ChecksumAlgorithm::kCrc32);
    digest.update(bytes);
    return aws::base64_encode(digest.finish());
  };
  const std::string right_md5 = aws::base64_encode(md5(document)), wrong_md5 = aws::base64_encode(md5("other"));
  const std::tuple<std::string, std::string, std::string> cases[] = {
      {"Content-MD5", right_md5, ""},
      {"Content-MD5", wrong_md5, "BadDigest"},
      {"Content-MD5", "YWJj", "InvalidDigest"},
      {"x-amz-checksum-crc32", crc(document), ""},
      {"x-amz-checksum-crc32", crc("other"), "BadDigest"},
      {"x-amz-checksum-crc32", "YWJj", "InvalidRequest"}};
  EXPECT_EQ("InvalidRequest", send("PUT", "/bucket?tagging", {}, document).element("Code")) << "without a digest";
  for (const auto& [name, value, code] : cases) {
    send("DELETE", "/bucket?tagging");
    Answer answer = put("/bucket?tagging", document, {{name, value}});
    EXPECT_EQ(code, answer.element("Code")) << name << " " << value;
    EXPECT_EQ(code.empty() ? 200 : 404, get("/bucket?tagging").status) << name << " " << value;
  }
}

TEST_F(Checksums, OfRangesAreNotTold) {
  put("/bucket/key", "123456789");
  Answer part = get("/bucket/key", {{"x-amz-checksum-mode", "ENABLED"}, {"Range", "bytes=0-1"}});
  EXPECT_EQ("", part.header("x-amz-checksum-crc64nvme"));
}

}  // namespace
}  // namespace cloudling::s3
