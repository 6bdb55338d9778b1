#include "emulators/s3/encryption.h"

#include "emulators/aws/encoding.h"
#include "emulators/s3/digests.h"
#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

HeaderList key_headers(char fill, const std::string& prefix = "x-amz-server-side-encryption-customer-") {
  const std::string key(32, fill);
  return {{prefix + "algorithm", "AES256"},
          {prefix + "key", aws::base64_encode(key)},
          {prefix + "key-MD5", aws::base64_encode(md5(key))}};
}

class Encryption : public S3Fixture {
 protected:
  Encryption() { make_bucket("bucket"); }
};

TEST_F(Encryption, WithTheClientsKeyIsReal) {
  for (size_t size : {size_t{0}, size_t{1}, size_t{1000}, size_t{700'001}}) {
    const std::string bytes = sample_bytes(size);
    Answer written = put("/bucket/key", bytes, key_headers('a'));
    ASSERT_EQ(200, written.status) << written.body;
    EXPECT_EQ("AES256", written.header("x-amz-server-side-encryption-customer-algorithm"));
    EXPECT_EQ("", written.header("x-amz-server-side-encryption"));
    EXPECT_EQ(400, get("/bucket/key").status) << "without the key";
    EXPECT_EQ(403, get("/bucket/key", key_headers('b')).status) << "with another key";
    EXPECT_EQ(bytes, get("/bucket/key", key_headers('a')).body);
    if (size < 100) continue;
    auto ranged = key_headers('a');
    ranged.emplace_back("Range", "bytes=37-93");
    EXPECT_EQ(bytes.substr(37, 57), get("/bucket/key", ranged).body);
  }
  const std::string known(20'000, 'k');
  put("/bucket/known", known, key_headers('a'));
  EXPECT_EQ(0, number("SELECT count(*) FROM store_chunks WHERE instr(bytes, X'6b6b6b6b6b6b6b6b6b6b6b6b') > 0"));
}

TEST_F(Encryption, HoldsForPartsAndCopies) {
  const std::string first = sample_bytes(5 << 20), last = sample_bytes(1000, 2);
  Answer created = send("POST", "/bucket/parts?uploads", key_headers('a'));
  const std::string id = created.element("UploadId");
  std::string list;
  int number = 0;
  for (const auto& part : {first, last}) {
    const std::string target = "/bucket/parts?partNumber=" + std::to_string(++number) + "&uploadId=" + id;
    EXPECT_EQ("InvalidRequest", put(target, part).element("Code"));
    Answer uploaded = put(target, part, key_headers('a'));
    ASSERT_EQ(200, uploaded.status) << uploaded.body;
    list += "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" + uploaded.header("ETag") +
            "</ETag></Part>";
  }
  const std::string body = "<CompleteMultipartUpload>" + list + "</CompleteMultipartUpload>";
  ASSERT_EQ(200, send("POST", "/bucket/parts?uploadId=" + id, {}, aws::Body(body)).status);
  EXPECT_EQ(first + last, get("/bucket/parts", key_headers('a')).body);
  HeaderList across = key_headers('a');
  across.emplace_back("Range", "bytes=5242870-5242889");
  EXPECT_EQ((first + last).substr(5242870, 20), get("/bucket/parts", across).body);

  HeaderList copy = key_headers('a', "x-amz-copy-source-server-side-encryption-customer-");
  copy.emplace_back("x-amz-copy-source", "bucket/parts");
  ASSERT_EQ(200, put("/bucket/plain", "", copy).status);
  EXPECT_EQ(first + last, get("/bucket/plain").body);
  for (auto& header : key_headers('c')) copy.push_back(header);
  ASSERT_EQ(200, put("/bucket/other", "", copy).status);
  EXPECT_EQ(first + last, get("/bucket/other", key_headers('c')).body);
}

TEST_F(Encryption, ByKmsIsRecordedAndHasADefault) {
  Answer written = put("/bucket/kms", "x", {{"x-amz-server-side-encryption", "aws:kms"}});
  EXPECT_EQ("aws:kms", written.header("x-amz-server-side-encryption"));
  const std::string key = written.header("x-amz-server-side-encryption-aws-kms-key-id");
  EXPECT_TRUE(key.starts_with("arn:aws:kms:us-east-1:000000000000:key/")) << key;
  EXPECT_EQ(key, send("HEAD", "/bucket/kms").header("x-amz-server-side-encryption-aws-kms-key-id"));
  const std::string rule =
      "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
      "<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>mine</KMSMasterKeyID>"
      "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>";
  ASSERT_EQ(200, put("/bucket?encryption", rule).status);
  EXPECT_EQ("arn:aws:kms:us-east-1:000000000000:key/mine",
            put("/bucket/default", "x").header("x-amz-server-side-encryption-aws-kms-key-id"));
  EXPECT_EQ(
      "AES256",
      put("/bucket/plain", "x", {{"x-amz-server-side-encryption", "AES256"}}).header("x-amz-server-side-encryption"));
}

TEST_F(Encryption, RefusesKeysThatDoNotFit) {
  const HeaderList good = key_headers('a');
  const HeaderList cases[] = {
      {good[1], good[2]},
      {good[0], good[2]},
      {good[0], good[1]},
      {{good[0].first, "AES128"}, good[1], good[2]},
      {good[0], {good[1].first, "c2hvcnQ="}, good[2]},
      {good[0], good[1], key_headers('b')[2]},
      {good[0], good[1], good[2], {"x-amz-server-side-encryption", "AES256"}},
  };
  for (const auto& headers : cases) EXPECT_EQ(400, put("/bucket/key", "x", headers).status);
  EXPECT_EQ(404, get("/bucket/key").status);
}

}  // namespace
}  // namespace cloudling::s3
