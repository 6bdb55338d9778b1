#pragma once

// Pagination tokens: keyset positions, sealed and bound to the request that they continue. With the same key they
// survive a restart. Pure: the same position under the same binding gives the same token.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/context.h"

namespace cloudling::aws {

/// Immutable, so any thread may use it.
class PageTokens {
 public:
  /// `key` is a secret of any length, best 32 random bytes kept with the data.
  explicit PageTokens(std::string_view key);

  /// A token that hides `position` and fits into a URL. Grows with the position: 4/3 of its length and 38 characters.
  std::string seal(std::string_view binding, std::string_view position) const;

  /// The position; nothing where the token is none of ours, was changed, or continues another request. The caller
  /// throws its service's error.
  std::optional<std::string> open(std::string_view binding, std::string_view token) const;

 private:
  std::string nonce(std::string_view binding, std::string_view position) const;

  std::string encryption_key_;
  std::string nonce_key_;
};

/// What binds a token: account, region, operation and the parameters that must be the same on the next page.
std::string page_binding(const CallContext& context, std::string_view operation,
                         std::initializer_list<std::string_view> parameters);

}  // namespace cloudling::aws
