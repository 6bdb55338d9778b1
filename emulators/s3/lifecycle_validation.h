#pragma once

// What S3 refuses in lifecycle rules.

#include "emulators/s3/shapes_lifecycle.h"

namespace cloudling::s3 {

/// Throws MalformedXML, InvalidArgument and InvalidRequest (400) in AWS's words for a rule that can't stand by itself.
void require_rule(const LifecycleRule& rule);

}  // namespace cloudling::s3
