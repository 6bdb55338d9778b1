#pragma once

// Paths of members as AWS's messages spell them: "name", "tags.1.member.key", "environment.variables".

#include <string>
#include <string_view>

#include "emulators/aws/shape.h"

namespace cloudling::aws {

/// The member's name with its first letter in lower case, below `owner` ("" at the top).
inline std::string member_path(std::string_view owner, const Field& field) {
  std::string path(owner);
  if (!path.empty()) path += '.';
  const size_t first = path.size();
  path += field.name;
  if (!field.name.empty() && path[first] >= 'A' && path[first] <= 'Z')
    path[first] = static_cast<char>(path[first] + 32);
  return path;
}

/// The item at `index` (from 0) of the list at `list`.
inline std::string item_path(std::string_view list, size_t index) {
  return std::string(list) + "." + std::to_string(index + 1) + ".member";
}

/// The value under `key` of the map at `map`.
inline std::string value_path(std::string_view map, std::string_view key) {
  return std::string(map) + "." + std::string(key) + ".member";
}

/// The paths of required members that a decoder did not find; see AnyShape::missing.
using MissingPaths = std::vector<std::string>;

}  // namespace cloudling::aws
