#pragma once

// The inputs and outputs of the Resource Groups Tagging API (version
// 2017-01-26), as AWS's model describes them.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::tagging {

struct Tag {
  std::string key, value;
  static const aws::Structure& shape();
};
struct TagFilter {
  std::optional<std::string> key;
  std::vector<std::string> values;
  static const aws::Structure& shape();
};
struct ResourceTagMapping {
  std::string arn;
  std::vector<Tag> tags;
  static const aws::Structure& shape();
};

struct GetResourcesInput {
  std::optional<std::string> token;
  std::vector<TagFilter> filters;
  std::optional<int64_t> per_page, tags_per_page;
  std::vector<std::string> types, arns;
  std::optional<bool> compliance, only_non_compliant;
  static const aws::Structure& shape();
};
struct GetResourcesOutput {
  std::string token;
  std::vector<ResourceTagMapping> resources;
  static const aws::Structure& shape();
};

struct TagResourcesInput {
  std::vector<std::string> arns;
  std::map<std::string, std::string> tags;
  static const aws::Structure& shape();
};
struct UntagResourcesInput {
  std::vector<std::string> arns, keys;
  static const aws::Structure& shape();
};
struct FailureInfo {
  int64_t status = 0;
  std::string code, message;
  static const aws::Structure& shape();
};
struct FailedResourcesOutput {
  std::map<std::string, FailureInfo> failed;
  static const aws::Structure& shape();
};

struct GetTagKeysInput {
  std::optional<std::string> token;
  static const aws::Structure& shape();
};
struct GetTagKeysOutput {
  std::string token;
  std::vector<std::string> keys;
  static const aws::Structure& shape();
};
struct GetTagValuesInput {
  std::optional<std::string> token;
  std::string key;
  static const aws::Structure& shape();
};
struct GetTagValuesOutput {
  std::string token;
  std::vector<std::string> values;
  static const aws::Structure& shape();
};

}  // namespace cloudling::tagging
