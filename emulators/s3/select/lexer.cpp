#include "emulators/s3/select/lexer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "emulators/s3/select/keywords.h"

namespace cloudling::s3::select {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    do tokens.push_back(next());
    while (!tokens.back().is(TokenType::kEndOfText));
    return tokens;
  }

 private:
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool done() const { return at_ >= text_.size(); }

  void advance() {
    const char c = text_[at_++];
    if (c == '\n') {
      ++place_.line;
      place_.column = 1;
    } else if ((c & 0xc0) != 0x80) {
      ++place_.column;
    }
  }
  void advance(size_t count) {
    for (size_t i = 0; i < count && !done(); ++i) advance();
  }

  void skip_blank() {
    while (!done()) {
      if (is_space(peek())) {
        advance();
      } else if (peek() == '-' && peek(1) == '-') {
        while (!done() && peek() != '\n') advance();
      } else if (peek() == '/' && peek(1) == '*') {
        const size_t end = text_.find("*/", at_ + 2);
        advance((end == std::string_view::npos ? text_.size() : end + 2) - at_);
      } else {
        return;
      }
    }
  }

  Token next() {
    skip_blank();
    Token token{.place = place_};
    if (done()) return token;
    const char c = peek();
    if (is_letter(c)) {
      word(token);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      number(token);
    } else if (c == '\'') {
      token.type = TokenType::kLiteral;
      token.text = quoted('\'', "LexerInvalidLiteral");
      token.literal = Text{};
    } else if (c == '"') {
      token.type = TokenType::kQuotedIdentifier;
      token.text = quoted('"', "LexerInvalidLiteral");
    } else if (c == '`') {
      ion(token);
    } else {
      sign(token);
    }
    return token;
  }

  void word(Token& token) {
    const size_t begin = at_;
    while (is_letter(peek()) || is_digit(peek())) advance();
    token.text = text_.substr(begin, at_ - begin);
    std::string lower = token.text;
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    token.type = is_reserved(lower) ? TokenType::kKeyword : TokenType::kIdentifier;
    if (token.type == TokenType::kKeyword) token.text = lower;
  }

  void number(Token& token) {
    const size_t begin = at_;
    while (is_digit(peek())) advance();
    if (peek() == '.') advance();
    while (is_digit(peek())) advance();
    if (peek() == 'e' || peek() == 'E') {
      advance();
      if (peek() == '+' || peek() == '-') advance();
      while (is_digit(peek())) advance();
    }
    token.type = TokenType::kLiteral;
    token.text = text_.substr(begin, at_ - begin);
    const auto value = parse_number(token.text);
    if (!value || is_letter(peek())) throw refused_at("LexerInvalidLiteral", "Invalid literal", token.place);
    token.literal = *value;
  }

  /// What stands between two quotes, of which a doubled one is part of it.
  std::string quoted(char quote, const char* code) {
    const Place begin = place_;
    std::string content;
    advance();
    while (!done()) {
      const char c = peek();
      advance();
      if (c != quote) {
        content += c;
      } else if (peek() == quote) {
        content += c;
        advance();
      } else {
        return content;
      }
    }
    throw refused_at(code, "Unterminated literal", begin);
  }

  void ion(Token& token) {
    std::string content = quoted('`', "LexerInvalidIONLiteral");
    const size_t begin = content.find_first_not_of(" \t\r\n");
    const size_t end = content.find_last_not_of(" \t\r\n");
    token.type = TokenType::kLiteral;
    token.text = begin == std::string::npos ? "" : content.substr(begin, end - begin + 1);
    if (!ion_value(token)) throw refused_at("LexerInvalidIONLiteral", "Invalid ION literal", token.place);
  }

  static bool ion_value(Token& token) {
    std::string& text = token.text;
    if (text.empty()) return false;
    if (text == "true" || text == "false") {
      token.literal = text == "true";
    } else if (text == "null" || text.starts_with("null.")) {
      token.literal = Null{};
    } else if (const auto time = parse_timestamp(text)) {
      token.literal = *time;
    } else if (const auto number = parse_number(text)) {
      const bool is_float = text.find_first_of("eE") != std::string::npos;
      if (is_float && !std::isfinite(to_double(*number))) return false;
      token.literal = is_float ? Value(to_double(*number)) : *number;
    } else if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
      text = text.substr(1, text.size() - 2);
      token.literal = Text{};
      return text.find('\\') == std::string::npos;
    } else if (std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c); })) {
      token.literal = Text{};  // a symbol
    } else {
      return false;
    }
    return true;
  }

  void sign(Token& token) {
    static constexpr auto kOperators =
        std::to_array<std::string_view>({"<=", ">=", "<>", "!=", "||", "<", ">", "=", "+", "-", "/", "%"});
    static constexpr std::string_view kMarks = "*.,()[]:;";
    static constexpr auto kMarkTypes = std::to_array<TokenType>(
        {TokenType::kStar, TokenType::kDot, TokenType::kComma, TokenType::kLeftParen, TokenType::kRightParen,
         TokenType::kLeftBracket, TokenType::kRightBracket, TokenType::kColon, TokenType::kSemicolon});
    const std::string_view rest = text_.substr(at_);
    if (const size_t mark = kMarks.find(rest.front()); mark != std::string_view::npos) {
      token.type = kMarkTypes[mark];
      token.text = rest.front();
      return advance();
    }
    for (const std::string_view known : kOperators) {
      if (!rest.starts_with(known)) continue;
      token.type = TokenType::kOperator;
      token.text = known;
      return advance(known.size());
    }
    if (rest.front() == '!' || rest.front() == '|')
      throw refused_at("LexerInvalidOperator", "Invalid operator", token.place);
    throw refused_at("LexerInvalidChar", "Invalid character", token.place);
  }

  std::string_view text_;
  size_t at_ = 0;
  Place place_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view expression) {
  std::vector<Token> tokens = Lexer(expression).run();
  for (Token& token : tokens)
    if (auto* text = std::get_if<Text>(&token.literal)) text->bytes = token.text;
  return tokens;
}

std::string_view name_of(TokenType type) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"KEYWORD", "IDENTIFIER", "QUOTED_IDENTIFIER", "OPERATOR", "LITERAL", "STAR", "DOT", "COMMA", "LEFT_PAREN",
       "RIGHT_PAREN", "LEFT_BRACKET", "RIGHT_BRACKET", "COLON", "SEMICOLON", "EOF"});
  return kNames[static_cast<size_t>(type)];
}

std::string shown(const Token& token) {
  constexpr size_t kShown = 100;  // bytes of a message
  size_t size = std::min(token.text.size(), kShown);
  while (size < token.text.size() && (token.text[size] & 0xc0) == 0x80) --size;
  const bool is_text = token.is(TokenType::kLiteral) && std::holds_alternative<Text>(token.literal);
  const bool is_bare = token.is(TokenType::kLiteral) || token.is(TokenType::kEndOfText) ||
                       token.is(TokenType::kKeyword) || token.is(TokenType::kIdentifier);
  const std::string_view quote = is_text ? "\"" : is_bare ? "" : "'";
  return std::string(name_of(token.type)).append(":").append(quote).append(token.text, 0, size).append(quote);
}

}  // namespace cloudling::s3::select
