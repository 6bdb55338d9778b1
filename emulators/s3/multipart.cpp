#include "emulators/aws/encoding.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/lifecycle.h"
#include "emulators/s3/names.h"
#include "emulators/s3/new_object.h"
#include "emulators/s3/object_parts.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/tags.h"
#include "emulators/s3/upload_access.h"

namespace cloudling::s3 {
namespace {

/// Begins with the time, so that uploads of a key in the order of their ids are in the order they began in.
std::string new_upload_id(int64_t now_ms, aws::IdSource& ids) {
  constexpr std::string_view kInOrder = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  std::string time;
  for (int shift = 45; shift >= 0; shift -= 5) time += kInOrder[static_cast<size_t>(now_ms >> shift) & 31];
  return time + ids.letters(54, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._");
}

/// What the request says on the checksums of parts and object.
void choose_checksum(const CreateMultipartUploadInput& in, UploadRow& upload) {
  if (in.checksum_type && *in.checksum_type != "COMPOSITE" && *in.checksum_type != "FULL_OBJECT")
    throw invalid_request("Value for x-amz-checksum-type header is invalid.");
  if (!in.checksum_algorithm) {
    if (in.checksum_type)
      throw invalid_request(
          "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
    return;
  }
  upload.algorithm = checksum_algorithm(*in.checksum_algorithm);
  if (!upload.algorithm) throw unsupported_algorithm();
  upload.composite = in.checksum_type ? *in.checksum_type == "COMPOSITE" : allows_composite(*upload.algorithm);
  if (upload.composite ? !allows_composite(*upload.algorithm) : !allows_full_object(*upload.algorithm))
    throw invalid_request("The " + *in.checksum_type + " checksum type cannot be used with the " +
                          lower_name_of(*upload.algorithm) + " checksum algorithm.");
}

/// The checksum that is kept of a part: of the upload's algorithm, whatever the client verified by.
std::string kept_checksum(const Received& received) {
  return received.also ? received.also->value : received.checksum.value;
}

void require_same_algorithm(const UploadRow& upload, const Received& received) {
  if (!upload.algorithm || !received.checksum_claimed || received.checksum.algorithm == *upload.algorithm) return;
  throw invalid_request("Checksum Type mismatch occurred, expected checksum Type: " + lower_name_of(*upload.algorithm) +
                        ", actual checksum Type: " + lower_name_of(received.checksum.algorithm));
}

}  // namespace

CreateMultipartUploadOutput S3::create_multipart_upload(const Context& context, Write& tx,
                                                        const CreateMultipartUploadInput& in) {
  const auto conditions = conditions_of({in.access, in.encryption, in.tagging, in.properties.storage_class});
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kPutObject, "", conditions});
  require_key(in.target.key);
  const ObjectEncryption encryption = requested_encryption(in.encryption, bucket, ids_);
  UploadRow upload{.upload_id = new_upload_id(clock_.now(), ids_),
                   .bucket = bucket.id,
                   .key = in.target.key,
                   .account = anonymous(context) ? kAnonymousAccount : context.account,
                   .initiated_ms = now_ms(),
                   .properties = checked_properties(in.properties)};
  if (in.tagging) {
    auto tags = parse_tagging_header(*in.tagging);
    require_object_tags(tags);
    upload.tags = tags_to_store(tags);
  }
  choose_checksum(in, upload);
  upload.control.encryption = encryption.to_text();
  set_access(upload.control, context, bucket, in.access, accounts_, clock_.now());
  insert_upload(tx, upload);
  CreateMultipartUploadOutput output{
      .bucket = bucket.name, .key = upload.key, .upload_id = upload.upload_id, .encryption = answer_of(encryption)};
  output.expiry = expiry_of_upload(tx, bucket, upload);
  if (upload.algorithm) {
    output.checksum_algorithm = name_of(*upload.algorithm);
    output.checksum_type = upload.composite ? "COMPOSITE" : "FULL_OBJECT";
  }
  return output;
}

UploadRow S3::require_upload(Read& tx, const BucketRow& bucket, const std::string& key, const std::string& upload_id) {
  auto upload = find_upload(tx, bucket.id, key, upload_id);
  if (!upload) throw no_such_upload(upload_id);
  return *std::move(upload);
}

boost::asio::awaitable<UploadPartOutput> S3::upload_part(const Context& context, UploadPartInput in) {
  require_part_number(in.part_number);
  auto find = [&](Read& tx) {
    BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kPutObject});
    return require_upload(tx, bucket, in.target.key, in.upload_id);
  };
  UploadRow upload = store_.read_inline(find);
  const ObjectEncryption encryption = ObjectEncryption::from_text(upload.control.encryption);
  const std::optional<CustomerKey> key = key_of_part(in.encryption, encryption);
  const ChecksumAlgorithm wanted = upload.algorithm.value_or(ChecksumAlgorithm::kCrc64Nvme);
  ReceiveDemand demand{.checksums = in.checksums,
                       .claims = in.claims,
                       .wanted = wanted,
                       .always_wanted = true,
                       .inline_limit = 0,
                       .key = key ? &*key : nullptr,
                       .encryption = &encryption,
                       .in_process = in_process(context)};
  Received received = co_await receive(store_.blobs(), std::move(in.body), demand);
  require_same_algorithm(upload, received);
  PartRow part{.number = in.part_number,
               .size = static_cast<int64_t>(received.size),
               .etag = aws::hex_encode(received.md5),
               .checksum = kept_checksum(received)};
  auto write = [&](Write& tx) {
    upload = find(tx);
    part.modified_ms = now_ms();
    if (received.blob) part.content = store_.blobs().publish(tx, *received.blob);
    put_part(tx, store_.blobs(), upload.id, part);
  };
  co_await store_.write(write);
  UploadPartOutput output{.etag = "\"" + part.etag + "\"", .encryption = answer_of(encryption)};
  if (received.checksum_claimed || upload.algorithm) output.checksums = values_of(received.checksum);
  co_return output;
}

aws::Nothing S3::abort_multipart_upload(const Context& context, Write& tx, const AbortMultipartUploadInput& in) {
  if (in.if_initiated) throw header_not_implemented("x-amz-if-match-initiated-time");
  const auto [bucket, upload] = locate_upload(tx, in.target, in.upload_id, Ask{context, actions::kAbortUpload});
  delete_upload(tx, store_.blobs(), upload.id);
  return {};
}

}  // namespace cloudling::s3
