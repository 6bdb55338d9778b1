#pragma once

// AWS managed policies that pipelines attach, with their real documents, as
// data: managed/policies.txt has a line each, "ARN created updated version
// document". Constant; any thread may read it.

#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/clock.h"

namespace cloudling::iam {

struct ManagedPolicy {
  std::string arn;  ///< "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
  std::string name;
  std::string path;
  std::string id;
  aws::TimeMs created = 0;
  aws::TimeMs updated = 0;
  std::string version;  ///< "v1": the default one, the only one that is here
  std::string document;
};

/// In the order of their names.
const std::vector<ManagedPolicy>& managed_policies();

/// nullptr where there is none of that ARN.
const ManagedPolicy* find_managed_policy(std::string_view arn);

/// The file's lines.
const std::vector<std::string_view>& managed_policy_lines();

}  // namespace cloudling::iam
