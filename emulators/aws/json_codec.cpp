#include "emulators/aws/json_codec.h"

#include <cmath>

#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"
#include "emulators/aws/scalar.h"

namespace cloudling::aws {

namespace {

using json::Value;

bool covers(JsonForm form, const Field& field) {
  if (field.type->kind == Kind::kStream) return false;
  return form == JsonForm::kDocument || field.location == Location::kBody;
}

const std::string& name_of(JsonForm form, const Field& field) {
  return form == JsonForm::kDocument ? field.name : field.wire;
}

// ---- encoding ----------------------------------------------------------------------------------------------------

Value encode_timestamp(const Timestamp& time, JsonForm form, TimestampFormat format) {
  if (form == JsonForm::kDocument) return format_iso8601_seconds(time.ms);  // no fraction where there is none
  format = format_or(format, TimestampFormat::kEpochSeconds);
  if (format == TimestampFormat::kEpochSeconds) return static_cast<double>(time.ms) / 1000;
  return print_scalar(Kind::kTimestamp, format, &time);
}

Value encode_list(const Type& type, const void* list, JsonForm form, TimestampFormat format) {
  Value array = Value::array();
  const size_t size = type.size(list);
  for (size_t i = 0; i < size; ++i) array.push_back(encode_json(type.element(), type.at(list, i), form, format));
  return array;
}

Value encode_map(const Type& type, const void* map, JsonForm form, TimestampFormat format) {
  struct State {
    Value object = Value::object();
    const Type& element;
    JsonForm form;
    TimestampFormat format;
  } state{.element = type.element(), .form = form, .format = format};
  type.each(map, &state, [](void* raw, const std::string& key, const void* value) {
    auto& s = *static_cast<State*>(raw);
    s.object[key] = encode_json(s.element, value, s.form, s.format);
  });
  return std::move(state.object);
}

// ---- decoding ----------------------------------------------------------------------------------------------------

Error wrong_type(std::string message) { return {400, "SerializationException", std::move(message)}; }

/// How AWS's parser calls what it found.
std::string token_name(const Value& value) {
  if (value.is_string()) return "STRING_VALUE";
  if (value.is_number_float()) return "DECIMAL_VALUE";
  if (value.is_number()) return "NUMBER_VALUE";
  return value.is_boolean() && value.get<bool>() ? "TRUE_VALUE" : "FALSE_VALUE";
}

Error wrong_scalar(const Value& found, const char* wanted) {
  if (found.is_object()) return wrong_type("Start of structure or map found where not expected.");
  if (found.is_array()) return wrong_type("Start of list found where not expected");
  return wrong_type(token_name(found) + " can not be converted to " + wanted);
}

int64_t decode_integer(const Value& value) {
  if (value.is_number_unsigned() && value.get<uint64_t>() > uint64_t{INT64_MAX}) throw wrong_scalar(value, "a Long");
  if (value.is_number_integer()) return value.get<int64_t>();
  if (!value.is_number_float()) throw wrong_scalar(value, "an Integer");
  const double number = value.get<double>();
  if (number != std::floor(number) || std::abs(number) >= 9.2e18) throw wrong_scalar(value, "an Integer");
  return static_cast<int64_t>(number);
}

Timestamp decode_timestamp(const Value& value, JsonForm form, TimestampFormat format) {
  Timestamp time;
  if (value.is_number() && (form == JsonForm::kDocument ||
                            format_or(format, TimestampFormat::kEpochSeconds) == TimestampFormat::kEpochSeconds)) {
    const auto ms = from_epoch_seconds(value.get<double>());
    if (!ms) throw wrong_type("Timestamp out of range");
    time.ms = *ms;
    return time;
  }
  const bool text_allowed = form == JsonForm::kDocument ||
                            format_or(format, TimestampFormat::kEpochSeconds) != TimestampFormat::kEpochSeconds;
  if (!value.is_string() || !text_allowed) throw wrong_scalar(value, "milliseconds since epoch");
  if (!parse_scalar(Kind::kTimestamp, TimestampFormat::kDefault, value.get_ref<const std::string&>(), &time)) {
    throw wrong_type("Unable to parse timestamp: " + value.get_ref<const std::string&>());
  }
  return time;
}

std::string decode_blob(const Value& value, JsonForm form) {
  if (!value.is_string()) throw wrong_scalar(value, "a Blob");
  const auto& text = value.get_ref<const std::string&>();
  if (form == JsonForm::kDocument) return text;
  auto bytes = base64_decode(text);
  if (!bytes) throw wrong_type("Invalid base64 in a blob");
  return std::move(*bytes);
}

const std::string& decode_string(const Value& value) {
  if (!value.is_string()) throw wrong_scalar(value, "a String");
  return value.get_ref<const std::string&>();
}

bool decode_boolean(const Value& value) {
  if (!value.is_boolean()) throw wrong_scalar(value, "a Boolean");
  return value.get<bool>();
}

double decode_double(const Value& value) {
  if (!value.is_number()) throw wrong_scalar(value, "a Double");
  return value.get<double>();
}

/// One walk downwards: what stays the same at all levels.
struct Decoder {
  JsonForm form;
  MissingPaths& missing;

  void structure(const Value& object, const Structure& shape, void* owner, std::string_view path) {
    if (!object.is_object())
      throw wrong_type(object.is_array() ? "Start of list found where not expected"
                                         : "Unexpected value type in payload");
    for (const Field& field : shape.fields) {
      if (!covers(form, field)) continue;
      const Value* found = json::find(object, name_of(form, field));
      if (found && !found->is_null()) {
        value(*found, *field.type, field.emplace(owner), field.timestamp_format, member_path(path, field));
      } else if (field.is_required) {
        missing.push_back(member_path(path, field));
      }
    }
  }

  void list(const Value& array, const Type& type, void* target, TimestampFormat format, std::string_view path) {
    if (!array.is_array())
      throw wrong_type(array.is_object() ? "Start of structure or map found where not expected."
                                         : "Unexpected field type");
    for (size_t i = 0; i < array.size(); ++i) {
      void* item = type.append(target);
      if (array[i].is_null())
        missing.push_back(item_path(path, i));
      else
        value(array[i], type.element(), item, format, item_path(path, i));
    }
  }

  void map(const Value& object, const Type& type, void* target, TimestampFormat format, std::string_view path) {
    if (!object.is_object())
      throw wrong_type(object.is_array() ? "Start of list found where not expected" : "Unexpected field type");
    for (const auto& [key, found] : object.items()) {
      void* item = type.insert(target, key);
      if (found.is_null())
        missing.push_back(value_path(path, key));
      else
        value(found, type.element(), item, format, value_path(path, key));
    }
  }

  void value(const Value& found, const Type& type, void* target, TimestampFormat format, std::string_view path) {
    switch (type.kind) {
      case Kind::kString:
        *static_cast<std::string*>(target) = decode_string(found);
        return;
      case Kind::kBlob:
        static_cast<Blob*>(target)->bytes = decode_blob(found, form);
        return;
      case Kind::kBoolean:
        *static_cast<bool*>(target) = decode_boolean(found);
        return;
      case Kind::kInteger:
        *static_cast<int64_t*>(target) = decode_integer(found);
        return;
      case Kind::kDouble:
        *static_cast<double*>(target) = decode_double(found);
        return;
      case Kind::kTimestamp:
        *static_cast<Timestamp*>(target) = decode_timestamp(found, form, format);
        return;
      case Kind::kDocument:
        *static_cast<Value*>(target) = found;
        return;
      case Kind::kStream:
        return;
      case Kind::kList:
        return list(found, type, target, format, path);
      case Kind::kMap:
        return map(found, type, target, format, path);
      case Kind::kStructure:
        return structure(found, type.structure(), target, path);
    }
  }
};

}  // namespace

Value encode_json(const Structure& shape, const void* owner, JsonForm form) {
  Value object = Value::object();
  for (const Field& field : shape.fields) {
    if (!covers(form, field)) continue;
    if (const void* value = field.get(owner)) {
      object[name_of(form, field)] = encode_json(*field.type, value, form, field.timestamp_format);
    }
  }
  return object;
}

Value encode_json(const Type& type, const void* value, JsonForm form, TimestampFormat format) {
  switch (type.kind) {
    case Kind::kString:
      return *static_cast<const std::string*>(value);
    case Kind::kBlob: {
      const std::string& bytes = static_cast<const Blob*>(value)->bytes;
      return form == JsonForm::kDocument ? bytes : base64_encode(bytes);
    }
    case Kind::kBoolean:
      return *static_cast<const bool*>(value);
    case Kind::kInteger:
      return *static_cast<const int64_t*>(value);
    case Kind::kDouble:
      return *static_cast<const double*>(value);
    case Kind::kTimestamp:
      return encode_timestamp(*static_cast<const Timestamp*>(value), form, format);
    case Kind::kDocument:
      return *static_cast<const Value*>(value);
    case Kind::kStream:
      return nullptr;
    case Kind::kList:
      return encode_list(type, value, form, format);
    case Kind::kMap:
      return encode_map(type, value, form, format);
    case Kind::kStructure:
      return encode_json(type.structure(), value, form);
  }
  return nullptr;
}

void decode_json(const Value& object, const Structure& shape, void* owner, JsonForm form, std::string_view path,
                 MissingPaths& missing) {
  Decoder{form, missing}.structure(object, shape, owner, path);
}

Value parse_json_body(std::string_view text, std::string_view code) {
  if (text.empty()) return Value::object();
  json::ParseError problem;
  auto value = json::parse(text, &problem);
  if (!value) {
    throw Error(
        400, std::string(code),
        "Could not parse request body into json: " + problem.message + " at byte " + std::to_string(problem.offset));
  }
  if (!value->is_object()) throw wrong_type("Unexpected value type in payload");
  return std::move(*value);
}

}  // namespace cloudling::aws
