#include "emulators/apigateway/rest/part_shapes.h"

#include "emulators/apigateway/rest/method_shapes.h"

namespace cloudling::apigateway::rest {

using aws::field;
using aws::Structure;

const Structure& PutGatewayResponseInput::shape() {
  using T = PutGatewayResponseInput;
  static const Structure shape = [] {
    auto fields = fields_without(GatewayResponse::fields(), "responseType");
    fields.push_back(field<&T::parent>("restApiId").in_path().on_wire("restapi_id").required());
    fields.push_back(field<&T::type>("responseType").in_path().on_wire("response_type").required());
    return Structure{"Request", std::move(fields)};
  }();
  return shape;
}

const Structure& CreateDocumentationVersionInput::shape() {
  using T = CreateDocumentationVersionInput;
  static const Structure shape = [] {
    auto fields = DocumentationVersion::fields();
    fields.push_back(field<&T::parent>("restApiId").in_path().on_wire("restapi_id").required());
    fields.push_back(field<&T::documentation_version>("documentationVersion").required());
    fields.push_back(field<&T::stage_name>("stageName"));
    return Structure{"Request", std::move(fields)};
  }();
  return shape;
}

}  // namespace cloudling::apigateway::rest
