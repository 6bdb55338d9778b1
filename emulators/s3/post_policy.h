#pragma once

// POST policies (S3 API reference, "POST policy"): what a form may contain, signed by somebody with credentials. Pure.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::s3 {

/// Fields of a form by their names in lower case; "bucket" is among them.
using FormValues = std::map<std::string, std::string>;

/// The bytes that a policy lets a file have.
struct LengthRange {
  uint64_t least = 0;
  uint64_t most = UINT64_MAX;
};

/// Holds a form against the policy (in base64, as it came). Throws InvalidPolicyDocument (400) for what is no policy,
/// AccessDenied (403) where it has expired, a condition fails, or a field is not covered.
LengthRange require_policy_holds(const std::string& policy, const FormValues& form, int64_t now_ms);

}  // namespace cloudling::s3
