#include "emulators/apigateway/velocity/methods.h"

#include <charconv>
#include <cmath>

namespace cloudling::velocity {

namespace {

RenderError no_number(const std::string& text) {
  return RenderError("NumberFormatException: For input string: \"" + text + "\"");
}

int64_t parse_integer(const Value& value) {
  const std::string& text = *value.text();
  int64_t number = 0;
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const auto read = std::from_chars(begin, text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || text == "+") throw no_number(text);
  return number;
}

double parse_real(const Value& value) {
  const std::string& text = *value.text();
  const size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  const size_t end = text.find_last_not_of(" \t\r\n") + 1;
  double number = 0;
  const auto read = std::from_chars(text.data() + begin, text.data() + end, number);
  if (begin >= end || read.ec != std::errc() || read.ptr != text.data() + end) throw no_number(text);
  return number;
}

int64_t to_integer(double value) {
  if (std::isnan(value)) return 0;
  if (value >= 9.2e18) return INT64_MAX;
  return value <= -9.2e18 ? INT64_MIN : static_cast<int64_t>(value);
}

int64_t narrow(int64_t value) { return static_cast<int32_t>(static_cast<uint64_t>(value)); }

int64_t hash_of(const Value& number) {
  if (number.integer()) {
    const auto bits = static_cast<uint64_t>(*number.integer());
    const bool small = narrow(*number.integer()) == *number.integer();
    return small ? *number.integer() : narrow(static_cast<int64_t>(bits ^ (bits >> 32)));
  }
  const double real = *number.real();
  uint64_t bits = 0;
  static_assert(sizeof bits == sizeof real);
  __builtin_memcpy(&bits, &real, sizeof bits);
  return narrow(static_cast<int64_t>(bits ^ (bits >> 32)));
}

Result convert_number(const Value& number, const std::string& name) {
  const bool whole = number.integer() != nullptr;
  if (name == "intValue")
    return Value(whole ? narrow(*number.integer())
                       : std::clamp(to_integer(*number.real()), int64_t{INT32_MIN}, int64_t{INT32_MAX}));
  if (name == "longValue") return Value(whole ? *number.integer() : to_integer(*number.real()));
  if (name == "doubleValue") return Value(number.as_real());
  if (name == "floatValue") return Value(static_cast<double>(static_cast<float>(number.as_real())));
  if (name == "hashCode") return Value(hash_of(number));
  if (!whole && name == "isNaN") return Value(std::isnan(*number.real()));
  if (!whole && name == "isInfinite") return Value(std::isinf(*number.real()));
  return std::nullopt;
}

/// Static methods too: `#set($Integer = 0)$Integer.parseInt("5")` is a habit of templates.
Result call_number_method(Heap& heap, const Value& number, const std::string& name, const Values& arguments) {
  if (arguments.empty()) {
    if (name == "toString") return Value(text_of(heap, number));
    return convert_number(number, name);
  }
  const Value& first = arguments[0];
  const bool whole = number.integer() != nullptr;
  if (arguments.size() == 1 && first.text()) {
    if (whole && (name == "parseInt" || name == "parseLong" || name == "valueOf")) return Value(parse_integer(first));
    if (!whole && (name == "parseDouble" || name == "valueOf")) return Value(parse_real(first));
  }
  if (name == "equals" && arguments.size() == 1) return Value(equal(number, first));
  if (!first.is_number()) return std::nullopt;
  if (arguments.size() == 1) {
    if (name == "compareTo") {
      const double left = number.as_real();
      return Value(int64_t{left < first.as_real() ? -1 : left > first.as_real() ? 1 : 0});
    }
    if (name == "toString" || name == "valueOf") return name == "toString" ? Value(text_of(heap, first)) : first;
    return std::nullopt;
  }
  if (arguments.size() != 2 || !arguments[1].is_number()) return std::nullopt;
  const bool less = first.as_real() < arguments[1].as_real();
  if (name == "max") return less ? arguments[1] : first;
  if (name == "min") return less ? first : arguments[1];
  return std::nullopt;
}

Result call_boolean_method(bool value, const std::string& name, const Values& arguments) {
  if (arguments.empty() && name == "booleanValue") return Value(value);
  if (arguments.empty() && name == "toString") return Value(value ? "true" : "false");
  if (arguments.empty() && name == "hashCode") return Value(int64_t{value ? 1231 : 1237});
  if (arguments.size() == 1 && name == "equals") return Value(equal(value, arguments[0]));
  if (arguments.size() == 1 && arguments[0].text() && (name == "parseBoolean" || name == "valueOf"))
    return Value(*arguments[0].text() == "true");
  return std::nullopt;
}

std::string getter(const std::string& prefix, std::string name) {
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - ('a' - 'A'));
  return prefix + name;
}

}  // namespace

Result call_method(Heap& heap, const Value& target, const std::string& name, const Values& arguments) {
  if (Object* object = target.object()) return object->method(name, arguments);
  if (const std::string* text = target.text()) return call_text_method(heap, *text, name, arguments);
  if (List* list = target.list()) return call_list_method(heap, *list, name, arguments);
  if (Map* map = target.map()) return call_map_method(heap, *map, name, arguments);
  if (target.is_number()) return call_number_method(heap, target, name, arguments);
  if (const bool* boolean = target.boolean()) return call_boolean_method(*boolean, name, arguments);
  return std::nullopt;
}

Result get_property(Heap& heap, const Value& target, const std::string& name) {
  if (Object* object = target.object()) return object->property(name);
  if (Map* map = target.map()) {
    const auto found = map->entries.find(name);
    return found == map->entries.end() ? std::nullopt : Result(found->second);
  }
  return call_method(heap, target, getter("is", name), {});
}

}  // namespace cloudling::velocity
