#include "server/http/websocket_frames.h"

#include <gtest/gtest.h>

#include <vector>

namespace cloudling::server {
namespace {

/// A frame as clients send it.
std::string masked(Opcode opcode, std::string_view payload, bool last = true) {
  std::string frame = make_frame(opcode, payload);
  if (!last) frame[0] = static_cast<char>(frame[0] & 0x7f);
  const size_t head = frame.size() - payload.size();
  frame[1] = static_cast<char>(frame[1] | 0x80);
  const std::string mask = "\x01\x02\x03\x04";
  frame.insert(head, mask);
  for (size_t i = 0; i < payload.size(); ++i)
    frame[head + 4 + i] = static_cast<char>(frame[head + 4 + i] ^ mask[i % 4]);
  return frame;
}

/// The events of the bytes, given one by one or at once.
std::vector<FrameEvent> read_all(const std::string& bytes, size_t step) {
  FrameReader reader;
  std::vector<FrameEvent> events;
  std::string waiting;
  for (size_t at = 0; at < bytes.size(); at += step) {
    waiting += bytes.substr(at, step);
    for (size_t used = 1; used > 0;) {
      if (auto event = reader.read(waiting, used)) events.push_back(std::move(*event));
      waiting.erase(0, used);
    }
  }
  EXPECT_EQ(waiting, "");
  return events;
}

uint16_t refused(const std::string& bytes) {
  try {
    read_all(bytes, bytes.size());
  } catch (const FrameError& error) {
    return error.status;
  }
  return 0;
}

TEST(WebSocketFrames, MessagesHoweverTheyArrive) {
  const std::string large(30'000, 'x');
  const std::string bytes = masked(Opcode::kText, "one") + masked(Opcode::kText, "tw", false) +
                            masked(Opcode::kPing, "?") + masked(Opcode::kContinuation, "o") +
                            masked(Opcode::kBinary, large) + masked(Opcode::kText, "");
  for (const size_t step : {size_t{1}, size_t{7}, bytes.size()}) {
    const auto events = read_all(bytes, step);
    ASSERT_EQ(events.size(), 5u);
    EXPECT_EQ(events[0].payload, "one");
    EXPECT_EQ(events[1].opcode, Opcode::kPing);
    EXPECT_EQ(events[2].payload, "two");
    EXPECT_EQ(events[2].opcode, Opcode::kText);
    EXPECT_EQ(events[3].opcode, Opcode::kBinary);
    EXPECT_EQ(events[3].payload, large);
    EXPECT_EQ(events[4].payload, "");
  }
}

TEST(WebSocketFrames, RefusesWhatIsNone) {
  EXPECT_EQ(refused(make_frame(Opcode::kText, "no mask")), 1002);
  EXPECT_EQ(refused(masked(Opcode::kContinuation, "of nothing")), 1002);
  EXPECT_EQ(refused(masked(Opcode::kText, "a", false) + masked(Opcode::kText, "b")), 1002);
  EXPECT_EQ(refused(masked(Opcode::kPing, "in parts", false)), 1002);
  EXPECT_EQ(refused(masked(Opcode::kPing, std::string(126, 'x'))), 1002);
  EXPECT_EQ(refused(masked(static_cast<Opcode>(3), "")), 1002);
  EXPECT_EQ(refused(std::string("\xf1\x80\0\0\0\0", 6)), 1002);
  EXPECT_EQ(refused(masked(Opcode::kText, "\xff")), 1007);
  EXPECT_EQ(refused(masked(Opcode::kText, std::string(32 * 1024 + 1, 'x'))), 1009);
  std::string parts = masked(Opcode::kText, std::string(32 * 1024, 'x'), false);
  for (int i = 0; i < 4; ++i) parts += masked(Opcode::kContinuation, std::string(32 * 1024, 'x'), false);
  EXPECT_EQ(refused(parts), 1009);
}

TEST(WebSocketFrames, Closes) {
  EXPECT_EQ(parse_close("").status, 1005);
  EXPECT_EQ(parse_close(close_payload(3001, "bye")).status, 3001);
  EXPECT_EQ(parse_close(close_payload(1000, "bye")).reason, "bye");
  for (const uint16_t status : {999, 1004, 1005, 1006, 1015, 5000})
    EXPECT_THROW(parse_close(close_payload(status, "")), FrameError) << status;
  EXPECT_THROW(parse_close("x"), FrameError);
  EXPECT_THROW(parse_close(close_payload(1000, "\xff")), FrameError);
}

// RFC 6455, section 1.3.
TEST(WebSocketFrames, AcceptKey) { EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); }

}  // namespace
}  // namespace cloudling::server
