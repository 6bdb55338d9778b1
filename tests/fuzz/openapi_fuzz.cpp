// OpenAPI documents: any text is imported or refused, and what was imported can be written.

#include <cstdint>
#include <string_view>

#include "emulators/apigateway/rest/openapi_export.h"
#include "emulators/apigateway/rest/openapi_import.h"
#include "emulators/aws/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling::apigateway::rest;
  try {
    const ImportedApi imported = import_openapi({reinterpret_cast<const char*>(data), size});
    export_openapi(imported.parts, {.integrations = true, .authorizers = true});
  } catch (const cloudling::aws::Error&) {  // NOLINT(bugprone-empty-catch): refused
  }
  return 0;
}
