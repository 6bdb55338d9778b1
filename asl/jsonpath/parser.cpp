#include <array>
#include <cctype>
#include <charconv>
#include <utility>

#include "asl/jsonpath/path.h"

namespace cloudling::jsonpath {
namespace {

constexpr size_t kMaxTextBytes = 16 * 1024;
constexpr int kMaxNesting = 32;

struct Problem {
  std::string message;
};

bool name_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || (c & 0x80) != 0;
}

}  // namespace

/// Recursive descent over the text; throws Problem inside, caught in Path::parse.
class PathParser {
 public:
  explicit PathParser(std::string_view text, int nesting = 0) : text_(text), nesting_(nesting) {
    if (nesting > kMaxNesting) fail("nested too deep");
  }

  Path whole_path() {
    Path path = this->path();
    if (!done()) fail("unexpected text");
    return path;
  }

  /// The path that starts here; stops at what can't belong to it.
  Path path() {
    const size_t begin = at_;
    Path path;
    root(path);
    while (!done() && (peek() == '.' || peek() == '[')) path.steps_.push_back(step());
    check_functions(path);
    for (size_t i = 0; i < path.steps_.size(); ++i) {
      const bool last = i + 1 == path.steps_.size();
      if (!definite(path.steps_[i], last)) path.definite_ = false;
      if (path.steps_[i].kind == Step::Kind::kFunction) path.definite_ = true;
    }
    path.text_ = std::string(text_.substr(begin, at_ - begin));
    return path;
  }

  Filter expression() {
    Filter left = conjunction();
    while (take("||")) left = combine(Filter::Kind::kOr, std::move(left), conjunction());
    return left;
  }

  bool done() const { return at_ >= text_.size(); }
  size_t position() const { return at_; }

 private:
  [[noreturn]] void fail(const std::string& what) const { throw Problem{what + " at position " + std::to_string(at_)}; }

  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void space() {
    while (!done() && (peek() == ' ' || peek() == '\t')) ++at_;
  }
  bool take(std::string_view token) {
    space();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }
  void expect(std::string_view token) {
    if (!take(token)) fail("expected '" + std::string(token) + "'");
  }

  void root(Path& path) {
    if (peek() == '@') {
      ++at_;
      path.root_ = Root::kNode;
      return;
    }
    if (peek() != '$') fail("a path starts with '$'");
    ++at_;
    if (peek() == '$') {
      ++at_;
      path.root_ = Root::kContext;
      return;
    }
    if (!name_char(peek())) return;
    path.root_ = Root::kVariable;
    path.variable_ = bare_name();
  }

  std::string bare_name() {
    const size_t begin = at_;
    while (!done() && name_char(peek())) ++at_;
    if (begin == at_) fail("expected a name");
    return std::string(text_.substr(begin, at_ - begin));
  }

  Step step() {
    bool descend = false;
    bool dot = false;
    if (peek() == '.') {
      ++at_;
      dot = true;
      if (peek() == '.') {
        ++at_;
        descend = true;
      }
    }
    Step step;
    if (peek() == '[') {
      if (dot && !descend) fail("'.' before '['");
      step = bracket();
    } else {
      step = dotted();
    }
    step.descend = descend;
    return step;
  }

  Step dotted() {
    Step step;
    if (peek() == '*') {
      ++at_;
      step.kind = Step::Kind::kWildcard;
      return step;
    }
    std::string name = bare_name();
    if (peek() == '(') return function(name);
    step.names.push_back(std::move(name));
    return step;
  }

  Step function(const std::string& name) {
    static constexpr std::array<std::pair<std::string_view, Function>, 10> kFunctions = {{
        {"length", Function::kLength},
        {"size", Function::kLength},
        {"keys", Function::kKeys},
        {"min", Function::kMin},
        {"max", Function::kMax},
        {"sum", Function::kSum},
        {"avg", Function::kAvg},
        {"stddev", Function::kStddev},
        {"first", Function::kFirst},
        {"last", Function::kLast},
    }};
    for (const auto& [known, function] : kFunctions) {
      if (known != name) continue;
      expect("(");
      expect(")");
      Step step;
      step.kind = Step::Kind::kFunction;
      step.function = function;
      return step;
    }
    fail("unknown function '" + name + "'");
  }

  Step bracket() {
    expect("[");
    space();
    Step step;
    const char c = peek();
    if (c == '*') {
      ++at_;
      step.kind = Step::Kind::kWildcard;
    } else if (c == '?') {
      ++at_;
      step.kind = Step::Kind::kFilter;
      step.filter = filter();
    } else if (c == '\'' || c == '"') {
      do {
        space();
        step.names.push_back(quoted());
      } while (take(","));
    } else {
      numbers(step);
    }
    expect("]");
    return step;
  }

  std::shared_ptr<const Filter> filter() {
    expect("(");
    PathParser inner(text_.substr(at_), nesting_ + 1);
    auto filter = std::make_shared<Filter>(inner.expression());
    at_ += inner.position();
    expect(")");
    return filter;
  }

  void numbers(Step& step) {
    std::optional<int64_t> first;
    if (peek() != ':') first = number();
    if (take(":")) return slice(step, first);
    step.kind = Step::Kind::kIndexes;
    step.indexes.push_back(*first);
    while (take(",")) {
      space();
      step.indexes.push_back(number());
    }
  }

  void slice(Step& step, std::optional<int64_t> from) {
    step.kind = Step::Kind::kSlice;
    step.from = from;
    space();
    if (peek() != ']' && peek() != ':') step.to = number();
    // A third part (the step) is read and has no effect, as on AWS.
    if (take(":")) {
      space();
      if (peek() != ']') number();
    }
    if (!step.from && !step.to) fail("a slice needs a bound");
  }

  int64_t number() {
    space();
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc()) fail("expected a number");
    at_ = static_cast<size_t>(end - text_.data());
    return value;
  }

  std::string quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') fail("expected a quoted name");
    ++at_;
    std::string out;
    while (!done() && peek() != quote) {
      if (peek() == '\\' && (peek(1) == quote || peek(1) == '\\')) ++at_;
      out += text_[at_++];
    }
    if (done()) fail("unterminated quote");
    ++at_;
    return out;
  }

  static bool definite(const Step& step, bool last) {
    if (step.descend) return false;
    switch (step.kind) {
      case Step::Kind::kNames:
        return step.names.size() == 1 || last;
      case Step::Kind::kIndexes:
        return step.indexes.size() == 1;
      case Step::Kind::kFunction:
        return true;
      default:
        return false;
    }
  }

  void check_functions(const Path& path) const {
    for (size_t i = 0; i + 1 < path.steps_.size(); ++i) {
      if (path.steps_[i].kind == Step::Kind::kFunction) fail("a function stands at the end");
    }
    if (!path.steps_.empty() && path.steps_.back().kind == Step::Kind::kFunction && path.steps_.back().descend) {
      fail("a function can't follow '..'");
    }
  }

  static Filter combine(Filter::Kind kind, Filter left, Filter right) {
    if (left.kind == kind) {
      left.parts.push_back(std::move(right));
      return left;
    }
    Filter both;
    both.kind = kind;
    both.parts.push_back(std::move(left));
    both.parts.push_back(std::move(right));
    return both;
  }

  Filter conjunction() {
    Filter left = term();
    while (take("&&")) left = combine(Filter::Kind::kAnd, std::move(left), term());
    return left;
  }

  Filter term() {
    if (++nesting_ > kMaxNesting) fail("nested too deep");
    Filter result;
    space();
    if (peek() == '!' && peek(1) != '=') {
      ++at_;
      result.kind = Filter::Kind::kNot;
      result.parts.push_back(term());
    } else if (take("(")) {
      result = expression();
      expect(")");
    } else {
      result = comparison();
    }
    --nesting_;
    return result;
  }

  Filter comparison() {
    Filter filter;
    filter.left = operand();
    const auto op = comparison_operator();
    if (!op) {
      if (!filter.left.path) fail("expected an operator");
      filter.kind = Filter::Kind::kExists;
      return filter;
    }
    filter.kind = Filter::Kind::kCompare;
    filter.op = *op;
    filter.right = operand();
    return filter;
  }

  std::optional<Filter::Operator> comparison_operator() {
    using Operator = Filter::Operator;
    static constexpr std::array<std::pair<std::string_view, Operator>, 15> kOperators = {{
        {"==", Operator::kEq},
        {"!=", Operator::kNe},
        {"<=", Operator::kLe},
        {">=", Operator::kGe},
        {"<", Operator::kLt},
        {">", Operator::kGt},
        {"in ", Operator::kIn},
        {"in[", Operator::kIn},
        {"nin ", Operator::kNin},
        {"contains ", Operator::kContains},
        {"size ", Operator::kSize},
        {"empty ", Operator::kEmpty},
        {"subsetof ", Operator::kSubsetOf},
        {"anyof ", Operator::kAnyOf},
        {"noneof ", Operator::kNoneOf},
    }};
    for (const auto& [token, op] : kOperators) {
      if (!take(token)) continue;
      if (token.back() == '[') --at_;
      return op;
    }
    return std::nullopt;
  }

  Filter::Operand operand() {
    space();
    Filter::Operand operand;
    const char c = peek();
    if (c == '@' || c == '$') {
      PathParser inner(text_.substr(at_), nesting_ + 1);
      operand.path = inner.path();
      at_ += inner.position();
    } else {
      operand.literal = literal();
    }
    return operand;
  }

  json::Value literal() {
    space();
    if (peek() == '\'' || peek() == '"') return quoted();
    if (take("true")) return true;
    if (take("false")) return false;
    if (take("null")) return nullptr;
    if (peek() == '[') return literal_array();
    const size_t begin = at_;
    while (!done() && (std::isdigit(static_cast<unsigned char>(peek())) != 0 ||
                       std::string_view("+-.eE").find(peek()) != std::string_view::npos)) {
      ++at_;
    }
    auto value = json::parse(text_.substr(begin, at_ - begin));
    if (!value || !value->is_number()) fail("expected a literal");
    return std::move(*value);
  }

  json::Value literal_array() {
    if (++nesting_ > kMaxNesting) fail("nested too deep");
    expect("[");
    json::Value array = json::Value::array();
    if (!take("]")) {
      do {
        array.push_back(literal());
      } while (take(","));
      expect("]");
    }
    --nesting_;
    return array;
  }

  std::string_view text_;
  size_t at_ = 0;
  int nesting_ = 0;
};

std::optional<Path> Path::parse(std::string_view text, std::string* problem) {
  try {
    if (text.size() > kMaxTextBytes) throw Problem{"longer than " + std::to_string(kMaxTextBytes) + " bytes"};
    Path path = PathParser(text).whole_path();
    if (path.root_ == Root::kNode) throw Problem{"a path starts with '$'"};
    return path;
  } catch (const Problem& found) {
    if (problem != nullptr) *problem = found.message;
    return std::nullopt;
  }
}

}  // namespace cloudling::jsonpath
