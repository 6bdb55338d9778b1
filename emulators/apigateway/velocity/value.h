#pragma once

// What a template computes with: null, booleans, numbers, texts, lists, maps, and objects of the host. Java's values
// as far as templates can see them; integers are 64 bits wide, keys of maps are texts.
//
// Lists and maps are shared and may change, as in Java; a Heap owns all of one rendering, so that a list that holds
// itself is no leak. Values point into it and live no longer.

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::velocity {

/// Why a template can't be rendered: what Java would throw, or a limit.
struct RenderError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Object;
struct List;
struct Map;

class Value {
 public:
  using Text = std::shared_ptr<const std::string>;

  Value() = default;
  Value(bool value) : held_(value) {}       // NOLINT: a boolean is a value
  Value(int64_t value) : held_(value) {}    // NOLINT
  Value(double value) : held_(value) {}     // NOLINT
  Value(List* list) : held_(list) {}        // NOLINT
  Value(Map* map) : held_(map) {}           // NOLINT
  Value(Object* object) : held_(object) {}  // NOLINT
  Value(std::string text) : held_(std::make_shared<const std::string>(std::move(text))) {}  // NOLINT
  Value(const char* text) : Value(std::string(text)) {}                                     // NOLINT

  bool is_null() const { return held_.index() == 0; }
  const bool* boolean() const { return std::get_if<bool>(&held_); }
  const int64_t* integer() const { return std::get_if<int64_t>(&held_); }
  const double* real() const { return std::get_if<double>(&held_); }
  const std::string* text() const {
    const Text* text = std::get_if<Text>(&held_);
    return text ? text->get() : nullptr;
  }
  List* list() const { return get_or_null<List>(); }
  Map* map() const { return get_or_null<Map>(); }
  Object* object() const { return get_or_null<Object>(); }
  bool is_number() const { return integer() || real(); }
  double as_real() const { return integer() ? static_cast<double>(*integer()) : *real(); }

 private:
  template <class T>
  T* get_or_null() const {
    T* const* held = std::get_if<T*>(&held_);
    return held ? *held : nullptr;
  }

  std::variant<std::monostate, bool, int64_t, double, Text, List*, Map*, Object*> held_;
};

using Values = std::vector<Value>;

/// What a method or property gives; not found is no result, which a template sees as null.
using Result = std::optional<Value>;

struct List {
  Values items;
};

struct Map {
  json::OrderedMap<std::string, Value> entries;
};

/// Something of the host: `$input`, `$foreach`, a map's entry.
class Object {
 public:
  virtual ~Object() = default;
  virtual Result property(const std::string& name) = 0;
  virtual Result method(const std::string& name, const Values& arguments) = 0;
  virtual bool set_property(const std::string&, const Value&) { return false; }
  virtual std::string text() = 0;
};

/// Owns the lists, maps and objects of one rendering. Counts what is made; throws RenderError above the limit.
class Heap {
 public:
  explicit Heap(size_t max_bytes) : left_(max_bytes) {}

  List* list(Values items = {});
  Map* map();
  Object* own(std::unique_ptr<Object> object);

  /// So many bytes are about to be made.
  void charge(size_t bytes);

  /// The same as JSON; objects and arrays become maps and lists.
  Value from_json(const json::Value& value);

 private:
  size_t left_;
  std::vector<std::unique_ptr<List>> lists_;
  std::vector<std::unique_ptr<Map>> maps_;
  std::vector<std::unique_ptr<Object>> objects_;
};

/// Java's toString(): "[a, b]", "{k=v}", "1.0", "null". Charges the heap with what it makes.
std::string text_of(Heap& heap, const Value& value);

/// Java's equals(): an integer never equals a double, collections equal by their contents.
bool equal(const Value& a, const Value& b);

/// As JSON; objects of the host as their text. Throws RenderError where it is nested too deeply.
json::Value to_json(Heap& heap, const Value& value);

}  // namespace cloudling::velocity
