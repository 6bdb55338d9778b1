#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include "emulators/logs/insights/lexer.h"
#include "emulators/logs/insights/nodes.h"
#include "emulators/logs/insights/query.h"

namespace cloudling::logs::insights {

namespace {

using Kind = Token::Kind;

constexpr int kMaxNesting = 50;
constexpr size_t kMaxStages = 50;
constexpr int64_t kMaxLimit = 10'000;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::optional<Aggregate::Kind> aggregate_named(const std::string& name) {
  using A = Aggregate::Kind;
  static const std::map<std::string, A> kinds = {{"count", A::kCount},
                                                 {"count_distinct", A::kCountDistinct},
                                                 {"sum", A::kSum},
                                                 {"avg", A::kAverage},
                                                 {"min", A::kMin},
                                                 {"max", A::kMax},
                                                 {"stddev", A::kDeviation},
                                                 {"pct", A::kPercentile},
                                                 {"percentile", A::kPercentile},
                                                 {"earliest", A::kEarliest},
                                                 {"latest", A::kLatest},
                                                 {"sortsfirst", A::kSortsFirst},
                                                 {"sortslast", A::kSortsLast}};
  const auto found = kinds.find(lower(name));
  return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), tokens_(tokens_of(text)) {}

  Query query() {
    Query query;
    while (take_symbol("|")) {
    }
    do {
      query.stages.push_back(stage());
      if (query.stages.size() > kMaxStages) fail("the query has too many commands");
    } while (take_symbol("|"));
    if (peek().kind != Kind::kEnd) fail("unexpected symbol found " + peek().text);
    return query;
  }

 private:
  // ---- tokens ----------------------------------------------------------------------------------------------------

  const Token& peek() const { return tokens_[at_]; }
  const Token& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  [[noreturn]] void fail(const std::string& why) const { fail_at(peek().offset, why); }

  bool is_symbol(std::string_view symbol) const { return peek().kind == Kind::kSymbol && peek().text == symbol; }
  bool take_symbol(std::string_view symbol) {
    if (!is_symbol(symbol)) return false;
    take();
    return true;
  }
  void expect_symbol(const std::string& symbol) {
    if (!take_symbol(symbol)) fail("expected " + symbol);
  }
  bool is_word(std::string_view word) const {
    return peek().kind == Kind::kName && !peek().quoted && lower(peek().text) == word;
  }
  bool take_word(std::string_view word) {
    if (!is_word(word)) return false;
    take();
    return true;
  }
  std::string name() {
    if (peek().kind != Kind::kName) fail("expected a name");
    return take().text;
  }

  // ---- commands --------------------------------------------------------------------------------------------------

  Stage stage() {
    Stage stage;
    if (take_word("fields")) {
      stage.columns = columns();
    } else if (take_word("display")) {
      stage.kind = Stage::Kind::kDisplay;
      stage.columns = columns();
    } else if (take_word("filter")) {
      stage.kind = Stage::Kind::kFilter;
      stage.expression = expression();
    } else if (take_word("parse")) {
      parse_stage(stage);
    } else if (take_word("stats")) {
      stats_stage(stage);
    } else if (take_word("sort") || (is_word("order") && (take(), take_word("by")))) {
      sort_stage(stage);
    } else if (take_word("limit") || take_word("head")) {
      limit_stage(stage);
    } else {
      fail("unexpected symbol found " + peek().text);
    }
    return stage;
  }

  std::vector<Column> columns() {
    std::vector<Column> columns;
    do {
      columns.push_back(column());
    } while (take_symbol(","));
    return columns;
  }

  Column column() {
    const size_t begin = at_;
    Column column;
    column.expression = expression();
    column.is_field = at_ == begin + 1 && tokens_[begin].kind == Kind::kName;
    column.name = column.is_field ? tokens_[begin].text : source(begin);
    if (take_word("as")) {
      column.name = name();
      column.is_field = false;
    }
    return column;
  }

  /// The text of the query from a token up to here.
  std::string source(size_t begin) const {
    const size_t from = tokens_[begin].offset;
    std::string text(text_.substr(from, peek().offset - from));
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
  }

  void parse_stage(Stage& stage) {
    stage.kind = Stage::Kind::kParse;
    stage.expression = peek().kind == Kind::kText || peek().kind == Kind::kRegex ? make_field("@message") : value();
    const Token& pattern = take();
    if (pattern.kind == Kind::kRegex) {
      stage.regex = regex(named_groups(pattern.text), pattern.offset);
      stage.names.resize(static_cast<size_t>(stage.regex->NumberOfCapturingGroups()));
      for (const auto& [group, number] : stage.regex->NamedCapturingGroups()) {
        stage.names[static_cast<size_t>(number) - 1] = group;
      }
    } else if (pattern.kind == Kind::kText) {
      stage.regex = regex(glob(pattern.text), pattern.offset);
      if (!take_word("as")) fail("expected as");
      do {
        stage.names.push_back(name());
      } while (take_symbol(","));
      if (static_cast<int>(stage.names.size()) != stage.regex->NumberOfCapturingGroups()) {
        fail_at(pattern.offset, "parse needs a name for each *");
      }
    } else {
      fail_at(pattern.offset, "expected a pattern");
    }
  }

  static std::string glob(const std::string& text) {
    std::string regex = "(?s)";
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '*')
        regex += i + 1 == text.size() ? "(.*)" : "(.*?)";
      else
        regex += re2::RE2::QuoteMeta(re2::StringPiece(&text[i], 1));
    }
    return regex;
  }

  /// (?<name>...) in the form that RE2 knows.
  static std::string named_groups(const std::string& text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      const bool group =
          text.compare(i, 3, "(?<") == 0 && i + 3 < text.size() && text[i + 3] != '=' && text[i + 3] != '!';
      out += group ? "(?P<" : std::string(1, text[i]);
      if (group) i += 2;
    }
    return out;
  }

  static std::shared_ptr<const re2::RE2> regex(const std::string& text, size_t offset) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    auto regex = std::make_shared<const re2::RE2>(text, options);
    if (!regex->ok()) fail_at(offset, "malformed regular expression: " + regex->error());
    return regex;
  }

  void stats_stage(Stage& stage) {
    stage.kind = Stage::Kind::kStats;
    aggregates_ = &stage.aggregates;
    stage.columns = columns();
    aggregates_ = nullptr;
    if (take_word("by")) stage.by = columns();
    if (stage.aggregates.empty()) fail("stats needs an aggregate function");
  }

  void sort_stage(Stage& stage) {
    stage.kind = Stage::Kind::kSort;
    do {
      SortKey key;
      key.expression = expression();
      if (take_word("asc")) key.descending = false;
      take_word("desc");
      stage.keys.push_back(std::move(key));
    } while (take_symbol(","));
  }

  void limit_stage(Stage& stage) {
    stage.kind = Stage::Kind::kLimit;
    const Token& number = take();
    if (number.kind != Kind::kNumber || number.number < 1 || number.number > kMaxLimit) {
      fail_at(number.offset, "limit must be a number from 1 to " + std::to_string(kMaxLimit));
    }
    stage.limit = static_cast<int64_t>(number.number);
  }

  // ---- expressions, the loosest first ----------------------------------------------------------------------------

  ExpressionPtr expression() {
    if (++nesting_ > kMaxNesting) fail("the query is nested too deep");
    ExpressionPtr left = conjunction();
    while (take_word("or")) left = make_binary("or", std::move(left), conjunction());
    --nesting_;
    return left;
  }

  ExpressionPtr conjunction() {
    ExpressionPtr left = negation();
    while (take_word("and")) left = make_binary("and", std::move(left), negation());
    return left;
  }

  ExpressionPtr negation() {
    int count = 0;
    while (take_word("not")) ++count;
    ExpressionPtr operand = comparison();
    return count % 2 ? make_not(std::move(operand)) : std::move(operand);
  }

  ExpressionPtr comparison() {
    ExpressionPtr left = sum();
    if (is_word("not") && at_ + 1 < tokens_.size()) {
      take();
      if (!is_word("like") && !is_word("in")) fail("expected like or in");
      return make_not(like_or_in(std::move(left)));
    }
    if (is_word("like") || is_word("in") || is_symbol("=~")) return like_or_in(std::move(left));
    for (const char* symbol : {"=", "==", "!=", "<>", "<=", ">=", "<", ">"}) {
      if (take_symbol(symbol)) return make_binary(symbol, std::move(left), sum());
    }
    return left;
  }

  ExpressionPtr like_or_in(ExpressionPtr left) {
    if (take_word("in")) {
      const char* close = take_symbol("[") ? "]" : (expect_symbol("("), ")");
      return make_in(std::move(left), arguments(close));
    }
    take();
    if (peek().kind == Kind::kRegex) {
      const Token& pattern = take();
      return make_matches(std::move(left), regex(named_groups(pattern.text), pattern.offset));
    }
    return make_contains(std::move(left), sum());
  }

  ExpressionPtr sum() { return left_to_right({"+", "-"}, &Parser::product); }
  ExpressionPtr product() { return left_to_right({"*", "/", "%"}, &Parser::power); }

  ExpressionPtr left_to_right(std::initializer_list<const char*> symbols, ExpressionPtr (Parser::*operand)()) {
    ExpressionPtr left = (this->*operand)();
    while (true) {
      const auto* found = std::ranges::find_if(symbols, [this](const char* symbol) { return is_symbol(symbol); });
      if (found == symbols.end()) return left;
      take();
      left = make_binary(*found, std::move(left), (this->*operand)());
    }
  }

  ExpressionPtr power() {
    ExpressionPtr base = value();
    while (take_symbol("^")) base = make_binary("^", std::move(base), value());
    return base;
  }

  ExpressionPtr value() {
    if (take_symbol("(")) {
      ExpressionPtr inner = expression();
      expect_symbol(")");
      return inner;
    }
    int minuses = 0;
    while (take_symbol("-")) ++minuses;
    if (minuses % 2) return make_binary("-", make_literal(0.0), value());
    const Token& token = take();
    switch (token.kind) {
      case Kind::kNumber:
      case Kind::kPeriod:
        return make_literal(token.number);
      case Kind::kText:
        return make_literal(token.text);
      case Kind::kName:
        return is_symbol("(") && !token.quoted ? call(token) : make_field(token.text);
      default:
        fail_at(token.offset, "unexpected symbol found " + token.text);
    }
  }

  Arguments arguments(const char* close) {
    Arguments all;
    if (take_symbol(close)) return all;
    do {
      all.push_back(expression());
    } while (take_symbol(","));
    expect_symbol(close);
    return all;
  }

  ExpressionPtr call(const Token& function) {
    expect_symbol("(");
    if (const auto kind = aggregate_named(function.text)) return aggregate(*kind, function);
    if (lower(function.text) == "bin") return bin(function);
    ExpressionPtr made = make_function(function.text, arguments(")"), function.offset);
    if (!made) fail_at(function.offset, "there is no function " + function.text);
    return made;
  }

  ExpressionPtr bin(const Token& function) {
    const Token& period = take();
    if (period.kind != Kind::kPeriod || period.number <= 0) fail_at(function.offset, "bin needs a period such as 5m");
    expect_symbol(")");
    return make_bin(period.number);
  }

  ExpressionPtr aggregate(Aggregate::Kind kind, const Token& function) {
    if (!aggregates_) fail_at(function.offset, function.text + " can only be used with stats");
    auto* const slots = std::exchange(aggregates_, nullptr);  // there are none within one
    Aggregate aggregate{.kind = kind, .argument = nullptr};
    const bool all = kind == Aggregate::Kind::kCount && (is_symbol("*") || is_symbol(")"));
    if (all)
      take_symbol("*");
    else
      aggregate.argument = expression();
    if (kind == Aggregate::Kind::kPercentile) {
      expect_symbol(",");
      const Token& percent = take();
      if (percent.kind != Kind::kNumber || percent.number > 100) fail_at(percent.offset, "expected a percentage");
      aggregate.percent = percent.number;
    }
    expect_symbol(")");
    slots->push_back(std::move(aggregate));
    aggregates_ = slots;
    return make_slot(slots->size() - 1);
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  int nesting_ = 0;
  std::vector<Aggregate>* aggregates_ = nullptr;  ///< where aggregates may stand
};

}  // namespace

Query parse_query(std::string_view text) { return Parser(text).query(); }

}  // namespace cloudling::logs::insights
