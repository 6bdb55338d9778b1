#pragma once

// A value of an Insights query: missing, a number, a text or a truth. Texts that read as numbers count as such where a
// number is asked for. Pure.

#include <optional>
#include <string>
#include <variant>

namespace cloudling::logs::insights {

class Value {
 public:
  Value() = default;
  Value(double number) : value_(number) {}                // NOLINT: numbers are values
  Value(bool truth) : value_(truth) {}                    // NOLINT
  Value(std::string text) : value_(std::move(text)) {}    // NOLINT
  Value(const char* text) : value_(std::string(text)) {}  // NOLINT

  bool missing() const { return std::holds_alternative<std::monostate>(value_); }
  std::optional<double> number() const;
  bool truth() const;        ///< true, or a number that is not 0
  std::string text() const;  ///< as results show it; "" where it is missing

 private:
  std::variant<std::monostate, double, bool, std::string> value_;
};

/// As numbers where both are, else as texts; missing ones come first. Less than 0, 0, or more than 0.
int compare(const Value& a, const Value& b);

/// As results show times: "2026-01-31 12:00:00.000".
std::string time_text(double ms);

}  // namespace cloudling::logs::insights
