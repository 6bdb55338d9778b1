#pragma once

// Restoring archived objects: refused, for what is in no archive as on AWS, for the rest as not built.

#include <optional>
#include <string>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct RestoreRequest {
  std::optional<int64_t> days;
  std::optional<std::string> tier;
  static const aws::Structure& shape();
};

struct RestoreObjectInput {
  ObjectTarget target;
  std::optional<std::string> version_id;
  std::optional<RestoreRequest> request;
  static const aws::Structure& shape();
};

/// Whether objects of that storage class can be read only once they are restored.
bool is_archived(const std::optional<std::string>& storage_class);

}  // namespace cloudling::s3
