#pragma once

// Archived objects (GLACIER, DEEP_ARCHIVE) and the copies that RestoreObject makes of them for a while (S3 user guide,
// "Working with archived objects"). How far a restore is follows from the process's clock: who turns it has it done.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/s3_store.h"
#include "emulators/s3/shapes_common.h"
#include "emulators/s3/shapes_listing.h"

namespace cloudling::s3 {

struct GlacierJobParameters {
  std::string tier;
  static const aws::Structure& shape();
};

struct RestoreRequest {
  std::optional<int64_t> days;
  std::optional<GlacierJobParameters> glacier_job;
  std::optional<std::string> type, tier, description;
  static const aws::Structure& shape();
};

struct RestoreObjectInput {
  ObjectTarget target;
  std::optional<std::string> version_id;
  std::optional<RestoreRequest> request;
  static const aws::Structure& shape();
};

struct RestoreObjectOutput {
  std::optional<int64_t> status;  ///< 202 for a restore that begins, 200 for a copy that is there already
  static const aws::Structure& shape();
};

/// Whether objects of that storage class can be read only once they are restored.
bool is_archived(const std::optional<std::string>& storage_class);

/// Whether its bytes can be had now.
bool is_readable(const VersionRow& version, int64_t now_ms);

/// x-amz-restore; nothing where there is neither a copy nor one to come.
std::optional<std::string> restore_header(const Restoration& restoration, int64_t now_ms);

/// What a listing tells of restores: nothing unless it was asked to.
class RestoreTelling {
 public:
  /// Throws InvalidArgument (400) for an optional attribute other than RestoreStatus.
  RestoreTelling(const std::vector<std::string>& optional_attributes, int64_t now_ms);
  std::optional<RestoreStatus> status_of(const Restoration& restoration) const;

 private:
  bool asked_ = false;
  int64_t now_ms_;
};

}  // namespace cloudling::s3
