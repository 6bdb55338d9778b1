#include "emulators/s3/select/parser.h"

#include <utility>

#include "emulators/aws/http.h"
#include "emulators/s3/select/expression_parser.h"

namespace cloudling::s3::select {
namespace {

using Kind = PathStep::Kind;

class QueryParser {
 public:
  explicit QueryParser(std::string_view text) : tokens_(tokens_of(text)), expressions_(tokens_, query_.aggregates) {}

  Query run() {
    tokens_.expect_keyword("select");
    if (tokens_.peek().is_keyword("distinct"))
      throw tokens_.error("ParseUnsupportedSelect", "Unsupported use of SELECT DISTINCT");
    select_list();
    if (!tokens_.take_keyword("from"))
      throw tokens_.peek().is(TokenType::kEndOfText)
          ? tokens_.error("ParseSelectMissingFrom", "Missing FROM after SELECT list")
          : tokens_.unexpected();
    from();
    if (tokens_.take_keyword("where")) where();
    if (tokens_.peek().is_keyword("group") || tokens_.peek().is_keyword("having"))
      throw refused("UnsupportedSqlStructure");
    if (tokens_.take_keyword("limit")) limit();
    tokens_.take(TokenType::kSemicolon);
    if (!tokens_.peek().is(TokenType::kEndOfText)) throw tokens_.unexpected();
    require_one_kind();
    return std::move(query_);
  }

 private:
  void select_list() {
    if (tokens_.peek().is_keyword("from") || tokens_.peek().is(TokenType::kEndOfText))
      throw tokens_.error("ParseEmptySelect", "Found empty SELECT list");
    do select_item();
    while (tokens_.take(TokenType::kComma));
  }

  void select_item() {
    const Token& first = tokens_.peek();
    const Place place = first.place;
    if (first.is(TokenType::kStar)) {
      tokens_.take();
      return everything(place);
    }
    SelectItem item{.value = expressions_.parse(), .name = {}};
    Expression& value = *item.value;
    if (value.op == Op::kPath && value.path.back().kind == Kind::kAnyField && value.path.size() == 2) {
      star_of_ = value.path.front();
      return everything(place);
    }
    if (query_.everything) throw star_not_alone(star_);
    item.name = alias_of_item().value_or(value.op == Op::kPath ? value.path.back().name : "");
    query_.items.push_back(std::move(item));
  }

  void everything(Place place) {
    if (query_.everything || !query_.items.empty()) throw star_not_alone(query_.everything ? star_ : place);
    query_.everything = true;
    star_ = place;
  }

  static aws::Error star_not_alone(Place place) {
    return refused_at("ParseAsteriskIsNotAloneInSelectList",
                      "Other expressions may not be present in the select list when '*' is used without dot notation",
                      place);
  }

  std::optional<std::string> alias_of_item() {
    const bool as = tokens_.take_keyword("as");
    const Token& token = tokens_.peek();
    if (token.is(TokenType::kIdentifier) || token.is(TokenType::kQuotedIdentifier)) return tokens_.take().text;
    if (as) throw tokens_.error("ParseExpectedIdentForAlias", "Expected identifier for alias");
    return std::nullopt;
  }

  void from() {
    const Token& table = tokens_.peek();
    const bool named = table.is(TokenType::kIdentifier) || table.is(TokenType::kQuotedIdentifier);
    if (!named) throw tokens_.unexpected();
    if (!aws::equals_ignoring_case(table.text, "s3object")) throw refused("InvalidTableAlias");
    tokens_.take();
    std::vector<PathStep> steps = expressions_.steps();
    if (!steps.empty()) {
      if (steps.front().kind != Kind::kAnyElement) throw refused("InvalidKeyPath");
      query_.from_elements = true;
      steps.erase(steps.begin());
    }
    query_.from = std::move(steps);
    query_.alias_exact = tokens_.peek().is(TokenType::kQuotedIdentifier) ||
                         (tokens_.peek().is_keyword("as") && tokens_.peek(1).is(TokenType::kQuotedIdentifier));
    query_.alias = alias_of_item();
    if (tokens_.peek().is(TokenType::kComma)) throw refused("MultipleDataSourcesUnsupported");
    for (const char* word : {"join", "inner", "left", "right", "full", "outer", "cross"})
      if (tokens_.peek().is_keyword(word)) throw tokens_.error("ParseMalformedJoin", "JOIN is not supported");
  }

  void where() {
    const size_t aggregates = query_.aggregates.size();
    query_.where = expressions_.parse();
    if (query_.aggregates.size() > aggregates) throw refused("UnsupportedSqlStructure");
  }

  void limit() {
    const bool negative = tokens_.take_operator("-");
    const auto* number = std::get_if<int64_t>(&tokens_.peek().literal);
    if (!number) throw tokens_.error("ParseExpectedNumber", "Expected number, found " + shown(tokens_.peek()));
    if (negative && *number > 0) throw refused("EvaluatorNegativeLimit");
    query_.limit = *number;
    tokens_.take();
  }

  /// Aggregates and fields of single records don't go together; wildcards stand in FROM alone; "a.*" is of the alias.
  void require_one_kind() {
    for (const SelectItem& item : query_.items) {
      if (query_.aggregates_only()) require_aggregated(*item.value);
      require_no_wildcard(*item.value);
    }
    if (query_.where) require_no_wildcard(*query_.where);
    if (star_of_ && !star_of_->names(query_.alias.value_or("s3object"))) throw refused("InvalidTableAlias");
  }

  static void require_aggregated(const Expression& expression) {
    if (is_aggregate(expression.op)) return;
    if (expression.op == Op::kPath) throw refused("UnsupportedSqlStructure");
    for (const ExpressionPtr& arg : expression.args) require_aggregated(*arg);
  }

  static void require_no_wildcard(const Expression& expression) {
    for (const PathStep& step : expression.path)
      if (step.kind == Kind::kAnyField || step.kind == Kind::kAnyElement)
        throw refused_at("ParseInvalidContextForWildcardInSelectList", "Invalid use of * in select list",
                         expression.place);
    for (const ExpressionPtr& arg : expression.args) require_no_wildcard(*arg);
  }

  Query query_;
  TokenStream tokens_;
  ExpressionParser expressions_;
  Place star_;
  std::optional<PathStep> star_of_;
};

}  // namespace

Query parse(std::string_view expression) {
  if (expression.size() > kMaxExpression) throw refused("ExpressionTooLong");
  if (!json::valid_utf8(expression)) throw refused_at("LexerInvalidChar", "Invalid character", {});
  return QueryParser(expression).run();
}

}  // namespace cloudling::s3::select
