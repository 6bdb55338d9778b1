#pragma once

// The one JSON value of the project: keeps the order of keys as it came, finds a key in constant time.
//
// Texts from outside are read by parse(), one bounded pass (depth, size, UTF-8); nothing else reads them.
// Values are plain values: copy, move, compare. Thread-compatible, like the standard containers.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "asl/json/ordered_map.h"

namespace cloudling::json {

using Value = nlohmann::basic_json<OrderedMap>;

/// Bounds of a parse. Depth counts nested arrays and objects; bytes is the length of the text.
struct Limits {
  size_t max_depth = 512;
  size_t max_bytes = 64u << 20;
};

/// Why and where (byte offset from 0) a text is not JSON, or exceeds a limit.
struct ParseError {
  std::string message;
  size_t offset = 0;
};

/// Reads one JSON text (RFC 8259, valid UTF-8 only). Nothing on failure, with `error` filled when given.
/// A duplicate key keeps its first place and takes the last value, as Jackson does on AWS's side.
std::optional<Value> parse(std::string_view text, ParseError* error = nullptr, const Limits& limits = {});

/// Compact text, no spaces. Never throws: strings of ours are valid UTF-8, others get U+FFFD.
/// `depth` receives how deep arrays and objects are nested, when given.
std::string write(const Value& value, size_t* depth = nullptr);

/// Whether the bytes are well-formed UTF-8.
bool valid_utf8(std::string_view bytes);

/// Appends a finite number as AWS writes doubles: "0.1", "100.0", "1.0E10" (shortest digits that read back equal).
void append_double(std::string& out, double number);

/// The member `key` of an object; nullptr where `value` is no object or has no such key.
const Value* find(const Value& value, std::string_view key);

}  // namespace cloudling::json
