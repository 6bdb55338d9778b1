#pragma once

// Inputs and outputs of deployments and stages that are no item.

#include "emulators/apigateway/rest/shapes.h"

namespace cloudling::apigateway::rest {

struct CreateDeploymentInput {
  std::string rest_api_id;
  std::optional<std::string> stage_name;
  std::optional<std::string> stage_description;
  std::optional<std::string> description;
  std::optional<bool> cache_cluster_enabled;
  std::optional<std::string> cache_cluster_size;
  std::optional<Texts> variables;
  std::optional<CanarySettings> canary_settings;
  std::optional<bool> tracing_enabled;
  static const aws::Structure& shape();
};

struct GetDeploymentInput : DeploymentKey {
  std::optional<std::vector<std::string>> embed;
  static const aws::Structure& shape();
};

struct GetStagesInput {
  std::string rest_api_id;
  std::optional<std::string> deployment_id;
  static const aws::Structure& shape();
};

struct Stages {
  std::vector<Stage> item;
  static const aws::Structure& shape();
};

}  // namespace cloudling::apigateway::rest
