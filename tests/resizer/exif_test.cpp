#include "resizer/exif.h"

#include <gtest/gtest.h>

#include "tests/resizer/support.h"

namespace cloudling::resizer {
namespace {

TEST(Exif, ReadsTheOrientationInBothByteOrders) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(exif_orientation(testing::exif_block(orientation, true)), orientation);
    EXPECT_EQ(exif_orientation(testing::exif_block(orientation, false)), orientation);
  }
}

TEST(Exif, WorksWithoutThePrefix) { EXPECT_EQ(exif_orientation(testing::exif_block(6, false).substr(6)), 6); }

TEST(Exif, ValuesOutOfRangeCountAsNone) {
  EXPECT_EQ(exif_orientation(testing::exif_block(0, true)), 1);
  EXPECT_EQ(exif_orientation(testing::exif_block(9, true)), 1);
}

TEST(Exif, ABlockCutAnywhereIsHarmless) {
  const std::string block = testing::exif_block(8, true);
  for (size_t size = 0; size < block.size(); ++size) {
    const int orientation = exif_orientation(std::string_view(block).substr(0, size));
    EXPECT_TRUE(orientation == 1 || orientation == 8) << size;
  }
}

TEST(Exif, ADirectoryBeyondTheBlockIsHarmless) {
  std::string block = testing::exif_block(8, true);
  block[10] = block[11] = block[12] = block[13] = static_cast<char>(0xFF);
  EXPECT_EQ(exif_orientation(block), 1);
}

}  // namespace
}  // namespace cloudling::resizer
