#pragma once

// Shapes of object and bucket tagging.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct Tagging {
  std::vector<Tag> tags;
  static const aws::Structure& shape();
};

struct ObjectTaggingInput {  ///< of GetObjectTagging and DeleteObjectTagging
  ObjectTarget target;
  std::optional<std::string> version_id;
  static const aws::Structure& shape();
};

struct GetObjectTaggingOutput {
  std::optional<std::string> version_id;
  std::vector<Tag> tags;
  static const aws::Structure& shape();
};

struct PutObjectTaggingInput {
  ObjectTarget target;
  std::optional<std::string> version_id;
  Tagging tagging;
  static const aws::Structure& shape();
};

struct ObjectTaggingOutput {  ///< of PutObjectTagging and DeleteObjectTagging
  std::optional<std::string> version_id;
  static const aws::Structure& shape();
};

struct BucketTaggingInput {  ///< of GetBucketTagging and DeleteBucketTagging
  BucketTarget target;
  static const aws::Structure& shape();
};

struct GetBucketTaggingOutput {
  std::vector<Tag> tags;
  static const aws::Structure& shape();
};

struct PutBucketTaggingInput {
  BucketTarget target;
  Tagging tagging;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
