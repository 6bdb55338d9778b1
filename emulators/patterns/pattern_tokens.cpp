#include "emulators/patterns/pattern_tokens.h"

#include <algorithm>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"

namespace cloudling::patterns::detail {

namespace {

constexpr size_t kShownText = 500;  // characters of the text in messages

std::string decoded(std::string_view quoted) { return json::parse(quoted).value_or("").get<std::string>(); }

}  // namespace

Token Tokens::next() {
  if (after_name_) {
    after_name_ = false;
    return prepared_;
  }
  if (in_string_) skip_string();
  skip_separators();
  const char first = text_[at_];
  if (first == '}' || first == ']') {
    value_begin_ = at_++;
    containers_.pop_back();
    return first == '}' ? Token::kEndObject : Token::kEndArray;
  }
  if (containers_.empty() || containers_.back() == '[') return value();
  const size_t begin = at_++;
  skip_string();
  name_ = decoded(text_.substr(begin, at_ - begin));
  skip_separators();
  prepared_ = value();
  after_name_ = true;
  return Token::kName;
}

void Tokens::skip_separators() {
  while (at_ < text_.size() && std::string_view(" \t\r\n,:").find(text_[at_]) != std::string_view::npos) ++at_;
}

/// To behind the closing quote.
void Tokens::skip_string() {
  while (text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
  ++at_;
  in_string_ = false;
}

Token Tokens::value() {
  const char first = text_[at_];
  value_begin_ = at_;
  switch (first) {
    case '{':
    case '[':
      ++at_;
      containers_ += first;
      return first == '{' ? Token::kBeginObject : Token::kBeginArray;
    case '"':
      ++at_;
      in_string_ = true;
      return Token::kString;
    case 't':
      return literal(4, Token::kTrue);
    case 'f':
      return literal(5, Token::kFalse);
    case 'n':
      return literal(4, Token::kNull);
    default:
      return number_token();
  }
}

Token Tokens::literal(size_t length, Token token) {
  at_ += length;
  return token;
}

Token Tokens::number_token() {
  at_ = std::min(text_.find_first_not_of("+-0123456789.eE", at_), text_.size());
  return Token::kNumber;
}

std::string Tokens::text() {
  if (in_string_) skip_string();
  const std::string_view spelled = text_.substr(value_begin_, at_ - value_begin_);
  return spelled.starts_with('"') ? decoded(spelled) : std::string(spelled);
}

double Tokens::number() const {
  return json::parse(text_.substr(value_begin_, at_ - value_begin_)).value_or(0).get<double>();
}

void Tokens::refuse(const std::string& message) const {
  const std::string_view before = text_.substr(0, at_);
  const size_t line = static_cast<size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const size_t line_begin = before.rfind('\n') + 1;  // 0 in the first line
  std::string source = "(String)\"" + std::string(text_.substr(0, kShownText)) + "\"";
  if (text_.size() > kShownText) source += "[truncated " + std::to_string(text_.size() - kShownText) + " chars]";
  throw BadPattern{message + "\n at [Source: " + source + "; line: " + std::to_string(line) +
                   ", column: " + std::to_string(aws::count_characters(before.substr(line_begin)) + 1) + "]"};
}

void Tokens::expect(Token wanted, const char* message) {
  if (next() != wanted) refuse(message);
}

}  // namespace cloudling::patterns::detail
