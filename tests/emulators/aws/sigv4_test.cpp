// Vectors: AWS documents "Examples of how to derive a signing key", "Create a signed AWS API request" (IAM ListUsers)
// and "Authenticating Requests: Using the Authorization Header / Query Parameters" (Amazon S3 API Reference).

#include "emulators/aws/sigv4.h"

#include <gtest/gtest.h>

#include "emulators/aws/encoding.h"
#include "emulators/aws/presigned_url.h"
#include "emulators/aws/sigv2.h"
#include "tests/emulators/aws/support.h"

namespace cloudling::aws {
namespace {

constexpr const char* kEmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kS3Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

std::string s3_signature(const HttpRequest& request, std::vector<std::string> headers, const std::string& hash) {
  const std::string canonical = canonical_request({request, std::move(headers), hash, true});
  const std::string text = string_to_sign("20130524T000000Z", "20130524/us-east-1/s3/aws4_request", canonical);
  return sign(signing_key(kS3Secret, "20130524", "us-east-1", "s3"), text);
}

TEST(SigningKey, IsDerivedAsDocumented) {
  EXPECT_EQ(hex_encode(signing_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830", "us-east-1", "iam")),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST(Signing, OfAnIamRequest) {
  const HttpRequest request = test::parse_request(
      "GET /?Action=ListUsers&Version=2010-05-08\nHost: iam.amazonaws.com\n"
      "Content-Type: application/x-www-form-urlencoded; charset=utf-8\nX-Amz-Date: 20150830T123600Z\n");
  const std::string canonical = canonical_request({request, {"content-type", "host", "x-amz-date"}, kEmptyHash, false});
  EXPECT_EQ(hex_encode(sha256(canonical)), "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
  const std::string text = string_to_sign("20150830T123600Z", "20150830/us-east-1/iam/aws4_request", canonical);
  EXPECT_EQ(sign(signing_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830", "us-east-1", "iam"), text),
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST(Signing, OfS3Requests) {
  const HttpRequest get = test::parse_request(
      "GET /test.txt\nHost: examplebucket.s3.amazonaws.com\nRange: bytes=0-9\nx-amz-content-sha256: " +
      std::string(kEmptyHash) + "\nx-amz-date: 20130524T000000Z\n");
  EXPECT_EQ(s3_signature(get, {"host", "range", "x-amz-content-sha256", "x-amz-date"}, kEmptyHash),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

  const std::string hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
  const HttpRequest put = test::parse_request(
      "PUT /test%24file.text\nHost: examplebucket.s3.amazonaws.com\nDate: Fri, 24 May 2013 00:00:00 GMT\n"
      "x-amz-date: 20130524T000000Z\nx-amz-storage-class: REDUCED_REDUNDANCY\nx-amz-content-sha256: " +
      hash + "\n");
  EXPECT_EQ(s3_signature(put, {"date", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-storage-class"}, hash),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

  const HttpRequest list = test::parse_request(
      "GET /?max-keys=2&prefix=J\nHost: examplebucket.s3.amazonaws.com\nx-amz-date: 20130524T000000Z\n"
      "x-amz-content-sha256: " +
      std::string(kEmptyHash) + "\n");
  EXPECT_EQ(s3_signature(list, {"host", "x-amz-content-sha256", "x-amz-date"}, kEmptyHash),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");

  const HttpRequest presigned = test::parse_request(
      "GET "
      "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F"
      "aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeee\n"
      "Host: examplebucket.s3.amazonaws.com\n");
  EXPECT_EQ(s3_signature(presigned, {"host"}, "UNSIGNED-PAYLOAD"),
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

/// The examples of "Signing and authenticating REST requests" (Amazon S3 User Guide).
TEST(Version2, IsSignedAsDocumented) {
  struct Row {
    const char* request;
    const char* signature;
  };
  const Row rows[] = {
      {"GET /photos/puppy.jpg\nHost: johnsmith.s3.amazonaws.com\nDate: Tue, 27 Mar 2007 19:36:42 +0000\n",
       "bWq2s1WEIj+Ydj0vQ697zp+IXMU="},
      {"PUT /johnsmith/photos/puppy.jpg\nHost: s3.amazonaws.com\nContent-Type: image/jpeg\nContent-Length: 94328\n"
       "Date: Tue, 27 Mar 2007 21:15:45 +0000\n",
       "MyyxeRY7whkBe+bq8fHCL/2kKUg="},
      {"GET /?prefix=photos&max-keys=50&marker=puppy\nHost: johnsmith.s3.amazonaws.com\n"
       "Date: Tue, 27 Mar 2007 19:42:41 +0000\n",
       "htDYFYduRNen8P9ZfE/s9SuKy0U="},
      {"GET /johnsmith?acl\nHost: s3.amazonaws.com\nDate: Tue, 27 Mar 2007 19:44:46 +0000\n",
       "c2WLPFtWHVgbEmeEG93a4cG37dM="},
      {"GET /?acl\nHost: johnsmith.s3.amazonaws.com\nDate: Tue, 27 Mar 2007 19:44:46 +0000\n",
       "c2WLPFtWHVgbEmeEG93a4cG37dM="},
      {"PUT /static.johnsmith.net/db-backup.dat.gz\nHost: s3.amazonaws.com\nDate: Tue, 27 Mar 2007 21:06:08 +0000\n"
       "x-amz-acl: public-read\ncontent-type: application/x-download\nContent-MD5: 4gJE4saaMU4BqNR0kLY+lw==\n"
       "X-Amz-Meta-ReviewedBy: joe@johnsmith.net\nX-Amz-Meta-ReviewedBy: jane@johnsmith.net\n"
       "X-Amz-Meta-FileChecksum: 0x02661779\nX-Amz-Meta-ChecksumAlgorithm: crc32\n",
       "ilyl83RwaSoYIEdixDQcA4OnAnc="},
      {"GET /dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re\nHost: s3.amazonaws.com\nDate: Wed, 28 Mar 2007 01:49:49 "
       "+0000\n",
       "DNEZGsoieTZ92F3bUfSPQcbGmlM="},
      {"GET /photos/puppy.jpg?AWSAccessKeyId=A&Signature=s&Expires=1175139620\nHost: johnsmith.s3.amazonaws.com\n",
       "NpgCjnDzrM+WFzoENXmpNDUsSn8="}};
  for (const Row& row : rows) {
    const HttpRequest request = test::parse_request(row.request);
    Signature signature = parse_signature(request, request.query());
    if (signature.kind == Signature::Kind::kNone) signature.kind = Signature::Kind::kV2Header;
    EXPECT_EQ(sign_v2(kS3Secret, string_to_sign_v2(request, signature)), row.signature) << row.request;
  }
}

TEST(Presigning, MakesWhatIsVerified) {
  const std::string target =
      presigned_get("/examplebucket/test.txt", "s3.amazonaws.com",
                    {.access_key = "AKIA", .secret = kS3Secret, .amz_date = "20130524T000000Z", .expires = 60});
  const HttpRequest request = test::parse_request("GET " + target + "\nHost: s3.amazonaws.com\n");
  const Signature signature = parse_signature(request, request.query());
  EXPECT_EQ(signature.expires, 60);
  EXPECT_EQ(signature.signature, s3_signature(request, {"host"}, "UNSIGNED-PAYLOAD"));
}

TEST(CanonicalRequest, NormalisesPathsAndSpaces) {
  const HttpRequest request =
      test::parse_request("GET /a/./b/../c%20d//?b=2&a=%2F&b=1&c\nHost:  x\nX-A:  two   words \n");
  EXPECT_EQ(canonical_request({request, {"host", "x-a"}, "h", false}),
            "GET\n/a/c%2520d/\na=%2F&b=1&b=2&c=\nhost:x\nx-a:two words\n\nhost;x-a\nh");
  EXPECT_TRUE(canonical_request({request, {}, "h", true}).starts_with("GET\n/a/./b/../c%20d//\n"));
}

Signature parse(const std::string& text) {
  const HttpRequest request = test::parse_request(text);
  return parse_signature(request, request.query());
}

std::string error_of(const std::string& text, bool s3) {
  const HttpRequest request = test::parse_request(text);
  const Signature signature = parse_signature(request, request.query());
  if (signature.kind != Signature::Kind::kMalformed) return "";
  const Error error = signature_error(signature, request, s3);
  return std::to_string(error.status) + " " + error.code;
}

TEST(Signature, IsReadFromTheHeader) {
  const Signature found = parse(
      "GET /\nX-Amz-Date: 20240101T000000Z\nX-Amz-Security-Token: t\nAuthorization: AWS4-HMAC-SHA256 "
      "Credential=123456789012/20240101/eu-west-1/states/aws4_request,SignedHeaders=host;x-amz-date,Signature=abc\n");
  EXPECT_EQ(found.kind, Signature::Kind::kV4Header);
  EXPECT_EQ(found.access_key, "123456789012");
  EXPECT_EQ(found.date, "20240101");
  EXPECT_EQ(found.region, "eu-west-1");
  EXPECT_EQ(found.service, "states");
  EXPECT_EQ(found.signed_headers, (std::vector<std::string>{"host", "x-amz-date"}));
  EXPECT_EQ(found.signature, "abc");
  EXPECT_EQ(found.security_token, "t");
}

TEST(Signature, IsReadFromTheQuery) {
  const Signature found = parse(
      "GET /b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2FID%2F20240101%2Feu-west-1%2Fs3%2Faws4_request&"
      "X-Amz-Date=20240101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0\n");
  EXPECT_EQ(found.kind, Signature::Kind::kV4Query);
  EXPECT_EQ(found.access_key, "AK/ID");
  EXPECT_EQ(found.expires, 60);
  EXPECT_TRUE(found.presigned());
}

TEST(Signature, OfVersion2AndOfManyRegionsIsIdentified) {
  EXPECT_EQ(parse("GET /b\nAuthorization: AWS AKID:sig=\n").kind, Signature::Kind::kV2Header);
  EXPECT_EQ(parse("GET /b\nAuthorization: AWS AKID:sig=\n").access_key, "AKID");
  EXPECT_EQ(parse("GET /b?AWSAccessKeyId=A&Signature=s&Expires=9\n").expires, 9);
  const Signature v4a = parse(
      "GET /b\nX-Amz-Date: 20240101T000000Z\nAuthorization: AWS4-ECDSA-P256-SHA256 "
      "Credential=A/20240101/s3/aws4_request, "
      "SignedHeaders=host, Signature=0\n");
  EXPECT_EQ(v4a.kind, Signature::Kind::kV4aHeader);
  EXPECT_EQ(v4a.service, "s3");
  EXPECT_EQ(v4a.region, "");
  EXPECT_EQ(parse("GET /b\n").kind, Signature::Kind::kNone);
  EXPECT_EQ(parse("GET /b\nAuthorization: \n").kind, Signature::Kind::kNone);
}

TEST(Signature, ThatIsMalformedIsRefusedInAwsWords) {
  const std::string v4 = "GET /b\nX-Amz-Date: 20240101T000000Z\nAuthorization: AWS4-HMAC-SHA256 ";
  for (const char* bad :
       {"", "Credential=A", "Credential=A/20240101/us-east-1/s3/aws4_request, SignedHeaders=host",
        "Credential=A/2024/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
        "Credential=A/20240101/us east/s3/aws4_request, SignedHeaders=host, Signature=0",
        "Credential=A/20240101/us-east-1/s3/aws3_request, SignedHeaders=host, Signature=0",
        "Credential=/20240101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0", "rubbish"}) {
    EXPECT_EQ(error_of(v4 + bad + "\n", true), "400 AuthorizationHeaderMalformed") << bad;
    EXPECT_EQ(error_of(v4 + bad + "\n", false), "400 IncompleteSignatureException") << bad;
  }
  EXPECT_EQ(error_of("GET /b\nAuthorization: Bearer x\n", true), "400 InvalidArgument");
  EXPECT_EQ(error_of("GET /b\nAuthorization: AWS nonsense\n", true), "400 InvalidArgument");
  EXPECT_EQ(error_of("GET /b?X-Amz-Algorithm=AWS4-HMAC-SHA256\n", true), "400 AuthorizationQueryParametersError");
  const std::string query =
      "GET /b?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20240101%2Feu-west-1%2Fs3%2Faws4_request&"
      "X-Amz-Date=20240101T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=0&X-Amz-Expires=";
  for (const char* bad : {"x", "-1", "604801"}) {
    EXPECT_EQ(error_of(query + bad + "\n", true), "400 AuthorizationQueryParametersError") << bad;
  }
  EXPECT_EQ(error_of(query + "604800\n", true), "");
  EXPECT_EQ(error_of("GET /b?AWSAccessKeyId=A&Signature=s\n", true), "403 AccessDenied");
}

TEST(Account, IsTheAccessKeyWhereThatIsAnAccount) {
  EXPECT_EQ(account_of("123456789012"), "123456789012");
  EXPECT_EQ(account_of("12345678901"), "000000000000");
  EXPECT_EQ(account_of("AKIAIOSFODNN7EXAMPLE"), "000000000000");
  EXPECT_EQ(account_of(""), "000000000000");
}

}  // namespace
}  // namespace cloudling::aws
