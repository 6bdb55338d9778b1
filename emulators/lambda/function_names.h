#pragma once

// The ways in which a request names a function: its name, its ARN, a part of its ARN, each with or without a version.

#include <optional>
#include <string>

#include "emulators/aws/context.h"

namespace cloudling::lambda {

struct FunctionName {
  std::string name;
  std::string arn;        ///< unqualified
  std::string qualifier;  ///< "" where none was given

  /// The ARN as errors and answers show it: with the qualifier where one was given.
  std::string qualified_arn() const { return qualifier.empty() ? arn : arn + ":" + qualifier; }
};

/// Reads "name", "name:qualifier", "000000000000:function:name", "function:name" or a whole ARN, and the Qualifier
/// parameter beside it. Throws InvalidParameterValueException where two qualifiers differ,
/// ResourceNotFoundException where the region is another.
FunctionName parse_function_name(const aws::CallContext& context, const std::string& text,
                                 const std::optional<std::string>& qualifier = std::nullopt);

}  // namespace cloudling::lambda
