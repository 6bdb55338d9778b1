#pragma once

// Inputs of resources, methods, integrations and their responses: the labels of the path, and what the body has.

#include "emulators/apigateway/rest/shapes.h"

namespace cloudling::apigateway::rest {

/// The fields of an item without those that labels of the same name stand for.
std::vector<aws::Field> fields_without(std::vector<aws::Field> fields, std::string_view name);

struct CreateResourceInput : Resource {
  std::string rest_api_id;
  std::string parent;
  static const aws::Structure& shape();
};

struct GetResourceInput : ResourceKey {
  std::optional<std::vector<std::string>> embed;
  static const aws::Structure& shape();
};

struct GetResourcesInput {
  std::string rest_api_id;
  std::optional<std::string> position;
  std::optional<int64_t> limit;
  std::optional<std::vector<std::string>> embed;
  static const aws::Structure& shape();
};

struct MethodKey {
  std::string rest_api_id;
  std::string resource_id;
  std::string http_method;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

/// Of a method's response or its integration's.
struct ResponseKey : MethodKey {
  std::string status_code;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct PutMethodInput : Method {
  MethodKey key() const { return {rest_api_id, resource_id, method}; }
  std::string rest_api_id;
  std::string resource_id;
  std::string method;
  static const aws::Structure& shape();
};

struct PutIntegrationInput : Integration {
  MethodKey key() const { return {rest_api_id, resource_id, method}; }
  std::string rest_api_id;
  std::string resource_id;
  std::string method;
  static const aws::Structure& shape();
};

/// Of a method's response or its integration's.
template <class R>
struct PutResponseInput : R {
  ResponseKey key() const { return {{rest_api_id, resource_id, method}, status}; }
  std::string rest_api_id;
  std::string resource_id;
  std::string method;
  std::string status;
  static const aws::Structure& shape() {
    using T = PutResponseInput;
    static const aws::Structure shape = [] {
      auto fields = fields_without(R::fields(), "statusCode");
      fields.push_back(aws::field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required());
      fields.push_back(aws::field<&T::resource_id>("resourceId").in_path().on_wire("resource_id").required());
      fields.push_back(aws::field<&T::method>("httpMethod").in_path().on_wire("http_method").required());
      fields.push_back(aws::field<&T::status>("statusCode").in_path().on_wire("status_code").required());
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

}  // namespace cloudling::apigateway::rest
