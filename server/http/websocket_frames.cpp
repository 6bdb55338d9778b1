#include "server/http/websocket_frames.h"

#include <openssl/evp.h>

#include <array>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"

namespace cloudling::server {

namespace {

constexpr size_t kControlBytes = 125;
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

uint64_t big_endian(std::string_view bytes) {
  uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<uint8_t>(byte);
  return number;
}

bool is_control(Opcode opcode) { return static_cast<uint8_t>(opcode) >= 8; }

bool is_known(uint8_t opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

/// RFC 6455, section 7.4: those that may stand in a frame.
bool may_be_sent(uint16_t status) {
  if (status >= 3000) return status <= 4999;
  return status >= 1000 && status <= 1014 && status != 1004 && status != 1005 && status != 1006;
}

}  // namespace

std::optional<FrameEvent> FrameReader::read(std::string_view bytes, size_t& used) {
  used = 0;
  if (bytes.size() < 2) return std::nullopt;
  const auto first = static_cast<uint8_t>(bytes[0]);
  const auto second = static_cast<uint8_t>(bytes[1]);
  if (first & 0x70) throw FrameError{1002, "Reserved bits are set"};
  if (!is_known(first & 0x0f)) throw FrameError{1002, "Unknown opcode"};
  if (!(second & 0x80)) throw FrameError{1002, "Frames of clients have to be masked"};
  const auto opcode = static_cast<Opcode>(first & 0x0f);
  const bool last = (first & 0x80) != 0;
  uint64_t length = second & 0x7f;
  if (is_control(opcode) && (length > kControlBytes || !last)) throw FrameError{1002, "Malformed control frame"};
  size_t head = 2;
  if (length >= 126) {
    const size_t width = length == 126 ? 2 : 8;
    if (bytes.size() < head + width) return std::nullopt;
    length = big_endian(bytes.substr(head, width));
    head += width;
  }
  if (length > limits_.frame_bytes) throw FrameError{1009, "Frame is too large"};
  const size_t size = head + 4 + static_cast<size_t>(length);
  if (bytes.size() < size) return std::nullopt;
  const std::string_view mask = bytes.substr(head, 4);
  std::string payload(bytes.substr(head + 4, static_cast<size_t>(length)));
  for (size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
  used = size;
  return take(last, opcode, std::move(payload));
}

std::optional<FrameEvent> FrameReader::take(bool last, Opcode opcode, std::string payload) {
  if (is_control(opcode)) return FrameEvent{opcode, std::move(payload)};
  const bool continues = opcode == Opcode::kContinuation;
  if (continues != begun_.has_value()) throw FrameError{1002, "Unexpected continuation"};
  if (!continues) begun_ = opcode;
  if (message_.size() + payload.size() > limits_.message_bytes) throw FrameError{1009, "Message is too large"};
  message_ += payload;
  if (!last) return std::nullopt;
  FrameEvent event{*begun_, std::move(message_)};
  begun_.reset();
  message_.clear();
  if (event.opcode == Opcode::kText && !json::valid_utf8(event.payload)) throw FrameError{1007, "Text is no UTF-8"};
  return event;
}

std::string make_frame(Opcode opcode, std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 10);
  frame += static_cast<char>(0x80 | static_cast<uint8_t>(opcode));
  const uint64_t length = payload.size();
  if (length < 126) {
    frame += static_cast<char>(length);
  } else {
    const int width = length < 65536 ? 2 : 8;
    frame += static_cast<char>(width == 2 ? 126 : 127);
    for (int i = width - 1; i >= 0; --i) frame += static_cast<char>(length >> (8 * i) & 0xff);
  }
  return frame.append(payload);
}

std::string close_payload(uint16_t status, std::string_view reason) {
  std::string payload{static_cast<char>(status >> 8), static_cast<char>(status & 0xff)};
  return payload.append(reason.substr(0, kControlBytes - 2));
}

CloseReason parse_close(std::string_view payload) {
  if (payload.empty()) return {};
  if (payload.size() == 1) throw FrameError{1002, "Malformed close frame"};
  CloseReason said{static_cast<uint16_t>(big_endian(payload.substr(0, 2))), std::string(payload.substr(2))};
  if (!may_be_sent(said.status)) throw FrameError{1002, "Invalid status"};
  if (!json::valid_utf8(said.reason)) throw FrameError{1007, "Reason is no UTF-8"};
  return said;
}

std::string accept_key(std::string_view key) {
  const std::string text = std::string(key) + std::string(kGuid);
  std::array<unsigned char, 20> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return aws::base64_encode({reinterpret_cast<const char*>(digest.data()), size});
}

}  // namespace cloudling::server
