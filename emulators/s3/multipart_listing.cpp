#include "emulators/s3/acl_requests.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/key_listing.h"
#include "emulators/s3/lifecycle.h"
#include "emulators/s3/listing_limits.h"
#include "emulators/s3/names.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/upload_access.h"

namespace cloudling::s3 {
namespace {

std::string storage_class_of(const UploadRow& upload) { return upload.properties.storage_class.value_or("STANDARD"); }

template <class Output>
void tell_checksum(Output& output, const UploadRow& upload) {
  if (!upload.algorithm) return;
  output.checksum_algorithm = name_of(*upload.algorithm);
  output.checksum_type = upload.composite ? "COMPOSITE" : "FULL_OBJECT";
}

UploadEntry entry_of(const UploadRow& upload, const BucketRow& bucket, const aws::Accounts& accounts,
                     const UrlEncoding& encode) {
  UploadEntry entry;
  entry.upload_id = upload.upload_id;
  entry.key = encode(upload.key);
  entry.initiated = {upload.initiated_ms};
  entry.storage_class = storage_class_of(upload);
  entry.owner = owner_named(owner_of(bucket, upload.control), accounts);
  entry.initiator = owner_named(upload.account, accounts);
  tell_checksum(entry, upload);
  return entry;
}

/// Uploads behind (key_marker, upload_id_marker): those of later keys, and of the marked key those with a later id.
/// Without an upload id the marked key is behind us altogether.
class UploadLister {
 public:
  UploadLister(const ListMultipartUploadsInput& in, const BucketRow& bucket, const aws::Accounts& accounts,
               ListMultipartUploadsOutput& output)
      : bucket_(bucket),
        accounts_(accounts),
        output_(output),
        encode_(in.encoding_type),
        key_marker_(in.key_marker.value_or("")),
        id_marker_(in.upload_id_marker.value_or("")),
        request_{.prefix = in.prefix.value_or(""), .delimiter = in.delimiter.value_or("")} {
    request_.limit = output.max_uploads;
  }

  void run(store::ReadTransaction& tx) {
    std::string from = std::max(key_marker_, request_.prefix);
    bool marked_group = !key_marker_.empty() && common_prefix(request_, key_marker_) == key_marker_;
    if (marked_group) from = after_prefix(key_marker_);
    while (more_) {
      more_ = false;
      scan_uploads(tx, bucket_.id, from, [&](UploadRow upload) { return take(upload, from); });
    }
    output_.is_truncated = truncated_;
    if (truncated_) {
      output_.next_key_marker = encode_(last_key_);
      output_.next_upload_id_marker = last_id_;
    }
  }

 private:
  bool take(const UploadRow& upload, std::string& from) {
    if (!upload.key.starts_with(request_.prefix)) return false;
    if (!key_marker_.empty() && upload.key == key_marker_ && (id_marker_.empty() || upload.upload_id <= id_marker_))
      return true;
    if (told_ == request_.limit) {
      truncated_ = told_ > 0;
      return false;
    }
    ++told_;
    std::string group = common_prefix(request_, upload.key);
    if (group.empty()) {
      output_.uploads.push_back(entry_of(upload, bucket_, accounts_, encode_));
      last_key_ = upload.key;
      last_id_ = upload.upload_id;
      return true;
    }
    output_.common_prefixes.push_back({encode_(group)});
    last_key_ = group;
    last_id_.clear();
    from = after_prefix(group);
    more_ = !from.empty();
    return false;
  }

  const BucketRow& bucket_;
  const aws::Accounts& accounts_;
  ListMultipartUploadsOutput& output_;
  UrlEncoding encode_;
  std::string key_marker_, id_marker_;
  ListingRequest request_;
  int64_t told_ = 0;
  bool more_ = true, truncated_ = false;
  std::string last_key_, last_id_;
};

}  // namespace

ListPartsOutput S3::list_parts(const Context& context, Read& tx, const ListPartsInput& in) {
  const auto [bucket, upload] = locate_upload(tx, in.target, in.upload_id, Ask{context, actions::kListParts});
  ListPartsOutput output;
  output.bucket = bucket.name;
  output.key = upload.key;
  output.upload_id = upload.upload_id;
  output.max_parts = page_limit(in.max_parts, "max-parts");
  output.part_number_marker = page_marker(in.part_number_marker, "part-number-marker");
  output.initiator = owner_named(upload.account, accounts_);
  output.owner = owner_named(owner_of(bucket, upload.control), accounts_);
  output.storage_class = storage_class_of(upload);
  output.expiry = expiry_of_upload(tx, bucket, upload);
  tell_checksum(output, upload);
  for (auto& part : s3::list_parts(tx, upload.id, output.part_number_marker, output.max_parts + 1)) {
    if (static_cast<int64_t>(output.parts.size()) == output.max_parts) {
      output.is_truncated = output.max_parts > 0;
      break;
    }
    PartEntry entry{
        .number = part.number, .last_modified = {part.modified_ms}, .etag = "\"" + part.etag + "\"", .size = part.size};
    if (upload.algorithm) member(entry.checksums, *upload.algorithm) = part.checksum;
    output.parts.push_back(std::move(entry));
  }
  output.next_part_number_marker = output.parts.empty() ? 0 : output.parts.back().number;
  return output;
}

ListMultipartUploadsOutput S3::list_multipart_uploads(const Context& context, Read& tx,
                                                      const ListMultipartUploadsInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kListUploads});
  UrlEncoding encode(in.encoding_type);
  ListMultipartUploadsOutput output;
  output.bucket = bucket.name;
  output.key_marker = encode(in.key_marker.value_or(""));
  output.upload_id_marker = in.upload_id_marker.value_or("");
  output.delimiter = encode(in.delimiter);
  output.prefix = encode(in.prefix.value_or(""));
  output.encoding_type = in.encoding_type;
  output.max_uploads = page_limit(in.max_uploads, "max-uploads");
  UploadLister(in, bucket, accounts_, output).run(tx);
  return output;
}

}  // namespace cloudling::s3
