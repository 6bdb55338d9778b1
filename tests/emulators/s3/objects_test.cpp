#include "emulators/aws/encoding.h"
#include "emulators/s3/digests.h"
#include "emulators/s3/incoming.h"
#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

class Objects : public S3Fixture {
 protected:
  Objects() { make_bucket("bucket"); }
};

TEST_F(Objects, ComeBackAsTheyWerePut) {
  Answer made = put("/bucket/dog.txt", "woof");
  EXPECT_EQ(200, made.status) << made.body;
  EXPECT_EQ("\"8fdb60801e9d39a5286aa01dd1f4f4f3\"", made.header("ETag"));
  EXPECT_EQ("AES256", made.header("x-amz-server-side-encryption"));
  EXPECT_EQ("", made.header("x-amz-version-id"));
  Answer got = get("/bucket/dog.txt");
  EXPECT_EQ(200, got.status);
  EXPECT_EQ("woof", got.body);
  EXPECT_EQ(made.header("ETag"), got.header("ETag"));
  EXPECT_EQ("bytes", got.header("Accept-Ranges"));
  EXPECT_EQ("binary/octet-stream", got.header("Content-Type"));
  EXPECT_EQ("Tue, 14 Nov 2023 22:13:20 GMT", got.header("Last-Modified"));
  EXPECT_EQ("AES256", got.header("x-amz-server-side-encryption"));
  Answer head = send("HEAD", "/bucket/dog.txt");
  EXPECT_EQ("4", head.header("Content-Length"));
  EXPECT_EQ("", head.body);
}

TEST_F(Objects, OfEverySizeAroundTheLimits) {
  for (size_t size : {size_t{0}, size_t{1}, size_t{kInlineLimit - 1}, size_t{kInlineLimit}, size_t{kInlineLimit + 1},
                      size_t{300'000}, size_t{5'000'000}}) {
    const std::string bytes = sample_bytes(size, static_cast<uint32_t>(size) + 3);
    ASSERT_EQ(200, put("/bucket/sized", bytes).status);
    ASSERT_EQ(bytes, get("/bucket/sized").body) << size;
  }
  // Only the last of them is still there; what the others held has been given back.
  EXPECT_TRUE(eventually_blobs(1));
  EXPECT_EQ(204, send("DELETE", "/bucket/sized").status);
  EXPECT_TRUE(eventually_blobs(0));
}

TEST_F(Objects, ComeInPiecesOfAnySize) {
  const std::string bytes = sample_bytes(100'000);
  std::vector<std::string> pieces;
  for (size_t at = 0, step = 1; at < bytes.size(); at += step, step = step * 2 + 1)
    pieces.push_back(bytes.substr(at, step));
  aws::Body body(std::make_unique<PiecesReader>(pieces), bytes.size());
  EXPECT_EQ(200, send("PUT", "/bucket/pieces", {}, std::move(body)).status);
  EXPECT_EQ(bytes, get("/bucket/pieces").body);
}

TEST_F(Objects, OfUnknownLengthAreRefused) {
  aws::Body body(std::make_unique<PiecesReader>(std::vector<std::string>{"a"}), std::nullopt);
  Answer refused = send("PUT", "/bucket/unknown", {}, std::move(body));
  EXPECT_EQ(501, refused.status);
  EXPECT_EQ("NotImplemented", refused.element("Code"));
  EXPECT_EQ("Transfer-Encoding", refused.element("Header"));
}

TEST_F(Objects, ThatAreTooLargeAreRefusedUnread) {
  aws::Body body(std::make_unique<PiecesReader>(std::vector<std::string>{"a"}), kMaxPutSize + 1);
  Answer refused = send("PUT", "/bucket/huge", {}, std::move(body));
  EXPECT_EQ(400, refused.status);
  EXPECT_EQ("EntityTooLarge", refused.element("Code"));
  EXPECT_EQ(std::to_string(kMaxPutSize + 1), refused.element("ProposedSize"));
}

TEST_F(Objects, TellMetadataThatIsNotAsciiEncoded) {
  // The example of the S3 user guide, "Working with object metadata".
  put("/bucket/named", "", {{"x-amz-meta-nonascii", "ÄMÄZÕÑ S3"}, {"x-amz-meta-ascii", "AMAZONS3"}});
  for (const char* method : {"GET", "HEAD"}) {
    Answer told = send(method, "/bucket/named");
    EXPECT_EQ("=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=", told.header("x-amz-meta-nonascii"));
    EXPECT_EQ("AMAZONS3", told.header("x-amz-meta-ascii"));
  }
}

TEST_F(Objects, AreNotRestoredFromNoArchive) {
  const std::string request = "<RestoreRequest><Days>1</Days></RestoreRequest>";
  for (const char* storage_class : {"STANDARD", "STANDARD_IA", "GLACIER_IR"}) {
    put("/bucket/cold", "x", {{"x-amz-storage-class", storage_class}});
    Answer refused = send("POST", "/bucket/cold?restore", {}, request);
    EXPECT_EQ(403, refused.status) << storage_class;
    EXPECT_EQ(storage_class, refused.element("StorageClass"));
  }
  EXPECT_EQ("NoSuchKey", send("POST", "/bucket/nothing?restore", {}, request).element("Code"));
}

TEST_F(Objects, RefuseWrongRestores) {
  put("/bucket/deep", "x", {{"x-amz-storage-class", "DEEP_ARCHIVE"}});
  const std::pair<const char*, const char*> cases[] = {
      {"", "MalformedXML"},
      {"<RestoreRequest></RestoreRequest>", "MalformedXML"},
      {"<RestoreRequest><Days>1</Days><Tier>Soon</Tier></RestoreRequest>", "MalformedXML"},
      {"<RestoreRequest><Days>0</Days></RestoreRequest>", "InvalidArgument"},
      {"<RestoreRequest><Days>1</Days><Tier>Expedited</Tier></RestoreRequest>", "InvalidArgument"},
      {"<RestoreRequest><Type>SELECT</Type></RestoreRequest>", "MethodNotAllowed"}};
  for (const auto& [request, code] : cases)
    EXPECT_EQ(code, send("POST", "/bucket/deep?restore", {}, std::string(request)).element("Code")) << request;
}

TEST_F(Objects, AreReadableWhileTheyAreRestored) {
  constexpr int64_t kHour = 3'600'000;
  put("/bucket/cold", "frozen", {{"x-amz-storage-class", "GLACIER"}});
  const HeaderList from = {{"x-amz-copy-source", "/bucket/cold"}};
  const auto restore = [&](int days, const std::string& tier) {
    const std::string job = "<GlacierJobParameters><Tier>" + tier + "</Tier></GlacierJobParameters>";
    return send("POST", "/bucket/cold?restore", {},
                "<RestoreRequest><Days>" + std::to_string(days) + "</Days>" + job + "</RestoreRequest>");
  };
  const auto state = [&] { return send("HEAD", "/bucket/cold").header("x-amz-restore"); };
  EXPECT_EQ("ObjectNotInActiveTierError", send("PUT", "/bucket/copy", from).element("Code"));
  EXPECT_EQ("", state());
  EXPECT_EQ(202, restore(1, "Bulk").status);
  EXPECT_EQ("RestoreAlreadyInProgress", restore(1, "Bulk").element("Code"));
  EXPECT_EQ(202, restore(1, "Standard").status);
  EXPECT_EQ("ongoing-request=\"true\"", state());
  const HeaderList asking = {{"x-amz-optional-object-attributes", "RestoreStatus"}};
  EXPECT_EQ("true", get("/bucket?list-type=2", asking).element("IsRestoreInProgress"));
  EXPECT_EQ(403, get("/bucket/cold").status);
  clock_.advance(3 * kHour);  // to 01:13 of the 15th
  EXPECT_EQ("ongoing-request=\"false\", expiry-date=\"Fri, 17 Nov 2023 00:00:00 GMT\"", state());
  EXPECT_EQ("frozen", get("/bucket/cold").body);
  EXPECT_EQ(200, send("PUT", "/bucket/copy", from).status);
  EXPECT_EQ(200, restore(2, "Bulk").status);
  for (const char* target : {"/bucket", "/bucket?list-type=2", "/bucket?versions"}) {
    Answer listed = get(target, asking);
    EXPECT_EQ("2023-11-18T00:00:00.000Z", listed.element("RestoreExpiryDate")) << target;
    EXPECT_EQ("", get(target).element("RestoreStatus"));
  }
  EXPECT_EQ(400, get("/bucket?list-type=2", {{"x-amz-optional-object-attributes", "Colour"}}).status);
  clock_.advance(70 * kHour);
  EXPECT_EQ(200, get("/bucket/cold").status);
  clock_.advance(kHour);
  EXPECT_EQ("InvalidObjectState", get("/bucket/cold").element("Code"));
  EXPECT_EQ("", state());
}

TEST_F(Objects, KeepTheirHeadersAndMetadata) {
  const HeaderList headers = {{"Content-Type", "image/jpeg"},
                              {"Cache-Control", "max-age=5"},
                              {"Content-Disposition", "attachment"},
                              {"Content-Encoding", "gzip"},
                              {"Content-Language", "fr"},
                              {"Expires", "Thu, 01 Jan 2099 00:00:00 GMT"},
                              {"x-amz-storage-class", "STANDARD_IA"},
                              {"x-amz-website-redirect-location", "/other"},
                              {"x-amz-meta-Author", "Ada: L."},
                              {"x-amz-meta-empty", ""}};
  EXPECT_EQ(200, put("/bucket/described", "x", headers).status);
  for (const char* method : {"GET", "HEAD"}) {
    Answer got = send(method, "/bucket/described");
    for (const auto& [name, value] : headers) EXPECT_EQ(value, got.header(name)) << name;
    EXPECT_TRUE(got.headers.has("x-amz-meta-empty"));
  }
  EXPECT_EQ(200, put("/bucket/described", "x").status);
  EXPECT_FALSE(get("/bucket/described").headers.has("x-amz-meta-author"));
  EXPECT_EQ("", get("/bucket/described").header("x-amz-storage-class"));
}

TEST_F(Objects, LoseOnlyTheTransportOfTheirEncoding) {
  const std::pair<const char*, const char*> cases[] = {{"gzip", "gzip"},
                                                       {"deflate, gzip", "deflate, gzip"},
                                                       {"deflate,gzip", "deflate,gzip"},
                                                       {"gzip, aws-chunked", "gzip"},
                                                       {"aws-chunked, gzip", "gzip"},
                                                       {"aws-chunked, aws-chunked", ""}};
  for (const auto& [sent, kept] : cases) {
    ASSERT_EQ(200, put("/bucket/key", "x", {{"Content-Encoding", sent}}).status) << sent;
    EXPECT_EQ(kept, get("/bucket/key").header("Content-Encoding")) << sent;
  }
}

TEST_F(Objects, AnswerWithOtherHeadersOnDemand) {
  put("/bucket/key", "x", {{"Content-Type", "text/plain"}});
  Answer got =
      get("/bucket/key?response-content-type=image%2Fpng&response-cache-control=no-cache&response-content-language=de"
          "&response-content-disposition=inline&response-content-encoding=br"
          "&response-expires=Thu%2C%2001%20Jan%202099%2000%3A00%3A00%20GMT");
  EXPECT_EQ("image/png", got.header("Content-Type"));
  EXPECT_EQ("no-cache", got.header("Cache-Control"));
  EXPECT_EQ("de", got.header("Content-Language"));
  EXPECT_EQ("inline", got.header("Content-Disposition"));
  EXPECT_EQ("br", got.header("Content-Encoding"));
  EXPECT_EQ("Thu, 01 Jan 2099 00:00:00 GMT", got.header("Expires"));
}

TEST_F(Objects, HaveAnyKeyThatIsNoPath) {
  for (const std::string key : {"a//b", "/leading", "..", "../x", "a/./b/../c", "%20space%20", "caf%C3%A9", "plus+plus",
                                "q%3Fmark", "percent%25", "tab%09", "nul%00byte", "%F0%9F%98%80", "trailing/"}) {
    const std::string target = "/bucket/" + key;
    ASSERT_EQ(200, put(target, key).status) << key;
    ASSERT_EQ(key, get(target).body) << key;
  }
  EXPECT_EQ("KeyTooLongError", put("/bucket/" + std::string(1025, 'k'), "x").element("Code"));
  EXPECT_EQ(200, put("/bucket/" + std::string(1024, 'k'), "x").status);
}

struct RefusedCase {
  const char* name;
  const char* value;
  int status;
  const char* code;
};

TEST_F(Objects, AreRefusedWithWhatIsNotAllowed) {
  const std::string long_value(2049, 'm');
  const RefusedCase cases[] = {
      {"x-amz-storage-class", "SHINY", 400, "InvalidStorageClass"},
      {"x-amz-meta-long", long_value.c_str(), 400, "MetadataTooLarge"},
      {"x-amz-acl", "public-read", 400, "AccessControlListNotSupported"},
      {"x-amz-grant-read", "id=1", 400, "AccessControlListNotSupported"},
      {"x-amz-object-lock-legal-hold", "ON", 400, "InvalidRequest"},
      {"x-amz-server-side-encryption", "rot13", 400, "InvalidArgument"},
      {"x-amz-server-side-encryption-customer-algorithm", "AES256", 400, "InvalidArgument"},
      {"x-amz-website-redirect-location", "nowhere", 400, "InvalidRedirectLocation"},
      {"x-amz-tagging", "a=1&a=2", 400, "InvalidArgument"},
      {"x-amz-tagging", "aws:x=1", 400, "InvalidTag"},
      {"Content-MD5", "short", 400, "InvalidDigest"},
      {"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", 400, "BadDigest"},
      {"x-amz-expected-bucket-owner", "111122223333", 403, "AccessDenied"},
      {"If-None-Match", "\"tag\"", 501, "NotImplemented"},
      {"If-Match", "\"tag\"", 404, "NoSuchKey"},
  };
  for (const auto& test : cases) {
    Answer answer = put("/bucket/refused", "body", {{test.name, test.value}});
    EXPECT_EQ(test.status, answer.status) << test.name << ": " << answer.body;
    EXPECT_EQ(test.code, answer.element("Code")) << test.name;
  }
  EXPECT_EQ(404, get("/bucket/refused").status);
}

TEST_F(Objects, AreReadInRanges) {
  for (size_t size : {size_t{10'000}, size_t{700'000}}) {
    const std::string bytes = sample_bytes(size);
    put("/bucket/ranged", bytes);
    Answer part = get("/bucket/ranged", {{"Range", "bytes=100-4999"}});
    EXPECT_EQ(206, part.status);
    EXPECT_EQ(bytes.substr(100, 4900), part.body);
    EXPECT_EQ("bytes 100-4999/" + std::to_string(size), part.header("Content-Range"));
    EXPECT_EQ(bytes.substr(size - 7), get("/bucket/ranged", {{"Range", "bytes=-7"}}).body);
    EXPECT_EQ(200, get("/bucket/ranged", {{"Range", "bytes=5-1"}}).status);
    Answer refused = get("/bucket/ranged", {{"Range", "bytes=900000-"}});
    EXPECT_EQ(416, refused.status);
    EXPECT_EQ("InvalidRange", refused.element("Code"));
    EXPECT_EQ("bytes=900000-", refused.element("RangeRequested"));
    EXPECT_EQ(std::to_string(size), refused.element("ActualObjectSize"));
    Answer head = send("HEAD", "/bucket/ranged", {{"Range", "bytes=0-1"}});
    EXPECT_EQ(206, head.status);
    EXPECT_EQ("2", head.header("Content-Length"));
  }
}

TEST_F(Objects, AreReadConditionally) {
  const std::string etag = put("/bucket/key", "body").header("ETag");
  Answer unchanged = get("/bucket/key", {{"If-None-Match", etag}});
  EXPECT_EQ(304, unchanged.status);
  EXPECT_EQ("", unchanged.body);
  EXPECT_EQ(etag, unchanged.header("ETag"));
  EXPECT_EQ("Tue, 14 Nov 2023 22:13:20 GMT", unchanged.header("Last-Modified"));
  Answer failed = get("/bucket/key", {{"If-Match", "\"other\""}});
  EXPECT_EQ(412, failed.status);
  EXPECT_EQ("If-Match", failed.element("Condition"));
  EXPECT_EQ(304, get("/bucket/key", {{"If-Modified-Since", "Tue, 14 Nov 2023 22:13:20 GMT"}}).status);
  EXPECT_EQ(412, get("/bucket/key", {{"If-Unmodified-Since", "Tue, 14 Nov 2023 22:13:19 GMT"}}).status);
  EXPECT_EQ(200, get("/bucket/key", {{"If-Modified-Since", "no date at all"}}).status);
  EXPECT_EQ(304, send("HEAD", "/bucket/key", {{"If-None-Match", "*"}}).status);
}

TEST_F(Objects, AreWrittenConditionally) {
  EXPECT_EQ(200, put("/bucket/once", "1", {{"If-None-Match", "*"}}).status);
  Answer refused = put("/bucket/once", sample_bytes(100'000), {{"If-None-Match", "*"}});
  EXPECT_EQ(412, refused.status);
  EXPECT_EQ("If-None-Match", refused.element("Condition"));
  EXPECT_TRUE(eventually_blobs(0));
  const std::string etag = get("/bucket/once").header("ETag");
  EXPECT_EQ(200, put("/bucket/once", "2", {{"If-Match", etag}}).status);
  EXPECT_EQ(412, put("/bucket/once", "3", {{"If-Match", etag}}).status);
  EXPECT_EQ("2", get("/bucket/once").body);
}

TEST_F(Objects, AreDeletedOneByOne) {
  put("/bucket/key", "x");
  Answer refused = send("DELETE", "/bucket/key", {{"If-Match", "\"other\""}});
  EXPECT_EQ(412, refused.status);
  EXPECT_EQ(204, send("DELETE", "/bucket/key").status);
  EXPECT_EQ(204, send("DELETE", "/bucket/key").status);
  Answer gone = get("/bucket/key");
  EXPECT_EQ(404, gone.status);
  EXPECT_EQ("NoSuchKey", gone.element("Code"));
  EXPECT_EQ("key", gone.element("Key"));
}

TEST_F(Objects, AreDeletedInBatches) {
  for (const char* key : {"a", "b", "c"}) put(std::string("/bucket/") + key, sample_bytes(50'000));
  const auto batch = [&](const std::string& document) {
    return send("POST", "/bucket?delete", {{"Content-MD5", aws::base64_encode(md5(document))}}, document);
  };
  Answer answer = batch("<Delete><Object><Key>a</Key></Object><Object><Key>missing</Key></Object></Delete>");
  EXPECT_EQ(200, answer.status) << answer.body;
  EXPECT_EQ((std::vector<std::string>{"a", "missing"}), answer.elements("Key"));
  EXPECT_NE(std::string::npos,
            answer.body.find("<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Deleted><Key>a</Key>"));
  Answer quiet = batch("<Delete><Quiet>true</Quiet><Object><Key>b</Key></Object><Object><Key>" +
                       std::string(1025, 'k') + "</Key></Object></Delete>");
  EXPECT_EQ((std::vector<std::string>{"KeyTooLongError"}), quiet.elements("Code"));
  EXPECT_TRUE(quiet.elements("Deleted").empty());
  EXPECT_EQ(404, get("/bucket/b").status);
  EXPECT_EQ(200, get("/bucket/c").status);
  EXPECT_TRUE(eventually_blobs(1));
  std::string many = "<Delete>";
  for (int i = 0; i < 1001; ++i) many += "<Object><Key>k</Key></Object>";
  EXPECT_EQ("MalformedXML", batch(many + "</Delete>").element("Code"));
  EXPECT_EQ("MalformedXML", batch("<Delete></Delete>").element("Code"));
  const std::string sized = "<Delete><Object><Key>c</Key><Size>50000</Size></Object></Delete>";
  EXPECT_EQ("NotImplemented", batch(sized).element("Code")) << "of directory buckets only";
  EXPECT_EQ(501, send("DELETE", "/bucket/c", {{"x-amz-if-match-size", "50000"}}).status);
}

TEST_F(Objects, HaveTags) {
  EXPECT_EQ(200, put("/bucket/tagged", "x", {{"x-amz-tagging", "color=red%20ish&empty="}}).status);
  EXPECT_EQ("2", get("/bucket/tagged").header("x-amz-tagging-count"));
  EXPECT_EQ((std::vector<std::string>{"color", "empty"}), get("/bucket/tagged?tagging").elements("Key"));
  EXPECT_EQ("red ish", get("/bucket/tagged?tagging").element("Value"));
  EXPECT_EQ(200,
            put("/bucket/tagged?tagging", "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>")
                .status);
  EXPECT_EQ("v", get("/bucket/tagged?tagging").element("Value"));
  EXPECT_EQ(204, send("DELETE", "/bucket/tagged?tagging").status);
  EXPECT_EQ("", get("/bucket/tagged").header("x-amz-tagging-count"));
}

TEST_F(Objects, OfArchivesAreNotReadable) {
  put("/bucket/frozen", "x", {{"x-amz-storage-class", "GLACIER"}});
  Answer refused = get("/bucket/frozen");
  EXPECT_EQ(403, refused.status);
  EXPECT_EQ("InvalidObjectState", refused.element("Code"));
  EXPECT_EQ("GLACIER", send("HEAD", "/bucket/frozen").header("x-amz-storage-class"));
}

TEST_F(Objects, KnowNoVersionsButNull) {
  put("/bucket/key", "x");
  EXPECT_EQ("x", get("/bucket/key?versionId=null").body);
  EXPECT_EQ("NoSuchVersion", get("/bucket/key?versionId=" + std::string(32, 'a')).element("Code"));
  EXPECT_EQ("InvalidArgument", get("/bucket/key?versionId=nonsense").element("Code"));
}

TEST_F(Objects, AreThereForCallersInTheProcess) {
  call("PutObject", {{"Bucket", "bucket"}, {"Key", "in"}, {"ContentType", "image/png"}, {"Metadata", {{"A", "b"}}}},
       aws::Body(sample_bytes(40'000)));
  aws::CallAnswer got = call("GetObject", {{"Bucket", "bucket"}, {"Key", "in"}});
  EXPECT_EQ("image/png", got.output.at("ContentType").get<std::string>());
  EXPECT_EQ("b", got.output.at("Metadata").at("a").get<std::string>());
  EXPECT_EQ(sample_bytes(40'000), run(got.body.read_all(1 << 20)));
  aws::Body unknown(std::make_unique<PiecesReader>(std::vector<std::string>{"a", "b"}), std::nullopt);
  call("PutObject", {{"Bucket", "bucket"}, {"Key", "stream"}}, std::move(unknown));
  EXPECT_EQ("ab", get("/bucket/stream").body);
  try {
    call("GetObject", {{"Bucket", "bucket"}, {"Key", "none"}});
    FAIL();
  } catch (const aws::Error& error) {
    EXPECT_EQ("NoSuchKey", error.code);
  }
}

}  // namespace
}  // namespace cloudling::s3
