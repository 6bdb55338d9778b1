#pragma once

// The operations that every kind of item has: get, list, update, delete. Included where they are registered.

#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/patch.h"
#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

/// What goes with an item, or forbids that it goes; the overloads of some kinds say more.
template <class R>
void before_delete(store::WriteTransaction&, const Scope&, const Place&, const R&) {}

inline void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place, const RestApi&) {
  delete_children(tx, scope, place.id);
}
inline void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place, const UsagePlan&) {
  delete_children(tx, scope, place.id);
  forget_use(tx, place.id);
}
inline void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place, const DomainName&) {
  delete_children(tx, scope, place.id);
}

// What methods refer to has to stay (api_parts.cpp). They throw ConflictException.
void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place, const Model& model);
void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place, const Authorizer& authorizer);
void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place,
                   const RequestValidator& validator);

/// Throws BadRequestException where it is none that AWS would take; of most kinds anything is (api_parts.cpp).
template <class R>
void check_item(const R&) {}
void check_item(const Model& model);
void check_item(const Authorizer& authorizer);

template <class Key>
typename Key::Resource Rest::get(const aws::CallContext& context, store::ReadTransaction& tx, const Key& key) {
  return require<typename Key::Resource>(tx, context, key.place());
}

template <class Key>
aws::Nothing Rest::remove(const aws::CallContext& context, store::WriteTransaction& tx, const Key& key) {
  const Place place = key.place();
  const auto item = require<typename Key::Resource>(tx, context, place);
  before_delete(tx, scope_of(context), place, item);
  delete_item(tx, scope_of(context), place);
  forget_deployed_after(tx);
  return {};
}

template <class Input>
typename Input::Resource Rest::update(const aws::CallContext& context, store::WriteTransaction& tx,
                                      const Input& input) {
  const Place place = input.place();
  json::Value document = json::parse(require_body(tx, context, place)).value_or(json::Value::object());
  apply_patch(document, input.patch_operations, patch_rules(place.kind));
  auto item = item_of<typename Input::Resource>(document);
  check_item(item);
  put_item(tx, scope_of(context), place.parent, place.id, item);
  forget_deployed_after(tx);
  return item;
}

template <class Input>
Page<typename Input::Resource> Rest::list(const aws::CallContext& context, store::ReadTransaction& tx,
                                          const Input& input) {
  require_parent(tx, context, {Input::Resource::kKind, input.parent, ""});
  return page_of<typename Input::Resource>(tx, context, input.parent, input.position, input.limit);
}

}  // namespace cloudling::apigateway::rest
