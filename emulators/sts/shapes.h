#pragma once

// The inputs and outputs of the STS API (version 2011-06-15), as AWS's model describes them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::sts {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
  aws::Timestamp expiration;
  static const aws::Structure& shape();
};

/// AssumedRoleUser and FederatedUser.
struct SessionUser {
  std::string id;
  std::string arn;
};
struct AssumedRoleUser : SessionUser {
  static const aws::Structure& shape();
};
struct FederatedUser : SessionUser {
  static const aws::Structure& shape();
};

struct PolicyDescriptor {
  std::optional<std::string> arn;
  static const aws::Structure& shape();
};

struct Tag {
  std::string key;
  std::string value;
  static const aws::Structure& shape();
};

struct GetCallerIdentityOutput {
  std::string user_id;
  std::string account;
  std::string arn;
  static const aws::Structure& shape();
};

struct AssumeRoleInput {
  std::string role_arn;
  std::string role_session_name;
  std::vector<PolicyDescriptor> policy_arns;
  std::optional<std::string> policy;
  std::optional<int64_t> duration_seconds;
  std::vector<Tag> tags;
  std::vector<std::string> transitive_tag_keys;
  std::optional<std::string> external_id;
  std::optional<std::string> serial_number;
  std::optional<std::string> token_code;
  std::optional<std::string> source_identity;
  static const aws::Structure& shape();
};

struct AssumeRoleOutput {
  Credentials credentials;
  AssumedRoleUser assumed_role_user;
  std::optional<int64_t> packed_policy_size;
  std::optional<std::string> source_identity;
  static const aws::Structure& shape();
};

struct AssumeRoleWithWebIdentityInput {
  std::string role_arn;
  std::string role_session_name;
  std::string web_identity_token;
  std::optional<std::string> provider_id;
  std::vector<PolicyDescriptor> policy_arns;
  std::optional<std::string> policy;
  std::optional<int64_t> duration_seconds;
  static const aws::Structure& shape();
};

struct AssumeRoleWithWebIdentityOutput {
  Credentials credentials;
  std::string subject;
  AssumedRoleUser assumed_role_user;
  std::optional<int64_t> packed_policy_size;
  std::string provider;
  std::string audience;
  static const aws::Structure& shape();
};

struct GetSessionTokenInput {
  std::optional<int64_t> duration_seconds;
  std::optional<std::string> serial_number;
  std::optional<std::string> token_code;
  static const aws::Structure& shape();
};

struct GetSessionTokenOutput {
  Credentials credentials;
  static const aws::Structure& shape();
};

struct GetFederationTokenInput {
  std::string name;
  std::optional<std::string> policy;
  std::vector<PolicyDescriptor> policy_arns;
  std::optional<int64_t> duration_seconds;
  std::vector<Tag> tags;
  static const aws::Structure& shape();
};

struct GetFederationTokenOutput {
  Credentials credentials;
  FederatedUser federated_user;
  std::optional<int64_t> packed_policy_size;
  static const aws::Structure& shape();
};

struct GetAccessKeyInfoInput {
  std::string access_key_id;
  static const aws::Structure& shape();
};

struct GetAccessKeyInfoOutput {
  std::string account;
  static const aws::Structure& shape();
};

struct DecodeAuthorizationMessageInput {
  std::string encoded_message;
  static const aws::Structure& shape();
};

struct DecodeAuthorizationMessageOutput {
  std::string decoded_message;
  static const aws::Structure& shape();
};

}  // namespace cloudling::sts
