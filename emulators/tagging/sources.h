#pragma once

// Whose resources can be tagged, and by which of their own operations they are
// listed and tagged: a row a kind.

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "asl/json/json.h"

namespace cloudling::tagging {

/// How a service writes tags: {"k": "v"}, [{"Key", "Value"}] or [{"key",
/// "value"}].
enum class TagForm : uint8_t { kMap, kList, kLowerList };

struct Source {
  std::string_view type;     ///< "lambda:function", as ResourceTypeFilters name it
  std::string_view service;  ///< the catalogue's id

  std::string_view list;     ///< operation
  std::string_view items;    ///< member of its output
  std::string_view next_in;  ///< members that carry the token of the next page; "" without
  std::string_view next_out;
  std::string_view id;          ///< member of an item; "" where the item is a text itself
  std::string_view arn_prefix;  ///< before the id, with {region} and {account};
                                ///< "" where the id is an ARN

  std::string_view tags_of;    ///< operation that shows the tags
  std::string_view shown;      ///< member of its output
  std::string_view tag;        ///< operation that adds some
  std::string_view untag;      ///< operation that removes some
  std::string_view target;     ///< member that names the resource in all three
  std::string_view tags_name;  ///< member with tags
  std::string_view keys_name;  ///< member with the keys to remove
  TagForm form = TagForm::kMap;
};

std::span<const Source> sources();

/// Whose resource the ARN is; nullptr where it is nobody's.
const Source* source_of(std::string_view arn);

/// The ARN of a listed item, and how the service's own tag operations name the
/// resource.
std::string arn_of(const Source& source, const json::Value& item, const std::string& region,
                   const std::string& account);
std::string target_of(const Source& source, const std::string& arn);

using Tags = std::map<std::string, std::string>;
Tags read_tags(const Source& source, const json::Value& output);
json::Value write_tags(const Source& source, const Tags& tags);

}  // namespace cloudling::tagging
