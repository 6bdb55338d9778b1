// Any bytes as a form of the query protocol: decoded and validated without harm, or refused with an Error.

#include <cstdint>
#include <string>

#include "emulators/aws/protocol.h"
#include "emulators/aws/validation.h"
#include "tests/emulators/aws/sample_shapes.h"

using namespace cloudling::aws;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  WireCall call;
  call.service = find_service("iam");
  call.operation_name = "CreateUser";
  const HttpRequest request;
  const Query query;
  const PathLabels labels;
  AnyShape input = AnyShape::of(test::Widget{});
  try {
    WireInput wire{request, query, labels, std::string(reinterpret_cast<const char*>(data), size), {}};
    protocol(ProtocolKind::kQuery).decode(call, std::move(wire), input);
    validate(input, "ValidationError");
    protocol(ProtocolKind::kQuery).encode(call, std::move(input));
  } catch (const Error& error) {
    protocol(ProtocolKind::kQuery).encode(call, error);
  }
  return 0;
}
