#pragma once

// What the string functions are made of: Base64, digests in hexadecimal, Java's way of printing values.

#include <optional>
#include <string>
#include <string_view>

#include "asl/json/json.h"

namespace cloudling::asl {

std::string base64_encode(std::string_view bytes);

/// Nothing where `text` is not Base64 (RFC 4648, padding required).
std::optional<std::string> base64_decode(std::string_view text);

/// The digest in lower-case hexadecimal; `algorithm` is MD5, SHA-1, SHA-256, SHA-384 or SHA-512, else nothing.
std::optional<std::string> hex_digest(std::string_view algorithm, std::string_view data);

/// HMAC-SHA256 in lower-case hexadecimal.
std::string hex_hmac(std::string_view key, std::string_view data);

/// A value as Java's toString() prints maps and lists, which is what States.Format shows: {Id=1, Tags=[a, b]}.
std::string java_text(const json::Value& value);

}  // namespace cloudling::asl
