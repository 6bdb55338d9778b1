#include "emulators/s3/access.h"

#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

constexpr const char* kOwner = "000000000000";
constexpr const char* kOther = "111122223333";

/// A bucket with ACLs, as `kOwner`'s; requests are sent as whoever `as` names, "" being nobody.
class Access : public S3Fixture {
 protected:
  Access() {
    EXPECT_EQ(200, put("/bucket", "", {{"x-amz-object-ownership", "ObjectWriter"}}).status);
    EXPECT_EQ(204, send("DELETE", "/bucket?publicAccessBlock").status);
    EXPECT_EQ(200, put("/bucket/key", "body").status);
  }

  int status_as(const std::string& account, const std::string& method, const std::string& target,
                const std::string& body = "", const HeaderList& headers = {}) {
    account_ = account;
    const int status = send(method, target, headers, aws::Body(body)).status;
    account_ = kOwner;
    return status;
  }
  void set_policy(const std::string& statement) {
    Answer answer = put("/bucket?policy", R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}");
    ASSERT_EQ(204, answer.status) << answer.body;
  }
};

TEST_F(Access, IsTheOwnersAlone) {
  EXPECT_EQ(200, status_as(kOwner, "GET", "/bucket/key"));
  for (const char* account : {kOther, ""}) {
    EXPECT_EQ(403, status_as(account, "GET", "/bucket/key")) << account;
    EXPECT_EQ(403, status_as(account, "GET", "/bucket/nothing")) << "who may not list is not told what is there";
    EXPECT_EQ(403, status_as(account, "GET", "/bucket"));
    EXPECT_EQ(403, status_as(account, "PUT", "/bucket/new", "x"));
    EXPECT_EQ(403, status_as(account, "DELETE", "/bucket/key"));
    EXPECT_EQ(403, status_as(account, "GET", "/bucket?acl"));
  }
  EXPECT_EQ(404, status_as("", "GET", "/no-such-bucket/key"));
}

TEST_F(Access, IsOpenedByLists) {
  EXPECT_EQ(200, put("/bucket?acl", "", {{"x-amz-acl", "public-read"}}).status);
  EXPECT_EQ(200, status_as("", "GET", "/bucket"));
  EXPECT_EQ(404, status_as("", "GET", "/bucket/nothing"));
  EXPECT_EQ(403, status_as("", "GET", "/bucket/key")) << "a bucket's list says nothing of its objects";
  EXPECT_EQ(200, put("/bucket/key?acl", "", {{"x-amz-acl", "authenticated-read"}}).status);
  EXPECT_EQ(200, status_as(kOther, "GET", "/bucket/key"));
  EXPECT_EQ(403, status_as("", "GET", "/bucket/key"));
  EXPECT_EQ(200, put("/bucket/key?acl", "", {{"x-amz-acl", "public-read"}}).status);
  EXPECT_EQ(200, status_as("", "GET", "/bucket/key"));
  const std::string block =
      "<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls>"
      "</PublicAccessBlockConfiguration>";
  EXPECT_EQ(200, put("/bucket?publicAccessBlock", block).status);
  EXPECT_EQ(403, status_as("", "GET", "/bucket/key"));
}

TEST_F(Access, IsTheWritersOfAnObject) {
  EXPECT_EQ(200, put("/bucket?acl", "", {{"x-amz-acl", "public-read-write"}}).status);
  EXPECT_EQ(200, status_as(kOther, "PUT", "/bucket/theirs", "x"));
  EXPECT_EQ(200, status_as(kOther, "GET", "/bucket/theirs"));
  EXPECT_EQ(403, status_as(kOwner, "GET", "/bucket/theirs")) << "the bucket's owner owns not all in it";
  EXPECT_EQ(200, status_as(kOther, "PUT", "/bucket/shared", "x", {{"x-amz-acl", "bucket-owner-full-control"}}));
  EXPECT_EQ(200, status_as(kOwner, "GET", "/bucket/shared"));
  EXPECT_EQ(204, status_as(kOwner, "DELETE", "/bucket/theirs")) << "but may delete it";
}

TEST_F(Access, OfAnUploadHasWhoBeganIt) {
  EXPECT_EQ(200, put("/bucket?acl", "", {{"x-amz-acl", "public-read-write"}}).status);
  account_ = kOther;
  const std::string id = send("POST", "/bucket/theirs?uploads").element("UploadId");
  account_ = kOwner;
  const std::string upload = "/bucket/theirs?uploadId=" + id;
  EXPECT_EQ(403, status_as("444455556666", "GET", upload));
  EXPECT_EQ(403, status_as("", "DELETE", upload));
  EXPECT_EQ(200, status_as(kOther, "GET", upload));
  set_policy(
      R"({"Effect": "Deny", "Principal": "*", "Action": "s3:AbortMultipartUpload", "Resource": "arn:aws:s3:::bucket/*"})");
  EXPECT_EQ(403, status_as(kOther, "DELETE", upload));
  EXPECT_EQ(204, send("DELETE", "/bucket?policy").status);
  EXPECT_EQ(204, status_as(kOther, "DELETE", upload));
}

struct PolicyCase {
  const char* what;
  const char* statement;
  const char* account;
  const char* method;
  const char* target;
  int status;
};

TEST_F(Access, OfOthersIsPaidForByThemWhereTheBucketSaysSo) {
  set_policy(
      R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]})");
  EXPECT_EQ(200, status_as(kOther, "GET", "/bucket/key", ""));
  account_ = kOwner;
  put("/bucket?requestPayment", "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>");
  const HeaderList paying = {{"x-amz-request-payer", "requester"}};
  for (const char* target : {"/bucket/key", "/bucket", "/bucket?versions"}) {
    for (const auto& [account, free, paid] : {std::tuple(kOwner, 200, 200), {kOther, 403, 200}, {"", 403, 403}}) {
      account_ = account;
      EXPECT_EQ(free, get(target).status) << account << " " << target;
      EXPECT_EQ(paid, get(target, paying).status) << account << " " << target;
    }
  }
  account_ = kOther;
  EXPECT_EQ(403, send("DELETE", "/bucket/key").status);
  EXPECT_EQ(204, send("DELETE", "/bucket/key", paying).status);
}

TEST_F(Access, FollowsThePolicy) {
  const PolicyCase cases[] = {
      {"everybody reads",
       R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*"})", "",
       "GET", "/bucket/key", 200},
      {"and no more",
       R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*"})", "",
       "GET", "/bucket", 403},
      {"an account lists",
       R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:List*", "Resource": "arn:aws:s3:::bucket"})",
       kOther, "GET", "/bucket", 200},
      {"others do not",
       R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:List*", "Resource": "arn:aws:s3:::bucket"})",
       "444455556666", "GET", "/bucket", 403},
      {"the owner is denied",
       R"({"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::bucket/a*"})",
       kOwner, "PUT", "/bucket/a1", 403},
      {"only there",
       R"({"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::bucket/a*"})",
       kOwner, "PUT", "/bucket/b1", 200},
      {"by what is asked for",
       R"({"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::bucket/*", "Condition": {"Null": {"s3:x-amz-server-side-encryption": "true"}}})",
       kOwner, "PUT", "/bucket/c1", 403},
  };
  for (const auto& test : cases) {
    set_policy(test.statement);
    EXPECT_EQ(test.status, status_as(test.account, test.method, test.target, "")) << test.what;
  }
  EXPECT_EQ("false", get("/bucket?policyStatus").element("IsPublic")) << "a denial opens nothing";
  EXPECT_EQ(204, send("DELETE", "/bucket?policy").status);
  EXPECT_EQ("NoSuchBucketPolicy", get("/bucket?policy").element("Code"));
}

TEST_F(Access, RefusesPoliciesThatAreNone) {
  const char* const broken[] = {
      "",
      "[]",
      "{",
      R"({"Statement": []})",
      R"({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/*"}]})",
      R"({"Statement": [{"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/*"}]})",
      R"({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "arn:aws:s3:::bucket/*"}]})",
      R"({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::other/*"}]})"};
  for (const char* text : broken) EXPECT_EQ(400, put("/bucket?policy", text).status) << text;
  ASSERT_EQ(200, put("/blocked", "").status);
  const std::string open =
      R"({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::blocked/*"}]})";
  EXPECT_EQ("AccessDenied", put("/blocked?policy", open).element("Code")) << "new buckets block public policies";
}

TEST_F(Access, RefusesListsWhereTheOwnerIsEnforced) {
  make_bucket("enforced");
  ASSERT_EQ(200, put("/enforced/key", "x", {{"x-amz-acl", "bucket-owner-full-control"}}).status);
  EXPECT_EQ("AccessControlListNotSupported",
            put("/enforced/key?acl", "", {{"x-amz-acl", "public-read"}}).element("Code"));
  Answer acl = get("/enforced/key?acl");
  EXPECT_EQ("FULL_CONTROL", acl.element("Permission"));
  EXPECT_NE(std::string::npos, acl.body.find("xsi:type=\"CanonicalUser\""));
}

}  // namespace
}  // namespace cloudling::s3
