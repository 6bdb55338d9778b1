// Any bytes as an S3 body: decoded without harm, and what was decoded encodes again to what decodes to the same.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "emulators/aws/json_codec.h"
#include "emulators/aws/xml_codec.h"
#include "tests/emulators/aws/sample_shapes.h"

using namespace cloudling::aws;

namespace {

std::string as_json(const test::XmlRules& rules) {
  return cloudling::json::write(encode_json(test::XmlRules::shape(), &rules, JsonForm::kDocument));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  test::XmlRules rules;
  if (!decode_xml(text, {"R"}, test::XmlRules::shape(), &rules)) return 0;
  XmlWriter xml;
  xml.prolog();
  xml.open("R");
  encode_xml_members(xml, test::XmlRules::shape(), &rules, XmlDates::kMilliseconds);
  xml.close("R");
  test::XmlRules again;
  if (!decode_xml(xml.take(), {"R"}, test::XmlRules::shape(), &again)) std::abort();
  if (as_json(rules) != as_json(again)) std::abort();
  return 0;
}
