// Frames of WebSocket clients: any bytes become messages within the limits, or are refused.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/http/websocket_frames.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling::server;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const FrameLimits limits{.frame_bytes = 1000, .message_bytes = 3000};
  FrameReader reader(limits);
  try {
    for (size_t used = 1; used > 0; bytes.remove_prefix(used)) {
      const auto event = reader.read(bytes, used);
      if (used > bytes.size()) std::abort();
      if (event && event->payload.size() > limits.message_bytes) std::abort();
      if (event && event->opcode == Opcode::kClose) parse_close(event->payload);
    }
  } catch (const FrameError&) {  // NOLINT(bugprone-empty-catch): refused
  }
  return 0;
}
