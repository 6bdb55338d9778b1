#pragma once

// The framing of WebSocket (RFC 6455, section 5) as the server's side sees it. Pure functions over bytes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::server {

enum class Opcode : uint8_t { kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

struct FrameLimits {
  size_t frame_bytes = 32 * 1024;     ///< payload of one frame
  size_t message_bytes = 128 * 1024;  ///< of all frames of a message
};

/// Ends the connection with that status.
struct FrameError {
  uint16_t status = 1002;
  std::string reason;
};

/// A whole message, or a control frame.
struct FrameEvent {
  Opcode opcode = Opcode::kText;
  std::string payload;
};

/// Takes bytes as they come and gives messages. Keeps no more than a message and a frame.
class FrameReader {
 public:
  explicit FrameReader(FrameLimits limits = {}) : limits_(limits) {}

  /// Takes the first frame off the front of `bytes`, where it is whole; `used` is what it took, 0 where more bytes are
  /// needed. An event where it completes one. Throws FrameError.
  std::optional<FrameEvent> read(std::string_view bytes, size_t& used);

 private:
  std::optional<FrameEvent> take(bool last, Opcode opcode, std::string payload);

  FrameLimits limits_;
  std::optional<Opcode> begun_;  ///< of the message whose frames are coming
  std::string message_;
};

/// One frame without a mask.
std::string make_frame(Opcode opcode, std::string_view payload);

/// The payload of a close frame.
std::string close_payload(uint16_t status, std::string_view reason);

/// What a close frame says: 1005 where it says nothing. Throws FrameError where it may not say so.
struct CloseReason {
  uint16_t status = 1005;
  std::string reason;
};
CloseReason parse_close(std::string_view payload);

/// "dGhlIHNhbXBsZSBub25jZQ==" to "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".
std::string accept_key(std::string_view key);

}  // namespace cloudling::server
