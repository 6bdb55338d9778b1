#include "emulators/aws/encoding.h"
#include "emulators/s3/conditions.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/lifecycle.h"
#include "emulators/s3/names.h"
#include "emulators/s3/new_object.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/tags.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

PutObjectOutput answer(const BucketRow& bucket, const VersionRow& version) {
  return {.etag = "\"" + version.etag + "\"",
          .checksums = values_of(version.checksum),
          .checksum_type = type_of(*version.checksum),
          .version_id = bucket.versioning == Versioning::kEnabled ? shown_version(bucket, version) : std::nullopt,
          .encryption = answer_of(ObjectEncryption::from_text(version.control.encryption))};
}

std::string checked_tags(const std::optional<std::string>& header) {
  if (!header) return "";
  auto tags = parse_tagging_header(*header);
  require_object_tags(tags);
  return tags_to_store(tags);
}

/// What can't be replaced is taken only where it is sure to be what was sent.
void require_digest_of_locked(const PutObjectInput& in) {
  const bool locked = in.access.lock_mode || in.access.lock_until || in.access.legal_hold;
  if (locked && !in.claims.content_md5 && !in.claims.trailer && !claimed(in.checksums))
    throw invalid_request(
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters");
}

}  // namespace

boost::asio::awaitable<PutObjectOutput> S3::put_object(const Context& context, PutObjectInput in) {
  auto output = co_await write_object(context, std::move(in), "ObjectCreated:Put");
  co_return output;
}

boost::asio::awaitable<PutObjectOutput> S3::write_object(const Context& context, PutObjectInput in, const char* event) {
  const auto conditions = conditions_of({in.access, in.encryption, in.tagging, in.properties.storage_class});
  auto find_bucket = [&](Read& tx) {
    return require_bucket(tx, in.target, Ask{context, actions::kPutObject, "", conditions});
  };
  BucketRow bucket = store_.read_inline(find_bucket);
  require_key(in.target.key);
  if (in.write_offset) throw header_not_implemented("x-amz-write-offset-bytes");
  if (!in_process(context) && !in.length_unknown) require_digest_of_locked(in);
  const std::optional<CustomerKey> key = customer_key_of(in.encryption);
  const ObjectEncryption encryption = requested_encryption(in.encryption, bucket, ids_);
  VersionRow version{
      .key = in.target.key, .properties = checked_properties(in.properties), .tags = checked_tags(in.tagging)};
  version.control.encryption = encryption.to_text();
  set_access(version.control, context, bucket, in.access, accounts_, clock_.now());
  ReceiveDemand demand{.checksums = in.checksums,
                       .claims = in.claims,
                       .inline_limit = key ? 0 : kInlineLimit,
                       .key = key ? &*key : nullptr,
                       .encryption = &encryption,
                       .in_process = in_process(context) || in.length_unknown};
  Received received = co_await receive(store_.blobs(), std::move(in.body), demand);
  version.size = static_cast<int64_t>(received.size);
  version.etag = encryption.algorithm == "AES256" ? aws::hex_encode(received.md5) : opaque_etag(received.md5, ids_);
  version.checksum = received.checksum;
  version.bytes = std::move(received.bytes);
  auto create = [&](Write& tx) {
    bucket = find_bucket(tx);
    version.bucket = bucket.id;
    version.modified_ms = now_ms();
    if (received.blob) version.content = store_.blobs().publish(tx, *received.blob);
    create_version(tx, {context, bucket, event, in.conditions}, version);
    return expiration_of(tx, bucket, version);
  };
  const auto expiration = co_await store_.write(create);
  PutObjectOutput output = answer(bucket, version);
  output.expiration = expiration;
  co_return output;
}

int64_t S3::create_version(Write& tx, const Creation& creation, VersionRow& version) {
  auto before = find_current(tx, version.bucket, version.key, WithBytes::kNo);
  std::optional<ConditionSubject> subject;
  if (before && !before->delete_marker) subject = ConditionSubject{before->etag, before->modified_ms};
  require_write(creation.conditions, subject, version.key);
  step_aside(tx, store_.blobs(), creation.bucket, version.key, before);
  version.version_id = new_version_id(creation.bucket, ids_);
  const int64_t id = insert_version(tx, version);
  notifications_.tell(tx, {creation.context, creation.bucket, creation.event, version.key, version.size, version.etag,
                           shown_version(creation.bucket, version)});
  return id;
}

}  // namespace cloudling::s3
