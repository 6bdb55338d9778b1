#pragma once

// AWS Security Token Service, API version 2011-06-15: its operations, one member function each.
//
// Nothing is stored but one key: a session is in its token (session_tokens.h). Whether a role may be assumed is for IAM
// to judge, where it is enforced. See README.md for how it differs.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/credentials.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/store/store.h"
#include "emulators/sts/session_tokens.h"
#include "emulators/sts/shapes.h"

namespace cloudling::sts {

/// The operations, and what verifies the credentials that they give.
class Sts : public aws::Credentials {
 public:
  Sts(store::Store& store, aws::Caller& caller, aws::Clock& clock, aws::IdSource& ids);

  boost::asio::awaitable<GetCallerIdentityOutput> get_caller_identity(const aws::CallContext&, aws::Nothing);
  boost::asio::awaitable<AssumeRoleOutput> assume_role(const aws::CallContext&, AssumeRoleInput);
  boost::asio::awaitable<AssumeRoleWithWebIdentityOutput> assume_role_with_web_identity(const aws::CallContext&,
                                                                                        AssumeRoleWithWebIdentityInput);
  boost::asio::awaitable<GetSessionTokenOutput> get_session_token(const aws::CallContext&, GetSessionTokenInput);
  boost::asio::awaitable<GetFederationTokenOutput> get_federation_token(const aws::CallContext&,
                                                                        GetFederationTokenInput);
  boost::asio::awaitable<GetAccessKeyInfoOutput> get_access_key_info(const aws::CallContext&, GetAccessKeyInfoInput);
  boost::asio::awaitable<DecodeAuthorizationMessageOutput> decode_authorization_message(
      const aws::CallContext&, DecodeAuthorizationMessageInput);

  std::optional<aws::Credential> find(const std::string& access_key, const std::string& session_token) override;
  std::optional<aws::Session> session_of(const std::string& access_key) override;

 private:
  struct Role {
    std::string id;
    int64_t max_session_s = 0;
  };
  boost::asio::awaitable<Role> look_up_role(aws::CallContext context, std::string role_arn);
  IssuedCredentials issue(TokenContent content, int64_t seconds);
  std::string key();

  store::Store& store_;
  aws::Caller& caller_;
  aws::Clock& clock_;
  aws::IdSource& ids_;

  std::mutex mutex_;
  std::map<std::string, aws::Session> sessions_;  ///< seen lately, by access key
};

std::vector<store::Migration> migrations();

/// Adds the operations to the registry, under the service id "sts".
void register_operations(aws::Registry& registry, store::Store& store, Sts& service);

}  // namespace cloudling::sts
