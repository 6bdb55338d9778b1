#pragma once

// Words of an expression. Inner to asl/jsonata.

#include <string>
#include <string_view>

namespace cloudling::asl::jsonata {

struct Token {
  enum class Kind { kEnd, kName, kVariable, kString, kNumber, kRegex, kOperator };
  Kind kind = Kind::kEnd;
  std::string text;
  double number = 0;
  bool quoted_name = false;  ///< `name` in backquotes: never an operator
  bool ignore_case = false;
  bool multiline = false;
  size_t at = 0;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  /// `operand`: one is expected here, so that "/" begins a pattern. Throws Error.
  Token next(bool operand);

 private:
  void skip();
  Token string(char quote);
  Token number();
  Token pattern();
  Token word();
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace cloudling::asl::jsonata
