#pragma once

// The parts that an object was uploaded in, as reads by part number see them: numbered from 1 without gaps.

#include <optional>

#include "emulators/s3/ranges.h"
#include "emulators/s3/s3_store.h"

namespace cloudling::s3 {

struct PartSelection {
  ByteRange range;
  std::optional<VersionPart> part;  ///< unset where the object was not uploaded in parts
};

/// Where that part lies. An object that was uploaded whole has one part.
/// Throws InvalidArgument (400) for numbers outside 1 to 10000, InvalidPartNumber (416) for parts that are not there.
PartSelection select_part(store::ReadTransaction& tx, const VersionRow& version, int64_t number);

/// Throws InvalidArgument (400) for a number outside 1 to 10000.
void require_part_number(int64_t number);

}  // namespace cloudling::s3
