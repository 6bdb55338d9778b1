// OpenAPI documents, in JSON and YAML: any text is imported by both kinds of API or refused, and what was imported can
// be written as YAML.

#include <cstdint>
#include <string_view>

#include "emulators/apigateway/http/openapi_import.h"
#include "emulators/apigateway/rest/openapi_export.h"
#include "emulators/apigateway/rest/openapi_import.h"
#include "emulators/apigateway/yaml.h"
#include "emulators/aws/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling::apigateway;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const rest::ImportedApi imported = rest::import_openapi(text, "prepend");
    const auto document = rest::export_openapi(imported.parts, {.integrations = true, .authorizers = true});
    parse_yaml(write_yaml(document));
  } catch (const cloudling::aws::Error&) {  // NOLINT(bugprone-empty-catch): refused
  }
  try {
    http::import_openapi(text, "split");
  } catch (const cloudling::aws::Error&) {  // NOLINT(bugprone-empty-catch): refused
  }
  return 0;
}
