#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "emulators/aws/encoding.h"
#include "emulators/logs/insights/expression.h"
#include "emulators/logs/insights/lexer.h"

namespace cloudling::logs::insights {

namespace {

constexpr size_t kMaxText = 4u << 20;  // bytes that a function may make

using Values = std::vector<Value>;
using Function = Value (*)(const Values& arguments);

template <double (*Compute)(double)>
Value numeric(const Values& arguments) {
  const auto number = arguments[0].number();
  if (!number) return {};
  const double result = Compute(*number);
  return std::isfinite(result) ? Value(result) : Value();
}

template <int Sign>
Value extreme(const Values& arguments) {
  Value best;
  for (const Value& value : arguments) {
    if (best.missing() || (!value.missing() && compare(value, best) * Sign > 0)) best = value;
  }
  return best;
}

Value coalesce(const Values& arguments) {
  const auto found = std::ranges::find_if(arguments, [](const Value& value) { return !value.missing(); });
  return found == arguments.end() ? Value() : *found;
}

Value concat(const Values& arguments) {
  std::string text;
  for (const Value& value : arguments) {
    if (text.size() < kMaxText) text += value.text();
  }
  return text;
}

/// Of the characters (white space without a second argument) from the left, the right or both.
template <bool Left, bool Right>
Value trim(const Values& arguments) {
  std::string text = arguments[0].text();
  const std::string set = arguments.size() > 1 ? arguments[1].text() : " \t\r\n";
  if (Right) text.erase(text.find_last_not_of(set) == std::string::npos ? 0 : text.find_last_not_of(set) + 1);
  if (Left) text.erase(0, std::min(text.find_first_not_of(set), text.size()));
  return text;
}

template <int (*Change)(int)>
Value changed(const Values& arguments) {
  std::string text = arguments[0].text();
  for (char& c : text) c = static_cast<char>(Change(static_cast<unsigned char>(c)));
  return text;
}

Value substr(const Values& arguments) {
  const std::string text = arguments[0].text();
  const auto begin = static_cast<size_t>(std::clamp(arguments[1].number().value_or(0), 0.0, 1e9));
  const auto length = arguments.size() > 2
                          ? static_cast<size_t>(std::clamp(arguments[2].number().value_or(0), 0.0, 1e9))
                          : std::string::npos;
  return begin >= text.size() ? std::string() : text.substr(begin, length);
}

Value replace(const Values& arguments) {
  const std::string text = arguments[0].text();
  const std::string from = arguments[1].text();
  const std::string to = arguments[2].text();
  if (from.empty()) return text;
  std::string out;
  size_t at = 0;
  for (size_t found = text.find(from); found != std::string::npos && out.size() < kMaxText;
       found = text.find(from, at)) {
    out += text.substr(at, found - at) + to;
    at = found + from.size();
  }
  return out + text.substr(at);
}

Value strcontains(const Values& arguments) {
  return arguments[0].text().find(arguments[1].text()) != std::string::npos ? 1.0 : 0.0;
}

Value strlen_of(const Values& arguments) { return static_cast<double>(aws::count_characters(arguments[0].text())); }
Value ispresent(const Values& arguments) { return !arguments[0].missing(); }
Value isempty(const Values& arguments) { return arguments[0].text().empty(); }
Value isblank(const Values& arguments) { return trim<true, true>({arguments[0]}).text().empty(); }
Value same(const Values& arguments) { return arguments[0]; }

template <double (*Round)(double)>
Value rounded_to(const Values& arguments) {
  const auto time = arguments[0].number();
  const auto period = arguments[1].number();
  if (!time || !period || *period <= 0) return {};
  return Round(*time / *period) * *period;
}

double absolute(double x) { return std::fabs(x); }
double up(double x) { return std::ceil(x); }
double down(double x) { return std::floor(x); }
double natural_log(double x) { return std::log(x); }
double square_root(double x) { return std::sqrt(x); }

struct Known {
  Function function;
  size_t least = 1;  ///< arguments
  size_t most = 1;
  bool is_time = false;
};

const std::map<std::string, Known>& known() {
  constexpr size_t kMany = 100;
  static const std::map<std::string, Known> functions = {{"abs", {numeric<absolute>}},
                                                         {"ceil", {numeric<up>}},
                                                         {"floor", {numeric<down>}},
                                                         {"log", {numeric<natural_log>}},
                                                         {"sqrt", {numeric<square_root>}},
                                                         {"greatest", {extreme<1>, 1, kMany}},
                                                         {"least", {extreme<-1>, 1, kMany}},
                                                         {"ispresent", {ispresent}},
                                                         {"coalesce", {coalesce, 1, kMany}},
                                                         {"isempty", {isempty}},
                                                         {"isblank", {isblank}},
                                                         {"concat", {concat, 1, kMany}},
                                                         {"ltrim", {trim<true, false>, 1, 2}},
                                                         {"rtrim", {trim<false, true>, 1, 2}},
                                                         {"trim", {trim<true, true>, 1, 2}},
                                                         {"strlen", {strlen_of}},
                                                         {"toupper", {changed<std::toupper>}},
                                                         {"tolower", {changed<std::tolower>}},
                                                         {"substr", {substr, 2, 3}},
                                                         {"replace", {replace, 3, 3}},
                                                         {"strcontains", {strcontains, 2, 2}},
                                                         {"datefloor", {rounded_to<down>, 2, 2, true}},
                                                         {"dateceil", {rounded_to<up>, 2, 2, true}},
                                                         {"frommillis", {same, 1, 1, true}},
                                                         {"tomillis", {same}}};
  return functions;
}

class Calling : public Expression {
 public:
  Calling(const Known& function, Arguments arguments) : function_(function), arguments_(std::move(arguments)) {}

  Value value(const Scope& scope) const override {
    Values values;
    for (const ExpressionPtr& argument : arguments_) values.push_back(argument->value(scope));
    return function_.function(values);
  }
  bool is_time() const override { return function_.is_time; }

 private:
  const Known& function_;
  Arguments arguments_;
};

}  // namespace

ExpressionPtr make_function(const std::string& name, Arguments arguments, size_t offset) {
  std::string lower = name;
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto found = known().find(lower);
  if (found == known().end()) return nullptr;
  if (arguments.size() < found->second.least || arguments.size() > found->second.most) {
    fail_at(offset, "wrong number of arguments of " + name);
  }
  return std::make_unique<Calling>(found->second, std::move(arguments));
}

}  // namespace cloudling::logs::insights
