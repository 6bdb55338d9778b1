#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kPart = 5 << 20;

class Multipart : public S3Fixture {
 protected:
  Multipart() { make_bucket("bucket"); }

  std::string create(const std::string& target, const HeaderList& headers = {}) {
    return send("POST", target + "?uploads", headers).element("UploadId");
  }
  Answer put_part(const std::string& target, const std::string& id, int number, const std::string& bytes,
                  const HeaderList& headers = {}) {
    return put(target + "?partNumber=" + std::to_string(number) + "&uploadId=" + id, bytes, headers);
  }
  static std::string listed(int number, const std::string& etag) {
    return "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" + etag + "</ETag></Part>";
  }
  Answer complete(const std::string& target, const std::string& id, const std::string& parts,
                  const HeaderList& headers = {}) {
    return send("POST", target + "?uploadId=" + id, headers,
                aws::Body("<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>"));
  }
};

TEST_F(Multipart, MakesOneObjectOfItsParts) {
  const std::string first = sample_bytes(kPart, 1), second = sample_bytes(kPart + 3, 2), third = sample_bytes(10, 3);
  Answer done = upload("/bucket/big", {first, second, third}, {{"Content-Type", "image/tiff"}, {"x-amz-meta-a", "b"}});
  ASSERT_EQ(200, done.status) << done.body;
  EXPECT_EQ("bucket", done.element("Bucket"));
  EXPECT_EQ("http://localhost:4566/bucket/big", done.element("Location"));
  EXPECT_EQ("FULL_OBJECT", done.element("ChecksumType"));
  Answer got = get("/bucket/big");
  EXPECT_EQ(first + second + third, got.body);
  EXPECT_EQ("image/tiff", got.header("Content-Type"));
  EXPECT_EQ("b", got.header("x-amz-meta-a"));
  EXPECT_TRUE(got.header("ETag").ends_with("-3\""));
  EXPECT_EQ("&quot;" + got.header("ETag").substr(1, 34) + "&quot;", done.element("ETag"));
  Answer part = get("/bucket/big?partNumber=2", {{"x-amz-checksum-mode", "ENABLED"}});
  EXPECT_EQ(206, part.status);
  EXPECT_EQ(second, part.body);
  EXPECT_EQ("3", part.header("x-amz-mp-parts-count"));
  EXPECT_EQ("bytes 5242880-10485762/10485773", part.header("Content-Range"));
  EXPECT_EQ("InvalidPartNumber", get("/bucket/big?partNumber=4").element("Code"));
  EXPECT_EQ(first.substr(kPart - 5) + second.substr(0, 5),
            get("/bucket/big", {{"Range", "bytes=5242875-5242884"}}).body);
  EXPECT_EQ(0, number("SELECT count(*) FROM s3_uploads"));
  EXPECT_EQ(0, number("SELECT count(*) FROM s3_parts"));
  send("DELETE", "/bucket/big");
  EXPECT_TRUE(eventually_blobs(0));
  EXPECT_EQ(0, number("SELECT count(*) FROM s3_version_parts"));
}

TEST_F(Multipart, KnowsTheTagOfTagsOfAws) {
  // Two parts, 5 MiB of 'a' and one 'b': MD5 of the two MD5s, computed with another implementation.
  Answer done = upload("/bucket/big", {std::string(kPart, 'a'), "b"});
  EXPECT_EQ("&quot;e5a8c5272b26fc10581a21089559b006-2&quot;", done.element("ETag"));
}

TEST_F(Multipart, ReplacesPartsAndLeavesOutOthers) {
  const std::string id = create("/bucket/big");
  put_part("/bucket/big", id, 3, sample_bytes(kPart, 9));
  const std::string replaced = put_part("/bucket/big", id, 7, "old").header("ETag");
  const std::string etag = put_part("/bucket/big", id, 7, "new").header("ETag");
  EXPECT_EQ("InvalidPart", complete("/bucket/big", id, listed(7, replaced)).element("Code"));
  EXPECT_EQ(200, complete("/bucket/big", id, listed(7, etag)).status);
  EXPECT_EQ("new", get("/bucket/big").body);
  EXPECT_EQ("new", get("/bucket/big?partNumber=1").body);
  EXPECT_TRUE(eventually_blobs(1));
}

TEST_F(Multipart, RefusesWrongCompletions) {
  const std::string id = create("/bucket/big");
  const std::string small = put_part("/bucket/big", id, 1, "small").header("ETag");
  const std::string last = put_part("/bucket/big", id, 2, "last").header("ETag");
  EXPECT_EQ("MalformedXML", complete("/bucket/big", id, "").element("Code"));
  EXPECT_EQ("MalformedXML", send("POST", "/bucket/big?uploadId=" + id).element("Code"));
  EXPECT_EQ("MalformedXML", send("POST", "/bucket/big?uploadId=" + id, {}, aws::Body("<x")).element("Code"));
  EXPECT_EQ("InvalidPartOrder", complete("/bucket/big", id, listed(2, last) + listed(1, small)).element("Code"));
  Answer missing = complete("/bucket/big", id, listed(9, small));
  EXPECT_EQ("InvalidPart", missing.element("Code"));
  EXPECT_EQ("9", missing.element("PartNumber"));
  Answer too_small = complete("/bucket/big", id, listed(1, small) + listed(2, last));
  EXPECT_EQ("EntityTooSmall", too_small.element("Code"));
  EXPECT_EQ("5", too_small.element("ProposedSize"));
  EXPECT_EQ("5242880", too_small.element("MinSizeAllowed"));
  EXPECT_EQ("NoSuchUpload", complete("/bucket/big", "nonsense", listed(1, small)).element("Code"));
  EXPECT_EQ("NoSuchUpload", complete("/bucket/other", id, listed(1, small)).element("Code"));
  EXPECT_EQ("InvalidRequest",
            complete("/bucket/big", id, listed(2, last), {{"x-amz-mp-object-size", "5"}}).element("Code"));
  put("/bucket/big", "there");
  EXPECT_EQ(412, complete("/bucket/big", id, listed(2, last), {{"If-None-Match", "*"}}).status);
  EXPECT_EQ("there", get("/bucket/big").body);
  EXPECT_EQ(200, complete("/bucket/big", id, listed(2, last)).status);
}

TEST_F(Multipart, ToldAgainIsTheSame) {
  const std::string id = create("/bucket/big");
  const std::string etag = put_part("/bucket/big", id, 1, "only").header("ETag");
  Answer once = complete("/bucket/big", id, listed(1, etag));
  Answer again = complete("/bucket/big", id, listed(1, etag));
  EXPECT_EQ(200, again.status);
  EXPECT_EQ(once.element("ETag"), again.element("ETag"));
  put("/bucket/big", "replaced");
  EXPECT_EQ("NoSuchUpload", complete("/bucket/big", id, listed(1, etag)).element("Code"));
}

TEST_F(Multipart, AbortGivesEverythingBack) {
  const std::string id = create("/bucket/big");
  put_part("/bucket/big", id, 1, sample_bytes(100'000));
  EXPECT_EQ(204, send("DELETE", "/bucket/big?uploadId=" + id).status);
  EXPECT_EQ("NoSuchUpload", send("DELETE", "/bucket/big?uploadId=" + id).element("Code"));
  EXPECT_EQ("NoSuchUpload", put_part("/bucket/big", id, 1, "x").element("Code"));
  EXPECT_TRUE(eventually_blobs(0));
}

TEST_F(Multipart, RefusesPartNumbersOutOfRange) {
  const std::string id = create("/bucket/big");
  for (int part : {0, 10001, -1}) EXPECT_EQ("InvalidArgument", put_part("/bucket/big", id, part, "x").element("Code"));
  EXPECT_EQ(200, put_part("/bucket/big", id, 10000, "x").status);
}

TEST_F(Multipart, ListsPartsInPages) {
  const std::string id = create("/bucket/big");
  for (int part : {5, 1, 9}) put_part("/bucket/big", id, part, std::string(static_cast<size_t>(part), 'x'));
  Answer first = get("/bucket/big?uploadId=" + id + "&max-parts=2");
  EXPECT_EQ((std::vector<std::string>{"1", "5"}), first.elements("PartNumber"));
  EXPECT_EQ("true", first.element("IsTruncated"));
  EXPECT_EQ("5", first.element("NextPartNumberMarker"));
  Answer rest = get("/bucket/big?uploadId=" + id + "&part-number-marker=5");
  EXPECT_EQ(std::vector<std::string>{"9"}, rest.elements("PartNumber"));
  EXPECT_EQ("9", rest.element("Size"));
  EXPECT_EQ("false", rest.element("IsTruncated"));
}

TEST_F(Multipart, ListsUploadsInPages) {
  std::vector<std::string> ids;
  for (const char* key : {"b/2", "a", "b/1", "a"}) {
    ids.push_back(create(std::string("/bucket/") + key));
    clock_.advance(1000);
  }
  Answer all = get("/bucket?uploads");
  EXPECT_EQ((std::vector<std::string>{"a", "a", "b/1", "b/2"}), all.elements("Key"));
  EXPECT_EQ((std::vector<std::string>{ids[1], ids[3], ids[2], ids[0]}), all.elements("UploadId"));
  Answer first = get("/bucket?uploads&max-uploads=1");
  EXPECT_EQ("true", first.element("IsTruncated"));
  EXPECT_EQ("a", first.element("NextKeyMarker"));
  Answer second = get("/bucket?uploads&key-marker=a&upload-id-marker=" + first.element("NextUploadIdMarker"));
  EXPECT_EQ((std::vector<std::string>{ids[3], ids[2], ids[0]}), second.elements("UploadId"));
  EXPECT_EQ((std::vector<std::string>{"b/1", "b/2"}), get("/bucket?uploads&key-marker=a").elements("Key"));
  Answer grouped = get("/bucket?uploads&delimiter=/");
  EXPECT_EQ((std::vector<std::string>{"a", "a"}), grouped.elements("Key"));
  EXPECT_EQ(1u, grouped.elements("CommonPrefixes").size());
  EXPECT_EQ((std::vector<std::string>{"b/1", "b/2"}), get("/bucket?uploads&prefix=b/").elements("Key"));
}

TEST_F(Multipart, CopiesPartsFromObjects) {
  const std::string large = sample_bytes(2 * kPart), little = "little";
  put("/bucket/large", large);
  put("/bucket/little", little);
  const std::string id = create("/bucket/big");
  const std::string base = "/bucket/big?uploadId=" + id + "&partNumber=";
  Answer first =
      put(base + "1", "", {{"x-amz-copy-source", "/bucket/large"}, {"x-amz-copy-source-range", "bytes=1-5242881"}});
  EXPECT_EQ(200, first.status) << first.body;
  Answer second = put(base + "2", "", {{"x-amz-copy-source", "bucket/little"}});
  EXPECT_EQ(200, second.status) << second.body;
  EXPECT_EQ("InvalidArgument",
            put(base + "3", "", {{"x-amz-copy-source", "bucket/little"}, {"x-amz-copy-source-range", "bytes=0-6"}})
                .element("Code"));
  EXPECT_EQ("NoSuchKey", put(base + "3", "", {{"x-amz-copy-source", "bucket/none"}}).element("Code"));
  EXPECT_EQ(412,
            put(base + "3", "", {{"x-amz-copy-source", "bucket/little"}, {"x-amz-copy-source-if-match", "x"}}).status);
  EXPECT_EQ(200,
            complete("/bucket/big", id, listed(1, first.element("ETag")) + listed(2, second.element("ETag"))).status);
  EXPECT_EQ(large.substr(1, kPart + 1) + little, get("/bucket/big").body);
  send("DELETE", "/bucket/large");
  EXPECT_EQ(large.substr(1, kPart + 1) + little, get("/bucket/big").body);
  send("DELETE", "/bucket/big");
  EXPECT_TRUE(eventually_blobs(0));
}

struct TypeCase {
  const char* algorithm;
  const char* type;  ///< asked for; "" for none
  const char* code;
  const char* chosen;
};

TEST_F(Multipart, ChoosesChecksumTypes) {
  const TypeCase cases[] = {{"CRC32", "", "", "COMPOSITE"},       {"CRC32", "FULL_OBJECT", "", "FULL_OBJECT"},
                            {"CRC64NVME", "", "", "FULL_OBJECT"}, {"CRC64NVME", "COMPOSITE", "InvalidRequest", ""},
                            {"SHA256", "", "", "COMPOSITE"},      {"SHA1", "FULL_OBJECT", "InvalidRequest", ""},
                            {"MD4", "", "InvalidRequest", ""},    {"CRC32", "WHATEVER", "InvalidRequest", ""}};
  for (const auto& test : cases) {
    HeaderList headers = {{"x-amz-checksum-algorithm", test.algorithm}};
    if (*test.type) headers.push_back({"x-amz-checksum-type", test.type});
    Answer answer = send("POST", "/bucket/big?uploads", headers);
    EXPECT_EQ(test.code, answer.element("Code")) << test.algorithm << test.type;
    EXPECT_EQ(test.chosen, answer.header("x-amz-checksum-type")) << test.algorithm << test.type;
  }
}

TEST_F(Multipart, KeepsCompositeAndFullChecksums) {
  const std::string first = sample_bytes(kPart, 4), second = sample_bytes(100, 5);
  Answer composite = upload("/bucket/composite", {first, second}, {{"x-amz-checksum-algorithm", "SHA256"}});
  ASSERT_EQ(200, composite.status) << composite.body;
  EXPECT_TRUE(composite.element("ChecksumSHA256").ends_with("-2"));
  EXPECT_EQ("COMPOSITE", composite.element("ChecksumType"));
  EXPECT_EQ(composite.element("ChecksumSHA256"),
            send("HEAD", "/bucket/composite", {{"x-amz-checksum-mode", "ENABLED"}}).header("x-amz-checksum-sha256"));
  Answer full = upload("/bucket/full", {first, second},
                       {{"x-amz-checksum-algorithm", "CRC32"}, {"x-amz-checksum-type", "FULL_OBJECT"}});
  ASSERT_EQ(200, full.status) << full.body;
  EXPECT_EQ(put("/bucket/whole", first + second,
                {{"x-amz-sdk-checksum-algorithm", "CRC32"}, {"x-amz-checksum-crc32", full.element("ChecksumCRC32")}})
                .status,
            200);
}

TEST_F(Multipart, WantsThePartsCompositeChecksums) {
  const std::string id = create("/bucket/big", {{"x-amz-checksum-algorithm", "SHA256"}});
  const std::string etag = put_part("/bucket/big", id, 1, "only").header("ETag");
  Answer refused = complete("/bucket/big", id, listed(1, etag));
  EXPECT_EQ("InvalidRequest", refused.element("Code"));
  EXPECT_EQ(
      "The upload was created using a sha256 checksum. The complete request must include the checksum for each "
      "part. It was missing for part 1 in the request.",
      refused.element("Message"));
  Answer mismatch = put_part("/bucket/big", id, 1, "123456789", {{"x-amz-checksum-crc32", "y/Q5Jg=="}});
  EXPECT_EQ("Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32",
            mismatch.element("Message"));
}

TEST_F(Multipart, TellsPartsOfFullChecksumsWithTheirs) {
  upload("/bucket/big", {sample_bytes(kPart, 4), "rest"});
  Answer page =
      get("/bucket/big?attributes",
          {{"x-amz-object-attributes", "ObjectParts"}, {"x-amz-max-parts", "1"}, {"x-amz-part-number-marker", "1"}});
  EXPECT_EQ("4", page.element("Size"));
  EXPECT_EQ("1", page.element("PartNumberMarker"));
  EXPECT_EQ("2", page.element("NextPartNumberMarker"));
  EXPECT_EQ("false", page.element("IsTruncated"));
  EXPECT_EQ(12u, page.element("ChecksumCRC64NVME").size());
}

TEST_F(Multipart, TellsAttributes) {
  upload("/bucket/big", {sample_bytes(kPart, 4), "rest"}, {{"x-amz-checksum-algorithm", "CRC32C"}});
  Answer answer =
      get("/bucket/big?attributes", {{"x-amz-object-attributes", "ETag,Checksum,ObjectParts,StorageClass,ObjectSize"}});
  EXPECT_EQ(200, answer.status) << answer.body;
  EXPECT_EQ("5242884", answer.element("ObjectSize"));
  EXPECT_EQ("2", answer.element("PartsCount"));
  EXPECT_EQ((std::vector<std::string>{"1", "2"}), answer.elements("PartNumber"));
  EXPECT_EQ("COMPOSITE", answer.element("ChecksumType"));
  EXPECT_EQ("STANDARD", answer.element("StorageClass"));
  EXPECT_EQ(34u, answer.element("ETag").size());
  EXPECT_EQ("InvalidArgument", get("/bucket/big?attributes", {{"x-amz-object-attributes", "Smell"}}).element("Code"));
}

}  // namespace
}  // namespace cloudling::s3
