#include <charconv>
#include <utility>

#include "emulators/apigateway/velocity/parser.h"

namespace cloudling::velocity {

using Kind = Expression::Kind;

namespace {

bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

Expression binary(Kind kind, Expression left, Expression right) {
  Expression expression;
  expression.kind = kind;
  expression.literal = left.literal + " " + right.literal;
  expression.parts.push_back(std::move(left));
  expression.parts.push_back(std::move(right));
  return expression;
}

/// "\u00e4" becomes the character; other backslashes are text.
std::string unescaped(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    uint32_t code = 0;
    const bool escape = text.substr(i).starts_with("\\u") && i + 6 <= text.size();
    const char* end = escape ? text.data() + i + 6 : nullptr;
    if (!escape || std::from_chars(text.data() + i + 2, end, code, 16).ptr != end) {
      result += text[i];
      continue;
    }
    i += 5;
    if (code < 0x80) {
      result += static_cast<char>(code);
    } else if (code < 0x800) {
      result += static_cast<char>(0xC0 | (code >> 6));
      result += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      result += static_cast<char>(0xE0 | (code >> 12));
      result += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
      result += static_cast<char>(0x80 | (code & 0x3F));
    }
  }
  return result;
}

}  // namespace

// ---- references

/// At '$': the reference; nothing, and nothing taken, where that is text.
std::optional<Reference> Parser::reference() {
  const size_t begin = at_;
  Reference found;
  ++at_;
  found.quiet = take("!");
  const bool formal = take("{");
  found.root = identifier();
  if (found.root.empty()) {
    at_ = begin;
    return std::nullopt;
  }
  accesses(found);
  if (formal && !take("}")) fail("'}' was expected");
  found.literal = text_.substr(begin, at_ - begin);
  return found;
}

void Parser::accesses(Reference& reference) {
  const Nested nested(*this);
  for (;;) {
    if (peek() == '.' && is_letter(peek(1))) {
      ++at_;
      std::string name = identifier();
      if (peek() == '(') {
        reference.accesses.push_back(method(std::move(name)));
      } else {
        reference.accesses.push_back({Access::Kind::kProperty, std::move(name), {}});
      }
    } else if (take("[")) {
      Access index{Access::Kind::kIndex, "", {}};
      index.arguments.push_back(parameter());
      expect(']');
      reference.accesses.push_back(std::move(index));
    } else {
      return;
    }
  }
}

Access Parser::method(std::string name) {
  Access access{Access::Kind::kMethod, std::move(name), {}};
  expect('(');
  skip_space();
  if (take(")")) return access;
  do access.arguments.push_back(parameter());
  while (take(","));
  expect(')');
  return access;
}

Expression Parser::reference_expression() {
  const size_t begin = at_;
  Expression expression;
  expression.kind = Kind::kReference;
  auto found = peek() == '$' ? reference() : std::nullopt;
  if (!found) fail("a reference was expected");
  expression.reference = std::make_shared<const Reference>(std::move(*found));
  expression.literal = text_.substr(begin, at_ - begin);
  return expression;
}

// ---- operators, the weakest first

Expression Parser::expression() {
  const Nested nested(*this);
  return logical_or();
}

Expression Parser::logical_or() {
  Expression left = logical_and();
  while (infix({{"||", Kind::kOr}, {"or", Kind::kOr}})) left = binary(Kind::kOr, std::move(left), logical_and());
  return left;
}

Expression Parser::logical_and() {
  Expression left = equality();
  while (infix({{"&&", Kind::kAnd}, {"and", Kind::kAnd}})) left = binary(Kind::kAnd, std::move(left), equality());
  return left;
}

Expression Parser::equality() {
  Expression left = relation();
  while (const auto kind =
             infix({{"==", Kind::kEqual}, {"eq", Kind::kEqual}, {"!=", Kind::kNotEqual}, {"ne", Kind::kNotEqual}}))
    left = binary(*kind, std::move(left), relation());
  return left;
}

Expression Parser::relation() {
  Expression left = sum();
  while (const auto kind = infix({{"<=", Kind::kLessOrEqual},
                                  {"le", Kind::kLessOrEqual},
                                  {">=", Kind::kGreaterOrEqual},
                                  {"ge", Kind::kGreaterOrEqual},
                                  {"<", Kind::kLess},
                                  {"lt", Kind::kLess},
                                  {">", Kind::kGreater},
                                  {"gt", Kind::kGreater}}))
    left = binary(*kind, std::move(left), sum());
  return left;
}

Expression Parser::sum() {
  Expression left = product();
  while (!(peek() == '-' && is_digit(peek(1)))) {
    const auto kind = infix({{"+", Kind::kAdd}, {"-", Kind::kSubtract}});
    if (!kind) break;
    left = binary(*kind, std::move(left), product());
  }
  return left;
}

Expression Parser::product() {
  Expression left = unary();
  while (const auto kind = infix({{"*", Kind::kMultiply}, {"/", Kind::kDivide}, {"%", Kind::kModulo}}))
    left = binary(*kind, std::move(left), unary());
  return left;
}

Expression Parser::unary() {
  skip_space();
  if (peek() == '!' ? peek(1) == '=' || !take("!") : !infix({{"not", Kind::kNot}})) return primary();
  const Nested nested(*this);
  Expression expression;
  expression.kind = Kind::kNot;
  expression.parts.push_back(unary());
  expression.literal = "!" + expression.parts[0].literal;
  return expression;
}

/// The operator that stands here, taken. Operators that are words end where the word does.
std::optional<Kind> Parser::infix(std::initializer_list<std::pair<std::string_view, Kind>> operators) {
  skip_space();
  for (const auto& [word, kind] : operators) {
    if (!at(word) || (is_letter(word[0]) && is_word(peek(word.size())))) continue;
    at_ += word.size();
    return kind;
  }
  return std::nullopt;
}

// ---- operands

Expression Parser::primary() {
  skip_space();
  std::optional<Expression> found;
  if (take("(")) {
    found = expression();
    expect(')');
  } else {
    found = operand();
  }
  if (!found) fail("an expression was expected");
  skip_space();
  return std::move(*found);
}

Expression Parser::parameter() {
  skip_space();
  auto found = operand();
  if (!found) fail("an argument was expected");
  skip_space();
  return std::move(*found);
}

/// What may stand as an argument; nothing where none does.
std::optional<Expression> Parser::operand() {
  const Nested nested(*this);
  const size_t begin = at_;
  const char c = peek();
  std::optional<Expression> found;
  if (c == '"' || c == '\'')
    found = string_literal();
  else if (c == '$')
    found = reference_expression();
  else if (c == '[')
    found = list_or_range();
  else if (c == '{' && !word_at(at_))
    found = map();
  else if (is_digit(c) || ((c == '-' || c == '.') && (is_digit(peek(1)) || peek(1) == '.')))
    found = number();
  else
    found = word_literal();
  if (found && found->kind != Kind::kReference) found->literal = text_.substr(begin, at_ - begin);
  return found;
}

std::optional<Expression> Parser::word_literal() {
  for (const bool value : {true, false}) {
    const std::string_view word = value ? "true" : "false";
    if (!at(word) || is_word(peek(word.size()))) continue;
    at_ += word.size();
    Expression expression;
    expression.kind = Kind::kBoolean;
    expression.integer = value ? 1 : 0;
    return expression;
  }
  return std::nullopt;
}

/// A quote within is written twice. In double quotes references and directives are rendered.
Expression Parser::string_literal() {
  const char quote = peek();
  std::string text;
  for (++at_;; ++at_) {
    if (at_ >= text_.size()) fail("a string without its end");
    if (peek() == quote) {
      if (peek(1) != quote) break;
      ++at_;
    }
    text += peek();
  }
  ++at_;
  Expression expression;
  expression.kind = Kind::kText;
  if (quote == '"') text = unescaped(text);
  if (quote == '"' && text.find_first_of("$#") != std::string::npos) {
    expression.kind = Kind::kInterpolated;
    expression.added_space = text.find("##") == std::string::npos;
    if (expression.added_space) text += ' ';
    expression.block = std::make_shared<const Block>(Parser(text, into_, depth_ + 1).parse());
  } else {
    expression.text = std::move(text);
  }
  return expression;
}

/// "1..3" is an integer and a range's dots.
Expression Parser::number() {
  const size_t begin = at_;
  take("-");
  while (is_digit(peek())) ++at_;
  bool real = false;
  if (peek() == '.' && peek(1) != '.') {
    real = true;
    ++at_;
    while (is_digit(peek())) ++at_;
  }
  const size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
  if ((peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign))) {
    real = true;
    at_ += 1 + sign;
    while (is_digit(peek())) ++at_;
  }
  const std::string digits(text_.substr(begin, at_ - begin));
  if (digits.find_first_of("0123456789") == std::string::npos) fail("a number was expected");
  Expression expression;
  const char* end = digits.data() + digits.size();
  expression.kind = real ? Kind::kReal : Kind::kInteger;
  const auto read = real ? std::from_chars(digits.data(), end, expression.real)
                         : std::from_chars(digits.data(), end, expression.integer);
  if (read.ec != std::errc()) fail("a number that is too large");
  return expression;
}

Expression Parser::list_or_range() {
  Expression expression;
  expression.kind = Kind::kList;
  expect('[');
  skip_space();
  if (take("]")) return expression;
  expression.parts.push_back(parameter());
  if (take("..")) {
    expression.kind = Kind::kRange;
    expression.parts.push_back(parameter());
  } else {
    while (take(",")) expression.parts.push_back(parameter());
  }
  expect(']');
  return expression;
}

Expression Parser::map() {
  Expression expression;
  expression.kind = Kind::kMap;
  expect('{');
  skip_space();
  if (take("}")) return expression;
  do {
    expression.parts.push_back(parameter());
    expect(':');
    expression.parts.push_back(parameter());
  } while (take(","));
  expect('}');
  return expression;
}

}  // namespace cloudling::velocity
