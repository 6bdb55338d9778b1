#include "emulators/aws/encoding.h"
#include "emulators/s3/conditions.h"
#include "emulators/s3/copy_source.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/object_parts.h"
#include "emulators/s3/ranges.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

ByteRange range_of(const std::optional<std::string>& header, const VersionRow& source) {
  ByteRange range{0, static_cast<uint64_t>(source.size)};
  if (header) range = required_copy_range(*header, range.length);
  if (range.length > static_cast<uint64_t>(kMaxCopySize))
    throw invalid_request("The specified copy source is larger than the maximum allowable size for a copy source: " +
                          std::to_string(kMaxCopySize));
  return range;
}

UploadPartCopyOutput answer(const UploadRow& upload, const PartRow& part, const Checksum& checksum,
                            const std::optional<std::string>& source_version_id) {
  UploadPartCopyOutput output;
  output.source_version_id = source_version_id;
  output.encryption = answer_of(ObjectEncryption::from_text(upload.control.encryption));
  output.result.last_modified = {part.modified_ms};
  output.result.etag = "\"" + part.etag + "\"";
  if (upload.algorithm) output.result.checksums = values_of(checksum);
  return output;
}

}  // namespace

boost::asio::awaitable<UploadPartCopyOutput> S3::upload_part_copy(const Context& context, UploadPartCopyInput in) {
  require_part_number(in.part_number);
  const CopySource from = parse_copy_source(in.source);
  const ObjectTarget from_target{from.bucket, from.key, in.expected_source_owner, in.target.payer};
  for (int attempt = 0; attempt < 8; ++attempt) {
    UploadRow upload;
    VersionRow source;
    ByteRange range;
    ObjectEncryption encryption;
    std::optional<CustomerKey> key;
    bool recode = false;  ///< source or part are under a customer's key
    std::optional<std::string> source_version_id;
    std::unique_ptr<aws::BodyReader> reader;
    auto look = [&](Read& tx) {
      BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kPutObject});
      upload = require_upload(tx, bucket, in.target.key, in.upload_id);
      Located found = locate(tx, from_target, from.version_id, WithBytes::kYes, Ask{context, reading(from)});
      source = std::move(found.version);
      source_version_id = shown_version(found.bucket, source);
      require_copy_source(in.source_conditions, {source.etag, source.modified_ms}, clock_.now());
      if (!is_readable(source, clock_.now()))
        throw aws::Error(403, "InvalidObjectState", "Operation is not valid for the source object's storage class")
            .with("StorageClass", *source.properties.storage_class);
      range = range_of(in.source_range, source);
      encryption = ObjectEncryption::from_text(upload.control.encryption);
      key = key_of_part(in.encryption, encryption);
      const auto source_key = key_of_source(in.source_key, source);
      recode = key || source_key;
      if (source.content != 0)
        reader = open_content(store_.blobs(), tx, source, range.offset, range.length, source_key);
    };
    co_await store_.read(look);
    // What stands inline has no blob that the part could share, so it gets one.
    std::unique_ptr<store::BlobWriter> blob;
    if ((!reader || recode) && range.length > 0) blob = store_.blobs().stage();
    std::optional<BlobCipher> cipher;
    if (blob && key) cipher.emplace(*key, encryption, blob->id());
    aws::Body body = reader ? aws::Body(std::move(reader), range.length)
                            : aws::Body(source.bytes.substr(range.offset, range.length));
    const ChecksumAlgorithm algorithm = upload.algorithm.value_or(ChecksumAlgorithm::kCrc64Nvme);
    ContentDigests digests = co_await digest_body(std::move(body), algorithm, blob.get(), cipher ? &*cipher : nullptr);
    PartRow part{.number = in.part_number,
                 .size = static_cast<int64_t>(range.length),
                 .etag = aws::hex_encode(digests.md5),
                 .checksum = digests.checksum.value};
    auto write = [&](Write& tx) {
      BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kPutObject});
      upload = require_upload(tx, bucket, in.target.key, in.upload_id);
      if (!same_version(source,
                        locate(tx, from_target, from.version_id, WithBytes::kNo, Ask{context, reading(from)}).version))
        return false;
      part.modified_ms = now_ms();
      if (blob)
        part.content = store_.blobs().publish(tx, *blob);
      else if (range.length > 0)
        part.content =
            store_.blobs().compose(tx, store_.blobs().extents(tx, source.content, range.offset, range.length));
      put_part(tx, store_.blobs(), upload.id, part);
      return true;
    };
    bool written = co_await store_.write(write);
    if (written) co_return answer(upload, part, digests.checksum, source_version_id);
  }
  throw changed_meanwhile();
}

}  // namespace cloudling::s3
