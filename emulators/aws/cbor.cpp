#include "emulators/aws/cbor.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include "emulators/aws/encoding.h"

namespace cloudling::aws {

namespace {

constexpr int kMaxDepth = 128;
constexpr uint8_t kIndefinite = 31;
constexpr uint8_t kBreak = 0xff;
constexpr uint8_t kTimeTag = 0xc1;

// Major types; 6 is a tag, 7 a simple value.
constexpr uint8_t kUnsigned = 0, kNegative = 1, kBytes = 2, kText = 3, kArray = 4, kMap = 5;

double half(uint16_t bits) {
  const int exponent = bits >> 10 & 0x1f;
  const double fraction = bits & 0x3ff;
  double value = 0;
  if (exponent == 0)
    value = std::ldexp(fraction, -24);
  else if (exponent != 31)
    value = std::ldexp(fraction + 1024, exponent - 25);
  else
    value = fraction == 0 ? INFINITY : NAN;
  return bits & 0x8000 ? -value : value;
}

class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_(bytes) {}

  /// False where it is malformed.
  bool item(json::Value& out) {
    uint8_t initial = 0;
    if (depth_ >= kMaxDepth || !byte(initial)) return false;
    ++depth_;
    const bool good = item_of(initial, out);
    --depth_;
    return good;
  }

  bool at_end() const { return rest_.empty(); }

 private:
  bool byte(uint8_t& out) {
    if (rest_.empty()) return false;
    out = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return true;
  }

  /// The argument that follows the initial byte.
  bool argument(uint8_t info, uint64_t& out) {
    out = info;
    if (info < 24) return true;
    if (info > 27) return false;
    out = 0;
    for (int i = 0; i < 1 << (info - 24); ++i) {
      uint8_t next = 0;
      if (!byte(next)) return false;
      out = out << 8 | next;
    }
    return true;
  }

  bool item_of(uint8_t initial, json::Value& out) {
    const uint8_t major = initial >> 5;
    const uint8_t info = initial & 0x1f;
    if (major == 7) return simple(info, out);
    if (major == kBytes || major == kText) return text(major, info, out);
    const bool endless = info == kIndefinite && (major == kArray || major == kMap);
    uint64_t count = 0;
    if (!endless && !argument(info, count)) return false;
    switch (major) {
      case kUnsigned:
        out = count;
        return true;
      case kNegative:
        out = count <= INT64_MAX ? json::Value(-1 - static_cast<int64_t>(count))
                                 : json::Value(-1.0 - static_cast<double>(count));
        return true;
      case kArray:
        out = json::Value::array();
        return items(endless, count, [&] { return item(out.emplace_back()); });
      case kMap:
        out = json::Value::object();
        return items(endless, count, [&] {
          json::Value key;
          return item(key) && key.is_string() && item(out[key.get_ref<const std::string&>()]);
        });
      default:
        return item(out);  // the tag is left off
    }
  }

  template <class Next>
  bool items(bool endless, uint64_t count, Next next) {
    for (uint64_t i = 0; endless || i < count; ++i) {
      if (endless && !rest_.empty() && static_cast<uint8_t>(rest_.front()) == kBreak) {
        rest_.remove_prefix(1);
        return true;
      }
      if (!next()) return false;
    }
    return true;
  }

  bool chunk(uint8_t info, std::string& out) {
    uint64_t size = 0;
    if (!argument(info, size) || size > rest_.size()) return false;
    out.append(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return true;
  }

  bool text(uint8_t major, uint8_t info, json::Value& out) {
    std::string bytes;
    if (info != kIndefinite) {
      if (!chunk(info, bytes)) return false;
    } else {
      for (uint8_t initial = 0;;) {
        if (!byte(initial)) return false;
        if (initial == kBreak) break;
        if (initial >> 5 != major || !chunk(initial & 0x1f, bytes)) return false;
      }
    }
    if (major == kText && !json::valid_utf8(bytes)) return false;
    out = major == kText ? std::move(bytes) : base64_encode(bytes);
    return true;
  }

  bool simple(uint8_t info, json::Value& out) {
    uint64_t bits = 0;
    if (!argument(info, bits)) return false;
    switch (info) {
      case 20:
      case 21:
        out = info == 21;
        return true;
      case 22:
      case 23:
        out = nullptr;
        return true;
      case 25:
        out = half(static_cast<uint16_t>(bits));
        return true;
      case 26:
        out = static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(bits)));
        return true;
      case 27:
        out = std::bit_cast<double>(bits);
        return true;
      default:
        return false;
    }
  }

  std::string_view rest_;
  int depth_ = 0;
};

// ---- encoding ----------------------------------------------------------------------------------------------------

void put_head(std::string& out, uint8_t major, uint64_t value) {
  const auto type = static_cast<uint8_t>(major << 5);
  int bytes = 0;
  uint8_t info = static_cast<uint8_t>(value);
  if (value >= 24) {
    const int power = value <= 0xff ? 0 : value <= 0xffff ? 1 : value <= 0xffffffff ? 2 : 3;
    info = static_cast<uint8_t>(24 + power);
    bytes = 1 << power;
  }
  out.push_back(static_cast<char>(type | info));
  while (bytes-- > 0) out.push_back(static_cast<char>(value >> (8 * bytes)));
}

void put_text(std::string& out, uint8_t major, std::string_view text) {
  put_head(out, major, text.size());
  out.append(text);
}

void put_double(std::string& out, double number) {
  out.push_back(static_cast<char>(0xfb));
  const auto bits = std::bit_cast<uint64_t>(number);
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(bits >> shift));
}

void put_integer(std::string& out, int64_t number) {
  if (number >= 0)
    put_head(out, kUnsigned, static_cast<uint64_t>(number));
  else
    put_head(out, kNegative, static_cast<uint64_t>(-1 - number));
}

void put_document(std::string& out, const json::Value& value) {
  if (value.is_object()) {
    put_head(out, kMap, value.size());
    for (const auto& [key, member] : value.items()) {
      put_text(out, kText, key);
      put_document(out, member);
    }
  } else if (value.is_array()) {
    put_head(out, kArray, value.size());
    for (const json::Value& item : value) put_document(out, item);
  } else if (value.is_string()) {
    put_text(out, kText, value.get_ref<const std::string&>());
  } else if (value.is_number_integer()) {
    put_integer(out, value.get<int64_t>());
  } else if (value.is_number()) {
    put_double(out, value.get<double>());
  } else {
    out.push_back(static_cast<char>(value.is_boolean() ? (value.get<bool>() ? 0xf5 : 0xf4) : 0xf6));
  }
}

void put_structure(std::string& out, const Structure& shape, const void* owner);

void put_value(std::string& out, const Type& type, const void* value) {
  switch (type.kind) {
    case Kind::kString:
      return put_text(out, kText, *static_cast<const std::string*>(value));
    case Kind::kBlob:
      return put_text(out, kBytes, static_cast<const Blob*>(value)->bytes);
    case Kind::kBoolean:
      out.push_back(static_cast<char>(*static_cast<const bool*>(value) ? 0xf5 : 0xf4));
      return;
    case Kind::kInteger:
      return put_integer(out, *static_cast<const int64_t*>(value));
    case Kind::kDouble:
      return put_double(out, *static_cast<const double*>(value));
    case Kind::kTimestamp:
      out.push_back(static_cast<char>(kTimeTag));
      return put_double(out, static_cast<double>(static_cast<const Timestamp*>(value)->ms) / 1000);
    case Kind::kDocument:
      return put_document(out, *static_cast<const json::Value*>(value));
    case Kind::kStream:
      out.push_back(static_cast<char>(0xf6));
      return;
    case Kind::kList:
      put_head(out, kArray, type.size(value));
      for (size_t i = 0; i < type.size(value); ++i) put_value(out, type.element(), type.at(value, i));
      return;
    case Kind::kMap: {
      struct State {
        std::string entries;
        const Type& element;
        uint64_t count = 0;
      } state{{}, type.element()};
      type.each(value, &state, [](void* raw, const std::string& key, const void* entry) {
        auto& s = *static_cast<State*>(raw);
        put_text(s.entries, kText, key);
        put_value(s.entries, s.element, entry);
        ++s.count;
      });
      put_head(out, kMap, state.count);
      out += state.entries;
      return;
    }
    case Kind::kStructure:
      return put_structure(out, type.structure(), value);
  }
}

void put_structure(std::string& out, const Structure& shape, const void* owner) {
  std::string members;
  uint64_t count = 0;
  for (const Field& field : shape.fields) {
    const void* value = field.location == Location::kBody ? field.get(owner) : nullptr;
    if (!value) continue;
    put_text(members, kText, field.wire);
    put_value(members, *field.type, value);
    ++count;
  }
  put_head(out, kMap, count);
  out += members;
}

}  // namespace

std::optional<json::Value> parse_cbor(std::string_view bytes) {
  Decoder decoder(bytes);
  json::Value value;
  if (!decoder.item(value) || !decoder.at_end()) return std::nullopt;
  return value;
}

std::string write_cbor(const Structure& shape, const void* owner) {
  std::string out;
  put_structure(out, shape, owner);
  return out;
}

std::string write_cbor(const json::Value& texts) {
  std::string out;
  put_document(out, texts);
  return out;
}

}  // namespace cloudling::aws
