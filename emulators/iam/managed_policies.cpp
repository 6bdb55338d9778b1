#include "emulators/iam/managed_policies.h"

#include <algorithm>

#include "emulators/aws/credentials.h"
#include "emulators/aws/dates.h"

namespace cloudling::iam {

namespace {

std::string take_word(std::string_view& line) {
  const size_t space = std::min(line.find(' '), line.size());
  std::string word(line.substr(0, space));
  line.remove_prefix(std::min(space + 1, line.size()));
  return word;
}

ManagedPolicy policy_of(std::string_view line) {
  ManagedPolicy policy;
  policy.arn = take_word(line);
  const size_t path = policy.arn.find(":policy/") + 7;
  const size_t slash = policy.arn.rfind('/');
  policy.path = policy.arn.substr(path, slash - path + 1);
  policy.name = policy.arn.substr(slash + 1);
  policy.id = aws::stable_id("ANPA", policy.arn);
  policy.created = aws::parse_iso8601(take_word(line)).value_or(0);
  policy.updated = aws::parse_iso8601(take_word(line)).value_or(0);
  policy.version = take_word(line);
  while (line.ends_with('\n')) line.remove_suffix(1);
  policy.document = std::string(line);
  return policy;
}

}  // namespace

const std::vector<ManagedPolicy>& managed_policies() {
  static const std::vector<ManagedPolicy> all = [] {
    std::vector<ManagedPolicy> policies;
    for (const std::string_view line : managed_policy_lines()) policies.push_back(policy_of(line));
    std::ranges::sort(policies, {}, &ManagedPolicy::name);
    return policies;
  }();
  return all;
}

const ManagedPolicy* find_managed_policy(std::string_view arn) {
  const auto found = std::ranges::find(managed_policies(), arn, &ManagedPolicy::arn);
  return found == managed_policies().end() ? nullptr : &*found;
}

}  // namespace cloudling::iam
