#include "emulators/service.h"
#include "emulators/sts/sts.h"

namespace cloudling::sts {

void register_operations(aws::Registry& registry, store::Store& store, Sts& service) {
  Registrar<Sts> operations(registry, store, "sts", service);
  operations.awaiting<&Sts::get_caller_identity>("GetCallerIdentity")
      .awaiting<&Sts::assume_role>("AssumeRole")
      .awaiting<&Sts::assume_role_with_web_identity>("AssumeRoleWithWebIdentity")
      .awaiting<&Sts::get_session_token>("GetSessionToken")
      .awaiting<&Sts::get_federation_token>("GetFederationToken")
      .awaiting<&Sts::get_access_key_info>("GetAccessKeyInfo")
      .awaiting<&Sts::decode_authorization_message>("DecodeAuthorizationMessage");
}

}  // namespace cloudling::sts
