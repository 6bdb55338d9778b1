#include "emulators/s3/ranges.h"

#include <algorithm>
#include <charconv>

#include "emulators/s3/errors.h"

namespace cloudling::s3 {
namespace {

/// "first-last" with either side left out; nothing where it is anything else.
struct RangeSpec {
  std::optional<uint64_t> first, last;
};

/// An empty text is no number but no error either.
bool read_number(std::string_view text, std::optional<uint64_t>& out) {
  if (text.empty()) return true;
  uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || (error != std::errc() && error != std::errc::result_out_of_range))
    return false;
  out = error == std::errc::result_out_of_range ? UINT64_MAX : value;
  return true;
}

std::optional<RangeSpec> parse(std::string_view header) {
  constexpr std::string_view kUnit = "bytes=";
  if (!header.starts_with(kUnit)) return std::nullopt;
  header.remove_prefix(kUnit.size());
  size_t dash = header.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  RangeSpec spec;
  if (!read_number(header.substr(0, dash), spec.first) || !read_number(header.substr(dash + 1), spec.last))
    return std::nullopt;
  if (!spec.first && !spec.last) return std::nullopt;
  if (spec.first && spec.last && *spec.last < *spec.first) return std::nullopt;
  return spec;
}

aws::Error invalid_range(const std::string& header, uint64_t size) {
  return aws::Error(416, "InvalidRange", "The requested range is not satisfiable")
      .with("RangeRequested", header)
      .with("ActualObjectSize", std::to_string(size));
}

}  // namespace

std::optional<ByteRange> requested_range(const std::string& header, uint64_t size) {
  auto spec = parse(header);
  if (!spec) return std::nullopt;
  if (!spec->first) {
    uint64_t length = std::min(*spec->last, size);
    if (length == 0) throw invalid_range(header, size);
    return ByteRange{size - length, length};
  }
  if (*spec->first >= size) throw invalid_range(header, size);
  uint64_t last = std::min(spec->last.value_or(UINT64_MAX), size - 1);
  return ByteRange{*spec->first, last - *spec->first + 1};
}

ByteRange required_copy_range(const std::string& header, uint64_t size) {
  auto spec = parse(header);
  if (!spec || !spec->first || !spec->last)
    throw invalid_argument(
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
        "zero-based offsets of the first and last bytes to copy",
        "x-amz-copy-source-range", header);
  if (*spec->last >= size)
    throw invalid_argument("Range specified is not valid for source object of size: " + std::to_string(size),
                           "x-amz-copy-source-range", header);
  return {*spec->first, *spec->last - *spec->first + 1};
}

std::string content_range(const ByteRange& range, uint64_t size) {
  return "bytes " + std::to_string(range.offset) + "-" + std::to_string(range.offset + range.length - 1) + "/" +
         std::to_string(size);
}

}  // namespace cloudling::s3
