#include "emulators/logs/insights/nodes.h"

#include <algorithm>
#include <cmath>

namespace cloudling::logs::insights {

namespace {

class Literal : public Expression {
 public:
  explicit Literal(Value value) : value_(std::move(value)) {}
  Value value(const Scope&) const override { return value_; }

 private:
  Value value_;
};

class Field : public Expression {
 public:
  explicit Field(std::string name) : name_(std::move(name)) {}
  Value value(const Scope& scope) const override { return scope.record.field(name_); }
  bool is_time() const override { return name_ == "@timestamp" || name_ == "@ingestionTime"; }

 private:
  std::string name_;
};

class Slot : public Expression {
 public:
  explicit Slot(size_t slot) : slot_(slot) {}
  Value value(const Scope& scope) const override { return scope.aggregates ? (*scope.aggregates)[slot_] : Value(); }

 private:
  size_t slot_;
};

/// What `Compute(left, right)` makes of two values.
template <class Compute>
class Binary : public Expression {
 public:
  Binary(ExpressionPtr left, ExpressionPtr right, Compute compute)
      : left_(std::move(left)), right_(std::move(right)), compute_(compute) {}

  Value value(const Scope& scope) const override {
    const Value left = left_->value(scope);
    return compute_(left, *right_, scope);
  }

 private:
  ExpressionPtr left_;
  ExpressionPtr right_;
  Compute compute_;
};

template <class Compute>
ExpressionPtr binary(ExpressionPtr left, ExpressionPtr right, Compute compute) {
  return std::make_unique<Binary<Compute>>(std::move(left), std::move(right), compute);
}

ExpressionPtr arithmetic(ExpressionPtr left, ExpressionPtr right, double (*compute)(double, double)) {
  return binary(std::move(left), std::move(right),
                [compute](const Value& left_value, const Expression& right_side, const Scope& scope) -> Value {
                  const auto a = left_value.number();
                  const auto b = right_side.value(scope).number();
                  if (!a || !b) return {};
                  const double result = compute(*a, *b);
                  return std::isfinite(result) ? Value(result) : Value();
                });
}

ExpressionPtr comparison(ExpressionPtr left, ExpressionPtr right, bool (*holds)(int)) {
  return binary(std::move(left), std::move(right),
                [holds](const Value& a, const Expression& right_side, const Scope& scope) -> Value {
                  const Value b = right_side.value(scope);
                  if (a.missing() || b.missing()) return holds(compare(a, b)) && holds(1) && holds(-1);
                  return holds(compare(a, b));
                });
}

/// A condition on one value.
template <class Test>
class Testing : public Expression {
 public:
  Testing(ExpressionPtr operand, Test test) : operand_(std::move(operand)), test_(std::move(test)) {}
  Value value(const Scope& scope) const override { return test_(operand_->value(scope), scope); }

 private:
  ExpressionPtr operand_;
  Test test_;
};

template <class Test>
ExpressionPtr testing(ExpressionPtr operand, Test test) {
  return std::make_unique<Testing<Test>>(std::move(operand), std::move(test));
}

class Bin : public Expression {
 public:
  explicit Bin(double period) : period_(period) {}
  Value value(const Scope& scope) const override {
    return std::floor(static_cast<double>(scope.record.time) / period_) * period_;
  }
  bool is_time() const override { return true; }

 private:
  double period_;
};

double modulo(double a, double b) { return std::fmod(a, b); }
double power(double a, double b) { return std::pow(a, b); }

}  // namespace

ExpressionPtr make_literal(Value value) { return std::make_unique<Literal>(std::move(value)); }
ExpressionPtr make_field(std::string name) { return std::make_unique<Field>(std::move(name)); }
ExpressionPtr make_slot(size_t slot) { return std::make_unique<Slot>(slot); }
ExpressionPtr make_bin(double period_ms) { return std::make_unique<Bin>(period_ms); }

ExpressionPtr make_binary(const std::string& symbol, ExpressionPtr left, ExpressionPtr right) {
  const auto compute = [&](double (*function)(double, double)) {
    return arithmetic(std::move(left), std::move(right), function);
  };
  const auto holds = [&](bool (*test)(int)) { return comparison(std::move(left), std::move(right), test); };
  if (symbol == "+") return compute([](double a, double b) { return a + b; });
  if (symbol == "-") return compute([](double a, double b) { return a - b; });
  if (symbol == "*") return compute([](double a, double b) { return a * b; });
  if (symbol == "/") return compute([](double a, double b) { return a / b; });
  if (symbol == "%") return compute(modulo);
  if (symbol == "^") return compute(power);
  if (symbol == "=" || symbol == "==") return holds([](int order) { return order == 0; });
  if (symbol == "!=" || symbol == "<>") return holds([](int order) { return order != 0; });
  if (symbol == "<") return holds([](int order) { return order < 0; });
  if (symbol == "<=") return holds([](int order) { return order <= 0; });
  if (symbol == ">") return holds([](int order) { return order > 0; });
  if (symbol == ">=") return holds([](int order) { return order >= 0; });
  if (symbol == "and") {
    return binary(std::move(left), std::move(right),
                  [](const Value& a, const Expression& b, const Scope& scope) -> Value {
                    return a.truth() && b.value(scope).truth();
                  });
  }
  if (symbol == "or") {
    return binary(std::move(left), std::move(right),
                  [](const Value& a, const Expression& b, const Scope& scope) -> Value {
                    return a.truth() || b.value(scope).truth();
                  });
  }
  return nullptr;
}

ExpressionPtr make_not(ExpressionPtr operand) {
  return testing(std::move(operand), [](const Value& value, const Scope&) -> Value { return !value.truth(); });
}

ExpressionPtr make_contains(ExpressionPtr text, ExpressionPtr part) {
  return binary(std::move(text), std::move(part), [](const Value& a, const Expression& b, const Scope& scope) -> Value {
    return !a.missing() && a.text().find(b.value(scope).text()) != std::string::npos;
  });
}

ExpressionPtr make_matches(ExpressionPtr text, std::shared_ptr<const re2::RE2> regex) {
  return testing(std::move(text), [regex = std::move(regex)](const Value& value, const Scope&) -> Value {
    return !value.missing() && re2::RE2::PartialMatch(value.text(), *regex);
  });
}

ExpressionPtr make_in(ExpressionPtr value, Arguments list) {
  auto items = std::make_shared<Arguments>(std::move(list));
  return testing(std::move(value), [items](const Value& found, const Scope& scope) -> Value {
    return std::ranges::any_of(
        *items, [&](const ExpressionPtr& item) { return !found.missing() && compare(found, item->value(scope)) == 0; });
  });
}

}  // namespace cloudling::logs::insights
