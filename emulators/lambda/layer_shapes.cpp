#include "emulators/lambda/layer_shapes.h"

#include <utility>

#include "emulators/lambda/shape_patterns.h"

namespace cloudling::lambda {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr const char* kLayerName =
    "(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+";
constexpr const char* kLayerVersionArn = "arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+";
constexpr int64_t kMaxPage = 50;

template <class S>
std::vector<Field> description_fields() {
  using B = LayerDescription;
  return {of_base<S, B, &B::description>(field<&B::description>("Description").length(0, 256)),
          of_base<S, B, &B::compatible_runtimes>(field<&B::compatible_runtimes>("CompatibleRuntimes").length(0, 15)),
          of_base<S, B, &B::license_info>(field<&B::license_info>("LicenseInfo").length(0, 512)),
          of_base<S, B, &B::compatible_architectures>(
              field<&B::compatible_architectures>("CompatibleArchitectures").length(0, 2))};
}

template <class S>
std::vector<Field> filter_fields() {
  using B = LayerFilter;
  return {of_base<S, B, &B::compatible_runtime>(
              field<&B::compatible_runtime>("CompatibleRuntime").in_query("CompatibleRuntime")),
          of_base<S, B, &B::compatible_architecture>(field<&B::compatible_architecture>("CompatibleArchitecture")
                                                         .in_query("CompatibleArchitecture")
                                                         .one_of({"x86_64", "arm64"})),
          of_base<S, B, &B::marker>(field<&B::marker>("Marker").in_query("Marker")),
          of_base<S, B, &B::max_items>(field<&B::max_items>("MaxItems").in_query("MaxItems").range(1, kMaxPage))};
}

template <auto Member>
Field layer_name_field() {
  return field<Member>("LayerName").in_path().length(1, 140).matching(kLayerName).required();
}

Structure with(Structure shape, std::vector<Field> more) {
  for (Field& member : more) shape.fields.push_back(std::move(member));
  return shape;
}

}  // namespace

const Structure& LayerContentInput::shape() {
  using S = LayerContentInput;
  static const Structure shape{
      "LayerVersionContentInput",
      {field<&S::s3_bucket>("S3Bucket").length(3, 63), field<&S::s3_key>("S3Key").length(1, 1024),
       field<&S::s3_object_version>("S3ObjectVersion").length(1, 1024), field<&S::zip_file>("ZipFile").sensitive()}};
  return shape;
}

const Structure& LayerDescription::shape() {
  static const Structure shape{"LayerDescription", description_fields<LayerDescription>()};
  return shape;
}

const Structure& PublishLayerVersionInput::shape() {
  using S = PublishLayerVersionInput;
  static const Structure shape = with(
      {"PublishLayerVersionRequest", {layer_name_field<&S::layer_name>(), field<&S::content>("Content").required()}},
      description_fields<S>());
  return shape;
}

const Structure& LayerContentOutput::shape() {
  using S = LayerContentOutput;
  static const Structure shape{
      "LayerVersionContentOutput",
      {field<&S::location>("Location"), field<&S::code_sha256>("CodeSha256"), field<&S::code_size>("CodeSize")}};
  return shape;
}

const Structure& LayerVersion::shape() {
  using S = LayerVersion;
  static const Structure shape = with({"LayerVersion",
                                       {field<&S::content>("Content"), field<&S::layer_arn>("LayerArn"),
                                        field<&S::layer_version_arn>("LayerVersionArn"),
                                        field<&S::created_date>("CreatedDate"), field<&S::version>("Version")}},
                                      description_fields<S>());
  return shape;
}

const Structure& NamedLayerVersionInput::shape() {
  using S = NamedLayerVersionInput;
  static const Structure shape{
      "GetLayerVersionRequest",
      {layer_name_field<&S::layer_name>(), field<&S::version_number>("VersionNumber").in_path().required()}};
  return shape;
}

const Structure& LayerVersionByArnInput::shape() {
  static const Structure shape{"GetLayerVersionByArnRequest",
                               {field<&LayerVersionByArnInput::arn>("Arn")
                                    .in_query("Arn")
                                    .length(1, 140)
                                    .matching(kLayerVersionArn)
                                    .required()}};
  return shape;
}

const Structure& ListLayersInput::shape() {
  static const Structure shape{"ListLayersRequest", filter_fields<ListLayersInput>()};
  return shape;
}

const Structure& ListLayerVersionsInput::shape() {
  using S = ListLayerVersionsInput;
  static const Structure shape =
      with({"ListLayerVersionsRequest", {layer_name_field<&S::layer_name>()}}, filter_fields<S>());
  return shape;
}

const Structure& ListedLayer::shape() {
  using S = ListedLayer;
  static const Structure shape{"LayersListItem",
                               {field<&S::layer_name>("LayerName"), field<&S::layer_arn>("LayerArn"),
                                field<&S::latest_matching_version>("LatestMatchingVersion")}};
  return shape;
}

const Structure& ListLayersOutput::shape() {
  using S = ListLayersOutput;
  static const Structure shape{"ListLayersResponse",
                               {field<&S::next_marker>("NextMarker"), field<&S::layers>("Layers")}};
  return shape;
}

const Structure& ListLayerVersionsOutput::shape() {
  using S = ListLayerVersionsOutput;
  static const Structure shape{"ListLayerVersionsResponse",
                               {field<&S::next_marker>("NextMarker"), field<&S::layer_versions>("LayerVersions")}};
  return shape;
}

}  // namespace cloudling::lambda
