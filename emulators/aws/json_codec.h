#pragma once

// Shapes in JSON: one walk over the field lists, for the JSON protocols and for calls in process.

#include <string>

#include "asl/json/json.h"
#include "emulators/aws/member_path.h"
#include "emulators/aws/shape.h"

namespace cloudling::aws {

enum class JsonForm : uint8_t {
  kWire,     ///< body members under their wire names, blobs in base64, timestamps in seconds
  kDocument  ///< all members but streams under AWS's names, blobs as raw text, timestamps in ISO 8601
};

/// The members that `form` covers. Payload members are left to the protocol in kWire.
json::Value encode_json(const Structure& shape, const void* owner, JsonForm form);
json::Value encode_json(const Type& type, const void* value, JsonForm form, TimestampFormat format);

/// Reads the members that are there; null is as not there, unknown ones are ignored. Required ones that are not there
/// are appended to `missing`. Throws Error SerializationException (400) in AWS's words where a type is wrong.
void decode_json(const json::Value& object, const Structure& shape, void* owner, JsonForm form, std::string_view path,
                 MissingPaths& missing);

/// The text of a request as an object; {} for an empty one. Throws Error (400) with `code` where it is none.
json::Value parse_json_body(std::string_view text, std::string_view code);

}  // namespace cloudling::aws
