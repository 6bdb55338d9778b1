#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

class Buckets : public S3Fixture {};

std::string constraint(const std::string& region) {
  return "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>" + region +
         "</LocationConstraint></CreateBucketConfiguration>";
}

TEST_F(Buckets, AreMadeHeadedAndDeleted) {
  Answer made = put("/photos", "");
  EXPECT_EQ(200, made.status) << made.body;
  EXPECT_EQ("/photos", made.header("Location"));
  EXPECT_EQ("", made.body);
  Answer head = send("HEAD", "/photos");
  EXPECT_EQ(200, head.status);
  EXPECT_EQ("us-east-1", head.header("x-amz-bucket-region"));
  EXPECT_EQ("arn:aws:s3:::photos", head.header("x-amz-bucket-arn"));
  EXPECT_EQ("false", head.header("x-amz-access-point-alias"));
  Answer gone = send("DELETE", "/photos");
  EXPECT_EQ(204, gone.status);
  EXPECT_EQ("", gone.body);
  EXPECT_EQ(404, send("HEAD", "/photos").status);
}

TEST_F(Buckets, ThatAreNotThereAreToldAsS3Does) {
  Answer answer = get("/nowhere");
  EXPECT_EQ(404, answer.status);
  EXPECT_EQ("application/xml", answer.header("Content-Type"));
  const std::string start =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucket</Code><Message>The specified bucket does "
      "not "
      "exist</Message><BucketName>nowhere</BucketName><RequestId>";
  EXPECT_EQ(start, answer.body.substr(0, start.size()));
  EXPECT_EQ(answer.header("x-amz-request-id"), answer.element("RequestId"));
  EXPECT_EQ(answer.header("x-amz-id-2"), answer.element("HostId"));
}

TEST_F(Buckets, HaveNamesThatAreChecked) {
  Answer answer = put("/Not_a_bucket", "");
  EXPECT_EQ(400, answer.status);
  EXPECT_EQ("InvalidBucketName", answer.element("Code"));
}

TEST_F(Buckets, OfAnAccountsOwnNamespaceSaySo) {
  const HeaderList own{{"x-amz-bucket-namespace", "account-regional"}};
  const std::string name = "/pictures-000000000000-us-east-1-an";
  EXPECT_EQ("MissingNamespaceHeader", put(name, "").element("Code"));
  EXPECT_EQ("InvalidNamespaceHeader", put(name, "", {{"x-amz-bucket-namespace", "mine"}}).element("Code"));
  for (const char* wrong : {"/pictures", "/pictures-111122223333-us-east-1-an", "/pictures-000000000000-us-west-2-an"})
    EXPECT_EQ("InvalidBucketNamespace", put(wrong, "", own).element("Code")) << wrong;
  EXPECT_EQ(200, put(name, "", own).status);
  EXPECT_EQ("BucketAlreadyOwnedByYou", put(name, "", own).element("Code"));
  EXPECT_EQ(200, put("/a-banana-an", "").status);
}

TEST_F(Buckets, AreMadeAgainInTheFirstRegionOnly) {
  make_bucket("twice");
  EXPECT_EQ(200, put("/twice", "").status);
  region_ = "eu-west-1";
  EXPECT_EQ(200, put("/abroad", constraint("eu-west-1")).status);
  Answer again = put("/abroad", constraint("eu-west-1"));
  EXPECT_EQ(409, again.status);
  EXPECT_EQ("BucketAlreadyOwnedByYou", again.element("Code"));
}

TEST_F(Buckets, HaveNamesThatAreTheWholeCloudsAndOwnersThatAreNot) {
  make_bucket("mine");
  account_ = "111122223333";
  Answer taken = put("/mine", "");
  EXPECT_EQ(409, taken.status);
  EXPECT_EQ("BucketAlreadyExists", taken.element("Code"));
  EXPECT_EQ(403, send("HEAD", "/mine").status);
  EXPECT_EQ("AccessDenied", get("/mine").element("Code"));
  EXPECT_TRUE(get("/").elements("Name").empty());
}

TEST_F(Buckets, AreRefusedToOthersThanTheExpectedOwner) {
  make_bucket("mine");
  EXPECT_EQ(200, send("HEAD", "/mine", {{"x-amz-expected-bucket-owner", account_}}).status);
  EXPECT_EQ(403, send("HEAD", "/mine", {{"x-amz-expected-bucket-owner", "111122223333"}}).status);
}

struct LocationCase {
  const char* endpoint;
  const char* constraint;  ///< nullptr: none is sent
  const char* code;        ///< "" where the bucket is made
  const char* location;    ///< what GetBucketLocation tells
};

TEST_F(Buckets, AreWhereTheyAreWanted) {
  const LocationCase cases[] = {
      {"us-east-1", nullptr, "", ""},
      {"us-east-1", "eu-west-1", "", "eu-west-1"},
      {"us-east-1", "EU", "", "eu-west-1"},
      {"us-east-1", "us-east-1", "InvalidLocationConstraint", ""},
      {"us-east-1", "mars-north-1", "InvalidLocationConstraint", ""},
      {"ca-central-1", "ca-central-1", "", "ca-central-1"},
      {"ca-central-1", nullptr, "IllegalLocationConstraintException", ""},
      {"ca-central-1", "eu-west-1", "IllegalLocationConstraintException", ""},
      {"ca-central-1", "us-east-1", "IllegalLocationConstraintException", ""},
  };
  int number = 0;
  for (const auto& test : cases) {
    region_ = test.endpoint;
    const std::string target = "/located-" + std::to_string(++number);
    Answer made = put(target, test.constraint ? constraint(test.constraint) : "");
    EXPECT_EQ(test.code, made.element("Code")) << target;
    if (*test.code) continue;
    Answer location = get(target + "?location");
    EXPECT_EQ(200, location.status);
    const std::string open = "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
    const std::string expected = *test.location ? open + ">" + test.location + "</LocationConstraint>" : open + "/>";
    EXPECT_NE(std::string::npos, location.body.find(expected)) << location.body;
  }
}

TEST_F(Buckets, AreDeletedEmptyOnlyWithTheirUploads) {
  make_bucket("full");
  put("/full/key", "body");
  Answer refused = send("DELETE", "/full");
  EXPECT_EQ(409, refused.status);
  EXPECT_EQ("BucketNotEmpty", refused.element("Code"));
  send("DELETE", "/full/key");
  std::string id = send("POST", "/full/big?uploads").element("UploadId");
  put("/full/big?partNumber=1&uploadId=" + id, sample_bytes(100'000));
  EXPECT_EQ(204, send("DELETE", "/full").status);
  EXPECT_EQ(0, number("SELECT count(*) FROM s3_uploads"));
  EXPECT_TRUE(eventually_blobs(0));
}

TEST_F(Buckets, AreListedByNameWithPrefixAndPages) {
  for (const char* name : {"charlie", "alpha", "bravo-1", "bravo-2"}) make_bucket(name);
  Answer all = get("/");
  EXPECT_EQ((std::vector<std::string>{"alpha", "bravo-1", "bravo-2", "charlie"}), all.elements("Name"));
  EXPECT_NE(std::string::npos,
            all.body.find("<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"));
  EXPECT_EQ(64u, all.element("ID").size());
  EXPECT_EQ("", all.element("BucketRegion"));
  EXPECT_EQ((std::vector<std::string>{"bravo-1", "bravo-2"}), get("/?prefix=bravo").elements("Name"));
  std::vector<std::string> names;
  std::string token;
  for (int page = 0; page < 10; ++page) {
    Answer answer = get("/?max-buckets=3" + (token.empty() ? "" : "&continuation-token=" + token));
    for (auto& name : answer.elements("Name")) names.push_back(name);
    EXPECT_EQ("us-east-1", answer.element("BucketRegion"));
    token = answer.element("ContinuationToken");
    if (token.empty()) break;
  }
  EXPECT_EQ(all.elements("Name"), names);
  EXPECT_EQ("InvalidArgument", get("/?max-buckets=0").element("Code"));
  EXPECT_EQ("InvalidArgument", get("/?continuation-token=nonsense").element("Code"));
}

TEST_F(Buckets, AskForAccessThatIsThereOnly) {
  EXPECT_EQ(200, put("/private", "", {{"x-amz-acl", "private"}}).status);
  for (const char* canned : {"bucket-owner-read", "bucket-owner-full-control"})
    EXPECT_EQ(200, put(std::string("/") + canned, "", {{"x-amz-acl", canned}}).status);
  EXPECT_EQ("InvalidBucketAclWithObjectOwnership", put("/public", "", {{"x-amz-acl", "public-read"}}).element("Code"));
  EXPECT_EQ(200, put("/locked", "", {{"x-amz-bucket-object-lock-enabled", "true"}}).status);
  EXPECT_EQ("Enabled", get("/locked?versioning").element("Status"));
  EXPECT_EQ("Enabled", get("/locked?object-lock").element("ObjectLockEnabled"));
}

TEST_F(Buckets, HaveTags) {
  make_bucket("tagged");
  EXPECT_EQ("NoSuchTagSet", get("/tagged?tagging").element("Code"));
  const std::string tags = "<Tagging><TagSet><Tag><Key>a b</Key><Value>1+2</Value></Tag></TagSet></Tagging>";
  EXPECT_EQ(200, put("/tagged?tagging", tags).status);
  EXPECT_EQ("a b", get("/tagged?tagging").element("Key"));
  EXPECT_EQ("1+2", get("/tagged?tagging").element("Value"));
  EXPECT_EQ(204, send("DELETE", "/tagged?tagging").status);
  EXPECT_EQ(404, get("/tagged?tagging").status);
}

}  // namespace
}  // namespace cloudling::s3
