#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

class Copy : public S3Fixture {
 protected:
  Copy() { make_bucket("bucket"); }

  Answer copy(const std::string& source, const std::string& target, HeaderList headers = {}) {
    headers.push_back({"x-amz-copy-source", source});
    return put(target, "", headers);
  }
};

TEST_F(Copy, TakesBytesAndPropertiesAlong) {
  for (size_t size : {size_t{0}, size_t{10}, size_t{200'000}}) {
    const std::string bytes = sample_bytes(size, 8);
    Answer made = put("/bucket/from", bytes,
                      {{"Content-Type", "image/png"},
                       {"x-amz-meta-a", "b"},
                       {"x-amz-tagging", "t=1"},
                       {"x-amz-storage-class", "STANDARD_IA"}});
    clock_.advance(5000);
    Answer copied = copy("/bucket/from", "/bucket/to");
    ASSERT_EQ(200, copied.status) << copied.body;
    EXPECT_NE(std::string::npos,
              copied.body.find("<CopyObjectResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LastModified>"));
    EXPECT_EQ("&quot;" + made.header("ETag").substr(1, 32) + "&quot;", copied.element("ETag"));
    Answer got = get("/bucket/to");
    EXPECT_EQ(bytes, got.body);
    EXPECT_EQ("image/png", got.header("Content-Type"));
    EXPECT_EQ("b", got.header("x-amz-meta-a"));
    EXPECT_EQ("1", got.header("x-amz-tagging-count"));
    EXPECT_EQ("", got.header("x-amz-storage-class"));
    send("DELETE", "/bucket/from");
    EXPECT_EQ(bytes, get("/bucket/to").body);
    send("DELETE", "/bucket/to");
    EXPECT_TRUE(eventually_blobs(0));
  }
}

TEST_F(Copy, SharesBytesWithItsSource) {
  put("/bucket/from", sample_bytes(300'000));
  copy("/bucket/from", "/bucket/to");
  EXPECT_EQ(1, number("SELECT count(*) FROM store_blobs"));
}

TEST_F(Copy, ReplacesPropertiesOnDemand) {
  put("/bucket/from", "x", {{"Content-Type", "image/png"}, {"x-amz-meta-a", "b"}, {"x-amz-tagging", "t=1"}});
  copy("bucket/from", "/bucket/to",
       {{"x-amz-metadata-directive", "REPLACE"},
        {"x-amz-meta-c", "d"},
        {"x-amz-tagging-directive", "REPLACE"},
        {"x-amz-tagging", "u=1&v=2"}});
  Answer got = get("/bucket/to");
  EXPECT_EQ("binary/octet-stream", got.header("Content-Type"));
  EXPECT_EQ("", got.header("x-amz-meta-a"));
  EXPECT_EQ("d", got.header("x-amz-meta-c"));
  EXPECT_EQ("2", got.header("x-amz-tagging-count"));
  EXPECT_EQ("InvalidArgument",
            copy("bucket/from", "/bucket/to", {{"x-amz-metadata-directive", "MAYBE"}}).element("Code"));
}

TEST_F(Copy, ToItselfHasToChangeSomething) {
  put("/bucket/key", sample_bytes(100'000), {{"x-amz-meta-a", "b"}});
  Answer refused = copy("/bucket/key", "/bucket/key");
  EXPECT_EQ(400, refused.status);
  EXPECT_EQ("InvalidRequest", refused.element("Code"));
  EXPECT_EQ(200, copy("/bucket/key", "/bucket/key", {{"x-amz-metadata-directive", "REPLACE"}}).status);
  EXPECT_EQ(200, copy("/bucket/key", "/bucket/key", {{"x-amz-storage-class", "STANDARD_IA"}}).status);
  EXPECT_EQ(sample_bytes(100'000), get("/bucket/key").body);
  EXPECT_TRUE(eventually_blobs(1));
}

TEST_F(Copy, NamesSourcesInAllWays) {
  put("/bucket/dir/caf%C3%A9%20%2B%3F", "x");
  for (const char* source : {"bucket/dir/caf%C3%A9%20%2B%3F", "/bucket/dir/caf%C3%A9%20%2B%3F",
                             "bucket%2Fdir%2Fcaf%C3%A9%20%2B%3F", "/bucket/dir/caf%C3%A9%20%2B%3F?versionId=null"})
    EXPECT_EQ(200, copy(source, "/bucket/to").status) << source;
  for (const char* source : {"bucket", "/bucket", "bucket/", "/"})
    EXPECT_EQ("InvalidArgument", copy(source, "/bucket/to").element("Code")) << source;
  EXPECT_EQ("NoSuchKey", copy("bucket/none", "/bucket/to").element("Code"));
  EXPECT_EQ("NoSuchBucket", copy("nowhere/none", "/bucket/to").element("Code"));
  EXPECT_EQ("NoSuchBucket", copy("bucket/dir/caf%C3%A9%20%2B%3F", "/nowhere/to").element("Code"));
}

TEST_F(Copy, IsConditional) {
  const std::string etag = put("/bucket/from", "x").header("ETag");
  EXPECT_EQ(200, copy("bucket/from", "/bucket/to", {{"x-amz-copy-source-if-match", etag}}).status);
  Answer refused = copy("bucket/from", "/bucket/to", {{"x-amz-copy-source-if-none-match", etag}});
  EXPECT_EQ(412, refused.status);
  EXPECT_EQ("x-amz-copy-source-If-None-Match", refused.element("Condition"));
  EXPECT_EQ(412, copy("bucket/from", "/bucket/to", {{"If-None-Match", "*"}}).status);
}

TEST_F(Copy, OfAMultipartObjectIsOneWhole) {
  const std::string first = sample_bytes(5 << 20, 1), second = sample_bytes(10, 2);
  upload("/bucket/parts", {first, second}, {{"x-amz-checksum-algorithm", "SHA1"}});
  Answer copied = copy("bucket/parts", "/bucket/to");
  ASSERT_EQ(200, copied.status) << copied.body;
  const std::string whole = put("/bucket/whole", first + second).header("ETag");
  EXPECT_EQ(whole, get("/bucket/to").header("ETag"));
  EXPECT_EQ("FULL_OBJECT", copied.element("ChecksumType"));
  EXPECT_EQ("", get("/bucket/to?partNumber=1").header("x-amz-mp-parts-count"));
  EXPECT_EQ(first + second, get("/bucket/to").body);
}

TEST_F(Copy, ComputesTheChecksumThatIsWanted) {
  put("/bucket/from", "123456789");
  Answer copied = copy("bucket/from", "/bucket/to", {{"x-amz-checksum-algorithm", "CRC32C"}});
  EXPECT_EQ("4waSgw==", copied.element("ChecksumCRC32C"));
  EXPECT_EQ("rosUhgp5mIg=", copy("bucket/from", "/bucket/to").element("ChecksumCRC64NVME"));
}

/// A body that ends in an error, as one does whose client goes away.
class BrokenReader : public aws::BodyReader {
 public:
  boost::asio::awaitable<std::string> next() override {
    if (++pieces_ > 100) throw aws::Error(400, "RequestTimeout", "gone");
    co_return sample_bytes(100'000);
  }

 private:
  int pieces_ = 0;
};

TEST_F(Copy, AndUploadsThatBreakLeaveNothing) {
  put("/bucket/key", "before");
  aws::Body body(std::make_unique<BrokenReader>(), 50'000'000);
  EXPECT_EQ("RequestTimeout", send("PUT", "/bucket/key", {}, std::move(body)).element("Code"));
  EXPECT_EQ("before", get("/bucket/key").body);
  EXPECT_TRUE(eventually_blobs(0));
}

}  // namespace
}  // namespace cloudling::s3
