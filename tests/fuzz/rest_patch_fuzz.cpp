// Patches of REST APIs: a path, a newline, a value. Every kind of item takes or refuses it. And the same text as a file
// of API keys.

#include <algorithm>
#include <cstdint>
#include <string>

#include "emulators/apigateway/rest/api_key_file.h"
#include "emulators/apigateway/rest/patch.h"
#include "emulators/apigateway/rest/stages.h"
#include "emulators/aws/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling::apigateway::rest;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const size_t end = std::min(text.find('\n'), text.size());
  for (const char* kind : {"api", "method", "integration", "stage", "usage-plan", "authorizer"}) {
    for (const char* op : {"add", "remove", "replace", "copy"}) {
      cloudling::json::Value document = cloudling::json::Value::object();
      const PatchOperation operation{
          .op = op, .path = text.substr(0, end), .value = text.substr(std::min(end + 1, size))};
      try {
        apply_patch(document, stage_operations(document, {operation}), patch_rules(kind));
        apply_patch(document, {operation}, patch_rules(kind));
      } catch (const cloudling::aws::Error&) {  // NOLINT(bugprone-empty-catch): refused
      }
    }
  }
  try {
    parse_api_key_file(text);
  } catch (const cloudling::aws::Error&) {  // NOLINT(bugprone-empty-catch): refused
  }
  return 0;
}
