#pragma once

// What AWS refuses when a policy is stored, in its words. Pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace cloudling::policy {

enum class Use : uint8_t {
  kIdentity,  ///< managed and inline policies
  kTrust,     ///< a role's trust policy
  kResource   ///< what stands at other resources
};

/// The text of MalformedPolicyDocument; nothing where the policy may be stored.
std::optional<std::string> problem_of(std::string_view text, Use use);

}  // namespace cloudling::policy
