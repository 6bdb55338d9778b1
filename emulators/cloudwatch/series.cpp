#include "emulators/cloudwatch/series.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/cloudwatch/errors.h"

namespace cloudling::cloudwatch {

namespace {

constexpr int kMaxNesting = 32;

/// A series, or one number for all times.
struct Operand {
  std::optional<double> number;
  Series series;
};

using Combine = double (*)(double, double);

Operand combined(const Operand& a, const Operand& b, Combine combine) {
  Operand result;
  if (a.number && b.number) {
    result.number = combine(*a.number, *b.number);
    return result;
  }
  const Series& times = a.number ? b.series : a.series;
  for (const auto& [time, value] : times) {
    const auto other = b.series.find(time);
    if (!a.number && !b.number && other == b.series.end()) continue;
    const double left = a.number.value_or(value);
    const double right = b.number ? *b.number : a.number ? value : other->second;
    const double made = combine(left, right);
    if (std::isfinite(made)) result.series[time] = made;
  }
  return result;
}

Operand mapped(Operand operand, double (*change)(double)) {
  if (operand.number) operand.number = change(*operand.number);
  for (auto& [time, value] : operand.series) value = change(value);
  return operand;
}

/// Of one series a number; of several a series.
Operand folded(const std::vector<Operand>& operands, Combine combine, bool average) {
  Operand result;
  if (operands.size() == 1) {
    const Series& series = operands[0].series;
    if (operands[0].number || series.empty()) return operands[0];
    double total = series.begin()->second;
    for (auto at = std::next(series.begin()); at != series.end(); ++at) total = combine(total, at->second);
    result.number = average ? total / static_cast<double>(series.size()) : total;
    return result;
  }
  result = operands[0];
  for (size_t i = 1; i < operands.size(); ++i) result = combined(result, operands[i], combine);
  const Operand count{.number = static_cast<double>(operands.size()), .series = {}};
  return average ? combined(result, count, [](double a, double b) { return a / b; }) : result;
}

class Parser {
 public:
  Parser(std::string_view text, const std::map<std::string, Series>& known) : rest_(text), known_(known) {}

  Series whole() {
    const Operand result = sum();
    if (peek() != '\0') fail();
    if (!result.number) return result.series;
    Series constant;  // a number has a value wherever some series has one
    for (const auto& [id, series] : known_) {
      for (const auto& [time, value] : series) constant[time] = *result.number;
    }
    return constant;
  }

 private:
  [[noreturn]] void fail() {
    const char next = peek();
    if (next != '\0' && std::string_view("<>=!&|'\"[").find(next) != std::string_view::npos)
      throw not_supported("GetMetricData", std::string("the metric math syntax ") + next);
    throw aws::Error(400, "ValidationError", "Error in expression: Syntax error.");
  }

  char peek() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front()))) rest_.remove_prefix(1);
    return rest_.empty() ? '\0' : rest_.front();
  }
  bool take(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  Operand sum() {
    if (++nesting_ > kMaxNesting) fail();
    Operand left = product();
    while (peek() == '+' || peek() == '-') {
      const bool plus = take('+');
      if (!plus) take('-');
      const Operand right = product();
      left = plus ? combined(left, right, [](double a, double b) { return a + b; })
                  : combined(left, right, [](double a, double b) { return a - b; });
    }
    --nesting_;
    return left;
  }

  Operand product() {
    Operand left = power();
    while (peek() == '*' || peek() == '/') {
      const bool times = take('*');
      if (!times) take('/');
      const Operand right = power();
      left = times ? combined(left, right, [](double a, double b) { return a * b; })
                   : combined(left, right, [](double a, double b) { return a / b; });
    }
    return left;
  }

  Operand power() {
    Operand base = operand();
    while (take('^')) base = combined(base, operand(), [](double a, double b) { return std::pow(a, b); });
    return base;
  }

  Operand operand() {
    if (take('(')) {
      Operand inner = sum();
      if (!take(')')) fail();
      return inner;
    }
    int minuses = 0;
    while (take('-')) ++minuses;
    if (minuses > 0) {
      const Operand value = operand_without_sign();
      return minuses % 2 ? mapped(value, [](double x) { return -x; }) : value;
    }
    return operand_without_sign();
  }

  Operand operand_without_sign() {
    if (peek() == '(') return operand();
    const std::string word = take_word();
    if (word.empty()) fail();
    if (std::isdigit(static_cast<unsigned char>(word.front())) || word.front() == '.') {
      const auto number = aws::parse_number(word);
      if (!number) fail();
      return {.number = number, .series = {}};
    }
    if (take('(')) return call(word);
    const auto found = known_.find(word);
    if (found == known_.end()) {
      throw aws::Error(400, "ValidationError", "Error in expression: Undefined symbol " + word + ".");
    }
    return {.number = std::nullopt, .series = found->second};
  }

  std::string take_word() {
    peek();
    size_t size = 0;
    while (size < rest_.size() &&
           (std::isalnum(static_cast<unsigned char>(rest_[size])) || rest_[size] == '_' || rest_[size] == '.')) {
      ++size;
    }
    std::string word(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return word;
  }

  Operand call(const std::string& name) {
    if (peek() == ')') throw not_supported("GetMetricData", "the metric math function " + name);
    std::vector<Operand> arguments;
    do {
      arguments.push_back(sum());
    } while (take(','));
    if (!take(')')) fail();
    const Operand& first = arguments.front();
    if (name == "ABS") return mapped(first, [](double x) { return std::fabs(x); });
    if (name == "CEIL") return mapped(first, [](double x) { return std::ceil(x); });
    if (name == "FLOOR") return mapped(first, [](double x) { return std::floor(x); });
    if (name == "SUM") return folded(arguments, [](double a, double b) { return a + b; }, false);
    if (name == "AVG") return folded(arguments, [](double a, double b) { return a + b; }, true);
    if (name == "MIN") return folded(arguments, [](double a, double b) { return std::min(a, b); }, false);
    if (name == "MAX") return folded(arguments, [](double a, double b) { return std::max(a, b); }, false);
    if (name == "FILL" && arguments.size() == 2 && arguments[1].number) return filled(first, *arguments[1].number);
    throw not_supported("GetMetricData", "the metric math function " + name);
  }

  /// With the number wherever another series has a value and this one has none.
  Operand filled(Operand operand, double number) const {
    for (const auto& [id, series] : known_) {
      for (const auto& [time, value] : series) operand.series.try_emplace(time, number);
    }
    return operand;
  }

  std::string_view rest_;
  const std::map<std::string, Series>& known_;
  int nesting_ = 0;
};

}  // namespace

std::map<aws::TimeMs, Distribution> by_period(const std::vector<Point>& points, aws::TimeMs origin,
                                              aws::TimeMs period_ms) {
  std::map<aws::TimeMs, Distribution> periods;
  for (const Point& point : points) {
    const aws::TimeMs since = point.time - origin;
    const aws::TimeMs steps = since >= 0 ? since / period_ms : -((-since + period_ms - 1) / period_ms);
    periods[origin + steps * period_ms].merge(point.values);
  }
  return periods;
}

Series compute(std::string_view expression, const std::map<std::string, Series>& known) {
  return Parser(expression, known).whole();
}

}  // namespace cloudling::cloudwatch
