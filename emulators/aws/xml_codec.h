#pragma once

// Shapes in XML, both ways: S3's bodies and the answers of the query protocol.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/member_path.h"
#include "emulators/aws/shape.h"
#include "emulators/aws/xml.h"

namespace cloudling::aws {

/// How answers of a protocol write times that a field says nothing of.
enum class XmlDates : uint8_t {
  kMilliseconds,  ///< S3: "...:00.000Z"
  kSeconds        ///< query: "...:00Z" for whole seconds
};

/// Writes the body members of `owner` as attributes and children of the element that is open.
void encode_xml_members(XmlWriter& xml, const Structure& shape, const void* owner, XmlDates dates);

/// Writes one value as the element `name`.
void encode_xml_element(XmlWriter& xml, std::string_view name, const Field& field, const void* value, XmlDates dates);

/// Bounds of a document from outside.
struct XmlLimits {
  size_t max_bytes = 8u << 20;
  size_t max_depth = 64;
};

/// Reads a document whose root is one of `roots` into `owner`. Unknown elements are ignored, namespaces too.
/// False where it is not well-formed, over a limit, has a DOCTYPE, another root, a value of the wrong type, or lacks a
/// required member: S3 says MalformedXML to all of these.
bool decode_xml(std::string_view text, std::initializer_list<std::string_view> roots, const Structure& shape,
                void* owner, const XmlLimits& limits = {});

}  // namespace cloudling::aws
