#pragma once

// Temporary credentials that nothing has to be stored for: the session token holds, sealed, all that the session is,
// and the secret follows from it. They are good for as long as the database is the one whose key sealed them.

#include <optional>
#include <string>

#include "emulators/aws/credentials.h"

namespace cloudling::sts {

/// Temporary credentials, as their holder uses them.
struct IssuedCredentials {
  std::string access_key;
  std::string secret;
  std::string session_token;
  aws::TimeMs expires = 0;
};

/// What is sealed in a token.
struct TokenContent {
  std::string access_key = {};
  std::string account = {};
  std::string arn = {};  ///< of the principal
  aws::Principal::Kind kind = aws::Principal::Kind::kAssumedRole;
  aws::TimeMs expires = 0;
  aws::Session session = {};
};

std::string seal(const std::string& key, const TokenContent& content);

/// Nothing where the token was not sealed with this key.
std::optional<TokenContent> open(const std::string& key, const std::string& token);

/// 40 characters, as AWS's secrets have.
std::string secret_of(const std::string& key, const std::string& token);

}  // namespace cloudling::sts
