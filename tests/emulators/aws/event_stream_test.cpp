#include "emulators/aws/event_stream.h"

#include <gtest/gtest.h>

#include "emulators/aws/encoding.h"

namespace cloudling::aws {

// The test vectors of AWS's SDKs: an empty message, and one with a header and a payload.
TEST(EventStream, AreEncodedAsAwsDoes) {
  EXPECT_EQ(hex_encode(encode_event_message({})), "000000100000000005c248eb7d98c8ff");
  EventMessage message;
  message.payload = R"({'foo':'bar'})";
  EXPECT_EQ(hex_encode(encode_event_message(message)), "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936");
  message.headers = {{"content-type", "application/json"}};
  EXPECT_EQ(
      hex_encode(encode_event_message(message)),
      "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f273a2762617227"
      "7d8d9c08b1");
}

}  // namespace cloudling::aws
