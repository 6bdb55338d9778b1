#pragma once

// The kinds of things that IAM keeps, and how AWS names them.

#include <cstdint>
#include <string_view>

namespace cloudling::iam {

enum class Kind : uint8_t { kUser = 0, kRole = 1, kGroup = 2, kPolicy = 3, kInstanceProfile = 4 };

struct KindNames {
  std::string_view noun;         ///< in messages: "user"
  std::string_view shape;        ///< "User"
  std::string_view name_member;  ///< "UserName"
  std::string_view id_member;    ///< "UserId"
  std::string_view list_member;  ///< "Users"
  std::string_view id_prefix;    ///< "AIDA"
  std::string_view arn_part;     ///< "user"
  int longest_name = 128;
  int most_attached = 10;    ///< managed policies
  int inline_bytes = 10240;  ///< of all inline policies together
};

constexpr KindNames kKindNames[] = {
    {"user", "User", "UserName", "UserId", "Users", "AIDA", "user", 64, 10, 2048},
    {"role", "Role", "RoleName", "RoleId", "Roles", "AROA", "role", 64, 10, 10240},
    {"group", "Group", "GroupName", "GroupId", "Groups", "AGPA", "group", 128, 10, 5120},
    {"policy", "Policy", "PolicyName", "PolicyId", "Policies", "ANPA", "policy", 128, 0, 0},
    {"instance profile", "InstanceProfile", "InstanceProfileName", "InstanceProfileId", "InstanceProfiles", "AIPA",
     "instance-profile", 128, 0, 0}};

constexpr const KindNames& names_of(Kind kind) { return kKindNames[static_cast<int>(kind)]; }

}  // namespace cloudling::iam
