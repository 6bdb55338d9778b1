#include "asl/jsonata/item.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace cloudling::asl::jsonata {

Item Item::of(double number) {
  constexpr double kExact = 9'007'199'254'740'992;
  if (std::floor(number) == number && std::abs(number) <= kExact) {
    return Item(json::Value(static_cast<int64_t>(number)));
  }
  return Item(json::Value(number));
}

Item Item::at(size_t index) const { return list_ ? list_->items[index] : part((*value_)[index]); }

Item Item::member(std::string_view name) const {
  const json::Value* found = json::find(*value_, name);
  return found != nullptr ? part(*found) : Item();
}

Items Item::items() const {
  if (!defined()) return {};
  if (list_) return list_->items;
  if (!is_array()) return {*this};
  Items out;
  out.reserve(value_->size());
  for (const json::Value& inside : *value_) out.push_back(part(inside));
  return out;
}

json::Value Item::to_json() const {
  if (value_) return *value_;
  if (!list_) return json::Value("");
  json::Value out = json::Value::array();
  for (const Item& item : list_->items) out.push_back(item.defined() ? item.to_json() : json::Value());
  return out;
}

bool truth(const Item& item) {
  if (!item.defined() || item.is_function()) return false;
  if (item.is_array()) {
    for (size_t i = 0; i < item.size(); ++i) {
      if (truth(item.at(i))) return true;
    }
    return false;
  }
  const json::Value& value = item.value();
  if (value.is_string()) return !item.text().empty();
  if (value.is_number()) return item.number() != 0;
  if (value.is_object()) return !value.empty();
  return value.is_boolean() && value.get<bool>();
}

bool equal(const Item& left, const Item& right) {
  if (!left.defined() || !right.defined()) return false;
  if (left.is_function() || right.is_function()) return left.shared_function() == right.shared_function();
  if (left.is_array() || right.is_array()) {
    if (!left.is_array() || !right.is_array() || left.size() != right.size()) return false;
    for (size_t i = 0; i < left.size(); ++i) {
      if (!equal(left.at(i), right.at(i))) return false;
    }
    return true;
  }
  return left.value() == right.value();
}

Item append(const Item& left, const Item& right) {
  if (!left.defined()) return right;
  if (!right.defined()) return left;
  List list;
  list.items = left.items();
  const Items more = right.items();
  list.items.insert(list.items.end(), more.begin(), more.end());
  list.sequence = !left.is_array() || left.is_sequence();
  return Item(std::move(list));
}

Item shrunk(Items items) {
  if (items.empty()) return {};
  if (items.size() == 1) return std::move(items.front());
  List list;
  list.items = std::move(items);
  list.sequence = true;
  return Item(std::move(list));
}

Item array_of(Items items) {
  List list;
  list.items = std::move(items);
  return Item(std::move(list));
}

std::string number_text(double number) {
  if (std::floor(number) == number && std::abs(number) < 1e15) {
    return std::to_string(static_cast<int64_t>(number));
  }
  char shown[40];
  std::snprintf(shown, sizeof shown, "%.15g", number);
  std::string out = shown;
  // JavaScript writes no leading zeros in exponents, and large whole numbers without one up to 1e21.
  const size_t e = out.find('e');
  if (e == std::string::npos) return out;
  const double back = std::strtod(shown, nullptr);
  if (std::abs(back) >= 1 && std::abs(back) < 1e21) {
    std::snprintf(shown, sizeof shown, "%.0f", back);
    return shown;
  }
  std::string exponent = out.substr(e + 2);
  exponent.erase(0, std::min(exponent.find_first_not_of('0'), exponent.size() - 1));
  return out.substr(0, e + 2) + exponent;
}

}  // namespace cloudling::asl::jsonata
