#pragma once

// The tokens of an S3 Select expression. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "emulators/s3/select/errors.h"
#include "emulators/s3/select/value.h"

namespace cloudling::s3::select {

enum class TokenType : uint8_t {
  kKeyword,
  kIdentifier,
  kQuotedIdentifier,
  kOperator,
  kLiteral,  ///< a string, a number, or what stands in back quotes
  kStar,
  kDot,
  kComma,
  kLeftParen,
  kRightParen,
  kLeftBracket,
  kRightBracket,
  kColon,
  kSemicolon,
  kEndOfText
};

struct Token {
  TokenType type = TokenType::kEndOfText;
  std::string text;  ///< keywords in lower case; identifiers and strings without their quotes; numbers as written
  Value literal = Missing{};  ///< of a kLiteral; where it is a text, its bytes are `text`
  Place place;

  bool is(TokenType other) const { return type == other; }
  bool is_keyword(std::string_view word) const { return type == TokenType::kKeyword && text == word; }
  bool is_operator(std::string_view sign) const { return type == TokenType::kOperator && text == sign; }
};

/// The tokens, kEndOfText the last. Throws LexerInvalidChar, LexerInvalidOperator, LexerInvalidLiteral,
/// LexerInvalidIONLiteral.
std::vector<Token> tokens_of(std::string_view expression);

/// As AWS's messages name a token: "KEYWORD:from", "LITERAL:'a'".
std::string shown(const Token& token);

/// AWS's name of a type: "LEFT_PAREN".
std::string_view name_of(TokenType type);

}  // namespace cloudling::s3::select
