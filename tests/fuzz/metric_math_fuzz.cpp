// A metric math expression over two series: computed without harm, or refused with an Error.

#include <cstdint>
#include <string_view>

#include "emulators/aws/error.h"
#include "emulators/cloudwatch/series.h"

using namespace cloudling;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::map<std::string, cloudwatch::Series> known = {{"a", {{0, 1}, {60, -2}}}, {"b", {{60, 0}}}};
  try {
    cloudwatch::compute({reinterpret_cast<const char*>(data), size}, known);
  } catch (const aws::Error&) {
  }
  return 0;
}
