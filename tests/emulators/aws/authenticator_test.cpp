// Requests that the test signs itself, and AWS's documented example of signed chunks.

#include "emulators/aws/authenticator.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>

#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/sigv2.h"
#include "tests/emulators/aws/support.h"

namespace cloudling::aws {
namespace {

constexpr TimeMs kMinute = 60'000;

TimeMs real_now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

class FixedClock : public Clock {
 public:
  TimeMs now() const override { return time; }
  TimerId call_at(TimeMs, std::function<void()>) override { return 0; }
  void cancel(TimerId) override {}
  TimeMs time = real_now();
};

class FakeCredentials : public Credentials {
 public:
  std::optional<Credential> find(const std::string& key, const std::string& token) override {
    if (key == "AKIAKNOWN" || (key == "ASIAKNOWN" && token == "token")) return known;
    return std::nullopt;
  }
  boost::asio::awaitable<void> used(Credential, std::string service, std::string region) override {
    last_use = service + " " + region;
    co_return;
  }
  Credential known{.secret = "secret",
                   .account = "111122223333",
                   .principal = {.kind = Principal::Kind::kUser,
                                 .arn = "arn:aws:iam::111122223333:user/anna",
                                 .access_key = "AKIAKNOWN"},
                   .expires = {}};
  std::string last_use;
};

/// How a request of the test is signed; what is changed afterwards breaks it.
struct Signing {
  std::string key = "AKIAKNOWN";
  std::string secret = "secret";
  std::string service = "states";
  TimeMs at = real_now();
  std::string payload = "";  ///< x-amz-content-sha256; "" of the body, not sent
  std::vector<std::string> headers{"host", "x-amz-date"};
};

class AuthenticatorTest : public testing::Test {
 protected:
  HttpRequest signed_request(const Signing& how, std::string body = "{}") {
    HttpRequest request;
    request.method = "POST";
    request.target = how.service == "s3" ? "/bucket/a%20key" : "/";
    request.headers.add("Host", "localhost:4566");
    const std::string date = format_amz_date(how.at);
    request.headers.add("X-Amz-Date", date);
    std::string hash = how.payload.empty() ? hex_encode(sha256(body)) : how.payload;
    std::vector<std::string> headers = how.headers;
    if (!how.payload.empty()) {
      request.headers.add("x-amz-content-sha256", hash);
      headers.insert(headers.begin() + 1, "x-amz-content-sha256");
    }
    const std::string scope = date.substr(0, 8) + "/us-east-1/" + how.service + "/aws4_request";
    const std::string canonical = canonical_request({request, headers, hash, how.service == "s3"});
    const std::string signature = sign(signing_key(how.secret, date.substr(0, 8), "us-east-1", how.service),
                                       string_to_sign(date, scope, canonical));
    std::string names;
    for (const std::string& name : headers) names += (names.empty() ? "" : ";") + name;
    request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=" + how.key + "/" + scope +
                                             ", SignedHeaders=" + names + ", Signature=" + signature);
    request.body = std::move(body);
    return request;
  }

  /// The principal's ARN, or "STATUS Code".
  std::string who(HttpRequest request, ProtocolKind protocol, AuthMode mode = AuthMode::kKnown) {
    Authenticator authenticator(mode, credentials, clock);
    const Signature signature = parse_signature(request, request.query());
    try {
      auto work = authenticator.authenticate(request, signature, {.protocol = protocol, .body_limit = 1000});
      Signer signer = test::run(std::move(work));
      auto reading = request.body.read_all(100'000);
      body = test::run(std::move(reading));
      return signer.principal.arn;
    } catch (const Error& error) {
      message = error.message;
      return std::to_string(error.status) + " " + error.code;
    }
  }

  FixedClock clock;
  FakeCredentials credentials;
  std::string body;
  std::string message;
};

TEST_F(AuthenticatorTest, KnowsWhoSigned) {
  EXPECT_EQ(who(signed_request({}), ProtocolKind::kJson), "arn:aws:iam::111122223333:user/anna");
  EXPECT_EQ(body, "{}");
  EXPECT_EQ(credentials.last_use, "states us-east-1");
  EXPECT_EQ(who(signed_request({.key = "111111111111"}), ProtocolKind::kJson), "arn:aws:iam::111111111111:root");
  EXPECT_EQ(who(signed_request({.service = "s3", .payload = "UNSIGNED-PAYLOAD"}), ProtocolKind::kRestXml),
            "arn:aws:iam::111122223333:user/anna");
}

TEST_F(AuthenticatorTest, RefusesInTheWordsOfTheProtocol) {
  struct Row {
    ProtocolKind protocol;
    std::string wrong, unknown, skewed, missing;
  };
  const Row rows[] = {
      {ProtocolKind::kJson, "400 InvalidSignatureException", "400 UnrecognizedClientException",
       "400 InvalidSignatureException", "400 MissingAuthenticationTokenException"},
      {ProtocolKind::kRestJson, "403 InvalidSignatureException", "403 UnrecognizedClientException",
       "403 InvalidSignatureException", "403 MissingAuthenticationTokenException"},
      {ProtocolKind::kQuery, "403 SignatureDoesNotMatch", "403 InvalidClientTokenId", "403 SignatureDoesNotMatch",
       "403 MissingAuthenticationToken"},
      {ProtocolKind::kRestXml, "403 SignatureDoesNotMatch", "403 InvalidAccessKeyId", "403 RequestTimeTooSkewed", ""}};
  for (const Row& row : rows) {
    Signing how;
    if (row.protocol == ProtocolKind::kRestXml) how = {.service = "s3", .payload = "UNSIGNED-PAYLOAD"};
    const auto with = [&](auto change) {
      Signing changed = how;
      change(changed);
      return signed_request(changed);
    };
    EXPECT_EQ(who(with([](Signing& s) { s.secret = "other"; }), row.protocol), row.wrong);
    EXPECT_EQ(who(with([](Signing& s) { s.key = "AKIAOTHER"; }), row.protocol, AuthMode::kStrict), row.unknown);
    EXPECT_EQ(who(with([](Signing& s) { s.at -= 16 * kMinute; }), row.protocol), row.skewed);
    EXPECT_EQ(who({}, row.protocol, AuthMode::kStrict), row.missing);
    EXPECT_EQ(who(with([](Signing& s) { s.secret = "other"; }), row.protocol, AuthMode::kOff),
              "arn:aws:iam::000000000000:root");
  }
}

TEST_F(AuthenticatorTest, SeesWhatWasChanged) {
  HttpRequest body_changed = signed_request({});
  body_changed.body = std::string("{\"a\":1}");
  EXPECT_EQ(who(std::move(body_changed), ProtocolKind::kJson), "400 InvalidSignatureException");
  HttpRequest path_changed = signed_request({.service = "s3", .payload = "UNSIGNED-PAYLOAD"});
  path_changed.target = "/bucket/b";
  EXPECT_EQ(who(std::move(path_changed), ProtocolKind::kRestXml), "403 SignatureDoesNotMatch");
  HttpRequest header_added = signed_request({.service = "s3", .payload = "UNSIGNED-PAYLOAD"});
  header_added.headers.add("x-amz-acl", "public-read");
  EXPECT_EQ(who(std::move(header_added), ProtocolKind::kRestXml), "403 AccessDenied");
  EXPECT_EQ(message, "There were headers present in the request which were not signed");
  EXPECT_EQ(who(signed_request({.service = "s3", .payload = hex_encode(sha256("other"))}), ProtocolKind::kRestXml),
            "400 XAmzContentSHA256Mismatch");
  EXPECT_EQ(who(signed_request({.service = "s3"}), ProtocolKind::kRestXml), "400 InvalidRequest");
}

TEST_F(AuthenticatorTest, TemporaryKeysNeedTheirTokenAndExpire) {
  credentials.known.expires = clock.time + kMinute;
  HttpRequest request = signed_request({.key = "ASIAKNOWN"});
  EXPECT_EQ(who(std::move(request), ProtocolKind::kQuery, AuthMode::kStrict), "403 InvalidClientTokenId");
  const auto with_token = [&] {
    HttpRequest made = signed_request({.key = "ASIAKNOWN"});
    made.headers.add("x-amz-security-token", "token");
    return made;
  };
  EXPECT_EQ(who(with_token(), ProtocolKind::kQuery), "arn:aws:iam::111122223333:user/anna");
  clock.time += kMinute;
  EXPECT_EQ(who(with_token(), ProtocolKind::kQuery), "403 ExpiredToken");
  EXPECT_EQ(who(with_token(), ProtocolKind::kJson), "400 ExpiredTokenException");
  EXPECT_EQ(who(with_token(), ProtocolKind::kRestXml), "400 ExpiredToken");
  credentials.known = {.secret = "secret", .account = "1", .principal = {}, .expires = {}, .active = false};
  EXPECT_EQ(who(signed_request({}), ProtocolKind::kQuery), "403 InvalidClientTokenId");
}

TEST_F(AuthenticatorTest, PresignedUrlsExpireOnTheVirtualClock) {
  const auto presigned = [&](const std::string& key) {
    HttpRequest request;
    request.method = "GET";
    const std::string date = format_amz_date(clock.time);
    const std::string scope = date.substr(0, 8) + "/us-east-1/s3/aws4_request";
    request.target = "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + percent_encode(key + "/" + scope) +
                     "&X-Amz-Date=" + date + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host";
    request.headers.add("Host", "localhost");
    const std::string canonical = canonical_request({request, {"host"}, "UNSIGNED-PAYLOAD", true});
    const std::string signature =
        sign(signing_key("secret", date.substr(0, 8), "us-east-1", "s3"), string_to_sign(date, scope, canonical));
    request.target += "&X-Amz-Signature=" + signature;
    return request;
  };
  HttpRequest good = presigned("AKIAKNOWN");
  HttpRequest late = presigned("AKIAKNOWN");
  HttpRequest late_unknown = presigned("test");
  HttpRequest changed = presigned("AKIAKNOWN");
  changed.target.replace(0, 4, "/b/x");
  EXPECT_EQ(who(std::move(good), ProtocolKind::kRestXml), "arn:aws:iam::111122223333:user/anna");
  EXPECT_EQ(who(std::move(changed), ProtocolKind::kRestXml), "403 SignatureDoesNotMatch");
  clock.time += kMinute;
  EXPECT_EQ(who(std::move(late), ProtocolKind::kRestXml), "403 AccessDenied");
  EXPECT_EQ(message, "Request has expired");
  EXPECT_EQ(who(std::move(late_unknown), ProtocolKind::kRestXml), "403 AccessDenied");
}

TEST_F(AuthenticatorTest, VerifiesVersion2ForS3) {
  const auto by_header = [&](const std::string& secret, TimeMs at) {
    HttpRequest request;
    request.method = "GET";
    request.target = "/b/k?acl";
    request.headers.add("Date", format_http_date(at));
    Signature signature;
    signature.kind = Signature::Kind::kV2Header;
    request.headers.add("Authorization", "AWS AKIAKNOWN:" + sign_v2(secret, string_to_sign_v2(request, signature)));
    return request;
  };
  const auto presigned = [&](const std::string& secret) {
    HttpRequest request;
    request.method = "GET";
    const std::string expires = std::to_string(clock.time / 1000 + 60);
    request.target = "/b/k?AWSAccessKeyId=AKIAKNOWN&Expires=" + expires;
    Signature signature;
    signature.kind = Signature::Kind::kV2Query;
    signature.expires = clock.time / 1000 + 60;
    request.target += "&Signature=" + percent_encode(sign_v2(secret, string_to_sign_v2(request, signature)));
    return request;
  };
  const std::string anna = "arn:aws:iam::111122223333:user/anna";
  EXPECT_EQ(who(by_header("secret", real_now()), ProtocolKind::kRestXml), anna);
  EXPECT_EQ(who(by_header("other", real_now()), ProtocolKind::kRestXml), "403 SignatureDoesNotMatch");
  EXPECT_EQ(who(by_header("secret", real_now() - 16 * kMinute), ProtocolKind::kRestXml), "403 RequestTimeTooSkewed");
  EXPECT_EQ(who(by_header("secret", real_now()), ProtocolKind::kJson), "400 UnrecognizedClientException");
  HttpRequest undated = by_header("secret", real_now());
  undated.headers.set("Date", "yesterday");
  EXPECT_EQ(who(std::move(undated), ProtocolKind::kRestXml), "403 AccessDenied");
  EXPECT_EQ(who(presigned("secret"), ProtocolKind::kRestXml), anna);
  EXPECT_EQ(who(presigned("other"), ProtocolKind::kRestXml), "403 SignatureDoesNotMatch");
  HttpRequest late = presigned("secret");
  clock.time += kMinute;
  EXPECT_EQ(who(std::move(late), ProtocolKind::kRestXml), "403 AccessDenied");
  EXPECT_EQ(message, "Request has expired");
}

/// "Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks", its example.
std::string decode_signed(const std::string& encoded, const std::string& seed, size_t length) {
  const std::string key = signing_key("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524", "us-east-1", "s3");
  HttpRequest request;
  request.headers.add("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  request.headers.add("x-amz-decoded-content-length", std::to_string(length));
  request.body = test::in_pieces(encoded, 1000);
  decode_aws_chunked(
      request, std::make_unique<ChunkSignatures>(key, "20130524T000000Z", "20130524/us-east-1/s3/aws4_request", seed));
  try {
    auto reading = request.body.read_all(100'000);
    return std::to_string(test::run(std::move(reading)).size());
  } catch (const Error& error) {
    return error.code;
  }
}

std::string in_chunks(const std::string& first, const std::string& second, const std::string& last,
                      const std::string& trailer) {
  return "10000;chunk-signature=" + first + "\r\n" + std::string(65536, 'a') + "\r\n400;chunk-signature=" + second +
         "\r\n" + std::string(1024, 'a') + "\r\n0;chunk-signature=" + last + "\r\n" + trailer + "\r\n";
}

TEST(ChunkSignatures, AreVerifiedAsDocumented) {
  const std::string seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
  const std::string first = "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
  const std::string second = "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497";
  const std::string last = "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9";
  EXPECT_EQ(decode_signed(in_chunks(first, second, last, ""), seed, 66560), "66560");
  EXPECT_EQ(decode_signed(in_chunks(first, last, last, ""), seed, 66560), "SignatureDoesNotMatch");
  EXPECT_EQ(decode_signed(in_chunks(first, second, "", ""), seed, 66560), "SignatureDoesNotMatch");
  std::string changed = in_chunks(first, second, last, "");
  changed[100] = 'b';
  EXPECT_EQ(decode_signed(changed, seed, 66560), "SignatureDoesNotMatch");
}

TEST(ChunkSignatures, CoverTrailers) {
  const std::string seed = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
  const std::string trailer = "x-amz-checksum-crc32c:sOO8/Q==\n\r\nx-amz-trailer-signature:";
  const auto encoded = [&](const std::string& signature) {
    return in_chunks("b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
                     "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
                     "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", trailer + signature + "\r\n");
  };
  EXPECT_EQ(decode_signed(encoded("d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435"), seed, 66560),
            "66560");
  EXPECT_EQ(decode_signed(encoded("e81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435"), seed, 66560),
            "SignatureDoesNotMatch");
}

}  // namespace
}  // namespace cloudling::aws
