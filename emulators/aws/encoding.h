#pragma once

// Texts of bytes and numbers: base64, hexadecimal, digests. Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::aws {

/// RFC 4648 section 4, with padding.
std::string base64_encode(std::string_view bytes);

/// Strict: padding required, no other characters, no bits left over. Nothing where malformed.
std::optional<std::string> base64_decode(std::string_view text);

/// RFC 4648 section 5 (- and _), without padding: fit for URLs.
std::string base64url_encode(std::string_view bytes);
std::optional<std::string> base64url_decode(std::string_view text);

/// Lower case.
std::string hex_encode(std::string_view bytes);

/// The whole text as a decimal integer, with an optional '-'; nothing where it is none or does not fit.
std::optional<int64_t> parse_integer(std::string_view text);

/// The whole text as a decimal number; nothing where it is none or not finite.
std::optional<double> parse_number(std::string_view text);

/// Raw digests, 32 and 64 bytes.
std::string sha256(std::string_view bytes);
std::string sha512(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// Takes the same time whether or not and wherever they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// Characters (Unicode code points) of a UTF-8 text; bytes that are not UTF-8 count one each.
size_t count_characters(std::string_view text);

}  // namespace cloudling::aws
