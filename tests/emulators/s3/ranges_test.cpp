#include "emulators/s3/ranges.h"

#include <gtest/gtest.h>

#include "emulators/aws/error.h"

namespace cloudling::s3 {
namespace {

/// "all", "offset+length", or the error's code.
std::string requested(const std::string& header, uint64_t size) {
  try {
    auto range = requested_range(header, size);
    return range ? std::to_string(range->offset) + "+" + std::to_string(range->length) : "all";
  } catch (const aws::Error& error) {
    return error.code + " " + std::to_string(error.status);
  }
}

struct Case {
  const char* header;
  uint64_t size;
  const char* expected;
};

TEST(Ranges, AreReadAsRfc9110AndS3Do) {
  const Case cases[] = {
      {"bytes=0-4", 10, "0+5"},
      {"bytes=5-", 10, "5+5"},
      {"bytes=-3", 10, "7+3"},
      {"bytes=-20", 10, "0+10"},
      {"bytes=9-9", 10, "9+1"},
      {"bytes=0-99999999999999999999999", 10, "0+10"},
      {"bytes=10-", 10, "InvalidRange 416"},
      {"bytes=10-20", 10, "InvalidRange 416"},
      {"bytes=-0", 10, "InvalidRange 416"},
      {"bytes=0-0", 0, "InvalidRange 416"},
      {"bytes=-5", 0, "InvalidRange 416"},
      {"bytes=5-4", 10, "all"},
      {"bytes=", 10, "all"},
      {"bytes=-", 10, "all"},
      {"bytes=a-b", 10, "all"},
      {"bytes=0-1,3-4", 10, "all"},
      {"lines=0-1", 10, "all"},
      {"bytes 0-1", 10, "all"},
      {"", 10, "all"},
  };
  for (const auto& test : cases) EXPECT_EQ(test.expected, requested(test.header, test.size)) << test.header;
}

TEST(Ranges, OfCopiesMustLieInTheSource) {
  auto copied = [](const std::string& header, uint64_t size) {
    try {
      ByteRange range = required_copy_range(header, size);
      return std::to_string(range.offset) + "+" + std::to_string(range.length);
    } catch (const aws::Error& error) {
      return error.code;
    }
  };
  EXPECT_EQ("0+10", copied("bytes=0-9", 10));
  EXPECT_EQ("2+3", copied("bytes=2-4", 10));
  for (const char* header :
       {"bytes=0-10", "bytes=5-", "bytes=-5", "0-2", "bytes=0-bar", "bytes=hello-world", "bytes=4-2"})
    EXPECT_EQ("InvalidArgument", copied(header, 10)) << header;
}

TEST(Ranges, AreToldInContentRange) { EXPECT_EQ("bytes 2-4/10", content_range({2, 3}, 10)); }

}  // namespace
}  // namespace cloudling::s3
