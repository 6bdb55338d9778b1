#pragma once

// Access keys and whom they stand for. The gateway asks this port who signed a request; what IAM and STS have issued
// and what a credentials file presets is behind it.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"

namespace cloudling::aws {

/// What temporary credentials bring, besides the rights of the identity that they stand for.
struct Session {
  TimeMs issued = 0;
  std::string policy;                    ///< document that bounds it; "" without
  std::vector<std::string> policy_arns;  ///< managed policies that bound it as well
  std::map<std::string, std::string> tags;
};

/// A key that is known here.
struct Credential {
  std::string secret;
  std::string account;
  Principal principal;
  std::optional<TimeMs> expires;        ///< on the virtual clock; nothing for long-term keys
  std::optional<Session> session = {};  ///< of temporary keys
  bool active = true;                   ///< false: deactivated or deleted; nobody may sign with it
};

class Credentials {
 public:
  virtual ~Credentials() = default;

  /// Nothing where the key was never known here, or is temporary and the token is not its own. Thread-safe; a bounded
  /// point read.
  virtual std::optional<Credential> find(const std::string& access_key, const std::string& session_token) = 0;

  /// Of a temporary key that find() has given in this process; nothing for others.
  virtual std::optional<Session> session_of(const std::string& /*access_key*/) { return std::nullopt; }

  /// A request has been signed with a long-term key.
  virtual boost::asio::awaitable<void> used(Credential, std::string /*service*/, std::string /*region*/) { co_return; }
};

/// An account as S3 shows it.
struct AccountNames {
  std::string account = {};       ///< 12 digits
  std::string canonical_id = {};  ///< 64 hexadecimal digits
  std::string display_name = {};  ///< "" without
  std::string email = {};         ///< "" without
};

/// The accounts that have names of their own. Immutable, so any thread may use it.
class Accounts {
 public:
  explicit Accounts(std::vector<AccountNames> named = {}) : named_(std::move(named)) {}

  /// Of any account: one without a canonical id of its own has one that follows from its number.
  AccountNames names_of(const std::string& account) const;

  /// Among the named ones, and the default account.
  std::optional<AccountNames> with_canonical_id(std::string_view id) const;
  std::optional<AccountNames> with_email(std::string_view email) const;

 private:
  std::vector<AccountNames> named_;
};

/// "AKIA" or "ASIA" and 16 characters that hold the account, as AWS's do; `chance` is any number.
std::string make_access_key(std::string_view prefix, const std::string& account, uint64_t chance);

/// The account in such a key; nothing where it holds none.
std::optional<std::string> account_in_access_key(std::string_view access_key);

/// "AROA" and 17 characters that follow from `text`: the id of what was not made here.
std::string stable_id(std::string_view prefix, std::string_view text);

/// The session of a role in whose name a service calls: `role_arn` is a role's ARN, whose account the caller's context
/// should have, too.
Principal role_session(std::string_view role_arn, std::string_view session_name);

}  // namespace cloudling::aws
