#include "server/credentials.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "asl/json/json.h"

namespace cloudling::server {

namespace {

constexpr size_t kMaxFile = 4u << 20;

[[noreturn]] void refuse(const std::string& what) { throw std::runtime_error("The credentials file: " + what); }

bool all_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

/// One object of the file.
class Entry {
 public:
  Entry(const json::Value& object, size_t number) : object_(object), number_(number) {
    if (!object.is_object()) wrong("is no object");
  }

  std::string text(const char* name, const std::string& otherwise = "") const {
    const json::Value* found = json::find(object_, name);
    if (!found) return otherwise;
    if (!found->is_string()) wrong(std::string("has a ") + name + " that is no text");
    return found->get<std::string>();
  }
  [[noreturn]] void wrong(const std::string& what) const {
    refuse("entry " + std::to_string(number_) + " " + what + ".");
  }

 private:
  const json::Value& object_;
  size_t number_;
};

void add_account(const Entry& entry, const std::string& account, PresetIdentities& into) {
  const aws::AccountNames names{.account = account,
                                .canonical_id = entry.text("CanonicalId"),
                                .display_name = entry.text("DisplayName"),
                                .email = entry.text("Email")};
  if (!names.canonical_id.empty() && !all_of(names.canonical_id, "0123456789abcdef"))
    entry.wrong("has a CanonicalId that is not made of hexadecimal digits");
  if (names.canonical_id.empty() && names.display_name.empty() && names.email.empty()) return;
  const auto known = std::ranges::find(into.accounts, account, &aws::AccountNames::account);
  if (known == into.accounts.end()) into.accounts.push_back(names);
}

void add_entry(const Entry& entry, PresetIdentities& into) {
  const std::string key = entry.text("AccessKeyId");
  const std::string account = entry.text("AccountId", aws::CallContext().account);
  const std::string user = entry.text("UserName");
  aws::Credential credential{
      .secret = entry.text("SecretAccessKey"), .account = account, .principal = {}, .expires = {}};
  if (key.empty() || key.size() > 128) entry.wrong("needs an AccessKeyId of 1 to 128 characters");
  if (credential.secret.empty()) entry.wrong("needs a SecretAccessKey");
  if (account.size() != 12 || !all_of(account, "0123456789")) entry.wrong("has an AccountId that is not 12 digits");
  credential.principal = {.kind = aws::Principal::Kind::kUser,
                          .arn = "arn:aws:iam::" + account + (user.empty() ? ":root" : ":user/" + user),
                          .access_key = key};
  add_account(entry, account, into);
  if (!into.keys.emplace(key, std::move(credential)).second) entry.wrong("repeats the AccessKeyId " + key);
}

}  // namespace

PresetIdentities parse_credentials(std::string_view text) {
  json::ParseError error;
  const auto value = json::parse(text, &error, {.max_depth = 8, .max_bytes = kMaxFile});
  if (!value) refuse("is no JSON: " + error.message + " at byte " + std::to_string(error.offset) + ".");
  if (!value->is_array()) refuse("is no JSON array of credentials.");
  PresetIdentities identities;
  size_t number = 0;
  for (const json::Value& object : *value) add_entry(Entry(object, ++number), identities);
  return identities;
}

PresetIdentities read_credentials(const std::filesystem::path& file) {
  if (file.empty()) return {};
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse(file.string() + " can't be read.");
  return parse_credentials(std::string(std::istreambuf_iterator<char>(in), {}));
}

std::optional<aws::Credential> KnownCredentials::find(const std::string& access_key, const std::string& session_token) {
  if (const auto preset = preset_.find(access_key); preset != preset_.end()) return preset->second;
  for (aws::Credentials* issuer : issuers_) {
    if (auto found = issuer->find(access_key, session_token)) return found;
  }
  return std::nullopt;
}

std::optional<aws::Session> KnownCredentials::session_of(const std::string& access_key) {
  for (aws::Credentials* issuer : issuers_) {
    if (auto found = issuer->session_of(access_key)) return found;
  }
  return std::nullopt;
}

boost::asio::awaitable<void> KnownCredentials::used(aws::Credential credential, std::string service,
                                                    std::string region) {
  for (aws::Credentials* issuer : issuers_) {
    auto telling = issuer->used(credential, service, region);
    co_await std::move(telling);
  }
}

}  // namespace cloudling::server
