// Any bytes as the body of JSON protocols: decoded, validated and encoded without harm, or refused with an Error.

#include <cstdint>
#include <string>

#include "emulators/aws/protocol.h"
#include "emulators/aws/validation.h"
#include "tests/emulators/aws/sample_shapes.h"

using namespace cloudling::aws;

namespace {

void try_protocol(ProtocolKind kind, const char* service, AnyShape input, const std::string& body) {
  WireCall call;
  call.service = find_service(service);
  call.operation_name = "Any";
  const HttpRequest request;
  const Query query;
  const PathLabels labels;
  try {
    WireInput wire{request, query, labels, body, {}};
    protocol(kind).decode(call, std::move(wire), input);
    validate(input, "ValidationException");
    protocol(kind).encode(call, std::move(input));
  } catch (const Error& error) {
    protocol(kind).encode(call, error);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  try_protocol(ProtocolKind::kJson, "stepfunctions", AnyShape::of(test::Widget{}), body);
  try_protocol(ProtocolKind::kRestJson, "lambda", AnyShape::of(test::RestInput{}), body);
  return 0;
}
