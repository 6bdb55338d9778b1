#pragma once

// The inputs and outputs about layers (Lambda API, version 2018-10-31, as AWS's model describes them).

#include <optional>
#include <string>
#include <vector>

#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

struct LayerContentInput {
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key;
  std::optional<std::string> s3_object_version;
  std::optional<aws::Blob> zip_file;
  static const aws::Structure& shape();
};

/// What a layer version is described by; stored as JSON, too.
struct LayerDescription {
  std::optional<std::string> description;
  std::optional<std::vector<std::string>> compatible_runtimes;
  std::optional<std::string> license_info;
  std::optional<std::vector<std::string>> compatible_architectures;
  static const aws::Structure& shape();
};

struct PublishLayerVersionInput : LayerDescription {
  std::string layer_name;
  LayerContentInput content;
  static const aws::Structure& shape();
};

struct LayerContentOutput {
  std::optional<std::string> location;
  std::string code_sha256;
  int64_t code_size = 0;
  static const aws::Structure& shape();
};

struct LayerVersion : LayerDescription {
  std::optional<LayerContentOutput> content;  ///< not in lists
  std::optional<std::string> layer_arn;       ///< not in lists
  std::string layer_version_arn;
  std::string created_date;
  int64_t version = 0;
  static const aws::Structure& shape();
};

/// GetLayerVersion and DeleteLayerVersion.
struct NamedLayerVersionInput {
  std::string layer_name;
  int64_t version_number = 0;
  static const aws::Structure& shape();
};

struct LayerVersionByArnInput {
  std::string arn;
  static const aws::Structure& shape();
};

struct LayerFilter {
  std::optional<std::string> compatible_runtime;
  std::optional<std::string> compatible_architecture;
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
};

struct ListLayersInput : LayerFilter {
  static const aws::Structure& shape();
};

struct ListLayerVersionsInput : LayerFilter {
  std::string layer_name;
  static const aws::Structure& shape();
};

struct ListedLayer {
  std::string layer_name;
  std::string layer_arn;
  LayerVersion latest_matching_version;
  static const aws::Structure& shape();
};

struct ListLayersOutput {
  std::optional<std::string> next_marker;
  std::vector<ListedLayer> layers;
  static const aws::Structure& shape();
};

struct ListLayerVersionsOutput {
  std::optional<std::string> next_marker;
  std::vector<LayerVersion> layer_versions;
  static const aws::Structure& shape();
};

}  // namespace cloudling::lambda
