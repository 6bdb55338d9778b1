#include "emulators/s3/conditions.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/names.h"
#include "emulators/s3/s3.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kMaxBatch = 1000;

/// A bucket without versions knows the null version only; other ids name nothing and deleting nothing succeeds.
bool names_current(const std::optional<std::string>& version_id) { return !version_id || *version_id == kNullVersion; }

struct DeleteConditions {
  const std::optional<std::string>& etag;
  const std::optional<aws::Timestamp>& modified;
  const std::optional<int64_t>& size;
  bool any() const { return etag || modified || size; }
};

/// Conditions are judged on the object that is there; where none is, there is nothing to protect.
void require_delete(const DeleteConditions& conditions, const VersionRow& version) {
  if (conditions.etag && !matches_etag(*conditions.etag, version.etag)) throw precondition_failed("If-Match");
  if (conditions.modified && conditions.modified->ms / 1000 != version.modified_ms / 1000)
    throw precondition_failed("x-amz-if-match-last-modified-time");
  if (conditions.size && *conditions.size != version.size) throw precondition_failed("x-amz-if-match-size");
}

void judge(store::ReadTransaction& tx, const BucketRow& bucket, const std::string& key,
           const DeleteConditions& conditions) {
  if (!conditions.any()) return;
  auto version = find_current(tx, bucket.id, key, WithBytes::kNo);
  if (version) require_delete(conditions, *version);
}

}  // namespace

bool S3::remove_object(const Context& context, Write& tx, const BucketRow& bucket, const std::string& key) {
  auto version = find_current(tx, bucket.id, key, WithBytes::kNo);
  if (!version) return false;
  delete_version(tx, store_.blobs(), *version);
  notifications_.tell(tx, {context, bucket, "ObjectRemoved:Delete", key, std::nullopt, ""});
  return true;
}

DeleteObjectOutput S3::delete_object(const Context& context, Write& tx, const DeleteObjectInput& in) {
  BucketRow bucket = require_bucket(tx, context, in.target.bucket, in.target.expected_owner);
  require_key(in.target.key);
  if (!names_current(in.version_id)) return {.version_id = in.version_id};
  judge(tx, bucket, in.target.key, {in.if_match, in.if_modified, in.if_size});
  remove_object(context, tx, bucket, in.target.key);
  return {.version_id = in.version_id};
}

DeleteObjectsOutput S3::delete_objects(const Context& context, Write& tx, const DeleteObjectsInput& in) {
  BucketRow bucket = require_bucket(tx, context, in.target.bucket, in.target.expected_owner);
  if (in.list.objects.empty() || in.list.objects.size() > kMaxBatch) throw malformed_xml();
  DeleteObjectsOutput output;
  for (const auto& object : in.list.objects) {
    try {
      require_key(object.key);
      judge(tx, bucket, object.key, {object.etag, object.last_modified, object.size});
      if (names_current(object.version_id)) remove_object(context, tx, bucket, object.key);
      if (!in.list.quiet.value_or(false))
        output.deleted.push_back({.key = object.key, .version_id = object.version_id});
    } catch (const aws::Error& error) {
      output.errors.push_back({object.key, object.version_id, error.code, error.message});
    }
  }
  return output;
}

}  // namespace cloudling::s3
