#pragma once

// The tokens of a JSON text, with the place that Jackson would tell for each: AWS's messages about event patterns end
// with it. Jackson reads a string's text only when it is asked for, and a member's name together with the first
// character of its value (numbers and literals whole); so does this. Internal to the pattern language.

#include <string>
#include <string_view>

namespace cloudling::patterns::detail {

/// Thrown while a pattern is parsed; Pattern::parse makes an aws::Error of it.
struct BadPattern {
  std::string reason;
};

enum class Token { kBeginObject, kEndObject, kBeginArray, kEndArray, kName, kString, kNumber, kTrue, kFalse, kNull };

class Tokens {
 public:
  /// `text` is valid JSON and outlives this.
  explicit Tokens(std::string_view text) : text_(text) {}

  /// Not to be called after the last one.
  Token next();

  /// Of the last kName.
  const std::string& name() const { return name_; }

  /// Of the last token: a string's characters, a number as it is spelled.
  std::string text();
  double number() const;

  /// Throws BadPattern with the message and the present place.
  [[noreturn]] void refuse(const std::string& message) const;

  /// Refuses with `message` unless the next token is `wanted`.
  void expect(Token wanted, const char* message);

 private:
  void skip_separators();
  void skip_string();
  Token value();
  Token literal(size_t length, Token token);
  Token number_token();

  std::string_view text_;
  size_t at_ = 0;
  size_t value_begin_ = 0;   ///< of the last string or number
  bool in_string_ = false;   ///< behind the quote of a string that was not read yet
  bool after_name_ = false;  ///< `prepared_` comes next
  Token prepared_ = Token::kNull;
  std::string name_;
  std::string containers_;  ///< '{' and '[' that are open
};

}  // namespace cloudling::patterns::detail
