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

namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

}  // namespace

// 80 bits: one that is 0, 40 of the account, 39 of chance.
std::string make_access_key(std::string_view prefix, const std::string& account, uint64_t chance) {
  const auto number = static_cast<uint64_t>(parse_integer(account).value_or(0));
  std::string key(prefix);
  for (int character = 0; character < 16; ++character) {
    unsigned value = 0;
    for (int bit = character * 5; bit < character * 5 + 5; ++bit) {
      const bool set = bit == 0 ? false : bit <= 40 ? (number >> (40 - bit)) & 1 : (chance >> (79 - bit)) & 1;
      value = value * 2 + (set ? 1 : 0);
    }
    key += kBase32[value];
  }
  return key;
}

std::optional<std::string> account_in_access_key(std::string_view access_key) {
  if (access_key.size() != 20 || (!access_key.starts_with("AKIA") && !access_key.starts_with("ASIA")))
    return std::nullopt;
  uint64_t bits = 0;
  for (const char c : access_key.substr(4, 9)) {
    const size_t value = kBase32.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits * 32 + value;
  }
  const uint64_t number = (bits >> 4) & ((uint64_t{1} << 40) - 1);
  if (number > 999'999'999'999) return std::nullopt;
  const std::string digits = std::to_string(number);
  return std::string(12 - digits.size(), '0') + digits;
}

std::string stable_id(std::string_view prefix, std::string_view text) {
  const std::string digest = sha256(text);
  std::string id(prefix);
  for (size_t at = 0; at < 17; ++at) id += kBase32[static_cast<unsigned char>(digest[at]) % 32];
  return id;
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
