#pragma once

// The operations that every kind of item has. Included where they are registered.

#include "emulators/apigateway/http/http_apis.h"
#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::http {

aws::Error bad_request(const std::string& message);
aws::Error conflict(const std::string& message);

/// Throws NotFoundException in AWS's words.
std::string require_body(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place);
void require_parent(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place);

/// Throws where an item may not go; takes what goes with it.
void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place);

bool is_web_socket(store::ReadTransaction& tx, const Scope& scope, const std::string& api);

/// Throws where an item has become one that AWS would not take.
void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent, const Route& route);
void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent,
           const Integration& integration);
void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent,
           const IntegrationResponse& response);
void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent,
           const RouteResponse& response);
void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent, const Stage& stage);
template <class R>
void check(store::ReadTransaction&, const aws::CallContext&, const std::string&, const R&) {}

/// The members of `change` put into `document`. Of parameters and variables each name is put; an empty text removes.
void merge(json::Value& document, const json::Value& change);

/// Up to `limit` places after that of the token.
struct PageStart {
  std::string after;
  int64_t limit = -1;
};
PageStart page_start(const aws::CallContext& context, const std::string& binding,
                     const std::optional<std::string>& max_results, const std::optional<std::string>& token);
std::string next_token(const aws::CallContext& context, const std::string& binding, const std::string& last);

/// The id that the item has.
const std::string& id_of(const Integration& item);
const std::string& id_of(const Route& item);
const std::string& id_of(const Stage& item);
const std::string& id_of(const Authorizer& item);
const std::string& id_of(const Model& item);
const std::string& id_of(const DomainName& item);
const std::string& id_of(const ApiMapping& item);
const std::string& id_of(const VpcLink& item);
const std::string& id_of(const IntegrationResponse& item);
const std::string& id_of(const RouteResponse& item);

/// What the labels of the path name as parent; those of the account have none.
template <class Input>
std::string parent_of(const Input& input) {
  if constexpr (requires { input.parent_path(); })
    return input.parent_path();
  else if constexpr (requires { input.parent; })
    return input.parent;
  else
    return "";
}

template <class Key>
typename Key::Resource HttpApis::get(const aws::CallContext& context, store::ReadTransaction& tx, const Key& key) {
  return rest::item_of<typename Key::Resource>(require_body(tx, context, key.place()));
}

template <class Key>
aws::Nothing HttpApis::remove(const aws::CallContext& context, store::WriteTransaction& tx, const Key& key) {
  const Place place = key.place();
  require_body(tx, context, place);
  before_delete(tx, scope_of(context), place);
  rest::delete_item(tx, scope_of(context), place);
  changed(tx, scope_of(context), place);
  return {};
}

template <class Input>
Page<typename Input::Resource> HttpApis::list(const aws::CallContext& context, store::ReadTransaction& tx,
                                              const Input& input) {
  using R = typename Input::Resource;
  const Place place{R::kKind, parent_of(input), ""};
  require_parent(tx, context, place);
  const std::string binding = place.kind + "/" + place.parent;
  const PageStart start = page_start(context, binding, input.max_results, input.next_token);
  const int64_t asked = start.limit < 0 ? -1 : start.limit + 1;
  auto stored = rest::list_bodies(tx, scope_of(context), R::kKind, place.parent, start.after, asked);
  Page<R> page;
  if (start.limit >= 0 && static_cast<int64_t>(stored.size()) > start.limit) {
    stored.pop_back();
    page.next_token = next_token(context, binding, stored.back().id);
  }
  for (const rest::StoredItem& item : stored) page.items.push_back(rest::item_of<R>(item.body));
  return page;
}

/// Creates without a word to what is made of the item's API.
template <class Input>
typename Input::Resource HttpApis::make(const aws::CallContext& context, store::WriteTransaction& tx,
                                        const Input& input) {
  using R = typename Input::Resource;
  const std::string parent = parent_of(input);
  require_parent(tx, context, {R::kKind, parent, ""});
  R item = input;
  prepare(tx, context, parent, item);
  check(tx, context, parent, item);
  rest::put_item(tx, scope_of(context), parent, id_of(item), item);
  return item;
}

template <class Input>
typename Input::Resource HttpApis::create(const aws::CallContext& context, store::WriteTransaction& tx,
                                          const Input& input) {
  using R = typename Input::Resource;
  R item = make(context, tx, input);
  changed(tx, scope_of(context), {R::kKind, parent_of(input), id_of(item)});
  return item;
}

template <class Input>
typename Input::Resource HttpApis::update(const aws::CallContext& context, store::WriteTransaction& tx,
                                          const Input& input) {
  using R = typename Input::Resource;
  const Place place = input.place();
  json::Value document = json::parse(require_body(tx, context, place)).value_or(json::Value::object());
  merge(document, rest::document_of<R>(input));
  R item = rest::item_of<R>(document);
  if constexpr (std::is_same_v<R, Stage>) {
    item.last_updated_date = now();
    if (input.auto_deploy.value_or(false)) deploy_to(tx, scope_of(context), place.parent, item);
  }
  check(tx, context, place.parent, item);
  rest::put_item(tx, scope_of(context), place.parent, place.id, item);
  changed(tx, scope_of(context), place);
  return item;
}

}  // namespace cloudling::apigateway::http
