// REST JSON (Smithy document restJson1): members in path, query, headers and a JSON body, or one of them the payload.

#include "emulators/aws/http_binding.h"
#include "emulators/aws/json_codec.h"
#include "emulators/aws/protocol.h"
#include "emulators/aws/scalar.h"

namespace cloudling::aws {

namespace {

const char* article_and_name(Kind kind) {
  switch (kind) {
    case Kind::kBoolean:
      return "a Boolean";
    case Kind::kInteger:
      return "an Integer";
    case Kind::kDouble:
      return "a Double";
    case Kind::kTimestamp:
      return "milliseconds since epoch";
    default:
      return "a Blob";
  }
}

void refuse_value(const Field& field, std::string_view) {
  const Kind kind = field.type->kind == Kind::kList ? field.type->element().kind : field.type->kind;
  throw Error(400, "SerializationException",
              std::string("STRING_VALUE can not be converted to ") + article_and_name(kind));
}

std::string_view malformed_code(const WireCall& call) {
  return call.service ? call.service->malformed_code : std::string_view("SerializationException");
}

void decode_payload(const WireCall& call, const Field& field, WireInput& wire, AnyShape& input) {
  const auto target = [&] { return field.emplace(input.data()); };
  switch (field.type->kind) {
    case Kind::kStream:
      *static_cast<Body*>(target()) = std::move(wire.stream);
      return;
    default:
      break;
  }
  if (wire.text.empty()) {
    if (field.is_required) input.missing.push_back(member_path("", field));
    return;
  }
  switch (field.type->kind) {
    case Kind::kBlob:
      static_cast<Blob*>(target())->bytes = std::move(wire.text);
      return;
    case Kind::kString:
      *static_cast<std::string*>(target()) = std::move(wire.text);
      return;
    case Kind::kDocument:
      *static_cast<json::Value*>(target()) = parse_json_body(wire.text, malformed_code(call));
      return;
    case Kind::kStructure:
      decode_json(parse_json_body(wire.text, malformed_code(call)), field.type->structure(), target(), JsonForm::kWire,
                  member_path("", field), input.missing);
      return;
    default:
      return;
  }
}

void encode_payload(const Field& field, AnyShape& output, HttpResponse& response) {
  const void* value = field.get(output.data());
  if (!value) return;
  if (!response.headers.has("Content-Type")) response.headers.add("Content-Type", "application/json");
  switch (field.type->kind) {
    case Kind::kStream:
      response.body = std::move(*static_cast<Body*>(field.emplace(output.data())));
      return;
    case Kind::kBlob:
      response.body = static_cast<const Blob*>(value)->bytes;
      return;
    case Kind::kString:
      response.body = *static_cast<const std::string*>(value);
      return;
    default:
      response.body = json::write(encode_json(*field.type, value, JsonForm::kWire, field.timestamp_format));
  }
}

/// Smithy's framework answers in XML to a path it does not know, before it is any service's.
HttpResponse unknown_route(const WireCall& call, const Error& error) {
  HttpResponse response;
  response.status = error.status;
  response.headers.add("x-amzn-RequestId", call.request_id);
  response.headers.add("x-amzn-ErrorType", error.code);
  response.headers.add("Content-Type", "application/xml");
  response.body = std::string("<UnknownOperationException/>\n");
  return response;
}

class RestJsonProtocol : public Protocol {
 public:
  void decode(const WireCall& call, WireInput wire, AnyShape& input) const override {
    decode_bindings(wire, input, refuse_value);
    if (const Field* payload = payload_field(input.shape())) return decode_payload(call, *payload, wire, input);
    if (!has_body_members(input.shape())) return;
    const json::Value object = parse_json_body(wire.text, malformed_code(call));
    decode_json(object, input.shape(), input.data(), JsonForm::kWire, "", input.missing);
  }

  HttpResponse encode(const WireCall& call, AnyShape output) const override {
    HttpResponse response;
    response.status = call.operation ? call.operation->status : 200;
    response.headers.add("x-amzn-RequestId", call.request_id);
    encode_bindings(output, response);
    if (const Field* payload = payload_field(output.shape())) {
      encode_payload(*payload, output, response);
    } else if (has_body_members(output.shape())) {
      response.headers.add("Content-Type", "application/json");
      response.body = json::write(encode_json(output.shape(), output.data(), JsonForm::kWire));
    }
    return response;
  }

  HttpResponse encode(const WireCall& call, const Error& error) const override {
    if (error.code == "UnknownOperationException" && error.message.empty()) return unknown_route(call, error);
    const CatalogueError* facts = call.service ? call.service->find_error(error.code) : nullptr;
    json::Value body = json::Value::object();
    if (facts && facts->has_type) body["Type"] = error.status < 500 ? "User" : "Service";
    if (!error.message.empty()) body[facts && facts->capital_message ? "Message" : "message"] = error.message;
    for (const auto& [name, value] : error.fields) body[name] = value;
    HttpResponse response;
    response.status = error.status;
    response.headers.add("x-amzn-RequestId", call.request_id);
    response.headers.add("x-amzn-ErrorType", error.code);
    response.headers.add("Content-Type", "application/json");
    response.body = json::write(body);
    return response;
  }
};

}  // namespace

const Protocol& detail::rest_json_protocol() {
  static const RestJsonProtocol protocol;
  return protocol;
}

}  // namespace cloudling::aws
