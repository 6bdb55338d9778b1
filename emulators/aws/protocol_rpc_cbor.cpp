// Smithy RPC v2 CBOR: POST /service/NAME/operation/NAME, all members in one CBOR map.

#include "emulators/aws/protocol_rpc_cbor.h"

#include <string>

#include "emulators/aws/cbor.h"
#include "emulators/aws/json_codec.h"

namespace cloudling::aws {

namespace {

HttpResponse answer(const WireCall& call, int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers.add("x-amzn-RequestId", call.request_id);
  response.headers.add("smithy-protocol", "rpc-v2-cbor");
  response.headers.add("Content-Type", "application/cbor");
  response.body = std::move(body);
  return response;
}

class RpcCborProtocol : public Protocol {
 public:
  void decode(const WireCall&, WireInput wire, AnyShape& input) const override {
    const auto value = wire.text.empty() ? json::Value::object() : parse_cbor(wire.text);
    if (!value) throw Error(400, "SerializationException", "Could not parse the request body as CBOR");
    decode_json(*value, input.shape(), input.data(), JsonForm::kWire, "", input.missing);
  }

  HttpResponse encode(const WireCall& call, AnyShape output) const override {
    return answer(call, 200, write_cbor(output.shape(), output.data()));
  }

  HttpResponse encode(const WireCall& call, const Error& error) const override {
    const CatalogueError* facts = call.service ? call.service->find_error(error.code) : nullptr;
    json::Value body = json::Value::object();
    body["__type"] = error.code;
    if (!error.message.empty()) body[facts && facts->capital_message ? "Message" : "message"] = error.message;
    for (const auto& [name, value] : error.fields) body[name] = value;
    HttpResponse response = answer(call, error.status, write_cbor(body));
    if (call.service && call.service->query_compatible) {
      const std::string code(facts && !facts->query_code.empty() ? facts->query_code : std::string_view(error.code));
      response.headers.add("x-amzn-query-error", code + (error.status < 500 ? ";Sender" : ";Receiver"));
    }
    return response;
  }
};

}  // namespace

const Protocol& rpc_cbor_protocol() {
  static const RpcCborProtocol protocol;
  return protocol;
}

}  // namespace cloudling::aws
