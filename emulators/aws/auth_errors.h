#pragma once

// How AWS refuses who does not prove who he is, in the words of each protocol.

#include <cstdint>
#include <string>

#include "emulators/aws/catalogue.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/error.h"
#include "emulators/aws/sigv4.h"

namespace cloudling::aws {

class AuthErrors {
 public:
  explicit AuthErrors(ProtocolKind protocol) : protocol_(protocol) {}

  Error not_signed() const;
  Error unknown_key(const std::string& access_key) const;
  Error expired_token() const;

  /// `canonical` ("" with Version 2) and `to_sign` are what should have been signed.
  Error wrong_signature(const Signature& signature, const std::string& canonical, const std::string& to_sign) const;
  Error wrong_date(const Signature& signature) const;

  /// The request was signed more than 5 (S3: 15) minutes from now.
  Error skewed(const Signature& signature, TimeMs signed_at, TimeMs now) const;

  /// A presigned URL is used too late, or too early.
  Error request_expired(const Signature& signature, TimeMs expired_at, TimeMs now) const;
  Error not_yet_valid(const Signature& signature, TimeMs signed_at, TimeMs now) const;

  bool s3() const { return protocol_ == ProtocolKind::kRestXml; }

 private:
  Error refusal(const char* query_code, const char* json_code, std::string message) const;

  ProtocolKind protocol_;
};

}  // namespace cloudling::aws
