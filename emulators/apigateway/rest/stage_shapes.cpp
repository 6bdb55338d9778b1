#include "emulators/apigateway/rest/stage_shapes.h"

namespace cloudling::apigateway::rest {

using aws::field;
using aws::Structure;

const Structure& CreateDeploymentInput::shape() {
  using T = CreateDeploymentInput;
  static const Structure shape{
      "Request",
      {field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
       field<&T::stage_name>("stageName"), field<&T::stage_description>("stageDescription"),
       field<&T::description>("description"), field<&T::cache_cluster_enabled>("cacheClusterEnabled"),
       field<&T::cache_cluster_size>("cacheClusterSize"), field<&T::variables>("variables"),
       field<&T::canary_settings>("canarySettings"), field<&T::tracing_enabled>("tracingEnabled")}};
  return shape;
}

const Structure& GetDeploymentInput::shape() {
  static const Structure shape = [] {
    auto fields = DeploymentKey::fields();
    fields.push_back(field<&GetDeploymentInput::embed>("embed").in_query("embed"));
    return Structure{"Request", std::move(fields)};
  }();
  return shape;
}

const Structure& GetStagesInput::shape() {
  using T = GetStagesInput;
  static const Structure shape{"Request",
                               {field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
                                field<&T::deployment_id>("deploymentId").in_query("deploymentId")}};
  return shape;
}

const Structure& Stages::shape() {
  static const Structure shape{"Stages", {field<&Stages::item>("item")}};
  return shape;
}

}  // namespace cloudling::apigateway::rest
