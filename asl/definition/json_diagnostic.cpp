#include "asl/definition/json_diagnostic.h"

#include <algorithm>
#include <cctype>

namespace cloudling::asl {
namespace {

constexpr size_t kMaxSource = 500;

bool token_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

std::string source(std::string_view text) {
  if (text.size() <= kMaxSource) return "(String)\"" + std::string(text) + "\"";
  return "(String)\"" + std::string(text.substr(0, kMaxSource)) + "\"[truncated " +
         std::to_string(text.size() - kMaxSource) + " chars]";
}

std::string place(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = std::ranges::count(before, '\n');
  const size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return "[Source: " + source(text) + "; line: " + std::to_string(lines + 1) +
         ", column: " + std::to_string(before.size() - line_start + 1) + "]";
}

struct Finding {
  std::string message;
  size_t offset;
};

Finding explain(std::string_view text, const json::ParseError& error) {
  const size_t offset = std::min(error.offset, text.size());
  if (offset >= text.size()) return {"Unexpected end-of-input", text.size()};
  size_t begin = offset;
  while (begin > 0 && token_char(text[begin - 1])) --begin;
  if (std::isalpha(static_cast<unsigned char>(text[begin])) != 0) {
    size_t end = begin;
    while (end < text.size() && token_char(text[end])) ++end;
    return {"Unrecognized token '" + std::string(text.substr(begin, end - begin)) +
                "': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
            end};
  }
  const auto c = static_cast<unsigned char>(text[offset]);
  if (c > 0x20 && c < 0x7F) {
    return {"Unexpected character ('" + std::string(1, text[offset]) + "' (code " + std::to_string(c) +
                ")): " + error.message,
            offset + 1};
  }
  return {error.message, offset};
}

}  // namespace

Diagnostic json_diagnostic(std::string_view text, const json::ParseError& error) {
  const Finding found = explain(text, error);
  const std::string location = place(text, found.offset);
  return {Diagnostic::Severity::kError, "INVALID_JSON_DESCRIPTION", found.message + "\n at " + location, location};
}

}  // namespace cloudling::asl
