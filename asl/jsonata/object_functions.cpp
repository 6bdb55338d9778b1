// Functions of objects, and of values of any type.

#include <algorithm>
#include <array>

#include "asl/jsonata/builtins.h"
#include "asl/jsonata/operators.h"

namespace cloudling::asl::jsonata {
namespace {

using Members = json::Value::object_t;

const Members& members_of(const Item& item) { return item.value().get_ref<const Members&>(); }

Item keys(Call& call) {
  json::Value seen = json::Value::object();
  for (const Item& item : call[0].items()) {
    if (!item.is_object()) continue;
    for (const auto& [key, value] : members_of(item)) seen[key] = true;
  }
  List list;
  list.sequence = true;
  for (const auto& [key, value] : seen.get_ref<const Members&>()) list.items.push_back(text_item(key));
  return Item(std::move(list));
}

Item lookup(Call& call) {
  if (!call.has(1)) return {};
  const std::string& key = call[1].text();
  if (call[0].is_object()) return call[0].member(key);
  if (!call[0].is_array()) return {};
  List list;
  list.sequence = true;
  for (const Item& item : call[0].items()) {
    if (!item.is_object()) continue;
    for (const Item& found : item.member(key).items()) list.items.push_back(found);
  }
  return Item(std::move(list));
}

Item spread(Call& call) {
  if (!call[0].is_array() && !call[0].is_object()) return call[0];
  List list;
  list.sequence = true;
  for (const Item& item : call[0].items()) {
    if (!item.is_object()) {
      list.items.push_back(item);
      continue;
    }
    for (const auto& [key, value] : members_of(item)) list.items.push_back(Item(json::Value{{key, value}}));
  }
  return Item(std::move(list));
}

Item merge(Call& call) {
  json::Value out = json::Value::object();
  for (const Item& item : call[0].items()) {
    if (!item.is_object()) throw Error{"T0412", "Argument 1 of function \"merge\" must be an array of objects"};
    for (const auto& [key, value] : members_of(item)) out[key] = value;
  }
  return Item(std::move(out));
}

Items member_arguments(const Item& function, const Item& object, const std::string& key, const json::Value& value) {
  Items arguments = {object.part(value), text_item(key), object};
  arguments.resize(std::clamp<size_t>(function.function().arity, 1, arguments.size()));
  return arguments;
}

Item each(Call& call) {
  const bool from_context = call.given == 1 || !call.has(1);
  const Item object = from_context ? call.input : call[0];
  const Item function = from_context ? call[0] : call[1];
  if (!object.is_object() || !function.is_function()) return {};
  List list;
  list.sequence = true;
  for (const auto& [key, value] : members_of(object)) {
    Item result = call.evaluator.call(function, call.input, member_arguments(function, object, key, value));
    if (result.defined()) list.items.push_back(std::move(result));
  }
  return Item(std::move(list));
}

Item sift(Call& call) {
  const bool from_context = call.given == 1 || !call.has(1);
  const Item object = from_context ? call.input : call[0];
  const Item function = from_context ? call[0] : call[1];
  if (!object.is_object() || !function.is_function()) return {};
  json::Value out = json::Value::object();
  for (const auto& [key, value] : members_of(object)) {
    if (truth(call.evaluator.call(function, call.input, member_arguments(function, object, key, value))))
      out[key] = value;
  }
  return out.empty() ? Item() : Item(std::move(out));
}

Item type(Call& call) {
  if (!call.has(0)) return {};
  const Item& item = call[0];
  if (item.is_function()) return text_item("function");
  if (item.is_array()) return text_item("array");
  if (item.is_string()) return text_item("string");
  if (item.is_number()) return text_item("number");
  if (item.is_boolean()) return text_item("boolean");
  return text_item(item.is_null() ? "null" : "object");
}

Item clone(Call& call) { return Item(call[0].to_json()); }

Item raise(Call& call) { throw Error{"D3137", call.has(0) ? call[0].text() : "$error() function evaluated"}; }

Item assertion(Call& call) {
  if (call.has(0) && call[0].value().get<bool>()) return {};
  throw Error{"D3141", call.has(1) ? call[1].text() : "$assert() statement failed"};
}

}  // namespace

std::span<const Builtin> object_functions() {
  static constexpr std::array<Builtin, 10> kFunctions = {{
      {"keys", "x", 1, true, true, keys},
      {"lookup", "xs", 2, true, true, lookup},
      {"spread", "x", 1, true, true, spread},
      {"merge", "a", 1, false, true, merge},
      {"each", "xf", 1, false, true, each},
      {"sift", "xf", 1, false, true, sift},
      {"type", "x", 1, false, false, type},
      {"clone", "x", 1, true, true, clone},
      {"error", "s", 0, false, false, raise},
      {"assert", "bs", 1, false, false, assertion},
  }};
  return kFunctions;
}

}  // namespace cloudling::asl::jsonata
