#pragma once

// The table of REST APIs and all of its SQL. Each item is a row with its struct as JSON, found by its place:
//
//   rest_items    account, region, kind, parent, id, body
//   rest_usage    how many requests of a key its usage plan has let pass in a period, and what was granted beside
//   rest_usage_days  the same by day, with what was left then
//
// A method and its integration are part of their resource, as they are of its JSON on the wire. A deployment has a
// second row of the kind "snapshot" with everything that it froze (snapshot.h).

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "asl/json/json.h"
#include "emulators/apigateway/rest/keys.h"
#include "emulators/aws/context.h"
#include "emulators/aws/json_codec.h"
#include "emulators/store/store.h"

namespace cloudling::apigateway::rest {

std::vector<store::Migration> migrations();

/// Whose items: every account has its own in every region.
struct Scope {
  std::string account;
  std::string region;
};
inline Scope scope_of(const aws::CallContext& context) { return {context.account, context.region}; }

struct StoredItem {
  std::string id;
  std::string body;  ///< JSON
};

std::optional<std::string> find_body(store::ReadTransaction& tx, const Scope& scope, const Place& place);

/// Up to `limit` items of a kind under `parent` with ids after `after`, in order of their ids.
std::vector<StoredItem> list_bodies(store::ReadTransaction& tx, const Scope& scope, const std::string& kind,
                                    const std::string& parent, const std::string& after = "", int64_t limit = -1);

/// Puts it there, in place of what was.
void put_body(store::WriteTransaction& tx, const Scope& scope, const Place& place, const std::string& body);

/// Whether it was there.
bool delete_item(store::WriteTransaction& tx, const Scope& scope, const Place& place);

/// Of all kinds.
void delete_children(store::WriteTransaction& tx, const Scope& scope, const std::string& parent);
void delete_children(store::WriteTransaction& tx, const Scope& scope, const std::string& kind,
                     const std::string& parent);

/// Whose API it is.
std::optional<Scope> find_owner(store::ReadTransaction& tx, const std::string& api_id);

/// A key's requests in a period of its plan's quota, and on a day within it; both are numbers since 1970.
struct Use {
  std::string plan;
  std::string key;
  int64_t period = 0;
  int64_t day = 0;
};

/// Counts a request; false where the quota is used up.
bool count_use(store::WriteTransaction& tx, const Use& use, int64_t limit);

/// Grants `remaining` requests for the rest of the period, whatever was used.
void set_remaining(store::WriteTransaction& tx, const Use& use, int64_t limit, int64_t remaining);

struct DayOfUse {
  int64_t day = 0;
  int64_t used = 0;
  int64_t remaining = 0;
};

/// The days up to `last` on which something was counted, in order.
std::vector<DayOfUse> list_use(store::ReadTransaction& tx, const std::string& plan, const std::string& key,
                               int64_t last);
void forget_use(store::WriteTransaction& tx, const std::string& plan);

// ---- items as structs ------------------------------------------------------------------------------------------

template <class R>
R item_of(const json::Value& document) {
  R item;
  aws::MissingPaths missing;
  aws::decode_json(document, R::shape(), &item, aws::JsonForm::kDocument, "", missing);
  return item;
}

template <class R>
R item_of(const std::string& body) {
  return item_of<R>(json::parse(body).value_or(json::Value::object()));
}

template <class R>
json::Value document_of(const R& item) {
  return aws::encode_json(R::shape(), &item, aws::JsonForm::kDocument);
}

template <class R>
std::optional<R> find_item(store::ReadTransaction& tx, const Scope& scope, const std::string& parent,
                           const std::string& id) {
  const auto body = find_body(tx, scope, {R::kKind, parent, id});
  return body ? std::optional(item_of<R>(*body)) : std::nullopt;
}

template <class R>
std::vector<R> list_items(store::ReadTransaction& tx, const Scope& scope, const std::string& parent,
                          const std::string& after = "", int64_t limit = -1) {
  std::vector<R> items;
  for (const StoredItem& stored : list_bodies(tx, scope, R::kKind, parent, after, limit)) {
    items.push_back(item_of<R>(stored.body));
  }
  return items;
}

template <class R>
void put_item(store::WriteTransaction& tx, const Scope& scope, const std::string& parent, const std::string& id,
              const R& item) {
  put_body(tx, scope, {R::kKind, parent, id}, json::write(document_of(item)));
}

}  // namespace cloudling::apigateway::rest
