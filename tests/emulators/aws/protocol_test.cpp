// The tables of cases/protocol_*.txt. A case decodes a request (and says what it means as JSON under AWS's names), or
// encodes such JSON or an error (and says how the answer reads).

#include "emulators/aws/protocol.h"

#include <gtest/gtest.h>

#include <functional>

#include "emulators/aws/document_codec.h"
#include "emulators/aws/identify.h"
#include "emulators/aws/ids.h"
#include "tests/emulators/aws/sample_shapes.h"
#include "tests/emulators/aws/support.h"

namespace cloudling::aws {
namespace {

constexpr const char* kRequestId = "01234567-89ab-cdef-0123-456789abcdef";

template <class T>
AnyShape make() {
  return AnyShape::of(T{});
}

/// Shapes by the name that a case gives.
AnyShape make_shape(const std::string& name) {
  static const std::map<std::string, std::function<AnyShape()>> shapes = {
      {"Widget", make<test::Widget>},
      {"NamedItems", make<test::NamedItems>},
      {"RestInput", make<test::RestInput>},
      {"RestOutput", make<test::RestOutput>},
      {"BlobMessage", make<test::BlobMessage>},
      {"StreamMessage", make<test::StreamMessage>},
      {"XmlInput", make<test::XmlInput>},
      {"XmlOutput", make<test::XmlOutput>},
      {"LocationOutput", make<test::LocationOutput>},
      {"Nothing", make<Nothing>}};
  return shapes.at(name)();
}

WireCall make_call(const std::string& service, const std::string& operation) {
  WireCall call;
  call.service = find_service(service);
  call.operation = call.service ? call.service->find(operation) : nullptr;
  call.operation_name = operation;
  if (call.service && !call.service->json_version.empty()) call.json_version = std::string(call.service->json_version);
  call.request_id = kRequestId;
  return call;
}

/// "service Operation" of the part "call".
WireCall call_of(const test::Case& item) {
  const std::string& text = item.get("call");
  const size_t space = text.find(' ');
  return make_call(text.substr(0, space), text.substr(space + 1));
}

/// The service's own, or query where the case says so.
const Protocol& protocol_of(const test::Case& item, const WireCall& call) {
  return protocol(item.has("query") ? ProtocolKind::kQuery : call.service->protocol);
}

std::string join(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

void decode(const test::Case& item) {
  const WireCall call = call_of(item);
  HttpRequest request = test::parse_request(item.get("request"));
  const Query query = request.query();
  const PathLabels labels = identify(request, query, {}, {}).labels;
  AnyShape input = make_shape(item.get("shape"));
  WireInput wire{request, query, labels, {}, {}};
  if (has_stream(input.shape()))
    wire.stream = std::move(request.body);
  else
    wire.text = request.body.take_bytes();
  try {
    protocol_of(item, call).decode(call, std::move(wire), input);
  } catch (const Error& error) {
    EXPECT_EQ(std::to_string(error.status) + " " + error.code + ": " + error.message, item.get("refused"));
    return;
  }
  if (item.has("missing")) {
    EXPECT_EQ(join(input.missing), item.get("missing"));
  }
  CallAnswer answer = encode_document(std::move(input));
  EXPECT_EQ(json::write(answer.output), item.get("means"));
  if (item.has("body")) {
    EXPECT_EQ(test::run(answer.body.read_all(1000)), item.get("body"));
  }
}

void replace(std::string& text, const std::string& what, const std::string& by) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

/// The answer, with ids as tokens.
std::string printed(HttpResponse response) {
  std::string text = test::print_response(std::move(response));
  replace(text, kRequestId, "{id}");
  replace(text, s3_request_id(kRequestId), "{s3-id}");
  replace(text, s3_host_id(kRequestId), "{host-id}");
  return text;
}

void encode(const test::Case& item) {
  WireCall call = call_of(item);
  call.head = item.has("head");
  AnyShape output = make_shape(item.get("shape"));
  decode_document(*json::parse(item.get("output")), Body(item.has("body") ? item.get("body") : ""), output);
  EXPECT_EQ(printed(protocol_of(item, call).encode(call, std::move(output))), item.get("answer"));
}

/// "STATUS Code", the message, and fields as "name: value".
Error parse_error(std::string_view text) {
  const auto line = [&text] {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string taken(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return taken;
  };
  const std::string first = line();
  Error error(std::stoi(first), first.substr(4), "");
  error.message = line();
  while (!text.empty()) {
    const std::string field = line();
    error.fields.emplace_back(field.substr(0, field.find(": ")), field.substr(field.find(": ") + 2));
  }
  return error;
}

void encode_error(const test::Case& item) {
  WireCall call = call_of(item);
  call.head = item.has("head");
  EXPECT_EQ(printed(protocol_of(item, call).encode(call, parse_error(item.get("error")))), item.get("answer"));
}

class ProtocolCases : public testing::TestWithParam<test::Case> {};

TEST_P(ProtocolCases, Agree) {
  if (GetParam().has("request"))
    decode(GetParam());
  else if (GetParam().has("output"))
    encode(GetParam());
  else
    encode_error(GetParam());
}

constexpr auto kName = [](const auto& info) { return test::test_name(info.param.name); };

INSTANTIATE_TEST_SUITE_P(Json, ProtocolCases, testing::ValuesIn(test::read_cases("protocol_json.txt")), kName);
INSTANTIATE_TEST_SUITE_P(RestJson, ProtocolCases, testing::ValuesIn(test::read_cases("protocol_rest_json.txt")), kName);
INSTANTIATE_TEST_SUITE_P(RestXml, ProtocolCases, testing::ValuesIn(test::read_cases("protocol_rest_xml.txt")), kName);
INSTANTIATE_TEST_SUITE_P(Query, ProtocolCases, testing::ValuesIn(test::read_cases("protocol_query.txt")), kName);

}  // namespace
}  // namespace cloudling::aws
