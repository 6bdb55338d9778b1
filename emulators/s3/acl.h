#pragma once

// Access control lists (S3 user guide, "Access control list (ACL) overview"). Stored, a list is the JSON of an
// AccessControlPolicy in which grantees that are accounts stand by account number; "" is the owner's full control
// alone.

#include <string>

#include "emulators/s3/access.h"
#include "emulators/s3/shapes_acl.h"

namespace cloudling::s3 {

/// A stored list and what it is to be read by.
struct AclView {
  const std::string& text;
  const std::string& owner;  ///< account
  bool ignore_public = false;
};

/// Whether the list gives that permission to an account; "" is a request that nobody signed.
bool grants(const AclView& acl, const std::string& account, Permission permission);

/// Whether the list gives anything to everybody, or to all whom AWS knows.
bool is_public_acl(const std::string& text);

}  // namespace cloudling::s3
