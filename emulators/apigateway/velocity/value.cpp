#include "emulators/apigateway/velocity/value.h"

#include <cmath>

namespace cloudling::velocity {

namespace {

constexpr int kMaxDepth = 200;
constexpr size_t kOverhead = 64;  // bytes of a list, a map or an object, roughly
constexpr size_t kPiece = 16;     // bytes that a piece of text counts at least, for the work
constexpr size_t kMaxComparisons = 1'000'000;

void check_depth(int depth) {
  if (depth > kMaxDepth) throw RenderError("StackOverflowError");
}

std::string double_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  std::string text;
  json::append_double(text, number);
  return text;
}

/// Appends texts and charges for them.
class Writer {
 public:
  Writer(Heap& heap, std::string& out) : heap_(heap), out_(out) {}

  void write(const Value& value, int depth) {
    check_depth(depth);
    if (const std::string* text = value.text()) return add(*text);
    if (const bool* boolean = value.boolean()) return add(*boolean ? "true" : "false");
    if (const int64_t* integer = value.integer()) return add(std::to_string(*integer));
    if (const double* real = value.real()) return add(double_text(*real));
    if (Object* object = value.object()) return add(object->text());
    if (const List* list = value.list()) return write_list(*list, depth);
    if (const Map* map = value.map()) return write_map(*map, depth);
    add("null");
  }

 private:
  void add(std::string_view text) {
    heap_.charge(text.size() + kPiece);
    out_ += text;
  }

  void write_list(const List& list, int depth) {
    const char* before = "[";
    for (const Value& item : list.items) {
      add(before);
      if (item.list() == &list)
        add("(this Collection)");
      else
        write(item, depth + 1);
      before = ", ";
    }
    add(list.items.empty() ? "[]" : "]");
  }

  void write_map(const Map& map, int depth) {
    const char* before = "{";
    for (const auto& [key, value] : map.entries) {
      add(before);
      add(key);
      add("=");
      if (value.map() == &map)
        add("(this Map)");
      else
        write(value, depth + 1);
      before = ", ";
    }
    add(map.entries.empty() ? "{}" : "}");
  }

  Heap& heap_;
  std::string& out_;
};

/// Compares by content, within limits of depth and work: one list may stand in many places of another.
class Comparison {
 public:
  bool equal(const Value& a, const Value& b, int depth) {
    check_depth(depth);
    if (++made_ > kMaxComparisons) throw RenderError("The template compares too much.");
    if (a.text() && b.text()) return *a.text() == *b.text();
    if (a.integer() && b.integer()) return *a.integer() == *b.integer();
    if (a.real() && b.real()) return *a.real() == *b.real();
    if (a.boolean() && b.boolean()) return *a.boolean() == *b.boolean();
    if (a.list() && b.list()) return a.list() == b.list() || equal_lists(*a.list(), *b.list(), depth + 1);
    if (a.map() && b.map()) return a.map() == b.map() || equal_maps(*a.map(), *b.map(), depth + 1);
    if (a.object() && b.object()) return a.object() == b.object();
    return a.is_null() && b.is_null();
  }

 private:
  bool equal_lists(const List& a, const List& b, int depth) {
    if (a.items.size() != b.items.size()) return false;
    for (size_t i = 0; i < a.items.size(); ++i) {
      if (!equal(a.items[i], b.items[i], depth)) return false;
    }
    return true;
  }

  bool equal_maps(const Map& a, const Map& b, int depth) {
    if (a.entries.size() != b.entries.size()) return false;
    for (const auto& [key, value] : a.entries) {
      const auto other = b.entries.find(key);
      if (other == b.entries.end() || !equal(value, other->second, depth)) return false;
    }
    return true;
  }

  size_t made_ = 0;
};

json::Value to_json_within(Heap& heap, const Value& value, int depth) {
  check_depth(depth);
  heap.charge(kOverhead);
  if (const std::string* text = value.text()) return *text;
  if (const bool* boolean = value.boolean()) return *boolean;
  if (const int64_t* integer = value.integer()) return *integer;
  if (const double* real = value.real()) return *real;
  if (Object* object = value.object()) return object->text();
  if (const List* list = value.list()) {
    json::Value array = json::Value::array();
    for (const Value& item : list->items) array.push_back(to_json_within(heap, item, depth + 1));
    return array;
  }
  if (!value.map()) return nullptr;
  json::Value object = json::Value::object();
  for (const auto& [key, item] : value.map()->entries) object[key] = to_json_within(heap, item, depth + 1);
  return object;
}

}  // namespace

void Heap::charge(size_t bytes) {
  if (bytes > left_) throw RenderError("The template makes too much data.");
  left_ -= bytes;
}

List* Heap::list(Values items) {
  charge(kOverhead + items.size() * sizeof(Value));
  return lists_.emplace_back(std::make_unique<List>(List{std::move(items)})).get();
}

Map* Heap::map() {
  charge(kOverhead);
  return maps_.emplace_back(std::make_unique<Map>()).get();
}

Object* Heap::own(std::unique_ptr<Object> object) {
  charge(kOverhead);
  return objects_.emplace_back(std::move(object)).get();
}

Value Heap::from_json(const json::Value& value) {
  charge(kOverhead);
  switch (value.type()) {
    case json::Value::value_t::string:
      charge(value.get_ref<const std::string&>().size());
      return value.get<std::string>();
    case json::Value::value_t::boolean:
      return value.get<bool>();
    case json::Value::value_t::number_integer:
      return value.get<int64_t>();
    case json::Value::value_t::number_unsigned:
      if (value.get<uint64_t>() > INT64_MAX) return value.get<double>();
      return value.get<int64_t>();
    case json::Value::value_t::number_float:
      return value.get<double>();
    case json::Value::value_t::array: {
      List* made = list();
      for (const json::Value& item : value) made->items.push_back(from_json(item));
      return made;
    }
    case json::Value::value_t::object: {
      Map* made = map();
      for (const auto& [key, item] : value.items()) made->entries[key] = from_json(item);
      return made;
    }
    default:
      return {};
  }
}

std::string text_of(Heap& heap, const Value& value) {
  std::string text;
  Writer(heap, text).write(value, 0);
  return text;
}

bool equal(const Value& a, const Value& b) { return Comparison().equal(a, b, 0); }

json::Value to_json(Heap& heap, const Value& value) { return to_json_within(heap, value, 0); }

}  // namespace cloudling::velocity
