#include "emulators/aws/http_binding.h"

#include <algorithm>
#include <map>

#include "emulators/aws/scalar.h"

namespace cloudling::aws {

namespace {

using StringMap = std::map<std::string, std::string>;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

bool starts_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower;
}

/// One request's bindings, decoded member by member. Each function says whether the member was there.
struct Decoder {
  const WireInput& wire;
  const Structure& shape;
  void* owner;
  const RefuseValue& refuse;

  bool scalar(const Field& field, std::string_view text) {
    // Into a spare value first: a refused one leaves an optional member unset.
    if (!readable(field, text)) {
      refuse(field, text);
      return true;
    }
    return parse_scalar(field.type->kind, field.timestamp_format, text, field.emplace(owner));
  }

  bool readable(const Field& field, std::string_view text) {
    std::string string;
    Blob blob;
    bool boolean;
    int64_t integer;
    double number;
    Timestamp time;
    void* const spare[] = {&string, &blob, &boolean, &integer, &number, &time};
    const auto kind = static_cast<size_t>(field.type->kind);
    return is_scalar(field.type->kind) && parse_scalar(field.type->kind, field.timestamp_format, text, spare[kind]);
  }

  void item(const Field& field, void* list, std::string_view text) {
    const Type& element = field.type->element();
    if (!parse_scalar(element.kind, field.timestamp_format, text, field.type->append(list))) refuse(field, text);
  }

  bool header(const Field& field) {
    if (field.type->kind != Kind::kList) {
      const std::string* value = wire.request.headers.find(field.wire);
      return value && scalar(field, *value);
    }
    void* list = nullptr;
    for (std::string_view value : wire.request.headers.all(field.wire)) {
      if (!list) list = field.emplace(owner);
      for (size_t end = 0; end != std::string_view::npos; value.remove_prefix(std::min(end + 1, value.size()))) {
        end = value.find(',');
        item(field, list, trimmed(value.substr(0, end)));
      }
    }
    return list != nullptr;
  }

  bool header_prefix(const Field& field) {
    StringMap* map = nullptr;
    for (const auto& [name, value] : wire.request.headers) {
      if (name.size() <= field.wire.size() || !starts_ignoring_case(name, field.wire)) continue;
      if (!map) map = static_cast<StringMap*>(field.emplace(owner));
      const auto [at, added] = map->try_emplace(lowered(name.substr(field.wire.size())), value);
      if (!added) at->second += "," + value;
    }
    return map != nullptr;
  }

  bool query(const Field& field) {
    if (field.type->kind == Kind::kMap) return query_rest(field);
    void* list = nullptr;
    for (const QueryParameter& parameter : wire.query) {
      if (parameter.name != field.wire) continue;
      if (field.type->kind != Kind::kList) return scalar(field, parameter.value);
      if (!list) list = field.emplace(owner);
      item(field, list, parameter.value);
    }
    return list != nullptr;
  }

  /// A map takes all parameters that no other member has.
  bool query_rest(const Field& field) {
    const Type& element = field.type->element();
    void* map = nullptr;
    for (const QueryParameter& parameter : wire.query) {
      if (std::ranges::any_of(shape.fields, [&](const Field& other) {
            return other.location == Location::kQuery && other.type->kind != Kind::kMap && other.wire == parameter.name;
          })) {
        continue;
      }
      if (!map) map = field.emplace(owner);
      void* value = field.type->insert(map, parameter.name);
      const bool list = element.kind == Kind::kList;
      const Kind kind = list ? element.element().kind : element.kind;
      if (!parse_scalar(kind, field.timestamp_format, parameter.value, list ? element.append(value) : value)) {
        refuse(field, parameter.value);
      }
    }
    return map != nullptr;
  }

  bool path(const Field& field) {
    const auto found = std::ranges::find(wire.labels, field.wire, &PathLabels::value_type::first);
    return found != wire.labels.end() && scalar(field, found->second);
  }

  bool member(const Field& field) {
    switch (field.location) {
      case Location::kHeader:
        return header(field);
      case Location::kHeaderPrefix:
        return header_prefix(field);
      case Location::kQuery:
        return query(field);
      case Location::kPath:
        return path(field);
      default:
        return true;
    }
  }
};

void encode_header_list(const Field& field, const void* value, HttpResponse& response) {
  std::string joined;
  const size_t size = field.type->size(value);
  for (size_t i = 0; i < size; ++i) {
    if (i > 0) joined += ',';
    joined += print_scalar(field.type->element().kind, format_or(field.timestamp_format, TimestampFormat::kHttpDate),
                           field.type->at(value, i));
  }
  if (size > 0) response.headers.add(field.wire, std::move(joined));
}

}  // namespace

void decode_bindings(const WireInput& wire, AnyShape& input, const RefuseValue& refuse) {
  Decoder decoder{wire, input.shape(), input.data(), refuse};
  for (const Field& field : input.shape().fields) {
    if (!decoder.member(field) && field.is_required) input.missing.push_back(member_path("", field));
  }
}

void encode_bindings(const AnyShape& output, HttpResponse& response) {
  for (const Field& field : output.shape().fields) {
    const void* value = field.get(output.data());
    if (!value) continue;
    if (field.location == Location::kStatus) {
      response.status = static_cast<int>(*static_cast<const int64_t*>(value));
    } else if (field.location == Location::kHeaderPrefix) {
      for (const auto& [name, text] : *static_cast<const StringMap*>(value))
        response.headers.add(field.wire + name, text);
    } else if (field.location == Location::kHeader && field.type->kind == Kind::kList) {
      encode_header_list(field, value, response);
    } else if (field.location == Location::kHeader) {
      const auto format = format_or(field.timestamp_format, TimestampFormat::kHttpDate);
      response.headers.add(field.wire, print_scalar(field.type->kind, format, value));
    }
  }
}

}  // namespace cloudling::aws
