#pragma once

// The parser of S3 Select expressions (S3 user guide, "SQL reference for Amazon S3 Select"). Pure.

#include <string_view>

#include "emulators/s3/select/syntax.h"

namespace cloudling::s3::select {

/// Bytes that an expression may have.
inline constexpr size_t kMaxExpression = 256u << 10;

/// Throws AWS's errors (400): ExpressionTooLong, Lexer..., Parse..., MaxOperatorsExceeded where the tree is deeper than
/// 200, UnsupportedFunction, UnsupportedSqlStructure, MultipleDataSourcesUnsupported, EvaluatorInvalidArguments,
/// EvaluatorNegativeLimit, InvalidTableAlias where the table is not S3Object, InvalidKeyPath.
Query parse(std::string_view expression);

}  // namespace cloudling::s3::select
