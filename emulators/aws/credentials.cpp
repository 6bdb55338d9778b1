#include "emulators/aws/credentials.h"

#include <algorithm>

#include "emulators/aws/encoding.h"
#include "emulators/aws/http.h"

namespace cloudling::aws {

AccountNames Accounts::names_of(const std::string& account) const {
  const auto found = std::ranges::find(named_, account, &AccountNames::account);
  AccountNames names = found == named_.end() ? AccountNames{.account = account} : *found;
  if (names.canonical_id.empty()) names.canonical_id = hex_encode(sha256("canonical user of account " + account));
  return names;
}

std::optional<AccountNames> Accounts::with_canonical_id(std::string_view id) const {
  for (const AccountNames& one : named_) {
    AccountNames names = names_of(one.account);
    if (names.canonical_id == id) return names;
  }
  AccountNames fallback = names_of(CallContext().account);
  return fallback.canonical_id == id ? std::optional(std::move(fallback)) : std::nullopt;
}

std::optional<AccountNames> Accounts::with_email(std::string_view email) const {
  const auto found = std::ranges::find_if(
      named_, [email](const AccountNames& one) { return !email.empty() && equals_ignoring_case(one.email, email); });
  return found == named_.end() ? std::nullopt : std::optional(names_of(found->account));
}

Principal role_session(std::string_view role_arn, std::string_view session_name) {
  const size_t colon = role_arn.find("::");
  const std::string_view account = colon == std::string_view::npos ? "" : role_arn.substr(colon + 2, 12);
  const std::string_view role = role_arn.substr(role_arn.rfind('/') + 1);
  Principal principal{.kind = Principal::Kind::kAssumedRole, .arn = "arn:aws:sts::", .access_key = ""};
  principal.arn.append(account).append(":assumed-role/").append(role).append("/").append(session_name.substr(0, 64));
  return principal;
}

}  // namespace cloudling::aws
