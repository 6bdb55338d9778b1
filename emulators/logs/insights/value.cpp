#include "emulators/logs/insights/value.h"

#include <cmath>
#include <cstdio>

#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"

namespace cloudling::logs::insights {

namespace {

std::string number_text(double number) {
  char text[40];
  if (number == std::floor(number) && std::abs(number) < 1e15)
    std::snprintf(text, sizeof text, "%.0f", number);
  else
    std::snprintf(text, sizeof text, "%.10g", number);
  return text;
}

}  // namespace

std::optional<double> Value::number() const {
  if (const auto* number = std::get_if<double>(&value_)) return *number;
  if (const auto* truth = std::get_if<bool>(&value_)) return *truth ? 1 : 0;
  if (const auto* text = std::get_if<std::string>(&value_)) return aws::parse_number(*text);
  return std::nullopt;
}

bool Value::truth() const {
  const auto as_number = number();
  if (as_number) return *as_number != 0;
  const auto* text = std::get_if<std::string>(&value_);
  return text && *text == "true";
}

std::string Value::text() const {
  if (const auto* number = std::get_if<double>(&value_)) return number_text(*number);
  if (const auto* truth = std::get_if<bool>(&value_)) return *truth ? "1" : "0";
  if (const auto* text = std::get_if<std::string>(&value_)) return *text;
  return "";
}

int compare(const Value& a, const Value& b) {
  if (a.missing() || b.missing()) return static_cast<int>(b.missing()) - static_cast<int>(a.missing());
  const auto x = a.number();
  const auto y = b.number();
  if (x && y) return *x < *y ? -1 : static_cast<int>(*x > *y);
  return a.text().compare(b.text());
}

std::string time_text(double ms) {
  if (!(ms >= 0 && ms < 2.5e14)) return number_text(ms);
  std::string text = aws::format_iso8601(static_cast<aws::TimeMs>(ms));
  text[10] = ' ';
  text.pop_back();
  return text;
}

}  // namespace cloudling::logs::insights
