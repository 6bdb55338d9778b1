#pragma once

// How versions of an object follow each other (S3 user guide, "Using versioning in S3 buckets").

#include <optional>
#include <string>

#include "emulators/aws/ids.h"
#include "emulators/s3/s3_store.h"

namespace cloudling::s3 {

/// The id that answers tell: none in a bucket that never had versioning.
std::optional<std::string> shown_version(const BucketRow& bucket, const VersionRow& version);

/// Throws InvalidArgument (400) for what is no version id, "null" being one.
void require_version_id(const std::string& text);

/// The id for a new version in that bucket: "null" where versioning is not enabled.
std::string new_version_id(const BucketRow& bucket, aws::IdSource& ids);

/// Makes room for a new version of `current`'s key: what is overwritten goes, what is kept becomes an older version.
void step_aside(store::WriteTransaction& tx, store::Blobs& blobs, const BucketRow& bucket, const std::string& key,
                const std::optional<VersionRow>& current);

/// Throws AccessDenied (403) where an object lock keeps the version from being deleted or overwritten.
void require_unlocked(const VersionRow& version, int64_t now_ms, bool bypass_governance);

}  // namespace cloudling::s3
