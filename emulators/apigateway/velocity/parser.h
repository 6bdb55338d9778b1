#pragma once

// Reads templates. What a character means depends on where it stands, so there is no separate list of tokens: the
// parser walks the text. The rules are those of Velocity 1.7's grammar (Parser.jjt of its source).

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/apigateway/velocity/template.h"

namespace cloudling::velocity {

class Parser {
 public:
  /// `depth` is how deep the text is nested in others: string literals hold templates.
  Parser(std::string_view text, Template& into, int depth = 0) : text_(text), into_(into), depth_(depth) {}

  /// The whole text.
  Block parse();

 private:
  enum class Ending { kNone, kEnd, kElse, kElseIf };
  struct Word {
    std::string name;
    size_t end = 0;  ///< behind it, and behind its bracket
  };
  class Nested;

  // ---- text and directives (parser.cpp)
  Block block(Ending& ending);
  Block body(const char* of);
  void text_or_reference(Block& block);
  void backslashes(Block& block);
  void hash(Block& block, Ending& ending);
  bool comment(Block& block);
  void directive(Block& block, const Word& word, size_t begin);
  bool set_directive(Block& block);
  void if_directive(Block& block);
  void foreach_directive(Block& block);
  void macro_directive();
  void define_directive(Block& block);
  void line_directive(Block& block, Statement::Kind kind, size_t least, size_t most);
  void call(Block& block, const Word& word, size_t begin);
  std::vector<Expression> arguments();
  bool escapes(const std::string& name) const;
  void close_line();

  // ---- references and expressions (expression_parser.cpp)
  std::optional<Reference> reference();
  void accesses(Reference& reference);
  Access method(std::string name);
  Expression reference_expression();
  Expression expression();
  Expression logical_or();
  Expression logical_and();
  Expression equality();
  Expression relation();
  Expression sum();
  Expression product();
  Expression unary();
  Expression primary();
  std::optional<Expression> operand();
  Expression parameter();
  Expression string_literal();
  Expression number();
  Expression list_or_range();
  Expression map();
  std::optional<Expression::Kind> infix(std::initializer_list<std::pair<std::string_view, Expression::Kind>> operators);
  std::optional<Expression> word_literal();

  // ---- characters
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool at(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  bool take(std::string_view word);
  void expect(char c);
  void skip_space();
  std::string identifier();
  std::optional<Word> word_at(size_t position) const;
  [[noreturn]] void fail(const std::string& what) const;
  static void add_text(Block& block, std::string_view text);

  std::string_view text_;
  Template& into_;
  int depth_;
  size_t at_ = 0;
};

/// Counts how deep the parser is; throws SyntaxError where that is too deep.
class Parser::Nested {
 public:
  explicit Nested(Parser& parser);
  ~Nested() { --parser_.depth_; }
  Nested(const Nested&) = delete;

 private:
  Parser& parser_;
};

bool is_letter(char c);
bool is_digit(char c);

}  // namespace cloudling::velocity
