#include "emulators/sts/session_tokens.h"

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/pagination.h"

namespace cloudling::sts {

namespace {

constexpr const char* kBinding = "session";

json::Value json_of(const TokenContent& content) {
  json::Value value = json::Value::object();
  value["key"] = content.access_key;
  value["account"] = content.account;
  value["arn"] = content.arn;
  value["kind"] = static_cast<int>(content.kind);
  value["expires"] = content.expires;
  value["issued"] = content.session.issued;
  value["policy"] = content.session.policy;
  value["policies"] = content.session.policy_arns;
  value["tags"] = json::Value::object();
  for (const auto& [name, text] : content.session.tags) value["tags"][name] = text;
  return value;
}

TokenContent content_of(const json::Value& value) {
  TokenContent content{.access_key = value.at("key").get<std::string>(),
                       .account = value.at("account").get<std::string>(),
                       .arn = value.at("arn").get<std::string>(),
                       .kind = static_cast<aws::Principal::Kind>(value.at("kind").get<int>()),
                       .expires = value.at("expires").get<aws::TimeMs>(),
                       .session = {}};
  content.session.issued = value.at("issued").get<aws::TimeMs>();
  content.session.policy = value.at("policy").get<std::string>();
  content.session.policy_arns = value.at("policies").get<std::vector<std::string>>();
  for (const auto& [name, text] : value.at("tags").items()) content.session.tags[name] = text.get<std::string>();
  return content;
}

}  // namespace

std::string seal(const std::string& key, const TokenContent& content) {
  return aws::PageTokens(key).seal(kBinding, json::write(json_of(content)));
}

std::optional<TokenContent> open(const std::string& key, const std::string& token) {
  const auto text = aws::PageTokens(key).open(kBinding, token);
  const auto value = text ? json::parse(*text) : std::nullopt;
  return value ? std::optional(content_of(*value)) : std::nullopt;
}

std::string secret_of(const std::string& key, const std::string& token) {
  return aws::base64_encode(aws::hmac_sha256(key, "secret of " + token)).substr(0, 40);
}

}  // namespace cloudling::sts
