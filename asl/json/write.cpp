#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "asl/json/append.h"
#include "asl/json/json.h"

namespace cloudling::json {
namespace {

/// Writes with a stack of its own, so that no depth of a value can exhaust the thread's.
class Writer {
 public:
  std::string out;
  size_t depth = 0;

  void write(const Value& root) {
    value(root);
    while (!open_.empty()) step();
  }

 private:
  struct Open {
    const Value* container;
    size_t next = 0;
  };

  void step() {
    Open& top = open_.back();
    const Value& container = *top.container;
    const size_t at = top.next++;
    if (at == container.size()) {
      out += container.is_object() ? '}' : ']';
      open_.pop_back();
      return;
    }
    if (at > 0) out += ',';
    if (container.is_array()) return value(container.get_ref<const Value::array_t&>()[at]);
    const auto& member = container.get_ref<const Value::object_t&>().begin()[static_cast<std::ptrdiff_t>(at)];
    append_string(out, member.first);
    out += ':';
    value(member.second);
  }

  void value(const Value& item) {
    switch (item.type()) {
      case Value::value_t::object:
        return open(item, '{');
      case Value::value_t::array:
        return open(item, '[');
      case Value::value_t::string:
        return append_string(out, item.get_ref<const std::string&>());
      case Value::value_t::boolean:
        out += item.get<bool>() ? "true" : "false";
        return;
      case Value::value_t::number_integer:
        return integer(item.get<int64_t>());
      case Value::value_t::number_unsigned:
        return integer(item.get<uint64_t>());
      case Value::value_t::number_float:
        return floating(item.get<double>());
      default:
        out += "null";
    }
  }

  void open(const Value& container, char bracket) {
    out += bracket;
    open_.push_back({&container});
    depth = std::max(depth, open_.size());
  }

  template <class Number>
  void integer(Number number) {
    std::array<char, 24> text;
    const auto end = std::to_chars(text.begin(), text.end(), number).ptr;
    out.append(text.begin(), end);
  }

  void floating(double number) {
    if (!std::isfinite(number)) {
      out += "null";
      return;
    }
    append_double(out, number);
  }

  std::vector<Open> open_;
};

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Length of the well-formed UTF-8 sequence at `text`, 0 where there is none.
size_t sequence_length(std::string_view text) {
  const auto byte = [text](size_t at) { return static_cast<unsigned char>(at < text.size() ? text[at] : 0); };
  const auto follows = [&byte](size_t at, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(at) >= low && byte(at) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool second = follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
    return second && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool second = follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

/// Where the run of ASCII ends, from `at` on, that stands in a JSON string as it is. Looks at eight bytes at a time.
size_t plain_end(std::string_view text, size_t at) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighs = kOnes << 7;
  const auto below = [](uint64_t word, uint64_t bound) { return (word - kOnes * bound) & ~word; };
  for (; at + sizeof(uint64_t) <= text.size(); at += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    const uint64_t quotes = below(word ^ kOnes * '"', 1) | below(word ^ kOnes * '\\', 1);
    if (((word | below(word, 0x20) | quotes) & kHighs) != 0) break;
  }
  const auto plain = [](unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; };
  while (at < text.size() && plain(static_cast<unsigned char>(text[at]))) ++at;
  return at;
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  out += "\\u00";
  out += kHex[static_cast<unsigned char>(c) >> 4];
  out += kHex[static_cast<unsigned char>(c) & 15];
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  size_t copied = 0;
  for (size_t at = plain_end(text, 0); at < text.size(); at = plain_end(text, at)) {
    const auto c = static_cast<unsigned char>(text[at]);
    const size_t length = c >= 0x80 ? sequence_length(text.substr(at)) : 0;
    if (length == 0) {
      out.append(text, copied, at - copied);
      if (c >= 0x80) out += kReplacement;
      if (c < 0x80) append_escape(out, text[at]);
      copied = at + 1;
    }
    at += length == 0 ? 1 : length;
  }
  out.append(text, copied);
  out += '"';
}

void append_double(std::string& out, double number) {
  std::array<char, 40> text;
  if (number == 0) {
    out += std::signbit(number) ? "-0.0" : "0.0";
    return;
  }
  const double size = std::fabs(number);
  if (size >= 1e-3 && size < 1e7) {
    const auto end = std::to_chars(text.begin(), text.end(), number, std::chars_format::fixed).ptr;
    const std::string_view digits(text.begin(), end);
    out += digits;
    if (digits.find('.') == std::string_view::npos) out += ".0";
    return;
  }
  const auto end = std::to_chars(text.begin(), text.end(), number, std::chars_format::scientific).ptr;
  const std::string_view digits(text.begin(), end);
  const size_t mark = digits.find('e');
  out += digits.substr(0, mark);
  if (digits.substr(0, mark).find('.') == std::string_view::npos) out += ".0";
  out += 'E';
  std::string_view exponent = digits.substr(mark + 1);
  if (exponent.front() == '-') out += '-';
  exponent.remove_prefix(1);
  while (exponent.size() > 1 && exponent.front() == '0') exponent.remove_prefix(1);
  out += exponent;
}

std::string write(const Value& value, size_t* depth) {
  Writer writer;
  writer.write(value);
  if (depth != nullptr) *depth = writer.depth;
  return std::move(writer.out);
}

bool valid_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t length = sequence_length(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

}  // namespace cloudling::json
