#include "emulators/s3/select/expression_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "emulators/aws/http.h"

namespace cloudling::s3::select {
namespace {

constexpr int kMaxDepth = 200;

std::optional<Op> comparison(const Token& token) {
  static constexpr auto kSigns = std::to_array<std::pair<std::string_view, Op>>({{"=", Op::kEqual},
                                                                                 {"<>", Op::kNotEqual},
                                                                                 {"!=", Op::kNotEqual},
                                                                                 {"<", Op::kLess},
                                                                                 {"<=", Op::kLessOrEqual},
                                                                                 {">", Op::kGreater},
                                                                                 {">=", Op::kGreaterOrEqual}});
  for (const auto& [sign, op] : kSigns)
    if (token.is_operator(sign)) return op;
  return std::nullopt;
}

bool is_name(const Token& token) { return token.is(TokenType::kIdentifier) || token.is(TokenType::kQuotedIdentifier); }

}  // namespace

bool PathStep::names(std::string_view other) const {
  return exact ? name == other : aws::equals_ignoring_case(name, other);
}

/// One more level of parentheses, signs and calls.
class ExpressionParser::Nesting {
 public:
  explicit Nesting(int& depth) : depth_(depth) {
    if (++depth_ > kMaxDepth) throw refused("MaxOperatorsExceeded");
  }
  ~Nesting() { --depth_; }
  Nesting(const Nesting&) = delete;

 private:
  int& depth_;
};

ExpressionPtr ExpressionParser::make(Op op, Place place) {
  auto expression = std::make_unique<Expression>();
  expression->op = op;
  expression->place = place;
  return expression;
}

void ExpressionParser::add(Expression& parent, ExpressionPtr arg) {
  parent.depth = std::max(parent.depth, arg->depth + 1);
  if (parent.depth > kMaxDepth) throw refused("MaxOperatorsExceeded");
  parent.args.push_back(std::move(arg));
}

ExpressionPtr ExpressionParser::parse() {
  const Nesting nesting(nesting_);
  return parse_all_of(Op::kOr, "or", &ExpressionParser::parse_and);
}

ExpressionPtr ExpressionParser::parse_all_of(Op op, std::string_view keyword,
                                             ExpressionPtr (ExpressionParser::*operand)()) {
  ExpressionPtr first = (this->*operand)();
  if (!tokens_.peek().is_keyword(keyword)) return first;
  ExpressionPtr all = make(op, tokens_.peek().place);
  add(*all, std::move(first));
  while (tokens_.take_keyword(keyword)) add(*all, (this->*operand)());
  return all;
}

ExpressionPtr ExpressionParser::parse_and() { return parse_all_of(Op::kAnd, "and", &ExpressionParser::parse_not); }

ExpressionPtr ExpressionParser::parse_not() {
  if (!tokens_.peek().is_keyword("not")) return parse_comparison();
  const Nesting nesting(nesting_);
  ExpressionPtr negation = make(Op::kNot, tokens_.take().place);
  add(*negation, parse_not());
  return negation;
}

ExpressionPtr ExpressionParser::parse_comparison() {
  ExpressionPtr left = parse_concat();
  while (true) {
    const Token& token = tokens_.peek();
    const bool negated = token.is_keyword("not");
    const Token& word = tokens_.peek(negated ? 1 : 0);
    if (const auto op = comparison(token)) {
      ExpressionPtr both = make(*op, tokens_.take().place);
      add(*both, std::move(left));
      add(*both, parse_concat());
      left = std::move(both);
    } else if (token.is_keyword("is")) {
      left = parse_is(std::move(left));
    } else if (word.is_keyword("in")) {
      left = parse_in(std::move(left));
    } else if (word.is_keyword("between")) {
      left = parse_between(std::move(left));
    } else if (word.is_keyword("like")) {
      left = parse_like(std::move(left));
    } else {
      return left;
    }
  }
}

ExpressionPtr ExpressionParser::parse_is(ExpressionPtr left) {
  ExpressionPtr test = make(Op::kIsType, tokens_.take().place);
  test->negated = tokens_.take_keyword("not");
  if (tokens_.take_keyword("null"))
    test->op = Op::kIsNull;
  else if (tokens_.take_keyword("missing"))
    test->op = Op::kIsMissing;
  else
    test->type = parse_type();
  add(*test, std::move(left));
  return test;
}

/// Behind the operand: NOT, where it is there, and the word of the test.
ExpressionPtr ExpressionParser::begin_test(Op op, ExpressionPtr operand) {
  ExpressionPtr test = make(op, tokens_.peek().place);
  test->negated = tokens_.take_keyword("not");
  tokens_.take();
  add(*test, std::move(operand));
  return test;
}

ExpressionPtr ExpressionParser::parse_in(ExpressionPtr left) {
  ExpressionPtr test = begin_test(Op::kIn, std::move(left));
  if (!tokens_.take(TokenType::kLeftParen))
    throw tokens_.error("ParseExpectedLeftParenValueConstructor", "Expected left parenthesis for value constructor");
  do add(*test, parse());
  while (tokens_.take(TokenType::kComma));
  tokens_.expect(TokenType::kRightParen);
  return test;
}

ExpressionPtr ExpressionParser::parse_between(ExpressionPtr left) {
  ExpressionPtr test = begin_test(Op::kBetween, std::move(left));
  add(*test, parse_concat());
  tokens_.expect_keyword("and");
  add(*test, parse_concat());
  return test;
}

ExpressionPtr ExpressionParser::parse_like(ExpressionPtr left) {
  ExpressionPtr test = begin_test(Op::kLike, std::move(left));
  add(*test, parse_concat());
  if (tokens_.take_keyword("escape")) add(*test, parse_concat());
  return test;
}

ExpressionPtr ExpressionParser::parse_concat() {
  ExpressionPtr left = parse_sum();
  while (tokens_.peek().is_operator("||")) {
    ExpressionPtr both = make(Op::kConcat, tokens_.take().place);
    add(*both, std::move(left));
    add(*both, parse_sum());
    left = std::move(both);
  }
  return left;
}

ExpressionPtr ExpressionParser::parse_sum() {
  ExpressionPtr left = parse_product();
  while (tokens_.peek().is_operator("+") || tokens_.peek().is_operator("-")) {
    const Op op = tokens_.peek().text == "+" ? Op::kAdd : Op::kSubtract;
    ExpressionPtr both = make(op, tokens_.take().place);
    add(*both, std::move(left));
    add(*both, parse_product());
    left = std::move(both);
  }
  return left;
}

ExpressionPtr ExpressionParser::parse_product() {
  ExpressionPtr left = parse_sign();
  while (tokens_.peek().is(TokenType::kStar) || tokens_.peek().is_operator("/") || tokens_.peek().is_operator("%")) {
    const char sign = tokens_.peek().text.front();
    const Op op = sign == '*' ? Op::kMultiply : sign == '/' ? Op::kDivide : Op::kModulo;
    ExpressionPtr both = make(op, tokens_.take().place);
    add(*both, std::move(left));
    add(*both, parse_sign());
    left = std::move(both);
  }
  return left;
}

ExpressionPtr ExpressionParser::parse_sign() {
  const Token& token = tokens_.peek();
  if (!token.is_operator("-") && !token.is_operator("+")) return parse_primary();
  const Nesting nesting(nesting_);
  ExpressionPtr sign = make(token.text == "-" ? Op::kNegate : Op::kPlus, tokens_.take().place);
  add(*sign, parse_sign());
  return sign;
}

ExpressionPtr ExpressionParser::parse_primary() {
  const Token& token = tokens_.peek();
  switch (token.type) {
    case TokenType::kLiteral:
      return parse_literal();
    case TokenType::kLeftParen:
      return parse_parenthesis();
    case TokenType::kKeyword:
      return parse_keyword();
    case TokenType::kIdentifier:
    case TokenType::kQuotedIdentifier:
      if (tokens_.peek(1).is(TokenType::kLeftParen)) return parse_function(tokens_.take());
      return parse_path();
    case TokenType::kOperator:
      throw tokens_.error("ParseUnexpectedOperator", "Unexpected operator " + shown(token));
    default:
      throw tokens_.error("ParseUnexpectedTerm", "Unexpected term found, " + shown(token));
  }
}

ExpressionPtr ExpressionParser::parse_literal() {
  const Token& token = tokens_.take();
  ExpressionPtr literal = make(Op::kLiteral, token.place);
  literal->text = token.text;
  literal->literal = token.literal;
  if (auto* text = std::get_if<Text>(&literal->literal)) text->bytes = literal->text;
  return literal;
}

ExpressionPtr ExpressionParser::parse_keyword() {
  const Token& token = tokens_.peek();
  const bool is_literal =
      token.text == "true" || token.text == "false" || token.text == "null" || token.text == "missing";
  if (is_literal) {
    ExpressionPtr literal = make(Op::kLiteral, token.place);
    if (token.text == "null") literal->literal = Null{};
    if (token.text == "true" || token.text == "false") literal->literal = token.text == "true";
    tokens_.take();
    return literal;
  }
  if (token.text == "case") return parse_case();
  if (token.text == "select") throw tokens_.error("ParseUnsupportedSelect", "Unsupported use of SELECT");
  if (token.text == "cast" || tokens_.peek(1).is(TokenType::kLeftParen)) return parse_function(tokens_.take());
  throw tokens_.error("ParseUnexpectedKeyword", "Unexpected keyword found, " + shown(token));
}

ExpressionPtr ExpressionParser::parse_parenthesis() {
  tokens_.take();
  ExpressionPtr inner = parse();
  tokens_.expect(TokenType::kRightParen);
  return inner;
}

ExpressionPtr ExpressionParser::parse_path() {
  const Token& first = tokens_.take();
  ExpressionPtr path = make(Op::kPath, first.place);
  path->path.push_back({.name = first.text, .exact = first.is(TokenType::kQuotedIdentifier)});
  for (PathStep& step : steps()) path->path.push_back(std::move(step));
  return path;
}

std::vector<PathStep> ExpressionParser::steps() {
  std::vector<PathStep> steps;
  while (true) {
    if (tokens_.take(TokenType::kDot)) {
      const Token& token = tokens_.peek();
      if (token.is(TokenType::kStar))
        steps.push_back({.kind = PathStep::Kind::kAnyField});
      else if (is_name(token))
        steps.push_back({.name = token.text, .exact = token.is(TokenType::kQuotedIdentifier)});
      else
        throw tokens_.error("ParseInvalidPathComponent",
                            "Invalid Path component, expecting either an IDENTIFIER or STAR, got: " +
                                std::string(name_of(token.type)) + ",");
      tokens_.take();
    } else if (tokens_.take(TokenType::kLeftBracket)) {
      steps.push_back(bracket_step());
    } else {
      return steps;
    }
  }
}

PathStep ExpressionParser::bracket_step() {
  const Token& token = tokens_.take();
  PathStep step;
  if (token.is(TokenType::kStar)) {
    step.kind = PathStep::Kind::kAnyElement;
  } else if (const auto* index = std::get_if<int64_t>(&token.literal)) {
    step.kind = PathStep::Kind::kIndex;
    step.index = *index;
  } else if (std::holds_alternative<Text>(token.literal)) {
    step.name = token.text;
    step.exact = true;
  } else {
    throw refused_at("ParseUnsupportedSyntax", "Unsupported syntax, found " + shown(token), token.place);
  }
  tokens_.expect(TokenType::kRightBracket);
  return step;
}

ExpressionPtr ExpressionParser::parse_case() {
  ExpressionPtr choice = make(Op::kCase, tokens_.take().place);
  if (!tokens_.peek().is_keyword("when")) {
    choice->op = Op::kSimpleCase;
    add(*choice, parse());
  }
  if (!tokens_.peek().is_keyword("when"))
    throw tokens_.error("ParseExpectedWhenClause", "Expected WHEN clause in CASE");
  while (tokens_.take_keyword("when")) {
    add(*choice, parse());
    tokens_.expect_keyword("then");
    add(*choice, parse());
  }
  if (tokens_.take_keyword("else")) add(*choice, parse());
  tokens_.expect_keyword("end");
  return choice;
}

}  // namespace cloudling::s3::select
