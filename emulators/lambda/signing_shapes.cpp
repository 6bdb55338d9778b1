#include "emulators/lambda/signing_shapes.h"

#include <utility>

#include "emulators/lambda/shape_patterns.h"

namespace cloudling::lambda {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr const char* kConfigArn =
    "arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:code-signing-config:"
    "csc-[a-z0-9]{17}";
constexpr const char* kProfileArn =
    "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";
constexpr int64_t kMaxPage = 10'000;

template <auto Member>
Field arn_field() {
  return field<Member>("CodeSigningConfigArn").at_most(200).matching(kConfigArn).required();
}
template <auto Member>
Field function_name_field() {
  return field<Member>("FunctionName").in_path().length(1, 140).matching(kFunctionName).required();
}
template <auto Member>
Field description_field() {
  return field<Member>("Description").length(0, 256);
}
template <auto Marker, auto MaxItems>
std::vector<Field> page_fields() {
  return {field<Marker>("Marker").in_query("Marker"),
          field<MaxItems>("MaxItems").in_query("MaxItems").range(1, kMaxPage)};
}

}  // namespace

const Structure& AllowedPublishers::shape() {
  static const Structure shape = [] {
    Field arns =
        field<&AllowedPublishers::signing_profile_version_arns>("SigningProfileVersionArns").length(1, 20).required();
    arns.items.regex = kProfileArn;
    return Structure{"AllowedPublishers", {std::move(arns)}};
  }();
  return shape;
}

const Structure& CodeSigningPolicies::shape() {
  static const Structure shape{
      "CodeSigningPolicies",
      {field<&CodeSigningPolicies::untrusted_artifact_on_deployment>("UntrustedArtifactOnDeployment")
           .one_of({"Warn", "Enforce"})}};
  return shape;
}

const Structure& CodeSigningConfig::shape() {
  using S = CodeSigningConfig;
  static const Structure shape{
      "CodeSigningConfig",
      {field<&S::id>("CodeSigningConfigId"), field<&S::arn>("CodeSigningConfigArn"),
       field<&S::description>("Description"), field<&S::allowed_publishers>("AllowedPublishers"),
       field<&S::policies>("CodeSigningPolicies"), field<&S::last_modified>("LastModified")}};
  return shape;
}

const Structure& CreateCodeSigningConfigInput::shape() {
  using S = CreateCodeSigningConfigInput;
  static const Structure shape{
      "CreateCodeSigningConfigRequest",
      {description_field<&S::description>(), field<&S::allowed_publishers>("AllowedPublishers").required(),
       field<&S::policies>("CodeSigningPolicies"), field<&S::tags>("Tags")}};
  return shape;
}

const Structure& UpdateCodeSigningConfigInput::shape() {
  using S = UpdateCodeSigningConfigInput;
  static const Structure shape{
      "UpdateCodeSigningConfigRequest",
      {arn_field<&S::arn>().in_path(), description_field<&S::description>(),
       field<&S::allowed_publishers>("AllowedPublishers"), field<&S::policies>("CodeSigningPolicies")}};
  return shape;
}

const Structure& CodeSigningConfigInput::shape() {
  static const Structure shape{"GetCodeSigningConfigRequest", {arn_field<&CodeSigningConfigInput::arn>().in_path()}};
  return shape;
}

const Structure& CodeSigningConfigOutput::shape() {
  static const Structure shape{"GetCodeSigningConfigResponse",
                               {field<&CodeSigningConfigOutput::config>("CodeSigningConfig")}};
  return shape;
}

const Structure& ListCodeSigningConfigsInput::shape() {
  using S = ListCodeSigningConfigsInput;
  static const Structure shape{"ListCodeSigningConfigsRequest", page_fields<&S::marker, &S::max_items>()};
  return shape;
}

const Structure& ListCodeSigningConfigsOutput::shape() {
  using S = ListCodeSigningConfigsOutput;
  static const Structure shape{"ListCodeSigningConfigsResponse",
                               {field<&S::next_marker>("NextMarker"), field<&S::configs>("CodeSigningConfigs")}};
  return shape;
}

const Structure& ListFunctionsByCodeSigningConfigInput::shape() {
  using S = ListFunctionsByCodeSigningConfigInput;
  static const Structure shape = [] {
    std::vector<Field> fields = page_fields<&S::marker, &S::max_items>();
    fields.push_back(arn_field<&S::arn>().in_path());
    return Structure{"ListFunctionsByCodeSigningConfigRequest", std::move(fields)};
  }();
  return shape;
}

const Structure& ListFunctionsByCodeSigningConfigOutput::shape() {
  using S = ListFunctionsByCodeSigningConfigOutput;
  static const Structure shape{"ListFunctionsByCodeSigningConfigResponse",
                               {field<&S::next_marker>("NextMarker"), field<&S::function_arns>("FunctionArns")}};
  return shape;
}

const Structure& FunctionCodeSigningInput::shape() {
  static const Structure shape{"GetFunctionCodeSigningConfigRequest",
                               {function_name_field<&FunctionCodeSigningInput::function_name>()}};
  return shape;
}

const Structure& PutFunctionCodeSigningInput::shape() {
  using S = PutFunctionCodeSigningInput;
  static const Structure shape{"PutFunctionCodeSigningConfigRequest",
                               {arn_field<&S::arn>(), function_name_field<&S::function_name>()}};
  return shape;
}

const Structure& FunctionCodeSigning::shape() {
  using S = FunctionCodeSigning;
  static const Structure shape{"GetFunctionCodeSigningConfigResponse",
                               {field<&S::arn>("CodeSigningConfigArn"), field<&S::function_name>("FunctionName")}};
  return shape;
}

}  // namespace cloudling::lambda
