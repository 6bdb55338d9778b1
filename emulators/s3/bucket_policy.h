#pragma once

// Bucket policies: documents of IAM's policy language (emulators/policy) that stand at a bucket, and what S3 demands of
// them (S3 user guide, "Policies and permissions in Amazon S3").

#include <string>

#include "emulators/policy/decision.h"

namespace cloudling::s3 {

/// Values of condition keys by the key in lower case.
using ConditionValues = policy::Context;

/// What a stored policy says to a request: a deny goes before an allow, what no statement matches is kNone.
policy::Match decide(const std::string& text, const policy::Request& request);

/// Throws MalformedPolicy (400) in AWS's words for a document that is no policy for that bucket.
void require_policy(const std::string& text, const std::string& bucket);

/// Whether a policy lets everybody in: it allows "*" without a condition that fixes who that is (S3 user guide,
/// "The meaning of 'public'").
bool is_public_policy(const std::string& text);

}  // namespace cloudling::s3
