#include "emulators/s3/versions.h"

#include <algorithm>

#include "emulators/s3/errors.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kIdLength = 32;
constexpr std::string_view kIdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

}  // namespace

std::optional<std::string> shown_version(const BucketRow& bucket, const VersionRow& version) {
  if (bucket.versioning == Versioning::kNever) return std::nullopt;
  return version.version_id;
}

void require_version_id(const std::string& text) {
  if (text.empty()) throw invalid_argument("Version id cannot be the empty string", "versionId", "");
  if (text == kNullVersion) return;
  const bool well_formed = text.size() == kIdLength && text.find_first_not_of(kIdLetters) == std::string::npos;
  if (!well_formed) throw invalid_argument("Invalid version id specified", "versionId", text);
}

std::string new_version_id(const BucketRow& bucket, aws::IdSource& ids) {
  return bucket.versioning == Versioning::kEnabled ? ids.letters(kIdLength, kIdLetters) : kNullVersion;
}

void step_aside(store::WriteTransaction& tx, store::Blobs& blobs, const BucketRow& bucket, const std::string& key,
                const std::optional<VersionRow>& current) {
  if (!current) return;
  const bool keeps = bucket.versioning == Versioning::kEnabled || current->version_id != kNullVersion;
  if (!keeps) return delete_version(tx, blobs, *current);
  retire_version(tx, current->id);
  if (bucket.versioning == Versioning::kEnabled) return;
  if (auto older = find_version(tx, bucket.id, key, kNullVersion, WithBytes::kNo)) delete_version(tx, blobs, *older);
}

void require_unlocked(const VersionRow& version, int64_t now_ms, bool bypass_governance) {
  const ObjectControl& control = version.control;
  const bool retained = !control.lock_mode.empty() && control.lock_until_ms > now_ms &&
                        !(bypass_governance && control.lock_mode == "GOVERNANCE");
  if (retained || control.legal_hold.value_or(false))
    throw aws::Error(403, "AccessDenied", "Access Denied because object protected by object lock.");
}

}  // namespace cloudling::s3
