#include "emulators/aws/body.h"

#include <gtest/gtest.h>

#include "emulators/aws/error.h"
#include "tests/emulators/aws/support.h"

namespace cloudling::aws {
namespace {

TEST(Body, OfBytesIsReadOnce) {
  Body body("hello");
  EXPECT_FALSE(body.streamed());
  EXPECT_EQ(body.size(), 5u);
  EXPECT_EQ(test::run(body.next()), "hello");
  EXPECT_EQ(test::run(body.next()), "");
  EXPECT_EQ(body.trailers(), nullptr);
}

TEST(Body, OfAStreamComesInPieces) {
  Body body = test::in_pieces("hello", 2);
  EXPECT_TRUE(body.streamed());
  EXPECT_EQ(test::run(body.next()), "he");
  EXPECT_EQ(test::run(body.read_all(10)), "llo");
}

TEST(Body, IsReadWholeOnlyUpToItsLimit) {
  EXPECT_EQ(test::run(Body("hello").read_all(5)), "hello");
  for (const size_t piece : {1, 3, 100}) {
    Body body = test::in_pieces("hello", piece);
    EXPECT_EQ(test::run(body.read_all(5)), "hello");
    Body long_body = test::in_pieces("hello!", piece);
    EXPECT_THROW(test::run(long_body.read_all(5)), Error);
  }
  Body bytes("hello!");
  EXPECT_THROW(test::run(bytes.read_all(5)), Error);
  Body unknown(test::in_pieces("hello!", 2).take_reader(), std::nullopt);
  EXPECT_THROW(test::run(unknown.read_all(5)), Error);
}

}  // namespace
}  // namespace cloudling::aws
