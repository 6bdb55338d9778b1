#include "emulators/s3/object_parts.h"

#include "emulators/s3/errors.h"

namespace cloudling::s3 {

void require_part_number(int64_t number) {
  if (number >= 1 && number <= 10000) return;
  throw invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber",
                         std::to_string(number));
}

PartSelection select_part(store::ReadTransaction& tx, const VersionRow& version, int64_t number) {
  require_part_number(number);
  const auto size = static_cast<uint64_t>(version.size);
  if (version.parts == 0 && number == 1) return {.range = {0, size}};
  if (number > version.parts)
    throw aws::Error(416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
        .with("ActualPartCount", std::to_string(std::max<int64_t>(version.parts, 1)))
        .with("PartNumberRequested", std::to_string(number));
  uint64_t offset = 0;
  for (const auto& part : version_parts(tx, version.id)) {
    const auto length = static_cast<uint64_t>(part.size);
    if (part.number == number) return {.range = {offset, length}, .part = part};
    offset += length;
  }
  throw std::logic_error("an object lacks a part of its own");
}

}  // namespace cloudling::s3
