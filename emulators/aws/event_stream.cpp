#include "emulators/aws/event_stream.h"

#include <array>
#include <cstdint>

namespace cloudling::aws {

namespace {

constexpr size_t kPreludeBytes = 12;  // both lengths and their checksum
constexpr size_t kChecksumBytes = 4;
constexpr char kStringType = 7;

constexpr std::array<uint32_t, 256> make_table() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < table.size(); ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? 0xEDB88320u : 0u);
    table[i] = value;
  }
  return table;
}

/// CRC-32 of ISO 3309.
uint32_t crc32(std::string_view bytes) {
  static constexpr std::array<uint32_t, 256> kTable = make_table();
  uint32_t crc = 0xFFFFFFFFu;
  for (const char byte : bytes) crc = kTable[(crc ^ static_cast<uint8_t>(byte)) & 0xFF] ^ (crc >> 8);
  return ~crc;
}

void append_number(std::string& out, uint64_t number, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift);
}

std::string encode_headers(const EventMessage& message) {
  std::string out;
  for (const auto& [name, value] : message.headers) {
    append_number(out, name.size(), 1);
    out += name;
    out += kStringType;
    append_number(out, value.size(), 2);
    out += value;
  }
  return out;
}

}  // namespace

std::string encode_event_message(const EventMessage& message) {
  const std::string headers = encode_headers(message);
  std::string out;
  const size_t total = kPreludeBytes + headers.size() + message.payload.size() + kChecksumBytes;
  out.reserve(total);
  append_number(out, total, 4);
  append_number(out, headers.size(), 4);
  append_number(out, crc32(out), 4);
  out += headers;
  out += message.payload;
  append_number(out, crc32(out), 4);
  return out;
}

std::string encode_event(std::string type, std::string content_type, std::string payload) {
  EventMessage message;
  message.headers = {
      {":event-type", std::move(type)}, {":content-type", std::move(content_type)}, {":message-type", "event"}};
  message.payload = std::move(payload);
  return encode_event_message(message);
}

}  // namespace cloudling::aws
