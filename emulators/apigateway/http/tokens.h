#pragma once

// JSON Web Tokens of JWT authorizers (RFC 7519; API Gateway Developer Guide, "Control access to HTTP APIs with JWT
// authorizers"): RS256, RS384 and RS512, with the keys that the issuer publishes.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "asl/json/json.h"
#include "emulators/aws/clock.h"
#include "emulators/ports.h"

namespace cloudling::apigateway::http {

struct Token {
  std::string algorithm;
  std::string key_id;
  json::Value claims;
  std::string signed_part;
  std::string signature;  ///< bytes
};

/// Nothing where the text is no token.
std::optional<Token> parse_token(std::string_view text);

/// Whether one of the keys of the set ({"keys": [{"kid", "kty": "RSA", "n", "e"}]}) has signed it.
bool is_signed_by(const Token& token, const json::Value& key_set);

/// The key sets of issuers, fetched once and again after two hours or where a key is unknown. Thread-safe.
class TokenIssuers {
 public:
  TokenIssuers(HttpClient& http, aws::Clock& clock) : http_(http), clock_(clock) {}

  /// Throws HttpFailure; null where the issuer answers no keys.
  boost::asio::awaitable<json::Value> keys(std::string issuer, std::string key_id);

 private:
  struct Known {
    json::Value set;
    aws::TimeMs fetched = 0;
  };

  boost::asio::awaitable<json::Value> fetch(std::string url);

  HttpClient& http_;
  aws::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;
};

}  // namespace cloudling::apigateway::http
