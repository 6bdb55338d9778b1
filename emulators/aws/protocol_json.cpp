// AWS JSON 1.0 and 1.1 (Smithy documents awsJson1_0, awsJson1_1): POST /, the operation in X-Amz-Target, all members
// in one JSON object, times in seconds.

#include "emulators/aws/json_codec.h"
#include "emulators/aws/protocol.h"

namespace cloudling::aws {

namespace {

/// What stands before an error's code in __type. JSON 1.0 services tell the framework's errors from their own.
std::string error_type(const WireCall& call, const std::string& code) {
  if (!call.service || call.service->json_version != "1.0") return code;
  if (code == call.service->validation_code) return "com.amazon.coral.validate#" + code;
  for (const char* common :
       {"SerializationException", "UnknownOperationException", "InternalFailure", "AccessDeniedException",
        "NotImplemented", "IncompleteSignatureException", "InvalidSignatureException",
        "MissingAuthenticationTokenException", "UnrecognizedClientException", "ExpiredTokenException",
        "ThrottlingException", "InvalidParameterValueException", "MissingRequiredParameterException"}) {
    if (code == common) return "com.amazon.coral.service#" + code;
  }
  if (call.service->error_namespace.empty()) return code;
  return std::string(call.service->error_namespace) + "#" + code;
}

/// Services that once spoke the query protocol also tell its code (Smithy's awsQueryCompatible).
void add_query_error(const WireCall& call, const Error& error, HttpResponse& response) {
  if (!call.service || !call.service->query_compatible) return;
  const CatalogueError* facts = call.service->find_error(error.code);
  const std::string code(facts && !facts->query_code.empty() ? facts->query_code : std::string_view(error.code));
  response.headers.add("x-amzn-query-error", code + (error.status < 500 ? ";Sender" : ";Receiver"));
}

class JsonProtocol : public Protocol {
 public:
  void decode(const WireCall& call, WireInput wire, AnyShape& input) const override {
    const std::string_view code = call.service ? call.service->malformed_code : "SerializationException";
    const json::Value object = parse_json_body(wire.text, code);
    decode_json(object, input.shape(), input.data(), JsonForm::kWire, "", input.missing);
  }

  HttpResponse encode(const WireCall& call, AnyShape output) const override {
    if (const Field* payload = payload_field(output.shape())) return stream(call, *payload, output);
    return answer(call, 200, encode_json(output.shape(), output.data(), JsonForm::kWire));
  }

  HttpResponse encode(const WireCall& call, const Error& error) const override {
    json::Value body = json::Value::object();
    body["__type"] = error_type(call, error.code);
    const CatalogueError* facts = call.service ? call.service->find_error(error.code) : nullptr;
    if (!error.message.empty()) body[facts && facts->capital_message ? "Message" : "message"] = error.message;
    for (const auto& [name, value] : error.fields) body[name] = value;
    HttpResponse response = answer(call, error.status, body);
    add_query_error(call, error, response);
    return response;
  }

 private:
  static HttpResponse answer(const WireCall& call, int status, const json::Value& body) {
    HttpResponse response;
    response.status = status;
    response.headers.add("x-amzn-RequestId", call.request_id);
    response.headers.add("Content-Type", "application/x-amz-json-" + call.json_version);
    response.body = json::write(body);
    return response;
  }

  /// An operation that answers with a stream answers with its events alone.
  static HttpResponse stream(const WireCall& call, const Field& payload, AnyShape& output) {
    HttpResponse response;
    response.headers.add("x-amzn-RequestId", call.request_id);
    response.headers.add("Content-Type", "application/vnd.amazon.eventstream");
    response.body = std::move(*static_cast<Body*>(payload.emplace(output.data())));
    return response;
  }
};

}  // namespace

const Protocol& detail::json_protocol() {
  static const JsonProtocol protocol;
  return protocol;
}

}  // namespace cloudling::aws
