// Functions of numbers, and of lists of them.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "asl/jsonata/builtins.h"
#include "asl/jsonata/operators.h"

namespace cloudling::asl::jsonata {
namespace {

Item number(Call& call) {
  if (!call.has(0)) return {};
  const Item& item = call[0];
  if (item.is_number()) return item;
  if (item.is_boolean()) return Item::of(item.value().get<bool>() ? 1 : 0);
  if (item.is_string()) {
    const std::string& text = item.text();
    const bool radix =
        text.size() > 2 && text[0] == '0' && std::string_view("xXbBoO").find(text[1]) != std::string_view::npos;
    if (radix) {
      const int base = text[1] == 'x' || text[1] == 'X' ? 16 : text[1] == 'b' || text[1] == 'B' ? 2 : 8;
      uint64_t value = 0;
      const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, base);
      if (error == std::errc() && end == text.data() + text.size()) return Item::of(static_cast<double>(value));
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!radix && error == std::errc() && end == text.data() + text.size() && std::isfinite(value))
      return Item::of(value);
    throw Error{"D3030", "Unable to cast value to a number: " + json::write(item.value())};
  }
  throw Error{"T0410", "Argument 1 of function \"number\" does not match function signature"};
}

Item absolute(Call& call) { return Item::of(std::abs(call[0].number())); }
Item floor_of(Call& call) { return Item::of(std::floor(call[0].number())); }
Item ceiling(Call& call) { return Item::of(std::ceil(call[0].number())); }

/// Half to even, of the number as it is written in decimals.
double round_to(double value, int places) {
  const auto shifted = [](double number, int by) { return number * std::pow(10.0, by); };
  const double scaled = std::strtod(number_text(shifted(value, places)).c_str(), nullptr);
  double whole = std::round(scaled);
  if (std::abs(scaled - std::trunc(scaled)) == 0.5) whole = 2 * std::round(scaled / 2);
  const double result = places == 0 ? whole : std::strtod(number_text(shifted(whole, -places)).c_str(), nullptr);
  return result == 0 ? 0 : result;
}

Item rounded(Call& call) {
  const int places = call.has(1) ? static_cast<int>(std::clamp(call[1].number(), -300.0, 300.0)) : 0;
  return Item::of(round_to(call[0].number(), places));
}

Item square_root(Call& call) {
  if (call[0].number() < 0) {
    throw Error{"D3060", "The sqrt function cannot be applied to a negative number: " + number_text(call[0].number())};
  }
  return Item::of(std::sqrt(call[0].number()));
}

Item power(Call& call) {
  const double result = std::pow(call[0].number(), call[1].number());
  if (std::isfinite(result)) return Item::of(result);
  throw Error{"D3061", "The power function has resulted in a value that cannot be represented as a JSON number: base=" +
                           number_text(call[0].number()) + ", exponent=" + number_text(call[1].number())};
}

double fraction(uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

/// $random(seed) gives the same for the same seed, as Step Functions has it.
Item random_number(Call& call) {
  uint64_t bits = call.evaluator.bindings().random();
  if (call.has(0)) {
    bits = static_cast<uint64_t>(static_cast<int64_t>(call[0].number())) + 0x9E3779B97F4A7C15;
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9;
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EB;
    bits ^= bits >> 31;
  }
  return Item::of(fraction(bits));
}

Item sum(Call& call) {
  double total = 0;
  for (const Item& item : call[0].items()) total += item.number();
  return Item::of(total);
}

Item count(Call& call) { return Item::of(static_cast<double>(call[0].items().size())); }

Item extreme(const Item& list, bool largest) {
  const Items items = list.items();
  if (items.empty()) return {};
  const auto less = [](const Item& a, const Item& b) { return a.number() < b.number(); };
  return largest ? *std::ranges::max_element(items, less) : *std::ranges::min_element(items, less);
}

Item maximum(Call& call) { return extreme(call[0], true); }
Item minimum(Call& call) { return extreme(call[0], false); }

Item average(Call& call) {
  const Items items = call[0].items();
  if (items.empty()) return {};
  double total = 0;
  for (const Item& item : items) total += item.number();
  return Item::of(total / static_cast<double>(items.size()));
}

Item format_base(Call& call) {
  const int radix = call.has(1) ? static_cast<int>(call[1].number()) : 10;
  if (radix < 2 || radix > 36) {
    throw Error{"D3100", "The radix of the formatBase function must be between 2 and 36.  It was given " +
                             std::to_string(radix)};
  }
  std::array<char, 80> digits;
  const double value = std::clamp(std::nearbyint(call[0].number()), -9e18, 9e18);
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<int64_t>(value), radix).ptr;
  return text_item(std::string(digits.data(), end));
}

// ---- $formatNumber: pictures of XPath 3.1
// -------------------------------------------------------------------------------

struct Picture {
  std::string prefix, suffix;
  size_t least_whole = 0;     ///< digits before the point
  size_t least_fraction = 0;  ///< digits behind it
  size_t most_fraction = 0;
  size_t group = 0;  ///< digits between separators; 0 for none
  bool percent = false, permille = false;
  bool exponent = false;
  size_t least_exponent = 0;
};

Picture read_picture(const std::string& text) {
  constexpr std::string_view kActive = "0123456789#.,e";
  Picture picture;
  const size_t first = text.find_first_of("0123456789#.,");
  if (first == std::string::npos)
    throw Error{"D3085", "The picture string of the formatNumber function must contain at least one digit"};
  size_t last = text.find_last_of(kActive);
  picture.prefix = text.substr(0, first);
  picture.suffix = text.substr(last + 1);
  const std::string around = picture.prefix + picture.suffix;
  picture.percent = around.find('%') != std::string::npos;
  picture.permille = around.find("\xE2\x80\xB0") != std::string::npos;
  std::string body = text.substr(first, last + 1 - first);
  if (const size_t e = body.find('e'); e != std::string::npos) {
    picture.exponent = true;
    picture.least_exponent = body.size() - e - 1;
    body.resize(e);
  }
  const size_t point = body.find('.');
  if (point != std::string::npos && body.find('.', point + 1) != std::string::npos) {
    throw Error{"D3081", "The sub-picture must not contain more than one instance of the decimal-separator character"};
  }
  std::string whole = body.substr(0, point);
  if (const size_t comma = whole.rfind(','); comma != std::string::npos) picture.group = whole.size() - comma - 1;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  picture.least_whole = static_cast<size_t>(std::ranges::count_if(whole, is_digit));
  if (point != std::string::npos) {
    const std::string behind = body.substr(point + 1);
    picture.least_fraction = static_cast<size_t>(std::ranges::count_if(behind, is_digit));
    picture.most_fraction = behind.size() - static_cast<size_t>(std::ranges::count(behind, ','));
  }
  if (picture.least_whole == 0 && picture.most_fraction == 0) picture.least_whole = 1;
  return picture;
}

std::string digits_of(double value, const Picture& picture) {
  std::array<char, 400> shown;
  const int places = static_cast<int>(std::min<size_t>(picture.most_fraction, 60));
  const int size = std::snprintf(shown.data(), shown.size(), "%.*f", places, round_to(value, places));
  std::string text(shown.data(), static_cast<size_t>(std::clamp(size, 0, static_cast<int>(shown.size()) - 1)));
  const size_t point = std::min(text.find('.'), text.size());
  std::string whole = text.substr(0, point);
  std::string behind = point < text.size() ? text.substr(point + 1) : "";
  while (behind.size() > picture.least_fraction && behind.back() == '0') behind.pop_back();
  whole.erase(0, whole.find_first_not_of('0'));
  if (whole.size() < picture.least_whole) whole.insert(0, picture.least_whole - whole.size(), '0');
  for (size_t at = whole.size(); picture.group > 0 && at > picture.group;) {
    at -= picture.group;
    whole.insert(at, ",");
  }
  return behind.empty() ? whole : whole + "." + behind;
}

Item format_number(Call& call) {
  const std::string& text = call[1].text();
  const size_t semicolon = text.find(';');
  double value = call[0].number();
  const bool own_negative = value < 0 && semicolon != std::string::npos;
  const Picture picture = read_picture(own_negative ? text.substr(semicolon + 1) : text.substr(0, semicolon));
  std::string sign = value < 0 && !own_negative ? "-" : "";
  value = std::abs(value);
  if (picture.percent) value *= 100;
  if (picture.permille) value *= 1000;
  std::string tail;
  if (picture.exponent) {
    const int scale = static_cast<int>(std::max<size_t>(picture.least_whole, 1));
    int exponent = value == 0 ? 0 : static_cast<int>(std::floor(std::log10(value))) + 1 - scale;
    value /= std::pow(10.0, exponent);
    std::string digits = std::to_string(std::abs(exponent));
    if (digits.size() < picture.least_exponent) digits.insert(0, picture.least_exponent - digits.size(), '0');
    tail = (exponent < 0 ? "e-" : "e") + digits;
  }
  return text_item(sign + picture.prefix + digits_of(value, picture) + tail + picture.suffix);
}

}  // namespace

std::span<const Builtin> number_functions() {
  static constexpr std::array<Builtin, 15> kFunctions = {{
      {"number", "x", 1, true, false, number},
      {"abs", "n", 1, true, true, absolute},
      {"floor", "n", 1, true, true, floor_of},
      {"ceil", "n", 1, true, true, ceiling},
      {"round", "nn", 1, true, true, rounded},
      {"sqrt", "n", 1, true, true, square_root},
      {"power", "nn", 2, true, true, power},
      {"random", "n", 0, false, false, random_number},
      {"sum", "N", 1, false, true, sum},
      {"count", "a", 1, false, false, count},
      {"max", "N", 1, false, true, maximum},
      {"min", "N", 1, false, true, minimum},
      {"average", "N", 1, false, true, average},
      {"formatBase", "nn", 1, true, true, format_base},
      {"formatNumber", "nso", 2, true, true, format_number},
  }};
  return kFunctions;
}

}  // namespace cloudling::asl::jsonata
