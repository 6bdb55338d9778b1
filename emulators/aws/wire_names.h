#pragma once

// What flat lists and maps are called in forms and in XML where the field says so with items_named():
//
//   "QueueUrl"        a list's items, instead of the member's own name (which JSON keeps)
//   "Tag.Key.Value"   a map's entries, and in each the key and the value, instead of "key" and "value"

#include <string_view>

#include "emulators/aws/shape.h"

namespace cloudling::aws {

struct EntryNames {
  std::string_view entry = "entry";
  std::string_view key = "key";
  std::string_view value = "value";
};

inline bool has_own_item_name(const Field& field) { return field.flat && field.item != "member"; }

/// The parameter or element that a member stands under.
inline std::string_view wire_name(const Field& field) {
  if (!has_own_item_name(field)) return field.wire;
  return std::string_view(field.item).substr(0, field.item.find('.'));
}

inline EntryNames entry_names(const Field& field) {
  const std::string_view item = field.item;
  const size_t key = item.find('.');
  const size_t value = item.rfind('.');
  if (!has_own_item_name(field) || key == value) return {};
  return {item.substr(0, key), item.substr(key + 1, value - key - 1), item.substr(value + 1)};
}

}  // namespace cloudling::aws
