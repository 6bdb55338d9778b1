#pragma once

// Fields that many shapes of the API have, with the model's constraints.

#include <string>

#include "emulators/aws/shape.h"

namespace cloudling::logs {

inline constexpr const char* kGroupNamePattern = "[\\.\\-_/#A-Za-z0-9]+";
inline constexpr const char* kStreamNamePattern = "[^:*]*";
inline constexpr const char* kIdentifierPattern = "[\\w#+=/:,.@-]*";
inline constexpr const char* kTagKeyPattern = "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)";
inline constexpr const char* kTagValuePattern = "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)";

inline aws::Rules text_rules(int64_t at_least, int64_t at_most, const char* pattern = "") {
  aws::Rules rules;
  rules.min = at_least;
  rules.max = at_most;
  rules.regex = pattern;
  return rules;
}

template <auto Member>
aws::Field group_name_field() {
  return aws::field<Member>("logGroupName").length(1, 512).matching(kGroupNamePattern);
}
template <auto Member>
aws::Field group_identifier_field() {
  return aws::field<Member>("logGroupIdentifier").length(1, 2048).matching(kIdentifierPattern);
}
template <auto Member>
aws::Field stream_name_field() {
  return aws::field<Member>("logStreamName").length(1, 512).matching(kStreamNamePattern);
}
template <auto Member>
aws::Field tags_field() {
  aws::Rules values = text_rules(0, 256, kTagValuePattern);
  values.min.reset();
  return aws::field<Member>("tags").length(1, 50).each(values).each_key(text_rules(1, 128, kTagKeyPattern));
}
template <auto Member>
aws::Field token_field() {
  return aws::field<Member>("nextToken").at_least(1);
}
template <auto Member>
aws::Field time_field(std::string name) {
  return aws::field<Member>(std::move(name)).at_least(0);
}
template <auto Member>
aws::Field filter_pattern_field(std::string name = "filterPattern") {
  return aws::field<Member>(std::move(name)).length(0, 1024);
}

}  // namespace cloudling::logs
