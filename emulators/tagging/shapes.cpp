#include "emulators/tagging/shapes.h"

namespace cloudling::tagging {

using aws::field;
using aws::Structure;

namespace {

constexpr const char* kToken = "PaginationToken";

}  // namespace

const Structure& Tag::shape() {
  static const Structure shape{"Tag", {field<&Tag::key>("Key"), field<&Tag::value>("Value")}};
  return shape;
}

const Structure& TagFilter::shape() {
  using T = TagFilter;
  static const Structure shape{"TagFilter",
                               {field<&T::key>("Key").length(1, 128), field<&T::values>("Values").length(0, 20)}};
  return shape;
}

const Structure& ResourceTagMapping::shape() {
  using T = ResourceTagMapping;
  static const Structure shape{"ResourceTagMapping", {field<&T::arn>("ResourceARN"), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& GetResourcesInput::shape() {
  using T = GetResourcesInput;
  static const Structure shape{
      "GetResourcesInput",
      {field<&T::token>(kToken), field<&T::filters>("TagFilters").length(0, 50),
       field<&T::per_page>("ResourcesPerPage"), field<&T::tags_per_page>("TagsPerPage"),
       field<&T::types>("ResourceTypeFilters"), field<&T::compliance>("IncludeComplianceDetails"),
       field<&T::only_non_compliant>("ExcludeCompliantResources"), field<&T::arns>("ResourceARNList").at_most(100)}};
  return shape;
}

const Structure& GetResourcesOutput::shape() {
  using T = GetResourcesOutput;
  static const Structure shape{"GetResourcesOutput",
                               {field<&T::token>(kToken), field<&T::resources>("ResourceTagMappingList")}};
  return shape;
}

const Structure& TagResourcesInput::shape() {
  using T = TagResourcesInput;
  static const Structure shape{
      "TagResourcesInput",
      {field<&T::arns>("ResourceARNList").length(1, 20).required(), field<&T::tags>("Tags").length(1, 50).required()}};
  return shape;
}

const Structure& UntagResourcesInput::shape() {
  using T = UntagResourcesInput;
  static const Structure shape{"UntagResourcesInput",
                               {field<&T::arns>("ResourceARNList").length(1, 20).required(),
                                field<&T::keys>("TagKeys").length(1, 50).required()}};
  return shape;
}

const Structure& FailureInfo::shape() {
  using T = FailureInfo;
  static const Structure shape{
      "FailureInfo",
      {field<&T::status>("StatusCode"), field<&T::code>("ErrorCode"), field<&T::message>("ErrorMessage")}};
  return shape;
}

const Structure& FailedResourcesOutput::shape() {
  static const Structure shape{"TagResourcesOutput", {field<&FailedResourcesOutput::failed>("FailedResourcesMap")}};
  return shape;
}

const Structure& GetTagKeysInput::shape() {
  static const Structure shape{"GetTagKeysInput", {field<&GetTagKeysInput::token>(kToken)}};
  return shape;
}

const Structure& GetTagKeysOutput::shape() {
  using T = GetTagKeysOutput;
  static const Structure shape{"GetTagKeysOutput", {field<&T::token>(kToken), field<&T::keys>("TagKeys")}};
  return shape;
}

const Structure& GetTagValuesInput::shape() {
  using T = GetTagValuesInput;
  static const Structure shape{"GetTagValuesInput",
                               {field<&T::token>(kToken), field<&T::key>("Key").length(1, 128).required()}};
  return shape;
}

const Structure& GetTagValuesOutput::shape() {
  using T = GetTagValuesOutput;
  static const Structure shape{"GetTagValuesOutput", {field<&T::token>(kToken), field<&T::values>("TagValues")}};
  return shape;
}

}  // namespace cloudling::tagging
