#pragma once

// Amazon Resource Names: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE (AWS General Reference). Pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace cloudling::aws {

struct Arn {
  std::string partition = "aws";
  std::string service;
  std::string region;    ///< "" for global resources
  std::string account;   ///< "" for S3 buckets
  std::string resource;  ///< all that is left, with its own ':' and '/'

  std::string text() const;
};

/// Nothing where it has fewer than six parts, an unknown partition, no service or no resource, or an account that is
/// neither 12 digits nor empty nor "aws".
std::optional<Arn> parse_arn(std::string_view text);

}  // namespace cloudling::aws
