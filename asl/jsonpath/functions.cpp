#include <algorithm>
#include <cmath>

#include "asl/jsonpath/path.h"

namespace cloudling::jsonpath {
namespace {

using json::Value;

std::vector<double> numbers(const Value& list) {
  std::vector<double> out;
  for (const Value& item : list) {
    if (item.is_number()) out.push_back(item.get<double>());
  }
  return out;
}

double sum(const std::vector<double>& items) {
  double total = 0;
  for (const double item : items) total += item;
  return total;
}

double stddev(const std::vector<double>& items) {
  const double mean = sum(items) / static_cast<double>(items.size());
  double squares = 0;
  for (const double item : items) squares += (item - mean) * (item - mean);
  return std::sqrt(squares / static_cast<double>(items.size()));
}

Value keys(const Value& object) {
  Value out = Value::array();
  for (const auto& [key, unused] : object.get_ref<const Value::object_t&>()) out.push_back(key);
  return out;
}

}  // namespace

std::optional<Value> apply_function(Function function, const Value& argument) {
  if (function == Function::kLength) {
    if (argument.is_string()) return argument.get_ref<const std::string&>().size();
    return argument.is_structured() ? std::optional<Value>(argument.size()) : std::nullopt;
  }
  if (function == Function::kKeys) return argument.is_object() ? std::optional(keys(argument)) : std::nullopt;
  if (!argument.is_array() || argument.empty()) return std::nullopt;
  if (function == Function::kFirst) return argument.front();
  if (function == Function::kLast) return argument.back();
  const std::vector<double> items = numbers(argument);
  if (items.empty()) return std::nullopt;
  switch (function) {
    case Function::kMin:
      return *std::ranges::min_element(items);
    case Function::kMax:
      return *std::ranges::max_element(items);
    case Function::kSum:
      return sum(items);
    case Function::kAvg:
      return sum(items) / static_cast<double>(items.size());
    default:
      return stddev(items);
  }
}

}  // namespace cloudling::jsonpath
