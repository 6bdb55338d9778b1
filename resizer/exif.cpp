#include "resizer/exif.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace cloudling::resizer {
namespace {

constexpr std::string_view kPrefix{"Exif\0\0", 6};
constexpr uint16_t kTiffMagic = 42;
constexpr uint16_t kOrientationTag = 0x0112;
constexpr uint16_t kShortType = 3;
constexpr size_t kEntryBytes = 12;

// Reads numbers out of a block whose byte order the block itself names; nothing outside of it.
class TiffBlock {
 public:
  TiffBlock(std::string_view bytes, bool big_endian) : bytes_(bytes), big_endian_(big_endian) {}

  std::optional<uint16_t> u16(size_t at) const {
    if (bytes_.size() < 2 || at > bytes_.size() - 2) return std::nullopt;
    return static_cast<uint16_t>(big_endian_ ? byte(at) << 8 | byte(at + 1) : byte(at + 1) << 8 | byte(at));
  }

  std::optional<uint32_t> u32(size_t at) const {
    const auto first = u16(at);
    const auto second = u16(at + 2);
    if (!first || !second) return std::nullopt;
    return big_endian_ ? uint32_t{*first} << 16 | *second : uint32_t{*second} << 16 | *first;
  }

 private:
  unsigned byte(size_t at) const { return static_cast<unsigned char>(bytes_[at]); }

  std::string_view bytes_;
  bool big_endian_;
};

std::optional<int> orientation_entry(const TiffBlock& tiff, size_t at) {
  if (tiff.u16(at) != kOrientationTag || tiff.u16(at + 2) != kShortType) return std::nullopt;
  const auto value = tiff.u16(at + 8);
  if (!value || *value < 1 || *value > 8) return std::nullopt;
  return *value;
}

}  // namespace

int exif_orientation(std::string_view exif) {
  if (exif.starts_with(kPrefix)) exif.remove_prefix(kPrefix.size());
  const bool big_endian = exif.starts_with("MM");
  if (!big_endian && !exif.starts_with("II")) return 1;
  const TiffBlock tiff(exif, big_endian);
  const auto directory = tiff.u32(4);
  if (tiff.u16(2) != kTiffMagic || !directory) return 1;
  const size_t entries = tiff.u16(*directory).value_or(0);
  for (size_t i = 0; i < entries; ++i) {
    const size_t at = size_t{*directory} + 2 + i * kEntryBytes;
    if (at >= exif.size()) break;
    if (const auto orientation = orientation_entry(tiff, at)) return *orientation;
  }
  return 1;
}

}  // namespace cloudling::resizer
