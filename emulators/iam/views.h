#pragma once

// Rows as the API shows them, and pages of lists.

#include <algorithm>
#include <string>
#include <vector>

#include "emulators/iam/iam_store.h"
#include "emulators/iam/shapes.h"

namespace cloudling::iam {

/// How much of an entity is shown: lists leave out tags and boundaries.
enum class Detail : uint8_t { kListed, kWhole };

EntityParts parts_of(Read& tx, const Entity& entity, Detail detail);

template <Kind K>
EntityView<K> view_of(Read& tx, const Entity& entity, Detail detail) {
  EntityView<K> view;
  static_cast<EntityParts&>(view) = parts_of(tx, entity, detail);
  if constexpr (K == Kind::kInstanceProfile) {
    if (const auto role = entity.role_row ? find_entity(tx, entity.role_row) : std::nullopt)
      view.roles.push_back(view_of<Kind::kRole>(tx, *role, Detail::kListed));
  }
  return view;
}

std::vector<Tag> tag_list(const Tags& tags);

/// Where a page goes on; throws ValidationError for a marker that is not of
/// this list.
std::string position_of(const PageInput& input, const std::string& list);
std::string marker_for(const std::string& position, const std::string& list);

/// Of all rows, in the order of their keys, those of the page that is asked
/// for; fills the end of the output.
template <class Row, class Key>
std::vector<Row> page_of(std::vector<Row> rows, const PageInput& input, const std::string& list, PageOutput& output,
                         const Key& key) {
  const std::string after = position_of(input, list);
  const auto most = static_cast<size_t>(input.max_items.value_or(100));
  if (!after.empty()) {
    const auto first = std::ranges::find_if(rows, [&](const Row& row) { return key(row) == after; });
    rows.erase(rows.begin(), first == rows.end() ? first : first + 1);
  }
  if (rows.size() > most) {
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(most), rows.end());
    output.truncated = true;
    output.marker = marker_for(key(rows.back()), list);
  }
  return rows;
}

}  // namespace cloudling::iam
