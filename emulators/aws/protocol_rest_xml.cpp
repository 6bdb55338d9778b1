// REST XML (Smithy document restXml), as S3 alone speaks it here: with S3's errors, request ids and words.

#include "emulators/aws/dates.h"
#include "emulators/aws/http_binding.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/protocol.h"
#include "emulators/aws/xml_codec.h"

namespace cloudling::aws {

namespace {

/// A date that HTTP itself defines is ignored where it is none (RFC 9110 section 13.1.3); S3's own are refused.
void refuse_value(const Field& field, std::string_view text) {
  const bool own = field.location != Location::kHeader || field.wire.starts_with("x-amz-");
  if (!own && field.type->kind == Kind::kTimestamp) return;
  const bool integer = field.type->kind == Kind::kInteger;
  throw Error(400, "InvalidArgument",
              integer ? "Provided " + field.wire + " not an integer or within integer range"
                      : "Invalid value for " + field.wire)
      .with("ArgumentName", field.wire)
      .with("ArgumentValue", std::string(text));
}

Error malformed_xml() {
  return {400, "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published schema"};
}

void decode_payload(const Field& field, WireInput& wire, AnyShape& input) {
  const auto target = [&] { return field.emplace(input.data()); };
  if (field.type->kind == Kind::kStream) {
    *static_cast<Body*>(target()) = std::move(wire.stream);
    return;
  }
  if (wire.text.empty()) {
    if (field.is_required) throw Error(400, "MissingRequestBodyError", "Request Body is empty");
    return;
  }
  if (field.type->kind == Kind::kBlob) {
    static_cast<Blob*>(target())->bytes = std::move(wire.text);
  } else if (field.type->kind == Kind::kString) {
    *static_cast<std::string*>(target()) = std::move(wire.text);
  } else {
    const Structure& shape = field.type->structure();
    if (!decode_xml(wire.text, {field.wire, field.name, shape.name}, shape, target())) throw malformed_xml();
  }
}

void encode_payload(const Field& field, AnyShape& output, HttpResponse& response) {
  const void* value = field.get(output.data());
  if (!value) return;
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
      break;
  }
  XmlWriter xml;
  xml.prolog();
  encode_xml_element(xml, field.wire, field, value, XmlDates::kMilliseconds);
  response.headers.set("Content-Type", "application/xml");
  response.body = xml.take();
}

const Field* only_body_member(const Structure& shape) {
  for (const Field& field : shape.fields) {
    if (field.location == Location::kBody) return &field;
  }
  return nullptr;
}

/// S3's GetBucketLocation: the member is the root, also where it is not set.
void encode_unwrapped(XmlWriter& xml, const AnyShape& output) {
  const Field& field = *only_body_member(output.shape());
  xml.open(field.wire);
  if (!output.shape().xml_namespace.empty()) xml.attribute("xmlns", output.shape().xml_namespace);
  const void* value = field.get(output.data());
  if (value && field.type->kind == Kind::kString) xml.text(*static_cast<const std::string*>(value));
  xml.close(field.wire);
}

void encode_body(const AnyShape& output, HttpResponse& response) {
  const Structure& shape = output.shape();
  XmlWriter xml;
  xml.prolog();
  if (shape.unwrapped) {
    encode_unwrapped(xml, output);
  } else {
    xml.open(shape.name);
    if (!shape.xml_namespace.empty()) xml.attribute("xmlns", shape.xml_namespace);
    encode_xml_members(xml, shape, output.data(), XmlDates::kMilliseconds);
    xml.close(shape.name);
  }
  response.headers.set("Content-Type", "application/xml");
  response.body = xml.take();
}

void add_ids(const WireCall& call, HttpResponse& response) {
  response.headers.add("x-amz-request-id", s3_request_id(call.request_id));
  response.headers.add("x-amz-id-2", s3_host_id(call.request_id));
}

/// Fields of an error that go beside it, not into its XML.
bool is_header(std::string_view name) {
  return name.starts_with("x-amz-") || name == "Allow" || name == "Last-Modified" || name == "Location";
}

class RestXmlProtocol : public Protocol {
 public:
  void decode(const WireCall&, WireInput wire, AnyShape& input) const override {
    decode_bindings(wire, input, refuse_value);
    if (const Field* payload = payload_field(input.shape())) return decode_payload(*payload, wire, input);
    if (!has_body_members(input.shape())) return;
    if (!decode_xml(wire.text, {input.shape().name}, input.shape(), input.data())) throw malformed_xml();
  }

  HttpResponse encode(const WireCall& call, AnyShape output) const override {
    HttpResponse response;
    response.status = call.operation ? call.operation->status : 200;
    add_ids(call, response);
    encode_bindings(output, response);
    if (const Field* payload = payload_field(output.shape()))
      encode_payload(*payload, output, response);
    else if (has_body_members(output.shape()) && !call.head)
      encode_body(output, response);
    // What the body is says how long it is; only an answer without one (HEAD) tells the length of another.
    if (!call.head) response.headers.erase("Content-Length");
    return response;
  }

  HttpResponse encode(const WireCall& call, const Error& error) const override {
    HttpResponse response;
    response.status = error.status;
    add_ids(call, response);
    for (const auto& [name, value] : error.fields)
      if (is_header(name)) response.headers.set(name, value);
    if (call.head || error.status == 304 || error.status == 204) return response;
    XmlWriter xml;
    xml.prolog();
    xml.open("Error");
    xml.element("Code", error.code);
    xml.element("Message", error.message);
    for (const auto& [name, value] : error.fields)
      if (!is_header(name)) xml.element(name, value);
    xml.element("RequestId", s3_request_id(call.request_id));
    xml.element("HostId", s3_host_id(call.request_id));
    xml.close("Error");
    response.headers.add("Content-Type", "application/xml");
    response.body = xml.take();
    return response;
  }
};

}  // namespace

const Protocol& detail::rest_xml_protocol() {
  static const RestXmlProtocol protocol;
  return protocol;
}

}  // namespace cloudling::aws
