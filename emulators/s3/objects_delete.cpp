#include "emulators/s3/conditions.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/names.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kMaxBatch = 1000;

struct DeleteConditions {
  const std::optional<std::string>& etag;
  const std::optional<aws::Timestamp>& modified;  ///< AWS has this and the next in directory buckets only
  const std::optional<int64_t>& size;
};

/// Conditions are judged on the object that is there; where none is, there is nothing to protect.
void judge(store::ReadTransaction& tx, const BucketRow& bucket, const std::string& key,
           const std::optional<std::string>& version_id, const DeleteConditions& conditions) {
  if (conditions.modified) throw header_not_implemented("x-amz-if-match-last-modified-time");
  if (conditions.size) throw header_not_implemented("x-amz-if-match-size");
  if (!conditions.etag) return;
  auto version = version_id ? find_version(tx, bucket.id, key, *version_id, WithBytes::kNo)
                            : find_current(tx, bucket.id, key, WithBytes::kNo);
  if (version && !version->delete_marker && !matches_etag(*conditions.etag, version->etag))
    throw precondition_failed("If-Match");
}

Action deleting(const std::optional<std::string>& version_id) {
  return version_id ? actions::kDeleteObjectVersion : actions::kDeleteObject;
}

/// Whether the lock of governance mode may be passed: asked for, and allowed.
bool bypasses(const aws::CallContext& context, const BucketRow& bucket, const std::string& key,
              const std::optional<bool>& asked) {
  return asked.value_or(false) && allowed(bucket, {context, actions::kBypassGovernance, key});
}

}  // namespace

S3::Deletion S3::remove_object(const Context& context, Write& tx, const BucketRow& bucket, const std::string& key,
                               const std::optional<std::string>& version_id, const Removal& how) {
  const auto tell = [&](const char* what, const std::optional<std::string>& version) {
    notifications_.tell(tx, {context, bucket, std::string(how.event) + what, key, std::nullopt, "", version});
  };
  auto current = find_current(tx, bucket.id, key, WithBytes::kNo);
  if (version_id) {
    require_version_id(*version_id);
    auto version = find_version(tx, bucket.id, key, *version_id, WithBytes::kNo);
    if (!version) return {.version_id = version_id};
    require_unlocked(*version, clock_.now(), how.bypass_governance);
    delete_version(tx, store_.blobs(), *version);
    if (current && current->id == version->id) promote_version(tx, bucket.id, key);
    tell(":Delete", shown_version(bucket, *version));
    return {.marker = version->delete_marker, .version_id = version_id};
  }
  if (bucket.versioning == Versioning::kNever) {
    if (!current) return {};
    delete_version(tx, store_.blobs(), *current);
    tell(":Delete", std::nullopt);
    return {};
  }
  step_aside(tx, store_.blobs(), bucket, key, current);
  VersionRow marker{.bucket = bucket.id,
                    .key = key,
                    .version_id = new_version_id(bucket, ids_),
                    .delete_marker = true,
                    .modified_ms = now_ms()};
  if (context.account != bucket.account && !anonymous(context)) marker.control.owner = context.account;
  insert_version(tx, marker);
  tell(":DeleteMarkerCreated", marker.version_id);
  return {.marker = true, .version_id = marker.version_id, .marker_made = true};
}

DeleteObjectOutput S3::delete_object(const Context& context, Write& tx, const DeleteObjectInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, deleting(in.version_id)});
  require_key(in.target.key);
  judge(tx, bucket, in.target.key, in.version_id, {in.if_match, in.if_modified, in.if_size});
  const bool bypass = bypasses(context, bucket, in.target.key, in.bypass_governance);
  const Deletion deletion =
      remove_object(context, tx, bucket, in.target.key, in.version_id, {.bypass_governance = bypass});
  return {.delete_marker = deletion.marker ? std::optional(true) : std::nullopt, .version_id = deletion.version_id};
}

DeleteObjectsOutput S3::delete_objects(const Context& context, Write& tx, const DeleteObjectsInput& in) {
  const BucketRow bucket = existing_bucket(tx, in.target, context);
  if (in.list.objects.empty() || in.list.objects.size() > kMaxBatch) throw malformed_xml();
  DeleteObjectsOutput output;
  for (const auto& object : in.list.objects) {
    try {
      require_key(object.key);
      require_allowed(bucket, {context, deleting(object.version_id), object.key});
      judge(tx, bucket, object.key, object.version_id, {object.etag, object.last_modified, object.size});
      const bool bypass = bypasses(context, bucket, object.key, in.bypass_governance);
      const Deletion deletion =
          remove_object(context, tx, bucket, object.key, object.version_id, {.bypass_governance = bypass});
      if (in.list.quiet.value_or(false)) continue;
      DeletedObject deleted{.key = object.key, .version_id = object.version_id};
      if (deletion.marker) {
        deleted.delete_marker = true;
        deleted.delete_marker_version_id = deletion.version_id;
      }
      output.deleted.push_back(std::move(deleted));
    } catch (const aws::Error& error) {
      output.errors.push_back({object.key, object.version_id, error.code, error.message});
    }
  }
  return output;
}

}  // namespace cloudling::s3
