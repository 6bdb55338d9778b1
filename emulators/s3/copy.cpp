#include "emulators/aws/encoding.h"
#include "emulators/s3/conditions.h"
#include "emulators/s3/copy_source.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/names.h"
#include "emulators/s3/new_object.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/tags.h"
#include "emulators/s3/versions.h"

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
  if (!algorithm) throw unsupported_algorithm();
  return algorithm;
}

/// An object copied to itself has to change by that.
void require_change(const CopyObjectInput& in, const CopySource& source) {
  if (source.bucket != in.target.bucket || source.key != in.target.key || source.version_id) return;
  bool changes = replaces_metadata(in) || in.properties.storage_class || in.properties.website_redirect ||
                 in.encryption.algorithm || in.encryption.customer_algorithm || in.source_key.algorithm ||
                 in.checksum_algorithm;
  if (!changes)
    throw invalid_request(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
        "metadata, storage class, website redirect location or encryption attributes.");
}

void require_readable_source(const VersionRow& source, int64_t now_ms) {
  if (!is_readable(source, now_ms))
    throw aws::Error(403, "ObjectNotInActiveTierError",
                     "The source object of the COPY operation is not in the active tier and is only stored in Amazon "
                     "Glacier.")
        .with("Key", source.key);
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

CopyObjectOutput answer(const VersionRow& copy, const std::optional<std::string>& version_id,
                        const std::optional<std::string>& source_version_id) {
  return {.result = {.last_modified = {copy.modified_ms},
                     .etag = "\"" + copy.etag + "\"",
                     .checksums = values_of(copy.checksum),
                     .checksum_type = type_of(*copy.checksum)},
          .source_version_id = source_version_id,
          .version_id = version_id,
          .encryption = answer_of(ObjectEncryption::from_text(copy.control.encryption))};
}

/// The copy but for its bytes: they are the source's unless they are written anew.
VersionRow new_copy(const CopyObjectInput& in, const VersionRow& source, const ContentDigests& digests,
                    const ObjectEncryption& encryption) {
  VersionRow copy{.key = in.target.key,
                  .size = source.size,
                  .etag = digests.md5.empty() ? source.etag : aws::hex_encode(digests.md5),
                  .properties = properties_of_copy(in, source),
                  .tags = tags_of_copy(in, source),
                  .checksum = digests.checksum,
                  .bytes = source.bytes};
  copy.control.encryption = encryption.to_text();
  return copy;
}

}  // namespace

boost::asio::awaitable<CopyObjectOutput> S3::copy_object(const Context& context, CopyObjectInput in) {
  require_key(in.target.key);
  const std::optional<CustomerKey> key = customer_key_of(in.encryption);
  const std::optional<std::string> source_header = in.source;
  const auto conditions = conditions_of(
      {in.access, in.encryption, in.tagging, in.properties.storage_class, source_header, in.metadata_directive});
  const Ask put{context, actions::kPutObject, "", conditions};
  const CopySource from = parse_copy_source(in.source);
  const ObjectTarget from_target{from.bucket, from.key, in.expected_source_owner, in.target.payer};
  require_change(in, from);
  for (int attempt = 0; attempt < 8; ++attempt) {
    VersionRow source;
    BucketRow bucket;
    std::optional<std::string> source_version_id;
    std::unique_ptr<aws::BodyReader> reader;
    std::optional<ContentDigests> digests;
    ObjectEncryption encryption;
    bool recode = false;  ///< source or copy are under a customer's key
    auto look = [&](Read& tx) {
      bucket = require_bucket(tx, in.target, put);
      encryption = requested_encryption(in.encryption, bucket, ids_);
      Located found = locate(tx, from_target, from.version_id, WithBytes::kYes, Ask{context, reading(from)});
      source = std::move(found.version);
      source_version_id = shown_version(found.bucket, source);
      require_copy_source(in.source_conditions, {source.etag, source.modified_ms}, clock_.now());
      require_readable_source(source, clock_.now());
      require_source_size(source);
      const auto source_key = key_of_source(in.source_key, source);
      recode = key || source_key;
      if (!recode) digests = known_digests(in, source);
      if (!digests && source.content != 0)
        reader = open_content(store_.blobs(), tx, source, 0, static_cast<uint64_t>(source.size), source_key);
    };
    co_await store_.read(look);
    std::unique_ptr<store::BlobWriter> blob;
    if (!digests) {
      auto algorithm = wanted_algorithm(in);
      if (!algorithm) algorithm = source.checksum ? source.checksum->algorithm : ChecksumAlgorithm::kCrc64Nvme;
      aws::Body body =
          reader ? aws::Body(std::move(reader), static_cast<uint64_t>(source.size)) : aws::Body(source.bytes);
      if (recode && source.size > 0) blob = store_.blobs().stage();
      std::optional<BlobCipher> cipher;
      if (blob && key) cipher.emplace(*key, encryption, blob->id());
      digests = co_await digest_body(std::move(body), *algorithm, blob.get(), cipher ? &*cipher : nullptr);
    }
    VersionRow copy = new_copy(in, source, *digests, encryption);
    if (recode) copy.bytes.clear();
    if (encryption.algorithm != "AES256") copy.etag = opaque_etag(copy.etag, ids_);
    auto write = [&](Write& tx) {
      bucket = require_bucket(tx, in.target, put);
      if (!same_version(source,
                        locate(tx, from_target, from.version_id, WithBytes::kNo, Ask{context, reading(from)}).version))
        return false;
      copy.bucket = bucket.id;
      copy.modified_ms = now_ms();
      set_access(copy.control, context, bucket, in.access, accounts_, clock_.now());
      if (blob) {
        copy.content = store_.blobs().publish(tx, *blob);
      } else if (source.content != 0) {
        auto extents = store_.blobs().extents(tx, source.content, 0, static_cast<uint64_t>(source.size));
        copy.content = store_.blobs().compose(tx, extents);
      }
      create_version(tx, {context, bucket, "ObjectCreated:Copy", in.conditions}, copy);
      return true;
    };
    bool written = co_await store_.write(write);
    if (written) co_return answer(copy, shown_version(bucket, copy), source_version_id);
  }
  throw changed_meanwhile();
}

}  // namespace cloudling::s3
