#pragma once

// AWS Signature Version 4 (AWS document "Signature Version 4 for API requests"), header and presigned, and as much of
// Version 2 as tells who asks. parse_signature() reads what a request carries; the pure functions below compute what it
// should be. Whether a signature must be right is the authenticator's to decide.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/error.h"
#include "emulators/aws/http.h"

namespace cloudling::aws {

struct Signature {
  enum class Kind : uint8_t { kNone, kV4Header, kV4Query, kV4aHeader, kV4aQuery, kV2Header, kV2Query, kMalformed };
  Kind kind = Kind::kNone;
  std::string access_key;
  std::string date;                         ///< of the scope, "20130524"
  std::string region;                       ///< of the scope; "" where it names none (V2, V4A)
  std::string service;                      ///< of the scope; "s3" for V2
  std::vector<std::string> signed_headers;  ///< lower case, as listed
  std::string signature;
  std::string amz_date;            ///< x-amz-date or X-Amz-Date
  std::optional<int64_t> expires;  ///< seconds, presigned V4; time since the epoch, presigned V2
  std::string security_token;
  std::string problem;  ///< kMalformed: what is wrong, in AWS's words

  bool v4() const { return kind >= Kind::kV4Header && kind <= Kind::kV4aQuery; }
  bool presigned() const { return kind == Kind::kV4Query || kind == Kind::kV4aQuery || kind == Kind::kV2Query; }
};

/// Never throws; what can't be read is kMalformed, with the scope where that could be read.
Signature parse_signature(const HttpRequest& request, const Query& query);

/// What AWS answers to a malformed signature: S3's codes, or IncompleteSignature of the others.
Error signature_error(const Signature& signature, const HttpRequest& request, bool s3);

/// The account that an access key id selects: itself where it is 12 digits, else 000000000000.
std::string account_of(std::string_view access_key);

/// What is signed of a request.
struct SigningInput {
  const HttpRequest& request;
  std::vector<std::string> signed_headers;  ///< lower case, sorted
  std::string payload_hash;                 ///< hex SHA-256, "UNSIGNED-PAYLOAD" or "STREAMING-..."
  bool s3 = false;                          ///< S3 neither normalises the path nor encodes it twice
};

std::string canonical_request(const SigningInput& input);

/// `scope` is "20130524/us-east-1/s3/aws4_request".
std::string string_to_sign(std::string_view amz_date, std::string_view scope, std::string_view canonical_request);

/// The raw 32-byte key of a secret for a date, region and service.
std::string signing_key(std::string_view secret, std::string_view date, std::string_view region,
                        std::string_view service);

/// Lower-case hex.
std::string sign(std::string_view signing_key, std::string_view string_to_sign);

}  // namespace cloudling::aws
