#include "emulators/apigateway/http/import_shapes.h"

namespace cloudling::apigateway::http {

using aws::field;
using aws::Structure;

std::vector<aws::Field> ImportApiInput::fields() {
  using T = ImportApiInput;
  return {member<&T::body>("Body").required(), field<&T::basepath>("Basepath").in_query("basepath"),
          field<&T::fail_on_warnings>("FailOnWarnings").in_query("failOnWarnings")};
}
const Structure& ImportApiInput::shape() {
  static const Structure shape{"ImportApiRequest", fields()};
  return shape;
}

const Structure& ReimportApiInput::shape() {
  static const Structure shape = [] {
    auto fields = ImportApiInput::fields();
    fields.push_back(label<&ReimportApiInput::api_id>("ApiId", "apiId"));
    return Structure{"ReimportApiRequest", std::move(fields)};
  }();
  return shape;
}

const Structure& ExportApiInput::shape() {
  using T = ExportApiInput;
  static const Structure shape{
      "ExportApiRequest",
      {label<&T::api_id>("ApiId", "apiId"), label<&T::specification>("Specification", "specification"),
       field<&T::output_type>("OutputType").in_query("outputType").required(),
       field<&T::export_version>("ExportVersion").in_query("exportVersion"),
       field<&T::include_extensions>("IncludeExtensions").in_query("includeExtensions"),
       field<&T::stage_name>("StageName").in_query("stageName")}};
  return shape;
}

const Structure& ModelTemplate::shape() {
  static const Structure shape{"GetModelTemplateResponse", {member<&ModelTemplate::value>("Value")}};
  return shape;
}

const Structure& ExportApiOutput::shape() {
  using T = ExportApiOutput;
  static const Structure shape{
      "ExportApiResponse",
      {field<&T::content_type>("contentType").in_header("Content-Type"), field<&T::body>("body").as_payload()}};
  return shape;
}

}  // namespace cloudling::apigateway::http
