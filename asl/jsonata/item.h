#pragma once

// What expressions pass on: nothing, a JSON value, a list under construction, or a function. Inner to asl/jsonata.
//
// A value is shared, and a part of it is shared with the whole: to navigate copies nothing. A list may hold functions
// and remembers whether it is a sequence, which shrinks to its only member when an expression ends.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "asl/jsonata/jsonata.h"

namespace cloudling::asl::jsonata {

class Item;
class Evaluator;
using Items = std::vector<Item>;

/// A built-in function, a lambda or a pattern.
struct Function {
  std::function<Item(Evaluator&, const Item& input, Items arguments)> call;
  size_t arity = 0;
  std::string pattern;  ///< of a regular expression
  bool is_pattern = false;
  bool ignore_case = false;
  bool multiline = false;
};

struct List {
  Items items;
  bool sequence = false;
  bool keep_singleton = false;
  bool whole = false;  ///< an array constructor's: not flattened into a path's result
};

class Item {
 public:
  Item() = default;
  explicit Item(json::Value value) : value_(std::make_shared<const json::Value>(std::move(value))) {}
  explicit Item(std::shared_ptr<const Function> function) : function_(std::move(function)) {}
  explicit Item(List list) : list_(std::make_shared<const List>(std::move(list))) {}
  static Item of(double number);

  bool defined() const { return value_ || list_ || function_; }
  bool is_list() const { return list_ != nullptr; }
  bool is_sequence() const { return list_ && list_->sequence; }
  bool is_function() const { return function_ != nullptr; }
  bool is_array() const { return list_ || (value_ && value_->is_array()); }
  bool is_object() const { return value_ && value_->is_object(); }
  bool is_string() const { return value_ && value_->is_string(); }
  bool is_number() const { return value_ && value_->is_number(); }
  bool is_boolean() const { return value_ && value_->is_boolean(); }
  bool is_null() const { return value_ && value_->is_null(); }

  const json::Value& value() const { return *value_; }  ///< not of lists and functions
  const List& list() const { return *list_; }
  const Function& function() const { return *function_; }
  const std::shared_ptr<const Function>& shared_function() const { return function_; }
  double number() const { return value_->get<double>(); }
  const std::string& text() const { return value_->get_ref<const std::string&>(); }

  size_t size() const { return list_ ? list_->items.size() : value_->size(); }  ///< of an array
  Item at(size_t index) const;                                                  ///< of an array
  Item member(std::string_view name) const;                                     ///< of an object
  /// A part of this value, shared with it.
  Item part(const json::Value& inside) const { return Item(std::shared_ptr<const json::Value>(value_, &inside)); }
  Items items() const;  ///< of an array its members, else itself

  /// As JSON; functions become "".
  json::Value to_json() const;

 private:
  explicit Item(std::shared_ptr<const json::Value> value) : value_(std::move(value)) {}

  std::shared_ptr<const json::Value> value_;
  std::shared_ptr<const List> list_;
  std::shared_ptr<const Function> function_;
};

/// JSONata's notion of truth.
bool truth(const Item& item);
bool equal(const Item& left, const Item& right);
/// Both as one list; undefined ones are left out.
Item append(const Item& left, const Item& right);
/// A sequence of the items: nothing where empty, the only one where it is alone.
Item shrunk(Items items);
/// A list that stays one.
Item array_of(Items items);
/// As $string shows a number.
std::string number_text(double number);

}  // namespace cloudling::asl::jsonata
