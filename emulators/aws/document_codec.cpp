#include "emulators/aws/document_codec.h"

#include <algorithm>

#include "emulators/aws/error.h"
#include "emulators/aws/json_codec.h"

namespace cloudling::aws {

namespace {

const Field* stream_field(const Structure& shape) {
  const auto found = std::ranges::find_if(shape.fields, [](const Field& f) { return f.type->kind == Kind::kStream; });
  return found == shape.fields.end() ? nullptr : &*found;
}

}  // namespace

void decode_document(const json::Value& document, Body body, AnyShape& input) {
  const json::Value empty = json::Value::object();
  const json::Value& object = document.is_null() ? empty : document;
  decode_json(object, input.shape(), input.data(), JsonForm::kDocument, "", input.missing);
  const Field* stream = stream_field(input.shape());
  if (!stream) return;
  const json::Value* text = json::find(object, stream->name);
  if (text && !text->is_string() && !text->is_null()) {
    throw Error(400, "SerializationException", "The value of " + stream->name + " can not be converted to a Blob");
  }
  auto& target = *static_cast<Body*>(stream->emplace(input.data()));
  target = text && text->is_string() ? Body(text->get<std::string>()) : std::move(body);
}

CallAnswer encode_document(AnyShape output) {
  CallAnswer answer;
  answer.output = encode_json(output.shape(), output.data(), JsonForm::kDocument);
  if (const Field* stream = stream_field(output.shape())) {
    answer.body = std::move(*static_cast<Body*>(stream->emplace(output.data())));
  }
  return answer;
}

}  // namespace cloudling::aws
