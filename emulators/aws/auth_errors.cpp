#include "emulators/aws/auth_errors.h"

#include "emulators/aws/dates.h"

namespace cloudling::aws {

namespace {

constexpr const char* kInvalidToken = "The security token included in the request is invalid.";
constexpr TimeMs kSkew = 5 * 60'000;
constexpr TimeMs kS3Skew = 15 * 60'000;

}  // namespace

Error AuthErrors::refusal(const char* query_code, const char* json_code, std::string message) const {
  if (protocol_ == ProtocolKind::kQuery) return {403, query_code, std::move(message)};
  return {protocol_ == ProtocolKind::kJson ? 400 : 403, json_code, std::move(message)};
}

Error AuthErrors::not_signed() const {
  if (s3()) return {403, "AccessDenied", "Access Denied"};
  if (protocol_ == ProtocolKind::kQuery)
    return {403, "MissingAuthenticationToken", "Request is missing Authentication Token"};
  return refusal("", "MissingAuthenticationTokenException", "Missing Authentication Token");
}

Error AuthErrors::unknown_key(const std::string& access_key) const {
  if (s3())
    return Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
        .with("AWSAccessKeyId", access_key);
  return refusal("InvalidClientTokenId", "UnrecognizedClientException", kInvalidToken);
}

Error AuthErrors::expired_token() const {
  if (s3()) return {400, "ExpiredToken", "The provided token has expired."};
  return refusal("ExpiredToken", "ExpiredTokenException", "The security token included in the request is expired");
}

Error AuthErrors::wrong_signature(const Signature& signature, const std::string& canonical,
                                  const std::string& to_sign) const {
  if (s3()) {
    Error error(403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and "
                "signing method.");
    error.fields = {{"AWSAccessKeyId", signature.access_key},
                    {"StringToSign", to_sign},
                    {"SignatureProvided", signature.signature}};
    if (!canonical.empty()) error.fields.emplace_back("CanonicalRequest", canonical);
    return error;
  }
  std::string message =
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
      "and signing method. Consult the service documentation for details.";
  if (protocol_ != ProtocolKind::kQuery)
    message += "\n\nThe Canonical String for this request should have been\n'" + canonical +
               "'\n\nThe String-to-Sign should have been\n'" + to_sign + "'\n";
  return refusal("SignatureDoesNotMatch", "InvalidSignatureException", std::move(message));
}

Error AuthErrors::wrong_date(const Signature& signature) const {
  if (s3()) return {403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header"};
  return refusal("SignatureDoesNotMatch", "InvalidSignatureException",
                 "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" +
                     signature.date + "' != '" + signature.amz_date.substr(0, 8) + "', from '" + signature.amz_date +
                     "'.");
}

Error AuthErrors::skewed(const Signature& signature, TimeMs signed_at, TimeMs now) const {
  if (s3())
    return Error(403, "RequestTimeTooSkewed",
                 "The difference between the request time and the current time is too large.")
        .with("RequestTime", signature.amz_date)
        .with("ServerTime", format_iso8601_seconds(now))
        .with("MaxAllowedSkewMilliseconds", std::to_string(kS3Skew));
  if (signed_at > now) return not_yet_valid(signature, signed_at, now);
  const std::string at = format_amz_date(now);
  return refusal("SignatureDoesNotMatch", "InvalidSignatureException",
                 "Signature expired: " + signature.amz_date + " is now earlier than " + format_amz_date(now - kSkew) +
                     " (" + at + " - 5 min.)");
}

Error AuthErrors::request_expired(const Signature& signature, TimeMs expired_at, TimeMs now) const {
  if (s3()) {
    Error error(403, "AccessDenied", "Request has expired");
    if (signature.v4()) error.fields.emplace_back("X-Amz-Expires", std::to_string(signature.expires.value_or(0)));
    error.fields.emplace_back("Expires", format_iso8601_seconds(expired_at));
    error.fields.emplace_back("ServerTime", format_iso8601_seconds(now));
    return error;
  }
  return refusal("SignatureDoesNotMatch", "InvalidSignatureException",
                 "Signature expired: " + signature.amz_date + " is now earlier than " + format_amz_date(now));
}

Error AuthErrors::not_yet_valid(const Signature& signature, TimeMs signed_at, TimeMs now) const {
  if (s3())
    return Error(403, "AccessDenied", "Request is not valid yet")
        .with("X-Amz-Date", signature.amz_date)
        .with("ServerTime", format_iso8601_seconds(now));
  return refusal("SignatureDoesNotMatch", "InvalidSignatureException",
                 "Signature not yet current: " + format_amz_date(signed_at) + " is still later than " +
                     format_amz_date(now + kSkew) + " (" + format_amz_date(now) + " + 5 min.)");
}

}  // namespace cloudling::aws
