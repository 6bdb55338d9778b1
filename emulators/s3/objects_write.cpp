#include "emulators/aws/encoding.h"
#include "emulators/s3/conditions.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/names.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/tags.h"

namespace cloudling::s3 {
namespace {

PutObjectOutput answer(const VersionRow& version) {
  return {.etag = "\"" + version.etag + "\"",
          .checksums = values_of(version.checksum),
          .checksum_type = type_of(*version.checksum)};
}

std::string checked_tags(const std::optional<std::string>& header) {
  if (!header) return "";
  auto tags = parse_tagging_header(*header);
  require_object_tags(tags);
  return tags_to_store(tags);
}

}  // namespace

boost::asio::awaitable<PutObjectOutput> S3::put_object(const Context& context, PutObjectInput in) {
  auto check_bucket = [&](Read& tx) { return require_bucket(tx, context, in.target.bucket, in.target.expected_owner); };
  store_.read_inline(check_bucket);
  require_key(in.target.key);
  require_plain_access(in.access);
  require_plain_encryption(in.encryption);
  if (in.write_offset) throw header_not_implemented("x-amz-write-offset-bytes");
  VersionRow version{.key = in.target.key,
                     .properties = checked_properties(std::move(in.properties)),
                     .tags = checked_tags(in.tagging)};
  ReceiveDemand demand{.checksums = in.checksums, .claims = in.claims, .in_process = in_process(context)};
  Received received = co_await receive(store_.blobs(), std::move(in.body), demand);
  version.size = static_cast<int64_t>(received.size);
  version.etag = aws::hex_encode(received.md5);
  version.checksum = received.checksum;
  version.bytes = std::move(received.bytes);
  auto create = [&](Write& tx) {
    const BucketRow bucket = require_bucket(tx, context, in.target.bucket, in.target.expected_owner);
    version.bucket = bucket.id;
    version.modified_ms = now_ms();
    if (received.blob) version.content = store_.blobs().publish(tx, *received.blob);
    create_version(tx, {context, bucket, "ObjectCreated:Put", in.conditions}, version);
  };
  co_await store_.write(create);
  co_return answer(version);
}

int64_t S3::create_version(Write& tx, const Creation& creation, const VersionRow& version) {
  auto before = find_current(tx, version.bucket, version.key, WithBytes::kNo);
  std::optional<ConditionSubject> subject;
  if (before && !before->delete_marker) subject = ConditionSubject{before->etag, before->modified_ms};
  require_write(creation.conditions, subject, version.key);
  if (before) delete_version(tx, store_.blobs(), *before);
  const int64_t id = insert_version(tx, version);
  notifications_.tell(tx, {creation.context, creation.bucket, creation.event, version.key, version.size, version.etag});
  return id;
}

}  // namespace cloudling::s3
