#pragma once

// Lifecycle of objects (S3 user guide, "Managing the lifecycle of objects"): the operations' inputs and outputs, what
// rules say to an object, and what a run does. Times are on the process's clock: who turns it expires objects.

#include "emulators/s3/configurations.h"
#include "emulators/s3/shapes_lifecycle.h"
#include "emulators/s3/shapes_multipart.h"

namespace cloudling::s3 {

struct PutLifecycleInput {
  BucketTarget target;
  std::optional<std::string> transition_minimum;
  BucketLifecycleConfiguration configuration;
  static const aws::Structure& shape();
};

/// Values of x-amz-transition-default-minimum-object-size.
inline constexpr const char* kAllClasses128K = "all_storage_classes_128K";
inline constexpr const char* kVariesByStorageClass = "varies_by_storage_class";

struct PutLifecycleOutput {
  std::optional<std::string> transition_minimum;
  static const aws::Structure& shape();
};

/// Midnight (UTC) after `days` whole days from then: when S3 acts.
int64_t midnight_after(int64_t ms, int64_t days);

/// Whether a rule is on and speaks of such an object. `tags` as stored.
bool applies(const LifecycleRule& rule, const std::string& key, const std::string& tags, int64_t size);

/// x-amz-expiration of a current version; nothing where no rule expires it.
std::optional<std::string> expiration_of(store::ReadTransaction& tx, const BucketRow& bucket,
                                         const VersionRow& version);

/// When the first of a bucket's rules will abort an upload; nothing where none does.
UploadExpiry expiry_of_upload(store::ReadTransaction& tx, const BucketRow& bucket, const UploadRow& upload);

/// What is to be done to one version or upload.
struct LifecycleAction {
  enum class Kind : uint8_t { kExpire, kDeleteVersion, kTransition, kAbortUpload };
  Kind kind = Kind::kExpire;
  std::string key;
  std::string version_id;     ///< the one that was seen; of an upload its id
  std::string storage_class;  ///< of kTransition
};

/// A part of a run: what is due of the keys from `from` on, up to the key where the next part begins.
struct LifecyclePage {
  std::string from;
  bool more = true;
  bool uploads_done = false;
  std::vector<LifecycleAction> actions;
};

/// A key's versions, the youngest first, and what is due of them.
void due_actions(const BucketLifecycleConfiguration& configuration, const std::vector<ListedVersion>& versions,
                 int64_t now_ms, std::vector<LifecycleAction>& actions);

}  // namespace cloudling::s3
