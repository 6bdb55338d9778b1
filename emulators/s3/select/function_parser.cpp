#include <array>
#include <utility>

#include "emulators/aws/http.h"
#include "emulators/s3/select/expression_parser.h"

namespace cloudling::s3::select {
namespace {

struct Function {
  std::string_view name;
  Op op;
  size_t least;
  size_t most;
};

constexpr size_t kAny = 10'000;

/// Functions whose arguments are expressions between commas.
constexpr std::array kFunctions = {Function{"char_length", Op::kCharLength, 1, 1},
                                   Function{"character_length", Op::kCharLength, 1, 1},
                                   Function{"lower", Op::kLower, 1, 1},
                                   Function{"upper", Op::kUpper, 1, 1},
                                   Function{"coalesce", Op::kCoalesce, 1, kAny},
                                   Function{"nullif", Op::kNullIf, 2, 2},
                                   Function{"to_string", Op::kToString, 2, 2},
                                   Function{"to_timestamp", Op::kToTimestamp, 1, 2},
                                   Function{"utcnow", Op::kUtcNow, 0, 0}};

constexpr std::array kAggregates = {
    std::pair<std::string_view, Op>{"count", Op::kCount}, std::pair<std::string_view, Op>{"sum", Op::kSum},
    std::pair<std::string_view, Op>{"avg", Op::kAvg}, std::pair<std::string_view, Op>{"min", Op::kMin},
    std::pair<std::string_view, Op>{"max", Op::kMax}};

constexpr std::array kTypes = {std::pair<std::string_view, DataType>{"bool", DataType::kBool},
                               std::pair<std::string_view, DataType>{"boolean", DataType::kBool},
                               std::pair<std::string_view, DataType>{"int", DataType::kInteger},
                               std::pair<std::string_view, DataType>{"integer", DataType::kInteger},
                               std::pair<std::string_view, DataType>{"smallint", DataType::kInteger},
                               std::pair<std::string_view, DataType>{"string", DataType::kString},
                               std::pair<std::string_view, DataType>{"varchar", DataType::kString},
                               std::pair<std::string_view, DataType>{"char", DataType::kString},
                               std::pair<std::string_view, DataType>{"character", DataType::kString},
                               std::pair<std::string_view, DataType>{"float", DataType::kFloat},
                               std::pair<std::string_view, DataType>{"real", DataType::kFloat},
                               std::pair<std::string_view, DataType>{"decimal", DataType::kDecimal},
                               std::pair<std::string_view, DataType>{"dec", DataType::kDecimal},
                               std::pair<std::string_view, DataType>{"numeric", DataType::kDecimal},
                               std::pair<std::string_view, DataType>{"timestamp", DataType::kTimestamp}};

}  // namespace

void ExpressionParser::expect_call_begin() {
  if (!tokens_.take(TokenType::kLeftParen))
    throw tokens_.error("ParseExpectedLeftParenBuiltinFunctionCall",
                        "Expected left parenthesis for function call, found " + shown(tokens_.peek()));
}

void ExpressionParser::expect_call_end() {
  if (!tokens_.take(TokenType::kRightParen))
    throw tokens_.error("ParseExpectedRightParenBuiltinFunctionCall",
                        "Expected right parenthesis for function call, found " + shown(tokens_.peek()));
}

ExpressionPtr ExpressionParser::parse_function(const Token& name) {
  const auto is = [&](std::string_view other) { return aws::equals_ignoring_case(name.text, other); };
  if (is("cast")) return parse_cast(name);
  if (is("substring")) return parse_substring(name);
  if (is("trim")) return parse_trim(name);
  if (is("extract")) return parse_extract(name);
  if (is("date_add")) return parse_date_function(name, Op::kDateAdd);
  if (is("date_diff")) return parse_date_function(name, Op::kDateDiff);
  for (const auto& [aggregate, op] : kAggregates)
    if (is(aggregate)) return parse_aggregate(name, op);
  for (const Function& function : kFunctions) {
    if (!is(function.name)) continue;
    ExpressionPtr call = make(function.op, name.place);
    expect_call_begin();
    if (!tokens_.peek().is(TokenType::kRightParen)) {
      do add(*call, parse());
      while (tokens_.take(TokenType::kComma));
    }
    expect_call_end();
    if (call->args.size() < function.least || call->args.size() > function.most)
      throw refused("EvaluatorInvalidArguments");
    return call;
  }
  throw refused("UnsupportedFunction");
}

ExpressionPtr ExpressionParser::parse_aggregate(const Token& name, Op op) {
  if (!aggregates_.empty() && aggregates_.back() == nullptr)
    throw refused("UnsupportedSqlStructure");  // within another
  ExpressionPtr call = make(op, name.place);
  expect_call_begin();
  if (tokens_.peek().is(TokenType::kStar)) {
    if (op != Op::kCount)
      throw tokens_.error("ParseUnsupportedCallWithStar",
                          "Function call, other than COUNT, with (*) as parameter is not supported");
    tokens_.take();
  } else {
    if (tokens_.peek().is_keyword("distinct") || tokens_.peek().is_keyword("all"))
      throw refused("UnsupportedSqlStructure");
    aggregates_.push_back(nullptr);
    if (tokens_.peek().is(TokenType::kRightParen))
      throw tokens_.error("ParseNonUnaryAgregateFunctionCall", "Aggregate function calls take 1 argument only");
    add(*call, parse());
    aggregates_.pop_back();
  }
  if (tokens_.peek().is(TokenType::kComma))
    throw tokens_.error("ParseNonUnaryAgregateFunctionCall", "Aggregate function calls take 1 argument only");
  expect_call_end();
  call->slot = aggregates_.size();
  aggregates_.push_back(call.get());
  return call;
}

DataType ExpressionParser::parse_type() {
  const Token& token = tokens_.peek();
  for (const auto& [name, type] : kTypes) {
    if (!token.is_keyword(name)) continue;
    tokens_.take();
    if (!tokens_.take(TokenType::kLeftParen)) return type;
    do {  // length, or precision and scale, which AWS ignores as well
      if (!std::holds_alternative<int64_t>(tokens_.peek().literal))
        throw tokens_.error("ParseExpectedNumber", "Expected number, found " + shown(tokens_.peek()));
      tokens_.take();
    } while (tokens_.take(TokenType::kComma));
    tokens_.expect(TokenType::kRightParen);
    return type;
  }
  throw tokens_.error("ParseExpectedTypeName", "Expected type name, found " + shown(token));
}

ExpressionPtr ExpressionParser::parse_cast(const Token& name) {
  ExpressionPtr cast = make(Op::kCast, name.place);
  if (!tokens_.take(TokenType::kLeftParen))
    throw tokens_.error("ParseExpectedLeftParenAfterCast", "Expected left parenthesis after CAST");
  add(*cast, parse());
  tokens_.expect_keyword("as");
  cast->type = parse_type();
  expect_call_end();
  return cast;
}

ExpressionPtr ExpressionParser::parse_substring(const Token& name) {
  ExpressionPtr call = make(Op::kSubstring, name.place);
  expect_call_begin();
  add(*call, parse());
  if (tokens_.take_keyword("from")) {
    add(*call, parse());
    if (tokens_.take_keyword("for")) add(*call, parse());
  } else {
    if (!tokens_.take(TokenType::kComma))
      throw tokens_.error("ParseExpectedArgumentDelimiter", "Expected argument delimiter");
    add(*call, parse());
    if (tokens_.take(TokenType::kComma)) add(*call, parse());
  }
  expect_call_end();
  return call;
}

ExpressionPtr ExpressionParser::parse_trim(const Token& name) {
  ExpressionPtr call = make(Op::kTrim, name.place);
  expect_call_begin();
  const bool leading = tokens_.take_keyword("leading");
  const bool trailing = !leading && tokens_.take_keyword("trailing");
  const bool sided = leading || trailing || tokens_.take_keyword("both");
  if (leading) call->side = TrimSide::kLeading;
  if (trailing) call->side = TrimSide::kTrailing;
  if (sided && tokens_.take_keyword("from")) {
    add(*call, parse());
  } else {
    ExpressionPtr first = parse();
    if (tokens_.take_keyword("from")) {
      add(*call, parse());
      add(*call, std::move(first));
    } else {
      add(*call, std::move(first));
    }
  }
  expect_call_end();
  return call;
}

DatePart ExpressionParser::parse_date_part() {
  const Token& token = tokens_.peek();
  const bool is_word = token.is(TokenType::kKeyword) || token.is(TokenType::kIdentifier);
  const auto part = is_word ? date_part(token.text) : std::nullopt;
  if (!part)
    throw tokens_.error("ParseExpectedDatePart",
                        "Expected one of: [YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, "
                        "TIMEZONE_HOUR, TIMEZONE_MINUTE], found " +
                            shown(token));
  tokens_.take();
  return *part;
}

ExpressionPtr ExpressionParser::parse_extract(const Token& name) {
  ExpressionPtr call = make(Op::kExtract, name.place);
  expect_call_begin();
  call->part = parse_date_part();
  tokens_.expect_keyword("from");
  add(*call, parse());
  expect_call_end();
  return call;
}

ExpressionPtr ExpressionParser::parse_date_function(const Token& name, Op op) {
  ExpressionPtr call = make(op, name.place);
  expect_call_begin();
  call->part = parse_date_part();
  if (call->part >= DatePart::kTimezoneHour) throw refused("IllegalSqlFunctionArgument");
  for (int i = 0; i < 2; ++i) {
    if (!tokens_.take(TokenType::kComma))
      throw tokens_.error("ParseExpectedArgumentDelimiter", "Expected argument delimiter");
    add(*call, parse());
  }
  expect_call_end();
  return call;
}

}  // namespace cloudling::s3::select
