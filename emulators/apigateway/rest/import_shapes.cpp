#include "emulators/apigateway/rest/import_shapes.h"

namespace cloudling::apigateway::rest {

using aws::field;
using aws::Structure;

const Structure& ImportRestApiInput::shape() {
  using T = ImportRestApiInput;
  static const Structure shape{
      "Request",
      {field<&T::fail_on_warnings>("failOnWarnings").in_query("failonwarnings"),
       field<&T::parameters>("parameters").in_query(""), field<&T::body>("body").as_payload().required()}};
  return shape;
}

const Structure& PutRestApiInput::shape() {
  using T = PutRestApiInput;
  static const Structure shape{
      "Request",
      {field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
       field<&T::mode>("mode").in_query("mode").one_of({"merge", "overwrite"}),
       field<&T::fail_on_warnings>("failOnWarnings").in_query("failonwarnings"),
       field<&T::parameters>("parameters").in_query(""), field<&T::body>("body").as_payload().required()}};
  return shape;
}

const Structure& ImportDocumentationPartsInput::shape() {
  using T = ImportDocumentationPartsInput;
  static const Structure shape{"Request",
                               {field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
                                field<&T::mode>("mode").in_query("mode").one_of({"merge", "overwrite"}),
                                field<&T::fail_on_warnings>("failOnWarnings").in_query("failonwarnings"),
                                field<&T::body>("body").as_payload().required()}};
  return shape;
}

const Structure& GetExportInput::shape() {
  using T = GetExportInput;
  static const Structure shape{
      "Request",
      {field<&T::rest_api_id>("restApiId").in_path().on_wire("restapi_id").required(),
       field<&T::stage_name>("stageName").in_path().on_wire("stage_name").required(),
       field<&T::export_type>("exportType").in_path().on_wire("export_type").required(),
       field<&T::parameters>("parameters").in_query(""), field<&T::accepts>("accepts").in_header("Accept")}};
  return shape;
}

const Structure& ExportResponse::shape() {
  using T = ExportResponse;
  static const Structure shape{"ExportResponse",
                               {field<&T::content_type>("contentType").in_header("Content-Type"),
                                field<&T::content_disposition>("contentDisposition").in_header("Content-Disposition"),
                                field<&T::body>("body").as_payload()}};
  return shape;
}

const Structure& TestInvokeMethodInput::shape() {
  using T = TestInvokeMethodInput;
  static const Structure shape = [] {
    auto fields = MethodKey::fields();
    fields.push_back(field<&T::path_with_query_string>("pathWithQueryString"));
    fields.push_back(field<&T::body>("body"));
    fields.push_back(field<&T::headers>("headers"));
    fields.push_back(field<&T::multi_value_headers>("multiValueHeaders"));
    fields.push_back(field<&T::stage_variables>("stageVariables"));
    return Structure{"Request", std::move(fields)};
  }();
  return shape;
}

const Structure& TestInvokeMethodOutput::shape() {
  using T = TestInvokeMethodOutput;
  static const Structure shape{
      "TestInvokeMethodResponse",
      {field<&T::status>("status"), field<&T::body>("body"), field<&T::headers>("headers"),
       field<&T::multi_value_headers>("multiValueHeaders"), field<&T::log>("log"), field<&T::latency>("latency")}};
  return shape;
}

const Structure& TestInvokeAuthorizerInput::shape() {
  using T = TestInvokeAuthorizerInput;
  static const Structure shape = [] {
    auto fields = AuthorizerKey::fields();
    fields.push_back(field<&T::headers>("headers"));
    fields.push_back(field<&T::multi_value_headers>("multiValueHeaders"));
    fields.push_back(field<&T::path_with_query_string>("pathWithQueryString"));
    fields.push_back(field<&T::body>("body"));
    fields.push_back(field<&T::stage_variables>("stageVariables"));
    fields.push_back(field<&T::additional_context>("additionalContext"));
    return Structure{"Request", std::move(fields)};
  }();
  return shape;
}

const Structure& TestInvokeAuthorizerOutput::shape() {
  using T = TestInvokeAuthorizerOutput;
  static const Structure shape{
      "TestInvokeAuthorizerResponse",
      {field<&T::client_status>("clientStatus"), field<&T::log>("log"), field<&T::latency>("latency"),
       field<&T::principal_id>("principalId"), field<&T::policy>("policy")}};
  return shape;
}

const Structure& ModelTemplate::shape() {
  static const Structure shape{"Template", {field<&ModelTemplate::value>("value")}};
  return shape;
}

}  // namespace cloudling::apigateway::rest
