#include "emulators/s3/acl.h"

#include <algorithm>

#include "emulators/s3/configurations.h"
#include "emulators/s3/names.h"

namespace cloudling::s3 {
namespace {

constexpr const char* kAllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
constexpr const char* kAuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

const char* name_of(Permission permission) {
  switch (permission) {
    case Permission::kRead:
      return "READ";
    case Permission::kWrite:
      return "WRITE";
    case Permission::kReadAcp:
      return "READ_ACP";
    case Permission::kWriteAcp:
      return "WRITE_ACP";
    default:
      return "";
  }
}

bool is_public(const Grantee& grantee) {
  return grantee.uri && (*grantee.uri == kAllUsers || *grantee.uri == kAuthenticatedUsers);
}

bool is_meant(const Grantee& grantee, const AclView& acl, const std::string& account) {
  if (is_public(grantee)) return !acl.ignore_public && (*grantee.uri == kAllUsers || !account.empty());
  return grantee.id && !account.empty() && (*grantee.id == account || *grantee.id == canonical_id(account));
}

}  // namespace

bool grants(const AclView& acl, const std::string& account, Permission permission) {
  if (acl.text.empty()) return !account.empty() && account == acl.owner;
  const bool acp = permission == Permission::kReadAcp || permission == Permission::kWriteAcp;
  if (acp && !account.empty() && account == acl.owner) return true;
  const auto policy = from_text<AccessControlPolicy>(acl.text);
  const auto list = policy.grants.value_or(std::vector<Grant>());
  return std::any_of(list.begin(), list.end(), [&](const Grant& grant) {
    const bool fits = grant.permission == "FULL_CONTROL" || grant.permission == name_of(permission);
    return fits && grant.grantee && is_meant(*grant.grantee, acl, account);
  });
}

bool is_public_acl(const std::string& text) {
  if (text.empty()) return false;
  const auto list = from_text<AccessControlPolicy>(text).grants.value_or(std::vector<Grant>());
  return std::any_of(list.begin(), list.end(),
                     [](const Grant& grant) { return grant.grantee && is_public(*grant.grantee); });
}

}  // namespace cloudling::s3
