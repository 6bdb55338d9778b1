#include <algorithm>

#include "emulators/apigateway/velocity/methods.h"

namespace cloudling::velocity {

namespace {

/// One of a map's entrySet().
class Entry : public Object {
 public:
  Entry(Heap& heap, std::string key, Value value) : heap_(heap), key_(std::move(key)), value_(std::move(value)) {}

  Result property(const std::string& name) override {
    if (name == "key") return Value(key_);
    if (name == "value") return value_;
    return std::nullopt;
  }
  Result method(const std::string& name, const Values& arguments) override {
    if (!arguments.empty()) return std::nullopt;
    if (name == "getKey") return Value(key_);
    if (name == "getValue") return value_;
    if (name == "toString") return Value(text());
    return std::nullopt;
  }
  std::string text() override { return key_ + "=" + text_of(heap_, value_); }

 private:
  Heap& heap_;
  std::string key_;
  Value value_;
};

RenderError out_of_bounds(int64_t index, size_t size) {
  return RenderError("IndexOutOfBoundsException: Index " + std::to_string(index) + " out of bounds for length " +
                     std::to_string(size));
}

auto position_of(List& list, const Value& value) {
  return std::ranges::find_if(list.items, [&](const Value& item) { return equal(item, value); });
}

int64_t last_position_of(const List& list, const Value& value) {
  auto i = static_cast<int64_t>(list.items.size()) - 1;
  while (i >= 0 && !equal(list.items[static_cast<size_t>(i)], value)) --i;
  return i;
}

auto place(List& list, int64_t index) {
  if (index < 0 || index > static_cast<int64_t>(list.items.size())) throw out_of_bounds(index, list.items.size());
  return list.items.begin() + index;
}

/// Of a list, or of a map's values.
Values items_of(const Value& collection) { return collection.list() ? collection.list()->items : Values(); }

Result bare_list_method(Heap& heap, List& list, const std::string& name) {
  if (name == "size") return Value(static_cast<int64_t>(list.items.size()));
  if (name == "isEmpty") return Value(list.items.empty());
  if (name == "toString") return Value(text_of(heap, &list));
  if (name == "iterator" || name == "toArray") return Value(&list);
  if (name == "clear") {
    list.items.clear();
    return Value("");
  }
  return std::nullopt;
}

Result remove_from(List& list, const Value& what) {
  if (what.integer()) {
    Result removed(std::move(item_at(list, *what.integer())));
    list.items.erase(list.items.begin() + *what.integer());
    return removed;
  }
  const auto found = position_of(list, what);
  if (found == list.items.end()) return Value(false);
  list.items.erase(found);
  return Value(true);
}

Result list_with_list(Heap& heap, List& list, const std::string& name, const Values& others) {
  const size_t before = list.items.size();
  const auto is_other = [&](const Value& item) {
    return std::ranges::any_of(others, [&](const Value& other) { return equal(item, other); });
  };
  if (name == "addAll") {
    heap.charge(others.size() * sizeof(Value));
    list.items.insert(list.items.end(), others.begin(), others.end());
    return Value(!others.empty());
  }
  if (name == "containsAll") {
    const auto is_there = [&](const Value& other) { return position_of(list, other) != list.items.end(); };
    return Value(std::ranges::all_of(others, is_there));
  }
  if (name == "removeAll")
    std::erase_if(list.items, is_other);
  else if (name == "retainAll")
    std::erase_if(list.items, [&](const Value& item) { return !is_other(item); });
  else
    return std::nullopt;
  return Value(list.items.size() != before);
}

Result list_with_one(Heap& heap, List& list, const std::string& name, const Value& argument) {
  if (name == "add") {
    heap.charge(sizeof(Value));
    list.items.push_back(argument);
    return Value(true);
  }
  if (name == "get") return argument.integer() ? Result(item_at(list, *argument.integer())) : std::nullopt;
  if (name == "contains") return Value(position_of(list, argument) != list.items.end());
  if (name == "remove") return remove_from(list, argument);
  if (name == "equals") return Value(equal(&list, argument));
  if (name == "indexOf") {
    const auto found = position_of(list, argument);
    return Value(found == list.items.end() ? int64_t{-1} : found - list.items.begin());
  }
  if (name == "lastIndexOf") return Value(last_position_of(list, argument));
  return argument.list() ? list_with_list(heap, list, name, items_of(argument)) : std::nullopt;
}

Result list_with_two(Heap& heap, List& list, const std::string& name, const Value& first, const Value& second) {
  if (!first.integer()) return std::nullopt;
  if (name == "set") return std::exchange(item_at(list, *first.integer()), second);
  if (name == "add") {
    heap.charge(sizeof(Value));
    list.items.insert(place(list, *first.integer()), second);
    return Value("");
  }
  if (name != "subList" || !second.integer()) return std::nullopt;
  const auto begin = place(list, *first.integer());
  const auto end = place(list, *second.integer());
  if (begin > end) throw RenderError("IllegalArgumentException: fromIndex > toIndex");
  return Value(heap.list(Values(begin, end)));
}

// ---- maps

Value keys_of(Heap& heap, const Map& map) {
  Values keys;
  for (const auto& [key, value] : map.entries) keys.emplace_back(key);
  return heap.list(std::move(keys));
}

Value values_of(Heap& heap, const Map& map) {
  Values values;
  for (const auto& [key, value] : map.entries) values.push_back(value);
  return heap.list(std::move(values));
}

Value entries_of(Heap& heap, const Map& map) {
  Values entries;
  for (const auto& [key, value] : map.entries)
    entries.emplace_back(heap.own(std::make_unique<Entry>(heap, key, value)));
  return heap.list(std::move(entries));
}

Value put(Heap& heap, Map& map, const std::string& key, const Value& value) {
  heap.charge(key.size() + sizeof(Value));
  return std::exchange(map.entries[key], value);
}

Result bare_map_method(Heap& heap, Map& map, const std::string& name) {
  if (name == "size") return Value(static_cast<int64_t>(map.entries.size()));
  if (name == "isEmpty") return Value(map.entries.empty());
  if (name == "keySet") return keys_of(heap, map);
  if (name == "values") return values_of(heap, map);
  if (name == "entrySet") return entries_of(heap, map);
  if (name == "toString") return Value(text_of(heap, &map));
  if (name == "clear") {
    map.entries.clear();
    return Value("");
  }
  return std::nullopt;
}

Result map_with_one(Heap& heap, Map& map, const std::string& name, const Value& argument) {
  if (name == "equals") return Value(equal(&map, argument));
  if (name == "containsValue") {
    const auto is_it = [&](const auto& entry) { return equal(entry.second, argument); };
    return Value(std::ranges::any_of(map.entries, is_it));
  }
  if (name == "putAll") {
    if (!argument.map()) return std::nullopt;
    const auto others = argument.map()->entries;
    for (const auto& [key, value] : others) put(heap, map, key, value);
    return Value("");
  }
  const std::string key = text_of(heap, argument);
  const auto found = map.entries.find(key);
  if (name == "containsKey") return Value(found != map.entries.end());
  if (name != "get" && name != "remove") return std::nullopt;
  if (found == map.entries.end()) return Value();
  Value value = found->second;
  if (name == "remove") map.entries.erase(found);
  return value;
}

}  // namespace

Value& item_at(List& list, int64_t index) {
  if (index < 0 || index >= static_cast<int64_t>(list.items.size())) throw out_of_bounds(index, list.items.size());
  return list.items[static_cast<size_t>(index)];
}

Result call_list_method(Heap& heap, List& list, const std::string& name, const Values& arguments) {
  switch (arguments.size()) {
    case 0:
      return bare_list_method(heap, list, name);
    case 1:
      return list_with_one(heap, list, name, arguments[0]);
    case 2:
      return list_with_two(heap, list, name, arguments[0], arguments[1]);
    default:
      return std::nullopt;
  }
}

Result call_map_method(Heap& heap, Map& map, const std::string& name, const Values& arguments) {
  if (arguments.empty()) return bare_map_method(heap, map, name);
  if (arguments.size() == 1) return map_with_one(heap, map, name, arguments[0]);
  if (arguments.size() != 2) return std::nullopt;
  const std::string key = text_of(heap, arguments[0]);
  const auto found = map.entries.find(key);
  const bool is_there = found != map.entries.end();
  if (name == "put") return put(heap, map, key, arguments[1]);
  if (name == "getOrDefault") return is_there ? found->second : arguments[1];
  if (name == "putIfAbsent")
    return is_there && !found->second.is_null() ? found->second : put(heap, map, key, arguments[1]);
  if (name == "replace") return is_there ? put(heap, map, key, arguments[1]) : Value();
  return std::nullopt;
}

}  // namespace cloudling::velocity
