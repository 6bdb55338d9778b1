#include <algorithm>

#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/s3/conditions.h"
#include "emulators/s3/encryption.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/lifecycle.h"
#include "emulators/s3/names.h"
#include "emulators/s3/object_parts.h"
#include "emulators/s3/ranges.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/tags.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

constexpr const char* kDefaultContentType = "binary/octet-stream";

/// What of an object is asked for: all of it, a range, or a part.
struct Selection {
  ByteRange range;
  bool partial = false;
  std::optional<VersionPart> part;
};

Selection select(store::ReadTransaction& tx, const ReadObjectInput& in, const VersionRow& version) {
  const auto size = static_cast<uint64_t>(version.size);
  if (in.part_number) {
    if (in.range) throw invalid_request("Cannot specify both Range header and partNumber query parameter");
    PartSelection part = select_part(tx, version, *in.part_number);
    return {.range = part.range, .partial = size > 0, .part = part.part};
  }
  if (in.range)
    if (auto range = requested_range(*in.range, size)) return {.range = *range, .partial = true};
  return {.range = {0, size}};
}

void override_headers(ObjectProperties& properties, const ReadObjectInput& in) {
  auto override = [](std::optional<std::string>& property, const std::optional<std::string>& with) {
    if (with) property = with;
  };
  override(properties.cache_control, in.as_cache_control);
  override(properties.content_disposition, in.as_content_disposition);
  override(properties.content_encoding, in.as_content_encoding);
  override(properties.content_language, in.as_content_language);
  override(properties.content_type, in.as_content_type);
  if (in.as_expires) properties.expires = aws::format_http_date(in.as_expires->ms);
}

/// Ranges carry no checksum, parts their own, whole objects theirs; and only where the client asked.
void tell_checksum(ObjectDescription& object, const ReadObjectInput& in, const VersionRow& version,
                   const Selection& selection) {
  if (!in.checksum_mode || *in.checksum_mode != "ENABLED" || !version.checksum) return;
  if (selection.part) {
    object.checksums = values_of(Checksum{version.checksum->algorithm, false, selection.part->checksum});
    object.checksum_type = type_of(*version.checksum);
  } else if (!in.range) {
    object.checksums = values_of(version.checksum);
    object.checksum_type = type_of(*version.checksum);
  }
}

/// Metadata comes in ISO 8859-1; what of it is not ASCII is told as RFC 2047 has it (S3 user guide, "Working with
/// object metadata").
std::string header_text(std::string value) {
  const auto ascii = [](unsigned char c) { return c < 0x80; };
  if (std::ranges::all_of(value, ascii)) return value;
  std::string utf8;
  for (const unsigned char c : value) {
    if (!ascii(c)) utf8 += static_cast<char>(0xc0 | c >> 6);
    utf8 += static_cast<char>(ascii(c) ? c : 0x80 | (c & 0x3f));
  }
  return "=?UTF-8?B?" + aws::base64_encode(utf8) + "?=";
}

ObjectDescription describe(const ReadObjectInput& in, VersionRow& version, const Selection& selection) {
  ObjectDescription object;
  object.last_modified = aws::Timestamp{version.modified_ms};
  object.content_length = static_cast<int64_t>(selection.range.length);
  object.etag = "\"" + version.etag + "\"";
  object.properties = std::move(version.properties);
  if (!object.properties.content_type) object.properties.content_type = kDefaultContentType;
  for (auto& [name, value] : object.properties.metadata) value = header_text(std::move(value));
  override_headers(object.properties, in);
  if (selection.partial) {
    object.status = 206;
    object.content_range = content_range(selection.range, static_cast<uint64_t>(version.size));
  }
  if (in.part_number && version.parts > 0) object.parts_count = version.parts;
  if (!version.tags.empty()) object.tag_count = static_cast<int64_t>(stored_tags(version.tags).size());
  tell_checksum(object, in, version, selection);
  return object;
}

void tell_lock(ObjectDescription& object, const BucketRow& bucket, const ObjectControl& control) {
  if (bucket.object_lock.empty()) return;
  if (!control.lock_mode.empty()) {
    object.lock_mode = control.lock_mode;
    object.lock_until = aws::Timestamp{control.lock_until_ms};
  }
  if (control.legal_hold) object.legal_hold = *control.legal_hold ? "ON" : "OFF";
}

/// 304 tells the validators only.
GetObjectOutput not_modified(const BucketRow& bucket, const VersionRow& version) {
  GetObjectOutput output;
  output.object.version_id = shown_version(bucket, version);
  output.object.status = 304;
  output.object.last_modified = aws::Timestamp{version.modified_ms};
  output.object.etag = "\"" + version.etag + "\"";
  return output;
}

void require_readable(const VersionRow& version, int64_t now_ms) {
  if (is_readable(version, now_ms)) return;
  throw aws::Error(403, "InvalidObjectState", "The operation is not valid for the object's storage class")
      .with("StorageClass", *version.properties.storage_class);
}

/// A read that meets a delete marker: by its id it is none to be read, else the object is gone.
aws::Error delete_marker_met(const VersionRow& marker, bool by_id) {
  aws::Error error =
      by_id ? aws::Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
                  .with("Method", "GET")
                  .with("ResourceType", "DeleteMarker")
            : no_such_key(marker.key);
  error.fields.emplace_back("x-amz-delete-marker", "true");
  error.fields.emplace_back("x-amz-version-id", marker.version_id);
  if (by_id) error.fields.emplace_back("Allow", "DELETE");
  return error;
}

/// Reads of named versions are an action of their own.
Action reading(const ReadObjectInput& in) { return in.version_id ? actions::kGetObjectVersion : actions::kGetObject; }

}  // namespace

S3::Located S3::locate(Read& tx, const ObjectTarget& target, const std::optional<std::string>& version_id,
                       WithBytes with_bytes, Ask ask) {
  BucketRow bucket = existing_bucket(tx, target, ask.context);
  require_key(target.key);
  ask.key = target.key;
  if (version_id) require_version_id(*version_id);
  auto version = version_id ? find_version(tx, bucket.id, target.key, *version_id, with_bytes)
                            : find_current(tx, bucket.id, target.key, with_bytes);
  if (!version || version->delete_marker) {
    // What is not there is told to those who may list, and is else forbidden like what they may not see.
    const Conditions listing = [&](ConditionValues& values) { values["s3:prefix"] = {target.key}; };
    require_allowed(bucket, {ask.context, actions::kListBucket, "", listing});
    if (!version) throw version_id ? no_such_version(target.key, *version_id) : no_such_key(target.key);
    throw delete_marker_met(*version, version_id.has_value());
  }
  require_allowed(bucket, ask, &*version);
  return {std::move(bucket), *std::move(version)};
}

GetObjectOutput S3::read_object(const Context& context, Read& tx, const ReadObjectInput& in, WithBytes with_bytes) {
  auto [bucket, version] = locate(tx, in.target, in.version_id, with_bytes, Ask{context, reading(in)});
  if (in.encryption.algorithm || in.encryption.kms_key_id)
    throw invalid_argument("x-amz-server-side-encryption header is not supported for this operation.",
                           "x-amz-server-side-encryption", in.encryption.algorithm.value_or(""));
  const auto encryption = ObjectEncryption::from_text(version.control.encryption);
  const auto key = required_key(customer_key_of(in.encryption), encryption);
  Judgement judgement = judge_read(in.conditions, {version.etag, version.modified_ms}, clock_.now());
  if (judgement.verdict == Verdict::kFailed) throw precondition_failed(judgement.condition);
  if (judgement.verdict == Verdict::kNotModified) {
    if (in_process(context))
      throw aws::Error(304, "NotModified", "Not Modified").with("Condition", judgement.condition);
    return not_modified(bucket, version);
  }
  Selection selection = select(tx, in, version);
  GetObjectOutput output;
  if (with_bytes == WithBytes::kYes) {
    require_readable(version, clock_.now());
    if (version.content != 0)
      output.body =
          aws::Body(open_content(store_.blobs(), tx, version, selection.range.offset, selection.range.length, key),
                    selection.range.length);
    else if (selection.range.length == version.bytes.size())
      output.body = aws::Body(std::move(version.bytes));
    else
      output.body = aws::Body(version.bytes.substr(selection.range.offset, selection.range.length));
  }
  output.object = describe(in, version, selection);
  output.object.version_id = shown_version(bucket, version);
  output.object.encryption = answer_of(encryption);
  output.object.expiration = expiration_of(tx, bucket, version);
  output.object.restore = restore_header(version.restoration, clock_.now());
  tell_lock(output.object, bucket, version.control);
  return output;
}

boost::asio::awaitable<GetObjectOutput> S3::get_object(const Context& context, ReadObjectInput in) {
  auto work = [&](Read& tx) { return read_object(context, tx, in, WithBytes::kYes); };
  co_return store_.read_inline(work);
}

boost::asio::awaitable<HeadObjectOutput> S3::head_object(const Context& context, ReadObjectInput in) {
  auto work = [&](Read& tx) { return read_object(context, tx, in, WithBytes::kNo); };
  GetObjectOutput output = store_.read_inline(work);
  co_return HeadObjectOutput{std::move(output.object)};
}

}  // namespace cloudling::s3
