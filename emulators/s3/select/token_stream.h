#pragma once

// The tokens of an expression, taken one after the other, and AWS's errors where another was expected.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulators/s3/select/lexer.h"

namespace cloudling::s3::select {

class TokenStream {
 public:
  explicit TokenStream(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  const Token& peek(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  const Token& take() {
    const Token& token = peek();
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
  }
  bool take(TokenType type) { return peek().is(type) && (take(), true); }
  bool take_keyword(std::string_view word) { return peek().is_keyword(word) && (take(), true); }
  bool take_operator(std::string_view sign) { return peek().is_operator(sign) && (take(), true); }

  /// Throws ParseExpectedTokenType.
  const Token& expect(TokenType type) {
    if (peek().is(type)) return take();
    throw error("ParseExpectedTokenType",
                "Expected token of type " + std::string(name_of(type)) + ", found " + shown(peek()));
  }

  /// Throws ParseExpectedKeyword.
  void expect_keyword(std::string_view word) {
    if (take_keyword(word)) return;
    std::string upper(word);
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    throw error("ParseExpectedKeyword", "Expected keyword " + upper + ", found " + shown(peek()));
  }

  /// An error where the next token stands.
  aws::Error error(std::string code, const std::string& message) const {
    return refused_at(std::move(code), message, peek().place);
  }
  aws::Error unexpected() const { return error("ParseUnexpectedToken", "Unexpected token found " + shown(peek())); }

 private:
  std::vector<Token> tokens_;
  size_t at_ = 0;
};

}  // namespace cloudling::s3::select
