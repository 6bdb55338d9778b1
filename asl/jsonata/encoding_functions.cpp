// Base64, URLs, and what Step Functions adds: $hash, $uuid, $parse.

#include <array>
#include <cctype>
#include <charconv>

#include "asl/intrinsic/expression.h"
#include "asl/intrinsic/text.h"
#include "asl/jsonata/builtins.h"

namespace cloudling::asl::jsonata {
namespace {

Item base64_encoded(Call& call) { return text_item(base64_encode(call[0].text())); }

Item base64_decoded(Call& call) {
  auto plain = base64_decode(call[0].text());
  if (plain) return text_item(std::move(*plain));
  throw Error{"D3137", "The text is not Base64"};
}

Item url_encoded(const Item& item, std::string_view kept) {
  std::string out;
  for (const char c : item.text()) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || kept.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    constexpr std::string_view kHex = "0123456789ABCDEF";
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return text_item(std::move(out));
}

Item url_decoded(const Item& item, std::string_view kept, const char* function) {
  const std::string& text = item.text();
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    const bool whole = i + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    if (!whole)
      throw Error{"D3140", "Malformed URL passed to " + std::string(function) + "(): " + json::write(item.value())};
    if (kept.find(static_cast<char>(byte)) != std::string_view::npos)
      out += text.substr(i, 3);
    else
      out += static_cast<char>(byte);
    i += 2;
  }
  if (!json::parse(json::write(json::Value(out)))) {
    throw Error{"D3140", "Malformed URL passed to " + std::string(function) + "(): " + json::write(item.value())};
  }
  return text_item(std::move(out));
}

constexpr std::string_view kUnreserved = "-_.!~*'()";
constexpr std::string_view kOfUrls = "-_.!~*'();/?:@&=+$,#";
constexpr std::string_view kReserved = ";/?:@&=+$,#";

Item encode_component(Call& call) { return url_encoded(call[0], kUnreserved); }
Item encode_url(Call& call) { return url_encoded(call[0], kOfUrls); }
Item decode_component(Call& call) { return url_decoded(call[0], "", "decodeUrlComponent"); }
Item decode_url(Call& call) { return url_decoded(call[0], kReserved, "decodeUrl"); }

Item hash(Call& call) {
  const std::string algorithm = call.has(1) ? call[1].text() : "SHA-256";
  auto digest = hex_digest(algorithm, call[0].text());
  if (digest) return text_item(std::move(*digest));
  throw Error{"D3137", "The algorithm " + algorithm + " is not supported"};
}

Item uuid(Call& call) {
  Random random(call.evaluator.bindings().random());
  return Item(*call_intrinsic(IntrinsicFunction::kUuid, {}, random).value);
}

Item parse(Call& call) {
  json::ParseError error;
  auto value = json::parse(call[0].text(), &error);
  if (!value) throw Error{"D3137", "The text is not JSON: " + error.message};
  const bool negative_zero = value->is_number_float() && value->get<double>() == 0;
  return negative_zero ? Item::of(0) : Item(std::move(*value));
}

}  // namespace

std::span<const Builtin> encoding_functions() {
  static constexpr std::array<Builtin, 9> kFunctions = {{
      {"base64encode", "s", 1, true, true, base64_encoded},
      {"base64decode", "s", 1, true, true, base64_decoded},
      {"encodeUrlComponent", "s", 1, true, true, encode_component},
      {"encodeUrl", "s", 1, true, true, encode_url},
      {"decodeUrlComponent", "s", 1, true, true, decode_component},
      {"decodeUrl", "s", 1, true, true, decode_url},
      {"hash", "ss", 1, true, true, hash},
      {"uuid", "", 0, false, false, uuid},
      {"parse", "s", 1, true, true, parse},
  }};
  return kFunctions;
}

}  // namespace cloudling::asl::jsonata
