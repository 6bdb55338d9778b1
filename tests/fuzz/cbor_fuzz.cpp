// Any bytes as CBOR: read, decoded as a shape, written and read back without harm, or refused.

#include <cstdint>
#include <string_view>

#include "emulators/aws/cbor.h"
#include "emulators/aws/error.h"
#include "emulators/aws/json_codec.h"
#include "tests/emulators/aws/sample_shapes.h"

using namespace cloudling;
using namespace cloudling::aws;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto value = parse_cbor({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  if (!parse_cbor(write_cbor(*value))) __builtin_trap();
  try {
    test::Widget widget;
    MissingPaths missing;
    decode_json(*value, test::Widget::shape(), &widget, JsonForm::kWire, "", missing);
    if (!parse_cbor(write_cbor(test::Widget::shape(), &widget))) __builtin_trap();
  } catch (const Error&) {
  }
  return 0;
}
