// The AWS query protocol (Smithy document awsQuery): a form in, XML out. IAM, STS and CloudWatch speak it, and SQS
// still does.

#include <algorithm>
#include <vector>

#include "emulators/aws/encoding.h"
#include "emulators/aws/member_path.h"
#include "emulators/aws/protocol.h"
#include "emulators/aws/query_form.h"
#include "emulators/aws/scalar.h"
#include "emulators/aws/wire_names.h"
#include "emulators/aws/xml_codec.h"

namespace cloudling::aws {

namespace {

Error malformed_input(const std::string& text) { return {400, "MalformedInput", "For input string: \"" + text + "\""}; }

/// The children with a number for a name, by that number.
std::vector<const FormNode*> numbered(const FormNode& node) {
  std::vector<std::pair<int64_t, const FormNode*>> items;
  for (const auto& [name, child] : node.children) {
    if (const auto number = parse_integer(name)) items.emplace_back(*number, &child);
  }
  std::ranges::sort(items);
  std::vector<const FormNode*> nodes;
  nodes.reserve(items.size());
  for (const auto& [number, child] : items) nodes.push_back(child);
  return nodes;
}

/// One walk downwards over the form's tree and the field lists.
struct Decoder {
  MissingPaths& missing;

  void structure(const FormNode& node, const Structure& shape, void* owner, std::string_view path) {
    for (const Field& field : shape.fields) {
      const FormNode* found = node.child(wire_name(field));
      if (found)
        value(*found, *field.type, field, field.emplace(owner), member_path(path, field));
      else if (field.is_required)
        missing.push_back(member_path(path, field));
    }
  }

  /// "List.member.1", or "List.1" where it is flat. "List=" is an empty list.
  void list(const FormNode& node, const Type& type, const Field& field, void* target, std::string_view path) {
    const FormNode* items = field.flat ? &node : node.child(field.item);
    if (!items) return;
    size_t index = 0;
    for (const FormNode* item : numbered(*items)) {
      value(*item, type.element(), field, type.append(target), item_path(path, index++));
    }
  }

  /// "Map.entry.1.key" and ".value", or "Map.1.key" where it is flat.
  void map(const FormNode& node, const Type& type, const Field& field, void* target, std::string_view path) {
    const EntryNames names = entry_names(field);
    const FormNode* entries = field.flat ? &node : node.child(names.entry);
    if (!entries) return;
    for (const FormNode* entry : numbered(*entries)) {
      const FormNode* key = entry->child(names.key);
      const FormNode* item = entry->child(names.value);
      if (!key || !key->value || !item) throw malformed_input(std::string(path));
      value(*item, type.element(), field, type.insert(target, *key->value), value_path(path, *key->value));
    }
  }

  void value(const FormNode& node, const Type& type, const Field& field, void* target, std::string_view path) {
    switch (type.kind) {
      case Kind::kStructure:
        return structure(node, type.structure(), target, path);
      case Kind::kList:
        return list(node, type, field, target, path);
      case Kind::kMap:
        return map(node, type, field, target, path);
      default:
        break;
    }
    const std::string text = node.value.value_or("");
    if (!parse_scalar(type.kind, field.timestamp_format, text, target)) throw malformed_input(text);
  }
};

std::string_view xml_namespace(const WireCall& call) {
  return call.service ? call.service->xml_namespace : std::string_view();
}

/// A request to a queue's own URL names the queue by it.
void add_queue_url(const WireCall& call, const HttpRequest& request, Query& parameters) {
  if (!call.service || call.service->id != "sqs" || request.raw_path() == "/" || find(parameters, "QueueUrl")) return;
  parameters.push_back(
      {.name = "QueueUrl", .value = "http://localhost" + std::string(request.raw_path()), .has_value = true});
}

/// The error's code, as services that now speak JSON called it when they spoke this.
std::string_view code_of(const WireCall& call, const Error& error) {
  const CatalogueError* facts = call.service ? call.service->find_error(error.code) : nullptr;
  return facts && !facts->query_code.empty() ? facts->query_code : std::string_view(error.code);
}

HttpResponse answer(const WireCall& call, int status, XmlWriter& xml) {
  HttpResponse response;
  response.status = status;
  response.headers.add("x-amzn-RequestId", call.request_id);
  response.headers.add("Content-Type", "text/xml");
  response.body = xml.take();
  return response;
}

class QueryProtocol : public Protocol {
 public:
  void decode(const WireCall& call, WireInput wire, AnyShape& input) const override {
    Query parameters = wire.query;
    std::ranges::move(parse_query(wire.text), std::back_inserter(parameters));
    add_queue_url(call, wire.request, parameters);
    const auto tree = make_form_tree(parameters);
    if (!tree)
      throw Error(400, "MalformedQueryString", "The query string has too many parameters or is nested too deeply.");
    Decoder{input.missing}.structure(*tree, input.shape(), input.data(), "");
  }

  HttpResponse encode(const WireCall& call, AnyShape output) const override {
    const std::string root = call.operation_name + "Response";
    const std::string result = call.operation_name + "Result";
    XmlWriter xml;
    xml.open(root);
    if (!xml_namespace(call).empty()) xml.attribute("xmlns", xml_namespace(call));
    if (&output.shape() != &Nothing::shape()) {
      xml.open(result);
      encode_xml_members(xml, output.shape(), output.data(), XmlDates::kSeconds);
      xml.close(result);
    }
    xml.open("ResponseMetadata");
    xml.element("RequestId", call.request_id);
    xml.close("ResponseMetadata");
    xml.close(root);
    return answer(call, 200, xml);
  }

  HttpResponse encode(const WireCall& call, const Error& error) const override {
    XmlWriter xml;
    xml.open("ErrorResponse");
    if (!xml_namespace(call).empty()) xml.attribute("xmlns", xml_namespace(call));
    xml.open("Error");
    xml.element("Type", error.status < 500 ? "Sender" : "Receiver");
    xml.element("Code", code_of(call, error));
    xml.element("Message", error.message);
    for (const auto& [name, value] : error.fields) xml.element(name, value);
    xml.close("Error");
    xml.element("RequestId", call.request_id);
    xml.close("ErrorResponse");
    return answer(call, error.status, xml);
  }
};

}  // namespace

const Protocol& detail::query_protocol() {
  static const QueryProtocol protocol;
  return protocol;
}

}  // namespace cloudling::aws
