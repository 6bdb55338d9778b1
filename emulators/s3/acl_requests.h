#pragma once

// Access control lists as requests bring them (canned, as grant headers, as XML) and as answers show them.

#include <string>

#include "emulators/aws/credentials.h"
#include "emulators/s3/acl.h"
#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

/// Whose list it is, by account.
struct AclParties {
  std::string owner;
  std::string bucket_owner;
};

/// The stored list that the headers ask for; "" for none, or for what private means. Throws InvalidArgument,
/// InvalidRequest, UnresolvableGrantByEmailAddress (400).
std::string acl_of_headers(const AccessRequest& access, const AclParties& parties, const aws::Accounts& accounts);

/// The same of a list in XML. Throws MalformedACLError and, where the list names another owner, AccessDenied.
std::string acl_of_body(const AccessControlPolicy& policy, const AclParties& parties, const aws::Accounts& accounts);

/// Whether any header speaks of an access control list.
bool has_acl_headers(const AccessRequest& access);

/// Whether a write's headers ask for a list that buckets without lists refuse, too.
bool asks_for_acl(const AccessRequest& access);

/// A stored list as answers show it: grants to groups first (AWS documents no order).
AccessControlPolicy shown_acl(const std::string& text, const std::string& owner, const aws::Accounts& accounts);

/// An account as answers name it.
Owner owner_named(const std::string& account, const aws::Accounts& accounts);

}  // namespace cloudling::s3
