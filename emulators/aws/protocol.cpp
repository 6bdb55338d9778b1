#include "emulators/aws/protocol.h"

#include <algorithm>

namespace cloudling::aws {

const Protocol& protocol(ProtocolKind kind) {
  switch (kind) {
    case ProtocolKind::kRestJson:
      return detail::rest_json_protocol();
    case ProtocolKind::kRestXml:
      return detail::rest_xml_protocol();
    case ProtocolKind::kQuery:
      return detail::query_protocol();
    case ProtocolKind::kJson:
      break;
  }
  return detail::json_protocol();
}

bool has_stream(const Structure& shape) {
  return std::ranges::any_of(shape.fields, [](const Field& field) { return field.type->kind == Kind::kStream; });
}

const Field* payload_field(const Structure& shape) {
  const auto found = std::ranges::find_if(shape.fields, [](const Field& field) {
    return field.location == Location::kPayload || field.type->kind == Kind::kStream;
  });
  return found == shape.fields.end() ? nullptr : &*found;
}

bool has_body_members(const Structure& shape) {
  return std::ranges::any_of(shape.fields, [](const Field& field) { return field.location == Location::kBody; });
}

}  // namespace cloudling::aws
