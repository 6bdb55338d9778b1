#include "asl/jsonata/lexer.h"

#include <cctype>
#include <charconv>
#include <cstdint>

#include "asl/jsonata/jsonata.h"

namespace cloudling::asl::jsonata {
namespace {

constexpr std::string_view kSingle = ".[]{}(),@#;:?+-*/%|=<>^&!~";
constexpr std::string_view kSpace = " \t\n\r\v";

void append_utf8(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

/// Four hexadecimal digits at `at`; throws.
uint32_t hex4(std::string_view text, size_t at) {
  uint32_t value = 0;
  const std::string_view digits = text.substr(std::min(at, text.size()), 4);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() == 4 && error == std::errc() && end == digits.data() + 4) return value;
  throw Error{"S0104", "The escape sequence \\u must be followed by 4 hex digits"};
}

}  // namespace

void Lexer::skip() {
  while (at_ < text_.size()) {
    if (kSpace.find(text_[at_]) != std::string_view::npos) {
      ++at_;
    } else if (text_.substr(at_, 2) == "/*") {
      const size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) throw Error{"S0106", "Comment has no closing tag"};
      at_ = end + 2;
    } else {
      return;
    }
  }
}

Token Lexer::next(bool operand) {
  skip();
  Token token;
  token.at = at_;
  if (at_ >= text_.size()) return token;
  const char c = text_[at_];
  if (c == '/' && operand) return pattern();
  for (const std::string_view two : {"..", ":=", "!=", ">=", "<=", "**", "~>"}) {
    if (text_.substr(at_, 2) != two) continue;
    at_ += 2;
    token.kind = Token::Kind::kOperator;
    token.text = two;
    return token;
  }
  if (kSingle.find(c) != std::string_view::npos) {
    ++at_;
    token.kind = Token::Kind::kOperator;
    token.text = c;
    return token;
  }
  if (c == '"' || c == '\'') return string(c);
  if (std::isdigit(static_cast<unsigned char>(c)) != 0) return number();
  if (c == '`') {
    const size_t end = text_.find('`', at_ + 1);
    if (end == std::string_view::npos)
      throw Error{"S0105", "Quoted property name must be terminated with a backquote (`)"};
    token.kind = Token::Kind::kName;
    token.text = text_.substr(at_ + 1, end - at_ - 1);
    token.quoted_name = true;
    at_ = end + 1;
    return token;
  }
  return word();
}

Token Lexer::string(char quote) {
  Token token{.kind = Token::Kind::kString, .text = "", .at = at_};
  for (++at_; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (c == quote) {
      ++at_;
      return token;
    }
    if (c != '\\') {
      token.text += c;
      continue;
    }
    c = peek(1);
    ++at_;
    constexpr std::string_view kEscapes = "\"\\/bfnrt'";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t'";
    if (c == 'u') {
      uint32_t code = hex4(text_, at_ + 1);
      at_ += 4;
      if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_ + 1, 2) == "\\u") {
        code = 0x10000 + ((code - 0xD800) << 10) + (hex4(text_, at_ + 3) - 0xDC00);
        at_ += 6;
      }
      append_utf8(token.text, code);
    } else if (const size_t known = kEscapes.find(c); c != '\0' && known != std::string_view::npos) {
      token.text += kMeant[known];
    } else {
      throw Error{"S0103", std::string("Unsupported escape sequence: \\") + c};
    }
  }
  throw Error{"S0101", "String literal must be terminated by a matching quote"};
}

Token Lexer::number() {
  const size_t begin = at_;
  const auto digits = [this] {
    while (std::isdigit(static_cast<unsigned char>(peek())) != 0) ++at_;
  };
  digits();
  if (peek() == '.' && std::isdigit(static_cast<unsigned char>(peek(1))) != 0) {
    ++at_;
    digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    const size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if (std::isdigit(static_cast<unsigned char>(peek(1 + sign))) != 0) {
      at_ += 1 + sign;
      digits();
    }
  }
  Token token{.kind = Token::Kind::kNumber, .text = std::string(text_.substr(begin, at_ - begin)), .at = begin};
  const auto [end, error] = std::from_chars(text_.data() + begin, text_.data() + at_, token.number);
  if (error != std::errc()) throw Error{"S0102", "Number out of range: " + token.text};
  return token;
}

Token Lexer::pattern() {
  Token token{.kind = Token::Kind::kRegex, .text = "", .at = at_};
  int depth = 0;
  for (++at_; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '/' && depth == 0) break;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    token.text += c;
    if (c == '\\' && at_ + 1 < text_.size()) token.text += text_[++at_];
  }
  if (at_ >= text_.size()) throw Error{"S0302", "No terminating / in regular expression"};
  if (token.text.empty()) throw Error{"S0301", "Empty regular expressions are not allowed"};
  for (++at_; peek() == 'i' || peek() == 'm'; ++at_) {
    token.ignore_case = token.ignore_case || peek() == 'i';
    token.multiline = token.multiline || peek() == 'm';
  }
  return token;
}

Token Lexer::word() {
  const size_t begin = at_;
  while (at_ < text_.size() && kSpace.find(text_[at_]) == std::string_view::npos &&
         kSingle.find(text_[at_]) == std::string_view::npos) {
    ++at_;
  }
  Token token{.kind = Token::Kind::kName, .text = std::string(text_.substr(begin, at_ - begin)), .at = begin};
  if (!token.text.starts_with('$')) return token;
  token.kind = Token::Kind::kVariable;
  token.text.erase(0, 1);
  return token;
}

}  // namespace cloudling::asl::jsonata
