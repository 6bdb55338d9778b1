#include "asl/jsonata/operators.h"

#include <cmath>

#include "asl/jsonata/patterns.h"

namespace cloudling::asl::jsonata {
namespace {

double checked(double number, std::string_view op) {
  if (std::isfinite(number)) return number;
  throw Error{"D1001", "Number out of range: " + std::string(op)};
}

double operand(const Item& item, std::string_view op, bool left) {
  if (item.is_number()) return item.number();
  const std::string side = left ? "left" : "right";
  throw Error{left ? "T2001" : "T2002",
              "The " + side + " side of the \"" + std::string(op) + "\" operator must evaluate to a number"};
}

Item arithmetic(std::string_view op, const Item& left, const Item& right) {
  if (left.defined()) operand(left, op, true);
  if (right.defined()) operand(right, op, false);
  if (!left.defined() || !right.defined()) return {};
  const double a = left.number();
  const double b = right.number();
  switch (op.front()) {
    case '+':
      return Item::of(checked(a + b, op));
    case '-':
      return Item::of(checked(a - b, op));
    case '*':
      return Item::of(checked(a * b, op));
    case '/':
      return Item::of(checked(a / b, op));
    default:
      return Item::of(checked(std::fmod(a, b), op));
  }
}

Item comparison(std::string_view op, const Item& left, const Item& right) {
  const auto comparable = [](const Item& item) { return !item.defined() || item.is_number() || item.is_string(); };
  if (!comparable(left) || !comparable(right)) {
    throw Error{"T2010", "The expressions either side of operator \"" + std::string(op) +
                             "\" must evaluate to numeric or string values"};
  }
  if (!left.defined() || !right.defined()) return {};
  if (left.is_number() != right.is_number()) {
    throw Error{"T2009", "The values " + json::write(left.value()) + " and " + json::write(right.value()) +
                             " either side of operator \"" + std::string(op) + "\" must be of the same data type"};
  }
  const bool less = left.is_number() ? left.number() < right.number() : left.text() < right.text();
  const bool same = equal(left, right);
  if (op == "<") return Item(json::Value(less));
  if (op == "<=") return Item(json::Value(less || same));
  if (op == ">") return Item(json::Value(!less && !same));
  return Item(json::Value(!less));
}

json::Value shown(const json::Value& value) {
  if (value.is_number_float()) return Item::of(std::strtod(number_text(value.get<double>()).c_str(), nullptr)).value();
  if (value.is_array()) {
    json::Value out = json::Value::array();
    for (const json::Value& item : value) out.push_back(shown(item));
    return out;
  }
  if (!value.is_object()) return value;
  json::Value out = json::Value::object();
  for (const auto& [key, item] : value.get_ref<const json::Value::object_t&>()) out[key] = shown(item);
  return out;
}

}  // namespace

Item negated(const Item& operand) {
  if (!operand.defined()) return {};
  if (operand.is_number()) return Item::of(-operand.number());
  throw Error{"D1002", "Cannot negate a non-numeric value: " + json::write(operand.to_json())};
}

Item combined(std::string_view op, const Item& left, const Item& right) {
  if (op == "=") return Item(json::Value(equal(left, right)));
  if (op == "!=") return Item(json::Value(left.defined() && right.defined() && !equal(left, right)));
  if (op == "in") {
    for (const Item& item : right.items()) {
      if (equal(left, item)) return Item(json::Value(true));
    }
    return Item(json::Value(false));
  }
  if (op.front() == '<' || op.front() == '>') return comparison(op, left, right);
  return arithmetic(op, left, right);
}

std::string text_of(const Item& item, bool pretty) {
  if (!item.defined() || item.is_function()) return "";
  if (item.is_string()) return item.text();
  if (item.is_number()) return number_text(item.number());
  const json::Value value = shown(item.to_json());
  return pretty ? value.dump(2) : json::write(value);
}

Item match_pattern(const Function& pattern, const Items& arguments) {
  if (arguments.empty() || !arguments.front().is_string()) return {};
  const auto found = find_matches(pattern, arguments.front().text(), 1);
  if (found.empty()) return {};
  json::Value out = json::Value::object();
  out["match"] = found.front().text;
  out["start"] = found.front().start;
  out["end"] = found.front().start + found.front().text.size();
  out["groups"] = found.front().groups;
  return Item(std::move(out));
}

}  // namespace cloudling::asl::jsonata
