#include "emulators/s3/crc.h"

#include <gtest/gtest.h>

#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

TEST(Crc, GivesTheCatalogueOfParametrisedCrcsItsCheckValues) {
  EXPECT_EQ(0xCBF43926u, crc32(0, "123456789"));
  EXPECT_EQ(0xE3069283u, crc32c(0, "123456789"));
  EXPECT_EQ(0xAE8B14860A799888u, crc64nvme(0, "123456789"));
  EXPECT_EQ(0u, crc32(0, ""));
}

TEST(Crc, IsTheSameByMultiplicationAndByTable) {
  const std::string bytes = sample_bytes(5000);
  for (size_t offset : {0, 1, 7, 16})
    for (size_t size = 0; size < 700; size += size < 200 ? 1 : 37) {
      std::string_view piece(bytes.data() + offset, size);
      ASSERT_EQ(crc32_by_table(5, piece), crc32(5, piece)) << size;
      ASSERT_EQ(crc32c_by_table(5, piece), crc32c(5, piece)) << size;
      ASSERT_EQ(crc64nvme_by_table(5, piece), crc64nvme(5, piece)) << size;
    }
}

TEST(Crc, GoesOnWhereItStoppedAndCombines) {
  const std::string bytes = sample_bytes(4099);
  for (size_t cut : {0, 1, 63, 128, 1000, 4098, 4099}) {
    std::string_view first(bytes.data(), cut), second(bytes.data() + cut, bytes.size() - cut);
    EXPECT_EQ(crc64nvme(0, bytes), crc64nvme(crc64nvme(0, first), second));
    EXPECT_EQ(crc32(0, bytes), crc32_combine(crc32(0, first), crc32(0, second), second.size()));
    EXPECT_EQ(crc32c(0, bytes), crc32c_combine(crc32c(0, first), crc32c(0, second), second.size()));
    EXPECT_EQ(crc64nvme(0, bytes), crc64nvme_combine(crc64nvme(0, first), crc64nvme(0, second), second.size()));
  }
}

}  // namespace
}  // namespace cloudling::s3
