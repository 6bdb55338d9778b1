#pragma once

// The keys that the server knows: those of a credentials file, and what IAM and STS have issued.
//
// The file (--credentials FILE) is a JSON array, an object for each access key:
//
//   [{"AccessKeyId": "AKIAMAIN", "SecretAccessKey": "...", "AccountId": "111122223333", "UserName": "anna",
//     "CanonicalId": "<64 hexadecimal digits>", "DisplayName": "anna", "Email": "anna@example.com"}]
//
// AccountId is 000000000000 where it is left out; a key without UserName is the account's root. CanonicalId,
// DisplayName and Email are the account's, as S3 shows and takes them; several keys of an account may leave them to
// one.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/credentials.h"

namespace cloudling::server {

struct PresetIdentities {
  std::map<std::string, aws::Credential> keys;
  std::vector<aws::AccountNames> accounts;
};

/// Throws std::runtime_error with a message for the user, naming the entry that is wrong.
PresetIdentities parse_credentials(std::string_view text);

/// The same of a file; nothing in it where the path is empty.
PresetIdentities read_credentials(const std::filesystem::path& file);

/// Thread-safe once filled.
class KnownCredentials : public aws::Credentials {
 public:
  explicit KnownCredentials(std::map<std::string, aws::Credential> preset) : preset_(std::move(preset)) {}

  /// Before the first request; `issuer` outlives this. A preset key goes before an issued one.
  void add(aws::Credentials& issuer) { issuers_.push_back(&issuer); }

  std::optional<aws::Credential> find(const std::string& access_key, const std::string& session_token) override;
  std::optional<aws::Session> session_of(const std::string& access_key) override;
  boost::asio::awaitable<void> used(aws::Credential credential, std::string service, std::string region) override;

 private:
  std::map<std::string, aws::Credential> preset_;
  std::vector<aws::Credentials*> issuers_;
};

}  // namespace cloudling::server
