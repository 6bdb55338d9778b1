#include "emulators/logs/insights/lexer.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"

namespace cloudling::logs::insights {

namespace {

constexpr size_t kMaxTokens = 4000;

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool begins_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '@' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_name(char c) { return begins_name(c) || is_digit(c) || c == '.'; }

std::optional<double> period_ms(std::string_view unit) {
  if (unit == "ms") return 1;
  if (unit == "s" || unit == "sec" || unit == "second" || unit == "seconds") return 1e3;
  if (unit == "m" || unit == "min" || unit == "minute" || unit == "minutes") return 60e3;
  if (unit == "h" || unit == "hr" || unit == "hour" || unit == "hours") return 3600e3;
  if (unit == "d" || unit == "day" || unit == "days") return 86400e3;
  if (unit == "w" || unit == "week" || unit == "weeks") return 7 * 86400e3;
  return std::nullopt;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> all() {
    std::vector<Token> tokens;
    for (skip(); at_ < text_.size(); skip()) {
      tokens.push_back(next(tokens));
      if (tokens.size() > kMaxTokens) fail_at(at_, "the query is too long");
    }
    tokens.push_back({.kind = Token::Kind::kEnd, .text = "", .offset = at_});
    return tokens;
  }

 private:
  void skip() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_])))
        ++at_;
      else if (text_[at_] == '#')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else
        return;
    }
  }

  Token next(const std::vector<Token>& before) {
    const char c = text_[at_];
    if (c == '"' || c == '\'') return delimited(Token::Kind::kText, c);
    if (c == '`') return delimited(Token::Kind::kName, c);
    if (c == '/' && regex_may_follow(before)) return delimited(Token::Kind::kRegex, c);
    if (is_digit(c)) return number();
    if (begins_name(c)) return name();
    return symbol();
  }

  /// A slash begins a regular expression after =~, like, parse and the field that is parsed, and divides elsewhere.
  static bool regex_may_follow(const std::vector<Token>& before) {
    const size_t count = before.size();
    if (count == 0) return false;
    const Token& last = before[count - 1];
    if (last.kind == Token::Kind::kSymbol) return last.text == "=~";
    return is_word(last, "like") || is_word(last, "parse") || (count > 1 && is_word(before[count - 2], "parse"));
  }

  static bool is_word(const Token& token, std::string_view word) {
    if (token.kind != Token::Kind::kName || token.quoted || token.text.size() != word.size()) return false;
    return std::equal(word.begin(), word.end(), token.text.begin(),
                      [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
  }

  Token delimited(Token::Kind kind, char delimiter) {
    Token token{.kind = kind, .text = "", .offset = at_, .quoted = kind == Token::Kind::kName};
    for (++at_; at_ < text_.size() && text_[at_] != delimiter; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        const bool kept = kind == Token::Kind::kRegex && text_[at_ + 1] != '/';
        if (kept || (text_[at_ + 1] != delimiter && text_[at_ + 1] != '\\')) token.text.push_back('\\');
        ++at_;
      }
      token.text.push_back(text_[at_]);
    }
    if (at_ == text_.size()) fail_at(token.offset, "what begins here has no end");
    ++at_;
    return token;
  }

  Token number() {
    Token token{.kind = Token::Kind::kNumber, .text = "", .offset = at_};
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) token.text.push_back(text_[at_++]);
    const auto value = aws::parse_number(token.text);
    if (!value) fail_at(token.offset, "this is no number");
    token.number = *value;
    std::string unit;
    while (at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_]))) unit.push_back(text_[at_++]);
    if (unit.empty()) return token;
    const auto ms = period_ms(unit);
    if (!ms) fail_at(token.offset, "this is neither a number nor a period");
    token.kind = Token::Kind::kPeriod;
    token.number *= *ms;
    return token;
  }

  Token name() {
    Token token{.kind = Token::Kind::kName, .text = "", .offset = at_};
    while (at_ < text_.size() && is_name(text_[at_])) token.text.push_back(text_[at_++]);
    return token;
  }

  Token symbol() {
    Token token{.kind = Token::Kind::kSymbol, .text = "", .offset = at_};
    const std::string_view rest = text_.substr(at_);
    for (const std::string_view two : {"=~", "!=", "<=", ">=", "==", "<>"}) {
      if (rest.starts_with(two)) token.text = two;
    }
    if (token.text.empty()) token.text = rest.substr(0, 1);
    if (token.text.size() == 1 && std::string_view("=<>+-*/%^(),|[]").find(token.text[0]) == std::string_view::npos) {
      fail_at(at_, "unexpected symbol found " + token.text);
    }
    at_ += token.text.size();
    return token;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view query) { return Lexer(query).all(); }

void fail_at(size_t offset, const std::string& why) {
  throw aws::Error(400, "MalformedQueryException", why + " at position " + std::to_string(offset + 1));
}

}  // namespace cloudling::logs::insights
