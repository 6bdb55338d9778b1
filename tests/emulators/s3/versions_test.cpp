#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

class Versions : public S3Fixture {
 protected:
  Versions() { make_bucket("bucket"); }

  void set_versioning(const std::string& status) {
    const std::string body = "<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>";
    ASSERT_EQ(200, put("/bucket?versioning", body).status);
  }
  std::string write(const std::string& key, const std::string& body) {
    return put("/bucket/" + key, body).header("x-amz-version-id");
  }
  std::vector<std::string> listed(const std::string& query = "") {
    return get("/bucket?versions" + query).elements("VersionId");
  }
};

TEST_F(Versions, AreKeptOnceEnabledAndReadById) {
  EXPECT_EQ("", write("key", "zero"));
  set_versioning("Enabled");
  const std::string one = write("key", "one"), two = write("key", "two");
  EXPECT_EQ(32u, one.size());
  EXPECT_NE(one, two);
  EXPECT_EQ("two", get("/bucket/key").body);
  EXPECT_EQ("one", get("/bucket/key?versionId=" + one).body);
  EXPECT_EQ("zero", get("/bucket/key?versionId=null").body);
  EXPECT_EQ((std::vector<std::string>{two, one, "null"}), listed());
  EXPECT_EQ((std::vector<std::string>{"true", "false", "false"}), get("/bucket?versions").elements("IsLatest"));
  EXPECT_EQ("InvalidArgument", get("/bucket/key?versionId=short").element("Code"));
  EXPECT_EQ("NoSuchVersion", get("/bucket/key?versionId=" + std::string(32, 'x')).element("Code"));
}

TEST_F(Versions, AreHiddenByDeleteMarkersAndComeBack) {
  set_versioning("Enabled");
  const std::string one = write("key", "one");
  Answer deleted = send("DELETE", "/bucket/key");
  const std::string marker = deleted.header("x-amz-version-id");
  EXPECT_EQ("true", deleted.header("x-amz-delete-marker"));
  Answer gone = get("/bucket/key");
  EXPECT_EQ(404, gone.status);
  EXPECT_EQ("NoSuchKey", gone.element("Code"));
  EXPECT_EQ("true", gone.header("x-amz-delete-marker"));
  EXPECT_EQ(marker, gone.header("x-amz-version-id"));
  Answer by_id = get("/bucket/key?versionId=" + marker);
  EXPECT_EQ(405, by_id.status);
  EXPECT_EQ("DELETE", by_id.header("Allow"));
  EXPECT_EQ("0", get("/bucket?list-type=2").element("KeyCount"));
  EXPECT_EQ("BucketNotEmpty", send("DELETE", "/bucket").element("Code"));
  Answer unhidden = send("DELETE", "/bucket/key?versionId=" + marker);
  EXPECT_EQ("true", unhidden.header("x-amz-delete-marker"));
  EXPECT_EQ("one", get("/bucket/key").body);
  EXPECT_EQ(204, send("DELETE", "/bucket/key?versionId=" + one).status);
  EXPECT_TRUE(listed().empty());
  EXPECT_EQ(204, send("DELETE", "/bucket/key?versionId=" + one).status);
  EXPECT_EQ(204, send("DELETE", "/bucket").status);
}

TEST_F(Versions, OverwriteTheNullOneWhileSuspended) {
  set_versioning("Enabled");
  const std::string one = write("key", "one");
  set_versioning("Suspended");
  EXPECT_EQ("", write("key", "two")) << "told of reads only";
  EXPECT_EQ("", write("key", "three"));
  EXPECT_EQ((std::vector<std::string>{"null", one}), listed());
  EXPECT_EQ("null", send("DELETE", "/bucket/key").header("x-amz-version-id"));
  EXPECT_EQ((std::vector<std::string>{one, "null"}), listed()) << "versions stand before delete markers";
  EXPECT_EQ(404, get("/bucket/key").status);
  EXPECT_EQ("one", get("/bucket/key?versionId=" + one).body);
}

TEST_F(Versions, AreListedInPages) {
  set_versioning("Enabled");
  for (const char* key : {"a", "b/1", "b/2", "c"})
    for (int i = 0; i < 3; ++i) write(key, std::to_string(i));
  const std::vector<std::string> all = listed();
  ASSERT_EQ(12u, all.size());
  for (int page : {1, 2, 5}) {
    std::vector<std::string> paged;
    std::string markers;
    for (int i = 0; i < 20; ++i) {
      Answer answer = get("/bucket?versions&max-keys=" + std::to_string(page) + markers);
      for (auto& id : answer.elements("VersionId")) paged.push_back(id);
      if (answer.element("IsTruncated") != "true") break;
      markers = "&key-marker=" + answer.element("NextKeyMarker") +
                "&version-id-marker=" + answer.element("NextVersionIdMarker");
    }
    EXPECT_EQ(all, paged) << page;
  }
  Answer grouped = get("/bucket?versions&delimiter=/");
  EXPECT_EQ(6u, grouped.elements("VersionId").size());
  EXPECT_EQ(1u, grouped.elements("CommonPrefixes").size());
}

TEST_F(Versions, ShareBytesWithCopies) {
  set_versioning("Enabled");
  const std::string big = sample_bytes(700'000);
  const std::string one = write("key", big);
  write("key", "two");
  Answer copy = put("/bucket/copy", "", {{"x-amz-copy-source", "bucket/key?versionId=" + one}});
  EXPECT_EQ(200, copy.status);
  EXPECT_EQ(one, copy.header("x-amz-copy-source-version-id"));
  EXPECT_EQ(1, number("SELECT count(*) FROM store_blobs"));
  send("DELETE", "/bucket/key?versionId=" + one);
  EXPECT_EQ(big, get("/bucket/copy").body);
}

TEST_F(Versions, AreLocked) {
  ASSERT_EQ(200, put("/locked", "", {{"x-amz-bucket-object-lock-enabled", "true"}}).status);
  const std::string until = "2026-06-01T00:00:00Z";
  HeaderList lock = {{"x-amz-object-lock-mode", "GOVERNANCE"},
                     {"x-amz-object-lock-retain-until-date", until},
                     {"x-amz-object-lock-legal-hold", "ON"}};
  EXPECT_EQ("InvalidRequest", put("/locked/key", "x", lock).element("Code")) << "without a digest";
  lock.emplace_back("x-amz-checksum-crc32", "jNwWgw==");
  Answer held = put("/locked/key", "x", lock);
  ASSERT_EQ(200, held.status) << held.body;
  const std::string version = "/locked/key?versionId=" + held.header("x-amz-version-id");
  EXPECT_EQ("GOVERNANCE", send("HEAD", "/locked/key").header("x-amz-object-lock-mode"));
  EXPECT_EQ("ON", get("/locked/key?legal-hold").element("Status"));
  const HeaderList bypass{{"x-amz-bypass-governance-retention", "true"}};
  EXPECT_EQ(403, send("DELETE", version, bypass).status) << "the legal hold is on";
  EXPECT_EQ(200, put("/locked/key?legal-hold", "<LegalHold><Status>OFF</Status></LegalHold>").status);
  EXPECT_EQ(403, send("DELETE", version).status);
  EXPECT_EQ(204, send("DELETE", "/locked/key").status) << "a delete marker deletes nothing";
  const std::string shorter =
      "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2026-05-01T00:00:00Z</RetainUntilDate></Retention>";
  EXPECT_EQ(403, put(version + "&retention", shorter).status);
  EXPECT_EQ(200, put(version + "&retention", shorter, bypass).status);
  EXPECT_EQ(204, send("DELETE", version, bypass).status);
  EXPECT_EQ("InvalidRequest", put("/bucket/key", "x", {{"x-amz-object-lock-legal-hold", "ON"}}).element("Code"));
}

}  // namespace
}  // namespace cloudling::s3
