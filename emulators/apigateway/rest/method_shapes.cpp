#include "emulators/apigateway/rest/method_shapes.h"

namespace cloudling::apigateway::rest {

using aws::Field;
using aws::field;
using aws::Structure;

std::vector<Field> fields_without(std::vector<Field> fields, std::string_view name) {
  std::erase_if(fields, [&](const Field& field) { return field.name == name; });
  return fields;
}

namespace {

Structure joined(std::vector<Field> fields, std::vector<Field> more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return {"Request", std::move(fields)};
}

}  // namespace

const Structure& CreateResourceInput::shape() {
  using T = CreateResourceInput;
  static const Structure shape = joined(fields_without(fields_without(Resource::fields(), "parentId"), "pathPart"),
                                        {field<&T::path_part>("pathPart").required(),
                                         field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
                                         field<&T::parent>("parentId").in_path().on_wire("parent_id").required()});
  return shape;
}

const Structure& GetResourceInput::shape() {
  static const Structure shape =
      joined(ResourceKey::fields(), {field<&GetResourceInput::embed>("embed").in_query("embed")});
  return shape;
}

const Structure& GetResourcesInput::shape() {
  using T = GetResourcesInput;
  static const Structure shape{
      "Request",
      {field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
       field<&T::position>("position").in_query("position"), field<&T::limit>("limit").in_query("limit"),
       field<&T::embed>("embed").in_query("embed")}};
  return shape;
}

std::vector<Field> MethodKey::fields() {
  using T = MethodKey;
  return {field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
          field<&T::resource_id>("resourceId").in_path().on_wire("resource_id").required(),
          field<&T::http_method>("httpMethod").in_path().on_wire("http_method").required()};
}
const Structure& MethodKey::shape() {
  static const Structure shape{"Request", fields()};
  return shape;
}

std::vector<Field> ResponseKey::fields() {
  auto fields = MethodKey::fields();
  fields.push_back(field<&ResponseKey::status_code>("statusCode").in_path().on_wire("status_code").required());
  return fields;
}
const Structure& ResponseKey::shape() {
  static const Structure shape{"Request", fields()};
  return shape;
}

const Structure& PutMethodInput::shape() {
  using T = PutMethodInput;
  static const Structure shape =
      joined(fields_without(Method::fields(), "httpMethod"),
             {field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
              field<&T::resource_id>("resourceId").in_path().on_wire("resource_id").required(),
              field<&T::method>("httpMethod").in_path().on_wire("http_method").required()});
  return shape;
}

const Structure& PutIntegrationInput::shape() {
  using T = PutIntegrationInput;
  static const Structure shape =
      joined(fields_without(Integration::fields(), "httpMethod"),
             {field<&Integration::http_method>("integrationHttpMethod").on_wire("httpMethod"),
              field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
              field<&T::resource_id>("resourceId").in_path().on_wire("resource_id").required(),
              field<&T::method>("httpMethod").in_path().on_wire("http_method").required()});
  return shape;
}

}  // namespace cloudling::apigateway::rest
