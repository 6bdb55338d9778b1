#include <algorithm>

#include "emulators/aws/http.h"
#include "emulators/s3/acl_requests.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/key_listing.h"
#include "emulators/s3/listing_limits.h"
#include "emulators/s3/listing_tokens.h"
#include "emulators/s3/names.h"
#include "emulators/s3/s3.h"

namespace cloudling::s3 {
namespace {

ObjectEntry entry_of(const ListedVersion& version, const UrlEncoding& encode, const RestoreTelling& telling) {
  ObjectEntry entry;
  entry.key = encode(version.key);
  entry.last_modified = {version.modified_ms};
  entry.etag = "\"" + version.etag + "\"";
  if (!version.checksum_algorithm.empty()) {
    entry.checksum_algorithm.push_back(version.checksum_algorithm);
    entry.checksum_type = version.checksum_composite ? "COMPOSITE" : "FULL_OBJECT";
  }
  entry.account = version.owner;
  entry.size = version.size;
  entry.storage_class = version.storage_class.empty() ? "STANDARD" : version.storage_class;
  entry.restore = telling.status_of(version.restoration);
  return entry;
}

/// Fills `contents` and `prefixes` of either version of the operation.
ListingEnd fill(store::ReadTransaction& tx, int64_t bucket, const ListingRequest& request, const UrlEncoding& encode,
                const RestoreTelling& telling, std::vector<ObjectEntry>& contents,
                std::vector<CommonPrefix>& prefixes) {
  ListedVersion current;
  KeyScan scan = [&](const std::string& from, const std::function<Step(const std::string&)>& visit) {
    scan_current(tx, bucket, from, [&](ListedVersion version) {
      current = std::move(version);
      return visit(current.key) == Step::kNext;
    });
  };
  return list_keys(
      request, scan, [&](const std::string&) { contents.push_back(entry_of(current, encode, telling)); },
      [&](const std::string& prefix) { prefixes.push_back({encode(prefix)}); });
}

/// Entries bring the account that owns them, where it is not the bucket's.
void tell_owners(std::vector<ObjectEntry>& entries, const BucketRow& bucket, const aws::Accounts& accounts) {
  const Owner owner = owner_named(bucket.account, accounts);
  for (auto& entry : entries)
    entry.owner = entry.account.empty() || bucket.enforces_owner() ? owner : owner_named(entry.account, accounts);
}

/// What policies may ask of a listing, of either version of the operation.
template <class Input>
Conditions listing_conditions(const Input& in) {
  return [&in](ConditionValues& values) {
    values["s3:prefix"] = {in.prefix.value_or("")};
    values["s3:delimiter"] = {in.delimiter.value_or("")};
    values["s3:max-keys"] = {std::to_string(in.max_keys.value_or(1000))};
  };
}

std::optional<std::string> not_empty(const std::optional<std::string>& text) {
  if (!text || text->empty()) return std::nullopt;
  return text;
}

}  // namespace

ListObjectsOutput S3::list_objects(const Context& context, Read& tx, const ListObjectsInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kListBucket, "", listing_conditions(in)});
  UrlEncoding encode(in.encoding_type);
  ListingRequest request{.prefix = in.prefix.value_or(""),
                         .delimiter = in.delimiter.value_or(""),
                         .marker = in.marker.value_or(""),
                         .limit = page_limit(in.max_keys, "maxKeys")};
  ListObjectsOutput output{.name = bucket.name,
                           .prefix = encode(request.prefix),
                           .marker = encode(request.marker),
                           .delimiter = encode(not_empty(in.delimiter)),
                           .encoding_type = in.encoding_type,
                           .max_keys = request.limit};
  const RestoreTelling telling(in.optional_attributes, clock_.now());
  ListingEnd end = fill(tx, bucket.id, request, encode, telling, output.contents, output.common_prefixes);
  tell_owners(output.contents, bucket, accounts_);
  output.is_truncated = end.truncated;
  if (end.truncated && !request.delimiter.empty()) output.next_marker = encode(end.last);
  return output;
}

ListObjectsV2Output S3::list_objects_v2(const Context& context, Read& tx, const ListObjectsV2Input& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kListBucket, "", listing_conditions(in)});
  UrlEncoding encode(in.encoding_type);
  ListingRequest request{.prefix = in.prefix.value_or(""),
                         .delimiter = in.delimiter.value_or(""),
                         .marker = in.start_after.value_or(""),
                         .limit = page_limit(in.max_keys, "maxKeys")};
  const std::string bound = std::to_string(bucket.id) + "\n" + request.delimiter + "\n" + request.prefix;
  if (not_empty(in.continuation_token)) request.marker = open_token("ListObjectsV2", bound, *in.continuation_token);
  ListObjectsV2Output output{.name = bucket.name,
                             .prefix = encode(request.prefix),
                             .delimiter = encode(not_empty(in.delimiter)),
                             .encoding_type = in.encoding_type,
                             .continuation_token = in.continuation_token,
                             .start_after = encode(in.start_after),
                             .max_keys = request.limit};
  const RestoreTelling telling(in.optional_attributes, clock_.now());
  ListingEnd end = fill(tx, bucket.id, request, encode, telling, output.contents, output.common_prefixes);
  if (in.fetch_owner.value_or(false)) tell_owners(output.contents, bucket, accounts_);
  output.key_count = static_cast<int64_t>(output.contents.size() + output.common_prefixes.size());
  output.is_truncated = end.truncated;
  if (end.truncated) output.next_continuation_token = seal_token("ListObjectsV2", bound, end.last);
  return output;
}

}  // namespace cloudling::s3
