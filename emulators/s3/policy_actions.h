#pragma once

// The actions that bucket policies may speak of, and what they are on (Service Authorization Reference, "Actions,
// resources, and condition keys for Amazon S3").

#include <string>

namespace cloudling::s3 {

/// What of a bucket policy's statement an action, or a pattern of actions, can be about.
struct ActionReach {
  bool known = false;  ///< it is an action of S3, or a pattern that some are covered by
  bool bucket = false, object = false;
};

/// `action`: "s3:GetObject", "s3:Get*", "*", in any case.
ActionReach reach_of(const std::string& action);

}  // namespace cloudling::s3
