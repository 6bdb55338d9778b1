#pragma once

// What a request says of an object, checked and put into the form in which it is kept.

#include <optional>
#include <string>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

/// Puts properties into the form they are stored in and checks them: metadata (MetadataTooLarge above 2 KiB),
/// storage class (InvalidStorageClass), redirect (InvalidRedirectLocation).
ObjectProperties checked_properties(ObjectProperties properties);

}  // namespace cloudling::s3
