#include "emulators/logs/filter_json.h"

#include <algorithm>
#include <utility>

#include "emulators/logs/filter_condition.h"

namespace cloudling::logs {

namespace {

constexpr int kMaxNesting = 32;   // parentheses
constexpr size_t kMaxSteps = 64;  // of a selector

/// An expression over a JSON event.
class Expression {
 public:
  virtual ~Expression() = default;
  virtual bool holds(const json::Value& event) const = 0;

  /// A text that every event for which this holds contains, as it stands or escaped; "" where there is none.
  virtual std::string_view needed_text() const { return {}; }
};

using ExpressionPtr = std::unique_ptr<const Expression>;

class Comparing : public Expression {
 public:
  Comparing(JsonSelector selector, FilterCondition condition)
      : selector_(std::move(selector)), condition_(std::move(condition)) {}

  bool holds(const json::Value& event) const override {
    const json::Value* value = selector_.find(event);
    if (!value || value->is_structured() || value->is_null()) return false;
    if (value->is_string()) return condition_.holds(value->get_ref<const std::string&>(), std::nullopt);
    if (value->is_number()) return condition_.holds(json::write(*value), value->get<double>());
    return condition_.holds(value->get<bool>() ? "true" : "false", std::nullopt);
  }

  std::string_view needed_text() const override {
    const bool of_value = condition_.comparison == FilterCondition::Comparison::kEqual && !condition_.regex &&
                          !condition_.number && !condition_.text.empty();
    if (of_value) return condition_.text;
    const auto& steps = selector_.steps;
    return steps.empty() || steps.back().is_index ? std::string_view() : std::string_view(steps.back().key);
  }

 private:
  JsonSelector selector_;
  FilterCondition condition_;
};

class BeingOf : public Expression {
 public:
  enum class What { kNull, kTrue, kFalse, kThere, kMissing };

  BeingOf(JsonSelector selector, What what) : selector_(std::move(selector)), what_(what) {}

  bool holds(const json::Value& event) const override {
    const json::Value* value = selector_.find(event);
    switch (what_) {
      case What::kNull:
        return value && value->is_null();
      case What::kTrue:
        return value && value->is_boolean() && value->get<bool>();
      case What::kFalse:
        return value && value->is_boolean() && !value->get<bool>();
      case What::kThere:
        return value != nullptr;
      case What::kMissing:
        return value == nullptr;
    }
    return false;
  }

 private:
  JsonSelector selector_;
  What what_;
};

class Combining : public Expression {
 public:
  Combining(std::vector<ExpressionPtr> parts, bool all) : parts_(std::move(parts)), all_(all) {}

  bool holds(const json::Value& event) const override {
    const auto part_holds = [&](const ExpressionPtr& part) { return part->holds(event); };
    return all_ ? std::ranges::all_of(parts_, part_holds) : std::ranges::any_of(parts_, part_holds);
  }

  /// The longest of its parts', which is likely the rarest.
  std::string_view needed_text() const override {
    std::string_view longest;
    if (!all_) return longest;
    for (const ExpressionPtr& part : parts_) {
      if (part->needed_text().size() > longest.size()) longest = part->needed_text();
    }
    return longest;
  }

 private:
  std::vector<ExpressionPtr> parts_;
  bool all_;
};

class Parser {
 public:
  explicit Parser(FilterScanner& scanner) : scanner_(scanner) {}

  ExpressionPtr any() { return combined("||", false, &Parser::all); }

 private:
  ExpressionPtr all() { return combined("&&", true, &Parser::one); }

  ExpressionPtr combined(std::string_view separator, bool all, ExpressionPtr (Parser::*part)()) {
    std::vector<ExpressionPtr> parts;
    do {
      parts.push_back((this->*part)());
    } while (scanner_.take(separator));
    if (parts.size() == 1) return std::move(parts.front());
    return std::make_unique<Combining>(std::move(parts), all);
  }

  ExpressionPtr one() {
    if (!scanner_.take("(")) return condition();
    if (++nesting_ > kMaxNesting) scanner_.fail("its parentheses are nested too deep");
    ExpressionPtr inner = any();
    --nesting_;
    scanner_.expect(")");
    return inner;
  }

  ExpressionPtr condition() {
    using What = BeingOf::What;
    JsonSelector selector = read_selector(scanner_);
    const auto being = [&](What what) { return std::make_unique<BeingOf>(std::move(selector), what); };
    if (scanner_.take_word("IS")) {
      if (scanner_.take_word("NULL")) return being(What::kNull);
      if (scanner_.take_word("TRUE")) return being(What::kTrue);
      if (scanner_.take_word("FALSE")) return being(What::kFalse);
      scanner_.fail("IS must be followed by NULL, TRUE or FALSE");
    }
    if (scanner_.take_word("NOT")) {
      if (scanner_.take_word("EXISTS")) return being(What::kMissing);
      scanner_.fail("NOT must be followed by EXISTS");
    }
    if (scanner_.take_word("EXISTS")) return being(What::kThere);
    return std::make_unique<Comparing>(std::move(selector), read_condition(scanner_, ")}"));
  }

  FilterScanner& scanner_;
  int nesting_ = 0;
};

class JsonMatcher : public EventMatcher {
 public:
  explicit JsonMatcher(ExpressionPtr expression)
      : expression_(std::move(expression)), needed_(expression_->needed_text()) {}

  bool matches(std::string_view event) const override {
    const size_t start = event.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || event[start] != '{' || !may_match_within(event)) return false;
    const auto value = json::parse(event.substr(start));
    return value && value->is_object() && expression_->holds(*value);
  }

  /// Spares the parsing: what is needed is there as it stands, or something is escaped.
  bool may_match_within(std::string_view texts) const override {
    return needed_.empty() || contains(texts, needed_) || texts.find('\\') != std::string_view::npos;
  }

 private:
  ExpressionPtr expression_;
  std::string_view needed_;
};

}  // namespace

const json::Value* JsonSelector::find(const json::Value& root) const {
  const json::Value* at = &root;
  for (const Step& step : steps) {
    if (step.is_index)
      at = at->is_array() && step.index < at->size() ? &(*at)[step.index] : nullptr;
    else
      at = json::find(*at, step.key);
    if (!at) return nullptr;
  }
  return at;
}

JsonSelector read_selector(FilterScanner& scanner) {
  scanner.expect("$");
  JsonSelector selector;
  while (selector.steps.size() < kMaxSteps) {
    JsonSelector::Step step;
    const bool dot = scanner.take(".");
    if (scanner.take("[")) {
      if (const auto index = scanner.index()) {
        step.index = *index;
        step.is_index = true;
      } else {
        step.key = scanner.quoted(scanner.peek() == '"' ? '"' : '\'');
      }
      scanner.expect("]");
    } else if (dot) {
      step.key = scanner.name();
      if (step.key.empty()) scanner.fail("a name is missing in a selector");
    } else {
      return selector;
    }
    selector.steps.push_back(std::move(step));
  }
  scanner.fail("a selector has too many steps");
}

std::string scalar_text(const json::Value& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() || value.is_boolean() ? json::write(value) : "";
}

std::shared_ptr<const EventMatcher> parse_json_conditions(FilterScanner& scanner) {
  scanner.expect("{");
  ExpressionPtr expression = Parser(scanner).any();
  scanner.expect("}");
  if (!scanner.at_end()) scanner.fail("text comes after '}'");
  return std::make_shared<JsonMatcher>(std::move(expression));
}

}  // namespace cloudling::logs
