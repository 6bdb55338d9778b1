#pragma once

// Parses the expressions within a query. Pure.

#include "emulators/s3/select/syntax.h"
#include "emulators/s3/select/token_stream.h"

namespace cloudling::s3::select {

class ExpressionParser {
 public:
  ExpressionParser(TokenStream& tokens, std::vector<const Expression*>& aggregates)
      : tokens_(tokens), aggregates_(aggregates) {}

  ExpressionPtr parse();

  /// The steps behind the first of a path: ".name", "['name']", "[0]", ".*", "[*]".
  std::vector<PathStep> steps();

 private:
  class Nesting;

  ExpressionPtr parse_all_of(Op op, std::string_view keyword, ExpressionPtr (ExpressionParser::*operand)());
  ExpressionPtr parse_and();
  ExpressionPtr parse_not();
  ExpressionPtr parse_comparison();
  ExpressionPtr parse_is(ExpressionPtr left);
  ExpressionPtr begin_test(Op op, ExpressionPtr operand);
  ExpressionPtr parse_in(ExpressionPtr left);
  ExpressionPtr parse_between(ExpressionPtr left);
  ExpressionPtr parse_like(ExpressionPtr left);
  ExpressionPtr parse_concat();
  ExpressionPtr parse_sum();
  ExpressionPtr parse_product();
  ExpressionPtr parse_sign();
  ExpressionPtr parse_primary();
  ExpressionPtr parse_literal();
  ExpressionPtr parse_keyword();
  ExpressionPtr parse_parenthesis();
  ExpressionPtr parse_path();
  ExpressionPtr parse_case();
  PathStep bracket_step();

  // function_parser.cpp
  ExpressionPtr parse_function(const Token& name);
  ExpressionPtr parse_aggregate(const Token& name, Op op);
  ExpressionPtr parse_cast(const Token& name);
  ExpressionPtr parse_substring(const Token& name);
  ExpressionPtr parse_trim(const Token& name);
  ExpressionPtr parse_extract(const Token& name);
  ExpressionPtr parse_date_function(const Token& name, Op op);
  DatePart parse_date_part();
  DataType parse_type();
  void expect_call_begin();
  void expect_call_end();

  ExpressionPtr make(Op op, Place place);
  static void add(Expression& parent, ExpressionPtr arg);

  TokenStream& tokens_;
  std::vector<const Expression*>& aggregates_;
  int nesting_ = 0;
};

}  // namespace cloudling::s3::select
