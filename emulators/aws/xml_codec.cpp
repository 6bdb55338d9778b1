#include "emulators/aws/xml_codec.h"

#include <algorithm>
#include <pugixml.hpp>

#include "emulators/aws/dates.h"
#include "emulators/aws/scalar.h"
#include "emulators/aws/utf8.h"
#include "emulators/aws/wire_names.h"

namespace cloudling::aws {

namespace {

// ---- encoding ----------------------------------------------------------------------------------------------------

std::string print(const Type& type, TimestampFormat format, const void* value, XmlDates dates) {
  if (type.kind == Kind::kTimestamp && format == TimestampFormat::kDefault && dates == XmlDates::kSeconds) {
    return format_iso8601_seconds(static_cast<const Timestamp*>(value)->ms);
  }
  return print_scalar(type.kind, format_or(format, TimestampFormat::kIso8601), value);
}

void encode_value(XmlWriter& xml, std::string_view name, const Type& type, const Field& field, const void* value,
                  XmlDates dates);

void encode_items(XmlWriter& xml, std::string_view name, const Type& list, const Field& field, const void* value,
                  XmlDates dates) {
  const size_t size = list.size(value);
  for (size_t i = 0; i < size; ++i) encode_value(xml, name, list.element(), field, list.at(value, i), dates);
}

void encode_entries(XmlWriter& xml, std::string_view name, const Type& map, const Field& field, const void* value,
                    XmlDates dates) {
  struct State {
    XmlWriter& xml;
    std::string_view name;
    const Type& element;
    const Field& field;
    XmlDates dates;
  } state{xml, name, map.element(), field, dates};
  map.each(value, &state, [](void* raw, const std::string& key, const void* item) {
    auto& s = *static_cast<State*>(raw);
    const EntryNames names = entry_names(s.field);
    s.xml.open(s.name);
    s.xml.element(names.key, key);
    encode_value(s.xml, names.value, s.element, s.field, item, s.dates);
    s.xml.close(s.name);
  });
}

void encode_structure(XmlWriter& xml, std::string_view name, const Structure& shape, const Field& field,
                      const void* value, XmlDates dates) {
  const std::string& uri = field.xml_namespace.empty() ? shape.xml_namespace : field.xml_namespace;
  xml.open(name);
  if (!uri.empty()) xml.attribute("xmlns", uri);
  encode_xml_members(xml, shape, value, dates);
  xml.close(name);
}

/// `field` says how lists are wrapped and times written.
void encode_value(XmlWriter& xml, std::string_view name, const Type& type, const Field& field, const void* value,
                  XmlDates dates) {
  switch (type.kind) {
    case Kind::kStructure:
      return encode_structure(xml, name, type.structure(), field, value, dates);
    case Kind::kList:
    case Kind::kMap: {
      const auto encode = type.kind == Kind::kList ? encode_items : encode_entries;
      const std::string_view item = type.kind == Kind::kList ? std::string_view(field.item) : std::string_view("entry");
      if (field.flat) return encode(xml, name, type, field, value, dates);
      xml.open(name);
      encode(xml, item, type, field, value, dates);
      xml.close(name);
      return;
    }
    case Kind::kDocument:
    case Kind::kStream:
      return;
    default:
      xml.element(name, print(type, field.timestamp_format, value, dates));
  }
}

/// An attribute such as xsi:type declares its prefix beside it.
void encode_attribute(XmlWriter& xml, const Field& field, const void* value, XmlDates dates) {
  const size_t colon = field.wire.find(':');
  if (colon != std::string::npos && !field.xml_namespace.empty()) {
    xml.attribute("xmlns:" + field.wire.substr(0, colon), field.xml_namespace);
  }
  xml.attribute(field.wire, print(*field.type, field.timestamp_format, value, dates));
}

// ---- decoding ----------------------------------------------------------------------------------------------------

std::string_view local_name(std::string_view name) { return name.substr(name.find(':') + 1); }

bool within_depth(const pugi::xml_node& root, size_t max_depth) {
  size_t depth = 1;
  for (pugi::xml_node node = root; node;) {
    if (depth > max_depth) return false;
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node && node != root && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (node == root) break;
    node = node.next_sibling();
  }
  return true;
}

/// One root and no DOCTYPE: so no entities either.
bool is_plain(const pugi::xml_document& document) {
  const auto nodes = document.children();
  const auto is_type = [](pugi::xml_node_type type) {
    return [type](const pugi::xml_node& n) { return n.type() == type; };
  };
  return std::ranges::none_of(nodes, is_type(pugi::node_doctype)) &&
         std::ranges::count_if(nodes, is_type(pugi::node_element)) == 1;
}

bool decode_value(const pugi::xml_node& node, const Type& type, const Field& field, void* target);

bool decode_list(const pugi::xml_node& wrapper, const Type& list, const Field& field, void* target) {
  for (const pugi::xml_node& child : wrapper.children()) {
    if (child.type() != pugi::node_element || local_name(child.name()) != field.item) continue;
    if (!decode_value(child, list.element(), field, list.append(target))) return false;
  }
  return true;
}

bool decode_entry(const pugi::xml_node& entry, const Type& map, const Field& field, void* target) {
  const EntryNames names = entry_names(field);
  const auto key = entry.child(std::string(names.key).c_str());
  const auto value = entry.child(std::string(names.value).c_str());
  if (!key || !value) return false;
  return decode_value(value, map.element(), field, map.insert(target, key.text().get()));
}

bool decode_map(const pugi::xml_node& wrapper, const Type& map, const Field& field, void* target) {
  for (const pugi::xml_node& child : wrapper.children()) {
    if (child.type() != pugi::node_element || local_name(child.name()) != "entry") continue;
    if (!decode_entry(child, map, field, target)) return false;
  }
  return true;
}

bool decode_structure(const pugi::xml_node& node, const Structure& shape, void* owner);

std::string_view trimmed(std::string_view text) {
  static constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool decode_scalar(const pugi::xml_node& node, const Type& type, const Field& field, void* target) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
    else if (child.type() == pugi::node_element)
      return false;
  }
  if (type.kind == Kind::kString) return parse_scalar(type.kind, field.timestamp_format, text, target);
  return parse_scalar(type.kind, field.timestamp_format, trimmed(text), target);
}

bool decode_value(const pugi::xml_node& node, const Type& type, const Field& field, void* target) {
  switch (type.kind) {
    case Kind::kStructure:
      return decode_structure(node, type.structure(), target);
    case Kind::kList:
      return decode_list(node, type, field, target);
    case Kind::kMap:
      return decode_map(node, type, field, target);
    case Kind::kDocument:
    case Kind::kStream:
      return false;
    default:
      return decode_scalar(node, type, field, target);
  }
}

/// The children called `name`: one value, or the items of a flat list.
bool decode_member(const pugi::xml_node& owner_node, const Field& field, void* owner, bool& found) {
  const bool flat = field.flat && (field.type->kind == Kind::kList || field.type->kind == Kind::kMap);
  void* target = nullptr;
  for (const pugi::xml_node& child : owner_node.children()) {
    if (child.type() != pugi::node_element || local_name(child.name()) != wire_name(field)) continue;
    if (target && !flat) return false;  // an element twice
    if (!target) target = field.emplace(owner);
    found = true;
    if (!flat) {
      if (!decode_value(child, *field.type, field, target)) return false;
    } else if (field.type->kind == Kind::kMap) {
      if (!decode_entry(child, *field.type, field, target)) return false;
    } else if (!decode_value(child, field.type->element(), field, field.type->append(target))) {
      return false;
    }
  }
  return true;
}

bool decode_attribute(const pugi::xml_node& node, const Field& field, void* owner, bool& found) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (local_name(attribute.name()) != local_name(field.wire)) continue;
    found = true;
    return parse_scalar(field.type->kind, field.timestamp_format, attribute.value(), field.emplace(owner));
  }
  return true;
}

bool decode_structure(const pugi::xml_node& node, const Structure& shape, void* owner) {
  return std::ranges::all_of(shape.fields, [&](const Field& field) {
    if (field.location != Location::kBody) return true;
    bool found = false;
    const bool good =
        field.attribute ? decode_attribute(node, field, owner, found) : decode_member(node, field, owner, found);
    return good && (found || !field.is_required);
  });
}

}  // namespace

void encode_xml_members(XmlWriter& xml, const Structure& shape, const void* owner, XmlDates dates) {
  for (const bool attributes : {true, false}) {
    for (const Field& field : shape.fields) {
      if (field.location != Location::kBody || field.attribute != attributes) continue;
      const void* value = field.get(owner);
      if (!value) continue;
      if (attributes)
        encode_attribute(xml, field, value, dates);
      else
        encode_xml_element(xml, wire_name(field), field, value, dates);
    }
  }
}

void encode_xml_element(XmlWriter& xml, std::string_view name, const Field& field, const void* value, XmlDates dates) {
  encode_value(xml, name, *field.type, field, value, dates);
}

bool decode_xml(std::string_view text, std::initializer_list<std::string_view> roots, const Structure& shape,
                void* owner, const XmlLimits& limits) {
  if (text.size() > limits.max_bytes || text.find('\0') != std::string_view::npos || !is_utf8(text)) return false;
  pugi::xml_document document;
  const unsigned options = (pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single);
  if (!document.load_buffer(text.data(), text.size(), options, pugi::encoding_utf8) || !is_plain(document))
    return false;
  const pugi::xml_node root = document.document_element();
  if (!within_depth(root, limits.max_depth)) return false;
  return std::ranges::find(roots, local_name(root.name())) != roots.end() && decode_structure(root, shape, owner);
}

}  // namespace cloudling::aws
