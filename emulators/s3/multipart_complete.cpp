#include <map>

#include "emulators/aws/encoding.h"
#include "emulators/aws/http.h"
#include "emulators/s3/conditions.h"
#include "emulators/s3/encryption.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/lifecycle.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

constexpr int64_t kMinPartSize = int64_t{5} << 20;
constexpr int64_t kMaxObjectSize = int64_t{5} << 40;
constexpr int64_t kMaxParts = 10000;

std::string_view without_quotes(std::string_view etag) {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') return etag.substr(1, etag.size() - 2);
  return etag;
}

aws::Error invalid_part(const std::string& upload_id, const CompletedPart& part) {
  return aws::Error(
             400, "InvalidPart",
             "One or more of the specified parts could not be found.  The part may not have been uploaded, or the "
             "specified entity tag may not match the part's entity tag.")
      .with("UploadId", upload_id)
      .with("PartNumber", std::to_string(part.number))
      .with("ETag", std::string(without_quotes(part.etag.value_or(""))));
}

aws::Error invalid_part_order() {
  return aws::Error(400, "InvalidPartOrder",
                    "The list of parts was not in ascending order. Parts must be ordered by part number.");
}

/// A list has at least one part, in ascending order, each with number and tag.
void require_part_list(const std::optional<CompletedMultipartUpload>& list) {
  if (!list || list->parts.empty() || list->parts.size() > static_cast<size_t>(kMaxParts)) throw malformed_xml();
  int64_t before = 0;
  for (const auto& part : list->parts) {
    if (!part.etag) throw malformed_xml();
    if (part.number < 1 || part.number > kMaxParts)
      throw invalid_argument("PartNumber must be >= 1", "partNumber", std::to_string(part.number));
    if (part.number <= before) throw invalid_part_order();
    before = part.number;
  }
}

/// Parts with checksums have to be numbered from 1 without gaps (API model, `CompletedPart$PartNumber`).
void require_no_gaps(const UploadRow& upload, const std::vector<CompletedPart>& list) {
  if (upload.algorithm && list.back().number != static_cast<int64_t>(list.size())) throw invalid_part_order();
}

void require_part_checksum(const UploadRow& upload, const CompletedPart& listed, const PartRow& part) {
  if (!upload.algorithm) return;
  const auto& value = member(listed.checksums, *upload.algorithm);
  if (value && *value != part.checksum) throw invalid_part(upload.upload_id, listed);
  if (!value && upload.composite)
    throw invalid_request("The upload was created using a " + lower_name_of(*upload.algorithm) +
                          " checksum. The complete request must include the checksum for each part. It was missing for "
                          "part " +
                          std::to_string(listed.number) + " in the request.");
}

/// The listed parts as they were uploaded.
std::vector<PartRow> chosen_parts(store::ReadTransaction& tx, const UploadRow& upload,
                                  const std::vector<CompletedPart>& list) {
  std::map<int64_t, PartRow> uploaded;
  for (auto& part : list_parts(tx, upload.id, 0, kMaxParts)) uploaded.emplace(part.number, std::move(part));
  std::vector<PartRow> chosen;
  for (const auto& listed : list) {
    auto found = uploaded.find(listed.number);
    if (found == uploaded.end() || found->second.etag != without_quotes(*listed.etag))
      throw invalid_part(upload.upload_id, listed);
    require_part_checksum(upload, listed, found->second);
    chosen.push_back(found->second);
  }
  for (size_t i = 0; i + 1 < chosen.size(); ++i)
    if (chosen[i].size < kMinPartSize)
      throw aws::Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
          .with("ProposedSize", std::to_string(chosen[i].size))
          .with("MinSizeAllowed", std::to_string(kMinPartSize))
          .with("PartNumber", std::to_string(chosen[i].number))
          .with("ETag", chosen[i].etag);
  return chosen;
}

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  return bytes;
}

/// MD5 of the parts' MD5s, and how many they are.
std::string etag_of(const std::vector<PartRow>& parts) {
  MessageDigest digest(MessageDigest::Kind::kMd5);
  for (const auto& part : parts) digest.update(from_hex(part.etag));
  return aws::hex_encode(digest.finish()) + "-" + std::to_string(parts.size());
}

Checksum checksum_of(const UploadRow& upload, const std::vector<PartRow>& parts) {
  std::vector<PartChecksum> values;
  for (const auto& part : parts) values.push_back({part.checksum, static_cast<uint64_t>(part.size)});
  return combine(upload.algorithm.value_or(ChecksumAlgorithm::kCrc64Nvme), upload.composite, values);
}

void verify_claims(const CompleteMultipartUploadInput& in, const UploadRow& upload, const VersionRow& version) {
  if (in.object_size && *in.object_size < 0)
    throw invalid_request("Value for x-amz-mp-object-size header is less than zero: '" +
                          std::to_string(*in.object_size) + "'");
  if (in.object_size && *in.object_size != version.size)
    throw invalid_request("The provided 'x-amz-mp-object-size' header value " + std::to_string(*in.object_size) +
                          " does not match what was computed: " + std::to_string(version.size));
  if (in.checksum_type && upload.algorithm && *in.checksum_type != type_of(*version.checksum))
    throw invalid_request("The upload was created using the " + type_of(*version.checksum) +
                          " checksum mode. The complete request must use the same checksum mode.");
  auto claim = claimed(in.checksums, true);
  if (claim && claim->algorithm == version.checksum->algorithm && claim->value != version.checksum->value)
    throw checksum_mismatch(claim->algorithm);
}

store::ContentId compose_parts(store::Blobs& blobs, store::WriteTransaction& tx, const std::vector<PartRow>& parts) {
  std::vector<store::Extent> extents;
  for (const auto& part : parts) {
    if (part.content == 0) continue;
    for (const auto& extent : blobs.extents(tx, part.content, 0, static_cast<uint64_t>(part.size)))
      extents.push_back(extent);
  }
  return extents.empty() ? 0 : blobs.compose(tx, extents);
}

std::vector<VersionPart> boundaries(const std::vector<PartRow>& parts) {
  std::vector<VersionPart> list;
  for (const auto& part : parts) list.push_back({static_cast<int64_t>(list.size()) + 1, part.size, part.checksum});
  return list;
}

std::string scheme(const aws::CallContext& context) { return context.tls ? "https://" : "http://"; }

CompleteMultipartUploadOutput answer(const aws::CallContext& context, const BucketRow& bucket,
                                     const VersionRow& version) {
  std::string host = context.host.empty() ? "s3.amazonaws.com" : context.host;
  CompleteMultipartUploadOutput output;
  output.location = scheme(context) + host + "/" + bucket.name + "/" + aws::percent_encode(version.key, true);
  output.bucket = bucket.name;
  if (bucket.versioning == Versioning::kEnabled) output.version_id = version.version_id;
  output.key = version.key;
  output.etag = "\"" + version.etag + "\"";
  output.encryption = answer_of(ObjectEncryption::from_text(version.control.encryption));
  output.checksums = values_of(version.checksum);
  output.checksum_type = type_of(*version.checksum);
  return output;
}

}  // namespace

CompleteMultipartUploadOutput S3::complete_multipart_upload(const Context& context, Write& tx,
                                                            const CompleteMultipartUploadInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kPutObject});
  require_part_list(in.upload);
  auto upload = find_upload(tx, bucket.id, in.target.key, in.upload_id);
  if (!upload) {
    // A client that repeats a completion whose answer it missed is told the same again.
    auto done = find_current(tx, bucket.id, in.target.key, WithBytes::kNo);
    if (done && done->upload_id == in.upload_id) return answer(context, bucket, *done);
    throw no_such_upload(in.upload_id);
  }
  // Checksums of what a client's key encrypts are told and combined by who has it only.
  const ObjectEncryption encryption = ObjectEncryption::from_text(upload->control.encryption);
  const bool needs_key = upload->algorithm || in.encryption.customer_algorithm;
  if (needs_key && encryption.by_customer()) key_of_part(in.encryption, encryption);
  require_no_gaps(*upload, in.upload->parts);
  std::vector<PartRow> parts = chosen_parts(tx, *upload, in.upload->parts);
  VersionRow version{.bucket = bucket.id,
                     .key = upload->key,
                     .modified_ms = now_ms(),
                     .etag = etag_of(parts),
                     .properties = upload->properties,
                     .control = upload->control,
                     .tags = upload->tags,
                     .checksum = checksum_of(*upload, parts),
                     .parts = static_cast<int64_t>(parts.size()),
                     .upload_id = upload->upload_id};
  for (const auto& part : parts) version.size += part.size;
  if (version.size > kMaxObjectSize)
    throw entity_too_large(static_cast<uint64_t>(version.size), static_cast<uint64_t>(kMaxObjectSize));
  verify_claims(in, *upload, version);
  version.content = compose_parts(store_.blobs(), tx, parts);
  int64_t id = create_version(tx, {context, bucket, "ObjectCreated:CompleteMultipartUpload", in.conditions}, version);
  insert_version_parts(tx, id, boundaries(parts));
  delete_upload(tx, store_.blobs(), upload->id);
  auto output = answer(context, bucket, version);
  output.expiration = expiration_of(tx, bucket, version);
  return output;
}

}  // namespace cloudling::s3
