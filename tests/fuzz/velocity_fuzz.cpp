// A mapping template, a zero byte, and a body: rendered within the limits, or refused.

#include <cstdint>
#include <string_view>

#include "emulators/apigateway/velocity/mapping_template.h"

using namespace cloudling;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t end = text.find('\0');
  velocity::MappingInput input;
  if (end != std::string_view::npos) input.body = text.substr(end + 1);
  input.path["id"] = "7";
  input.context["stage"] = "prod";
  try {
    velocity::render_mapping_template(text.substr(0, end), input);
  } catch (const velocity::SyntaxError&) {
  } catch (const velocity::RenderError&) {
  }
  return 0;
}
