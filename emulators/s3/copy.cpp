#include "emulators/aws/encoding.h"
#include "emulators/s3/conditions.h"
#include "emulators/s3/copy_source.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/names.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/tags.h"

namespace cloudling::s3 {
namespace {

bool replaces(const std::optional<std::string>& directive, const std::string& what, const std::string& header) {
  if (!directive || *directive == "COPY") return false;
  if (*directive == "REPLACE") return true;
  throw invalid_argument("Unknown " + what + " directive.", header, *directive);
}

bool replaces_metadata(const CopyObjectInput& in) {
  return replaces(in.metadata_directive, "metadata", "x-amz-metadata-directive");
}

std::optional<ChecksumAlgorithm> wanted_algorithm(const CopyObjectInput& in) {
  if (!in.checksum_algorithm) return std::nullopt;
  auto algorithm = checksum_algorithm(*in.checksum_algorithm);
  if (!algorithm)
    throw invalid_request(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
        "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
  return algorithm;
}

/// An object copied to itself has to change by that.
void require_change(const CopyObjectInput& in, const CopySource& source) {
  if (source.bucket != in.target.bucket || source.key != in.target.key || source.version_id) return;
  bool changes = replaces_metadata(in) || in.properties.storage_class || in.properties.website_redirect ||
                 in.encryption.algorithm || in.checksum_algorithm;
  if (!changes)
    throw invalid_request(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
        "metadata, storage class, website redirect location or encryption attributes.");
}

void require_source_size(const VersionRow& source) {
  if (source.size > kMaxCopySize)
    throw invalid_request("The specified copy source is larger than the maximum allowable size for a copy source: " +
                          std::to_string(kMaxCopySize));
}

/// What the copy has for properties: the source's or the request's; storage class and redirect are never copied.
ObjectProperties properties_of_copy(const CopyObjectInput& in, const VersionRow& source) {
  ObjectProperties properties = checked_properties(in.properties);
  if (replaces_metadata(in)) return properties;
  ObjectProperties copied = source.properties;
  copied.storage_class = properties.storage_class;
  copied.website_redirect = properties.website_redirect;
  return copied;
}

std::string tags_of_copy(const CopyObjectInput& in, const VersionRow& source) {
  if (!replaces(in.tagging_directive, "tagging", "x-amz-tagging-directive")) return source.tags;
  auto tags = parse_tagging_header(in.tagging.value_or(""));
  require_object_tags(tags);
  return tags_to_store(tags);
}

/// The digests of a copy that are known without reading it: those of a source that was uploaded whole.
std::optional<ContentDigests> known_digests(const CopyObjectInput& in, const VersionRow& source) {
  auto wanted = wanted_algorithm(in);
  if (source.parts > 0 || !source.checksum || (wanted && *wanted != source.checksum->algorithm)) return std::nullopt;
  return ContentDigests{"", *source.checksum};
}

CopyObjectOutput answer(const VersionRow& copy) {
  return {.result = {.last_modified = {copy.modified_ms},
                     .etag = "\"" + copy.etag + "\"",
                     .checksums = values_of(copy.checksum),
                     .checksum_type = type_of(*copy.checksum)}};
}

}  // namespace

boost::asio::awaitable<CopyObjectOutput> S3::copy_object(const Context& context, CopyObjectInput in) {
  require_key(in.target.key);
  require_plain_access(in.access);
  require_plain_encryption(in.encryption);
  if (in.source_customer_algorithm) require_no_customer_key(in.source_customer_algorithm);
  const CopySource from = parse_copy_source(in.source);
  const ObjectTarget from_target{from.bucket, from.key, in.expected_source_owner};
  require_change(in, from);
  for (int attempt = 0; attempt < 8; ++attempt) {
    VersionRow source;
    std::unique_ptr<aws::BodyReader> reader;
    std::optional<ContentDigests> digests;
    auto look = [&](Read& tx) {
      require_bucket(tx, context, in.target.bucket, in.target.expected_owner);
      source = locate(context, tx, from_target, from.version_id, WithBytes::kYes).version;
      require_copy_source(in.source_conditions, {source.etag, source.modified_ms}, clock_.now());
      require_source_size(source);
      digests = known_digests(in, source);
      if (!digests && source.content != 0)
        reader = store_.blobs().open(tx, source.content, 0, static_cast<uint64_t>(source.size));
    };
    co_await store_.read(look);
    if (!digests) {
      auto algorithm = wanted_algorithm(in);
      if (!algorithm) algorithm = source.checksum ? source.checksum->algorithm : ChecksumAlgorithm::kCrc64Nvme;
      aws::Body body =
          reader ? aws::Body(std::move(reader), static_cast<uint64_t>(source.size)) : aws::Body(source.bytes);
      digests = co_await digest_body(std::move(body), *algorithm, nullptr);
    }
    VersionRow copy{.key = in.target.key,
                    .size = source.size,
                    .etag = digests->md5.empty() ? source.etag : aws::hex_encode(digests->md5),
                    .properties = properties_of_copy(in, source),
                    .tags = tags_of_copy(in, source),
                    .checksum = digests->checksum,
                    .bytes = source.bytes};
    auto write = [&](Write& tx) {
      BucketRow bucket = require_bucket(tx, context, in.target.bucket, in.target.expected_owner);
      if (!same_version(source, locate(context, tx, from_target, from.version_id, WithBytes::kNo).version))
        return false;
      copy.bucket = bucket.id;
      copy.modified_ms = now_ms();
      if (source.content != 0) {
        auto extents = store_.blobs().extents(tx, source.content, 0, static_cast<uint64_t>(source.size));
        copy.content = store_.blobs().compose(tx, extents);
      }
      create_version(tx, {context, bucket, "ObjectCreated:Copy", in.conditions}, copy);
      return true;
    };
    bool written = co_await store_.write(write);
    if (written) co_return answer(copy);
  }
  throw aws::Error(409, "OperationAborted",
                   "A conflicting conditional operation is currently in progress against this resource. Please try "
                   "again.");
}

}  // namespace cloudling::s3
