#pragma once

// Items that have to be there, and pages of them.

#include <optional>
#include <string>
#include <vector>

#include "emulators/apigateway/rest/errors.h"
#include "emulators/apigateway/rest/items.h"
#include "emulators/apigateway/rest/keys.h"
#include "emulators/aws/context.h"

namespace cloudling::apigateway::rest {

/// Throws NotFoundException where the place's parent is none of the caller's.
void require_parent(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place);

/// Throws NotFoundException where the item or its parent is not there.
std::string require_body(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place);

template <class R>
R require(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place) {
  return item_of<R>(require_body(tx, context, place));
}

/// Where a page begins and how many items it may have (25 where `limit` is not set, 500 at most). Throws
/// BadRequestException for a position that is none.
struct PageStart {
  std::string after;
  int64_t limit = 25;
};
PageStart page_start(const aws::CallContext& context, const std::string& binding,
                     const std::optional<std::string>& position, const std::optional<int64_t>& limit);

/// The position of the page after `last`.
std::string next_position(const aws::CallContext& context, const std::string& binding, const std::string& last);

template <class R>
Page<R> page_of(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent,
                const std::optional<std::string>& position, const std::optional<int64_t>& limit) {
  const std::string binding = std::string(R::kKind) + "/" + parent;
  const PageStart start = page_start(context, binding, position, limit);
  auto stored = list_bodies(tx, scope_of(context), R::kKind, parent, start.after, start.limit + 1);
  Page<R> page;
  if (stored.size() > static_cast<size_t>(start.limit)) {
    stored.pop_back();
    page.position = next_position(context, binding, stored.back().id);
  }
  for (const StoredItem& item : stored) page.items.push_back(item_of<R>(item.body));
  return page;
}

}  // namespace cloudling::apigateway::rest
