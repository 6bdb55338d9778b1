#include "emulators/aws/authenticator.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "emulators/aws/auth_errors.h"
#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/sha256_stream.h"
#include "emulators/aws/sigv2.h"
#include "emulators/aws/virtual_clock.h"

namespace cloudling::aws {

namespace {

using Signed = Signature::Kind;

constexpr std::string_view kUnsigned = "UNSIGNED-PAYLOAD";
constexpr TimeMs kSkew = 5 * 60'000;
constexpr TimeMs kS3Skew = 15 * 60'000;

/// What signed times are compared with: the virtual clock is for what expires only.
TimeMs real_now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

Error wrong_payload(std::string_view told, std::string_view computed) {
  return Error(400, "XAmzContentSHA256Mismatch",
               "The provided 'x-amz-content-sha256' header does not match what was computed.")
      .with("ClientComputedContentSHA256", std::string(told))
      .with("S3ComputedContentSHA256", std::string(computed));
}

/// Passes a body on; its end is an error where the hash is another than was signed.
class HashedBodyReader : public BodyReader {
 public:
  HashedBodyReader(Body body, std::string expected) : body_(std::move(body)), expected_(std::move(expected)) {}

  boost::asio::awaitable<std::string> next() override {
    auto bytes = co_await body_.next();
    if (!bytes.empty()) {
      hash_.update(bytes);
    } else if (!ended_) {
      ended_ = true;
      const std::string computed = hex_encode(hash_.finish());
      if (computed != expected_) throw wrong_payload(expected_, computed);
    }
    co_return bytes;
  }

 private:
  Body body_;
  std::string expected_;
  Sha256Stream hash_;
  bool ended_ = false;
};

/// The principal that a key stands for of which nothing is known.
Signer taken_at_its_word(const Signature& signature) {
  Signer signer;
  if (signature.access_key.empty()) return signer;
  signer.account = account_of(signature.access_key);
  signer.principal = {.kind = Principal::Kind::kUser,
                      .arn = "arn:aws:iam::" + signer.account + ":root",
                      .access_key = signature.access_key};
  return signer;
}

std::string scope_of(const Signature& signature) {
  return signature.date + "/" + signature.region + "/" + signature.service + "/aws4_request";
}

/// x-amz-date or Date, in the form of the former; "" where it is no date. Version 2 knows all forms of dates.
std::string signed_date(const Signature& signature, const HttpRequest& request) {
  if (signature.v4() && !signature.amz_date.empty()) return signature.amz_date;
  const auto date = parse_date(request.headers.get(request.headers.has("x-amz-date") ? "x-amz-date" : "Date"));
  return date ? format_amz_date(*date) : "";
}

/// Throws where the time of signing is too far from now, or not the scope's.
void check_time(const AuthErrors& errors, Signature& signature, const HttpRequest& request) {
  if (signature.kind == Signed::kV2Query) return;  // which tells no time of signing
  signature.amz_date = signed_date(signature, request);
  const auto at = parse_iso8601(signature.amz_date);
  if (!at || *at < 0 || !signature.amz_date.starts_with(signature.date)) throw errors.wrong_date(signature);
  if (signature.presigned()) return;
  const TimeMs real = real_now();
  if (std::abs(real - *at) > (errors.s3() ? kS3Skew : kSkew)) throw errors.skewed(signature, *at, real);
}

/// A presigned URL lasts by the time that it was when it was signed, and is: the clock may have been moved on since, or
/// before.
void check_expiry(const AuthErrors& errors, const Signature& signature, const Clock& clock) {
  if (!signature.presigned()) return;
  const TimeMs now = clock.now();
  TimeMs end = 0;
  if (signature.v4()) {
    const auto at = parse_iso8601(signature.amz_date);
    if (!at) throw errors.wrong_date(signature);
    if (*at > now + kS3Skew && *at > real_now() + kS3Skew) throw errors.not_yet_valid(signature, *at, now);
    end = shown_at(clock, *at) + signature.expires.value_or(0) * 1000;
  } else {
    end = shown_at(clock, from_epoch_seconds(static_cast<double>(signature.expires.value_or(0))).value_or(0));
  }
  if (now >= end) throw errors.request_expired(signature, end, now);
}

/// S3 wants all x-amz- headers signed, everybody the Host.
void check_signed_headers(const AuthErrors& errors, const Signature& signature, const HttpRequest& request) {
  const auto is_signed = [&](std::string_view name) {
    return std::ranges::any_of(signature.signed_headers,
                               [&](const std::string& one) { return equals_ignoring_case(one, name); });
  };
  std::string left_out;
  if (!is_signed("host")) left_out = "host";
  for (const auto& [name, value] : request.headers) {
    const bool amz = name.size() > 6 && equals_ignoring_case(name.substr(0, 6), "x-amz-");
    if (!errors.s3() || !amz || is_signed(name) || equals_ignoring_case(name, "x-amz-content-sha256")) continue;
    left_out += (left_out.empty() ? "" : ", ") + name;
  }
  if (left_out.empty()) return;
  if (!errors.s3()) throw errors.wrong_signature(signature, "(the header host must be signed)", "");
  throw Error(403, "AccessDenied", "There were headers present in the request which were not signed")
      .with("HeadersNotSigned", left_out);
}

/// Version 2 is S3's alone.
void require_verifiable(const AuthErrors& errors, const Signature& signature) {
  const bool v4a = signature.kind == Signed::kV4aHeader || signature.kind == Signed::kV4aQuery;
  if (v4a) throw Error(501, "NotImplemented", "Verifying AWS4-ECDSA-P256-SHA256 signatures is not implemented.");
  if (!signature.v4() && !errors.s3()) throw errors.unknown_key(signature.access_key);
}

void verify_v2(const AuthErrors& errors, const Signature& signature, const HttpRequest& request,
               const std::string& secret) {
  const std::string to_sign = string_to_sign_v2(request, signature);
  if (!equal_in_constant_time(sign_v2(secret, to_sign), signature.signature))
    throw errors.wrong_signature(signature, "", to_sign);
}

/// What stands for the payload in the canonical request. Reads the body where that is its hash.
boost::asio::awaitable<std::string> payload_hash(HttpRequest& request, const Signature& signature, AuthRules rules) {
  const std::string told(request.headers.get("x-amz-content-sha256"));
  const bool s3 = rules.protocol == ProtocolKind::kRestXml;
  if (s3 && told.empty()) {
    if (signature.presigned()) co_return std::string(kUnsigned);
    throw Error(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  const bool digest = told.size() == 64 && told.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (s3 && digest && !signature.presigned()) {
    const auto size = request.body.size();
    request.body = Body(std::make_unique<HashedBodyReader>(std::move(request.body), told), size);
    co_return told;
  }
  if (s3 || told == kUnsigned) co_return told;
  auto reading = request.body.read_all(rules.body_limit);
  std::string bytes = co_await std::move(reading);
  std::string hash = hex_encode(sha256(bytes));
  request.body = std::move(bytes);
  co_return hash;
}

/// How the chunks of the body are to be verified, where they are signed.
boost::asio::awaitable<std::unique_ptr<ChunkSignatures>> verify_v4(HttpRequest& request, Signature& signature,
                                                                   AuthRules rules, std::string secret) {
  const AuthErrors errors(rules.protocol);
  check_time(errors, signature, request);
  check_signed_headers(errors, signature, request);
  auto hashing = payload_hash(request, signature, rules);
  const std::string payload = co_await std::move(hashing);
  const std::string canonical = canonical_request({request, signature.signed_headers, payload, errors.s3()});
  const std::string scope = scope_of(signature);
  const std::string to_sign = string_to_sign(signature.amz_date, scope, canonical);
  const std::string key = signing_key(secret, signature.date, signature.region, signature.service);
  if (!equal_in_constant_time(sign(key, to_sign), signature.signature))
    throw errors.wrong_signature(signature, canonical, to_sign);
  if (!payload.starts_with("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")) co_return nullptr;
  co_return std::make_unique<ChunkSignatures>(key, signature.amz_date, scope, signature.signature);
}

}  // namespace

boost::asio::awaitable<Signer> Authenticator::authenticate(HttpRequest& request, const Signature& given,
                                                           AuthRules rules) {
  const AuthErrors errors(rules.protocol);
  Signature signature = given;
  if (mode_ == AuthMode::kOff) co_return taken_at_its_word(signature);
  if (signature.kind == Signed::kNone) {
    if (mode_ == AuthMode::kStrict && !errors.s3() && !rules.open) throw errors.not_signed();
    co_return Signer();
  }
  check_expiry(errors, signature, clock_);
  const auto known = credentials_.find(signature.access_key, signature.security_token);
  if (known ? !known->active : mode_ == AuthMode::kStrict) throw errors.unknown_key(signature.access_key);
  if (!known) co_return taken_at_its_word(signature);
  if (known->expires && clock_.now() >= *known->expires) throw errors.expired_token();
  require_verifiable(errors, signature);
  Signer signer{.account = known->account, .principal = known->principal, .chunks = nullptr};
  if (signature.v4()) {
    auto verifying = verify_v4(request, signature, rules, known->secret);
    signer.chunks = co_await std::move(verifying);
  } else {
    check_time(errors, signature, request);
    verify_v2(errors, signature, request, known->secret);
  }
  auto telling = credentials_.used(*known, signature.service, signature.region);
  co_await std::move(telling);
  co_return signer;
}

}  // namespace cloudling::aws
