#include "emulators/apigateway/velocity/parser.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cloudling::velocity {

namespace {

constexpr int kMaxDepth = 100;

constexpr std::array<std::string_view, 14> kDirectives = {"if",      "else",  "elseif",  "end",      "set",
                                                          "foreach", "macro", "break",   "evaluate", "define",
                                                          "stop",    "parse", "include", "literal"};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

Parser::Nested::Nested(Parser& parser) : parser_(parser) {
  if (++parser_.depth_ > kMaxDepth) {
    --parser_.depth_;
    parser_.fail("nested too deeply");
  }
}

Template Template::parse(std::string_view text) {
  Template parsed;
  parsed.block = Parser(text, parsed).parse();
  return parsed;
}

Block Parser::parse() {
  Ending ending = Ending::kNone;
  Block whole = block(ending);
  if (ending != Ending::kNone) fail("a directive that ends a block, outside of one");
  return whole;
}

Block Parser::block(Ending& ending) {
  const Nested nested(*this);
  Block block;
  ending = Ending::kNone;
  while (at_ < text_.size() && ending == Ending::kNone) {
    if (set_directive(block)) continue;
    if (peek() == '\\')
      backslashes(block);
    else if (peek() == '$')
      text_or_reference(block);
    else if (peek() == '#')
      hash(block, ending);
    else {
      const size_t end = std::min(text_.find_first_of("$#\\", at_), text_.size());
      add_text(block, text_.substr(at_, end - at_));
      at_ = end;
    }
  }
  return block;
}

/// A block up to its #end.
Block Parser::body(const char* of) {
  Ending ending = Ending::kNone;
  Block inner = block(ending);
  if (ending != Ending::kEnd) fail(std::string("#") + of + " without #end");
  return inner;
}

/// At '$', perhaps with backslashes before it. Velocity loses the '!' of "$!" where no reference follows.
void Parser::text_or_reference(Block& block) {
  const size_t begin = at_;
  while (peek() == '\\') ++at_;
  const size_t slashes = at_ - begin;
  auto found = reference();
  if (!found) {
    add_text(block, text_.substr(begin, at_ + 1 - begin));
    ++at_;
    take("!");
    return;
  }
  found->backslashes = slashes;
  Statement& statement = block.emplace_back();
  statement.kind = Statement::Kind::kReference;
  statement.reference = std::make_shared<const Reference>(std::move(*found));
}

void Parser::backslashes(Block& block) {
  const size_t begin = at_;
  const size_t end = std::min(text_.find_first_not_of('\\', at_), text_.size());
  const size_t count = end - begin;
  if (end < text_.size() && text_[end] == '$') {
    text_or_reference(block);
    return;
  }
  const auto word = end < text_.size() && text_[end] == '#' ? word_at(end + 1) : std::nullopt;
  if (!word || !escapes(word->name)) {
    add_text(block, text_.substr(begin, count));
    at_ = end;
    if (word && count % 2 == 1) {
      add_text(block, text_.substr(end, word->end - end));
      at_ = word->end;
    }
    return;
  }
  add_text(block, text_.substr(begin, count / 2));
  at_ = end;
  if (count % 2 == 0) return;
  add_text(block, text_.substr(end, word->end - end));
  at_ = word->end;
}

/// Whether a backslash before the word's '#' is one that is taken away.
bool Parser::escapes(const std::string& name) const {
  return std::ranges::find(kDirectives, name) != kDirectives.end() || into_.macros.contains(name);
}

/// At '#'.
void Parser::hash(Block& block, Ending& ending) {
  if (comment(block)) return;
  const size_t begin = at_;
  const auto word = word_at(at_ + 1);
  if (!word) {
    add_text(block, "#");
    ++at_;
    return;
  }
  at_ = word->end;
  if (word->name == "end" || word->name == "else") {
    close_line();
    ending = word->name == "end" ? Ending::kEnd : Ending::kElse;
  } else if (word->name == "elseif") {
    ending = Ending::kElseIf;
  } else {
    directive(block, *word, begin);
  }
}

/// The three kinds of comment, and text that is taken as it stands.
bool Parser::comment(Block& block) {
  if (at("##")) {
    at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
    if (!take("\r\n") && at_ < text_.size()) ++at_;
    return true;
  }
  const bool verbatim = at("#[[");
  if (!verbatim && !at("#*")) return false;
  const size_t begin = at_ + (verbatim ? 3 : 2);
  const size_t end = text_.find(verbatim ? "]]#" : "*#", begin);
  if (end == std::string_view::npos) {
    if (verbatim) fail("#[[ without ]]#");
    at_ = text_.size();
    return true;
  }
  if (verbatim) add_text(block, text_.substr(begin, end - begin));
  at_ = end + (verbatim ? 3 : 2);
  return true;
}

void Parser::directive(Block& block, const Word& word, size_t begin) {
  if (word.name == "if") return if_directive(block);
  if (word.name == "foreach") return foreach_directive(block);
  if (word.name == "macro") return macro_directive();
  if (word.name == "define") return define_directive(block);
  if (word.name == "evaluate") return line_directive(block, Statement::Kind::kEvaluate, 1, 1);
  if (word.name == "break") return line_directive(block, Statement::Kind::kBreak, 0, 1);
  if (word.name == "stop") return line_directive(block, Statement::Kind::kStop, 0, 1);
  if (word.name == "parse" || word.name == "include" || word.name == "literal")
    fail("#" + word.name + " is not available");
  call(block, word, begin);
}

/// `  #set($a = 1)` with the blanks before it and the rest of its line.
bool Parser::set_directive(Block& block) {
  size_t position = at_;
  while (position < text_.size() && is_blank(text_[position])) ++position;
  const auto rest = text_.substr(position);
  if (!rest.starts_with("#set") && !rest.starts_with("#{set}")) return false;
  position += rest[1] == '{' ? 6 : 4;
  while (position < text_.size() && text_[position] == ' ') ++position;
  if (position >= text_.size() || text_[position] != '(') return false;
  at_ = position + 1;
  skip_space();
  Statement statement;
  statement.kind = Statement::Kind::kSet;
  statement.arguments.push_back(reference_expression());
  skip_space();
  expect('=');
  statement.arguments.push_back(expression());
  expect(')');
  close_line();
  block.push_back(std::move(statement));
  return true;
}

void Parser::if_directive(Block& block) {
  Statement statement;
  statement.kind = Statement::Kind::kIf;
  Ending ending = Ending::kElseIf;
  while (ending == Ending::kElseIf) {
    skip_space();
    expect('(');
    statement.arguments.push_back(expression());
    expect(')');
    close_line();
    statement.blocks.push_back(std::make_shared<const Block>(this->block(ending)));
  }
  if (ending == Ending::kElse) statement.blocks.push_back(std::make_shared<const Block>(this->block(ending)));
  if (ending != Ending::kEnd) fail("#if without #end");
  block.push_back(std::move(statement));
}

void Parser::foreach_directive(Block& block) {
  Statement statement;
  statement.kind = Statement::Kind::kForeach;
  skip_space();
  if (peek() != '(') fail("#foreach without arguments");
  std::vector<Expression> given = arguments();
  const bool valid = given.size() == 3 && given[0].reference && given[1].kind == Expression::Kind::kNull;
  if (!valid) fail("#foreach has the form #foreach($item in $collection)");
  statement.arguments = {std::move(given[0]), std::move(given[2])};
  statement.blocks.push_back(std::make_shared<const Block>(body("foreach")));
  block.push_back(std::move(statement));
}

void Parser::macro_directive() {
  Statement statement;
  statement.kind = Statement::Kind::kMacro;
  skip_space();
  if (peek() != '(') fail("#macro without a name");
  const std::vector<Expression> given = arguments();
  if (given.empty()) fail("#macro without a name");
  if (given[0].kind != Expression::Kind::kNull) fail("the first argument of #macro is its name");
  for (const Expression& parameter : given) {
    if (&parameter == &given[0]) continue;
    if (!parameter.reference) fail("the parameters of #macro are references");
    statement.parameters.push_back(parameter.reference->root);
  }
  statement.name = given[0].literal;
  statement.blocks.push_back(std::make_shared<const Block>(body("macro")));
  const std::string name = statement.name;
  into_.macros[name] = std::make_shared<const Statement>(std::move(statement));
}

void Parser::define_directive(Block& block) {
  Statement statement;
  statement.kind = Statement::Kind::kDefine;
  skip_space();
  if (peek() != '(') fail("#define without a reference");
  statement.arguments = arguments();
  if (statement.arguments.size() != 1 || !statement.arguments[0].reference) fail("#define without a reference");
  statement.blocks.push_back(std::make_shared<const Block>(body("define")));
  block.push_back(std::move(statement));
}

void Parser::line_directive(Block& block, Statement::Kind kind, size_t least, size_t most) {
  Statement statement;
  statement.kind = kind;
  const size_t behind_word = at_;
  skip_space();
  if (peek() == '(')
    statement.arguments = arguments();
  else
    at_ = behind_word;
  if (statement.arguments.size() < least || statement.arguments.size() > most) fail("a directive's arguments");
  block.push_back(std::move(statement));
}

/// `#name(arguments)`, `#@name(arguments) body #end`: perhaps a macro, perhaps text.
void Parser::call(Block& block, const Word& word, size_t begin) {
  const bool with_body = word.name.starts_with("@");
  Statement statement;
  statement.kind = Statement::Kind::kCall;
  statement.name = with_body ? word.name.substr(1) : word.name;
  skip_space();
  if (peek() == '(') {
    statement.arguments = arguments();
    if (with_body) statement.blocks.push_back(std::make_shared<const Block>(body("@")));
  } else {
    at_ = word.end;
  }
  statement.text = text_.substr(begin, at_ - begin);
  block.push_back(std::move(statement));
}

/// In parentheses, parted by blanks, a comma or both; takes the rest of the line where it is blank.
std::vector<Expression> Parser::arguments() {
  std::vector<Expression> given;
  expect('(');
  for (;;) {
    skip_space();
    if (!given.empty() && take(",")) skip_space();
    if (take(")")) break;
    if (auto found = operand()) {
      given.push_back(std::move(*found));
    } else if (const auto word = word_at(at_)) {
      given.emplace_back().literal = word->name;
      at_ = word->end;
    } else {
      fail("an argument was expected");
    }
  }
  close_line();
  return given;
}

/// Takes blanks and the end of the line, where nothing else stands on it.
void Parser::close_line() {
  size_t end = at_;
  while (end < text_.size() && is_blank(text_[end])) ++end;
  if (end == text_.size() || (text_[end] != '\n' && text_[end] != '\r')) return;
  at_ = end;
  if (!take("\r\n")) ++at_;
}

bool Parser::take(std::string_view word) {
  if (!at(word)) return false;
  at_ += word.size();
  return true;
}

void Parser::expect(char c) {
  skip_space();
  if (peek() != c || at_ >= text_.size()) fail(std::string("'") + c + "' was expected");
  ++at_;
}

void Parser::skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

std::string Parser::identifier() {
  const size_t begin = at_;
  if (is_letter(peek()) || peek() == '_') {
    while (is_letter(peek()) || is_digit(peek()) || peek() == '_' || peek() == '-') ++at_;
  }
  return std::string(text_.substr(begin, at_ - begin));
}

/// A directive's name: `word` or `{word}`.
std::optional<Parser::Word> Parser::word_at(size_t position) const {
  const bool bracketed = position < text_.size() && text_[position] == '{';
  const size_t begin = position + (bracketed ? 1 : 0);
  size_t end = begin;
  const auto may_begin = [](char c) { return is_letter(c) || c == '_' || c == '@'; };
  if (end >= text_.size() || !may_begin(text_[end])) return std::nullopt;
  while (end < text_.size() && (may_begin(text_[end]) || is_digit(text_[end]))) ++end;
  if (bracketed && (end >= text_.size() || text_[end] != '}')) return std::nullopt;
  return Word{std::string(text_.substr(begin, end - begin)), end + (bracketed ? 1 : 0)};
}

void Parser::fail(const std::string& what) const {
  const std::string_view before = text_.substr(0, std::min(at_, text_.size()));
  const auto line = std::ranges::count(before, '\n') + 1;
  const size_t column = before.size() - (before.rfind('\n') + 1) + 1;
  throw SyntaxError(what + " (line " + std::to_string(line) + ", column " + std::to_string(column) + ")");
}

void Parser::add_text(Block& block, std::string_view text) {
  if (block.empty() || block.back().kind != Statement::Kind::kText) block.emplace_back();
  block.back().text += text;
}

}  // namespace cloudling::velocity
