#pragma once

// Shapes of access control lists.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct Grantee {
  std::optional<std::string> display_name, email_address, id;
  std::string type;
  std::optional<std::string> uri;
  static const aws::Structure& shape();
};

struct Grant {
  std::optional<Grantee> grantee;
  std::optional<std::string> permission;
  static const aws::Structure& shape();
};

struct AccessControlPolicy {
  std::optional<std::vector<Grant>> grants;
  std::optional<Owner> owner;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
