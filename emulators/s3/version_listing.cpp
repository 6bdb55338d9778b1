#include "emulators/s3/acl_requests.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/key_listing.h"
#include "emulators/s3/listing_limits.h"
#include "emulators/s3/names.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

/// Fills an answer with versions and delete markers, each in the order of keys, of a key the youngest first.
class VersionLister {
 public:
  VersionLister(const BucketRow& bucket, const aws::Accounts& accounts, const ListObjectVersionsInput& in,
                int64_t now_ms, ListObjectVersionsOutput& output)
      : bucket_(bucket),
        accounts_(accounts),
        output_(output),
        telling_(in.optional_attributes, now_ms),
        encode_(in.encoding_type),
        version_marker_(in.version_id_marker.value_or("")),
        request_{.prefix = in.prefix.value_or(""),
                 .delimiter = in.delimiter.value_or(""),
                 .marker = in.key_marker.value_or(""),
                 .limit = output.max_keys} {}

  void run(store::ReadTransaction& tx) {
    KeyScan scan = [&](const std::string& from, const std::function<Step(const std::string&)>& visit) {
      const auto take = [&](ListedVersion version) {
        at_ = std::move(version);
        return visit(at_.key) == Step::kNext;
      };
      if (from == request_.marker + '\0' && !version_marker_.empty() && !rest_of_marked(tx, take)) return;
      scan_versions(tx, bucket_.id, from, take);
    };
    const auto on_prefix = [&](const std::string& prefix) {
      output_.common_prefixes.push_back({encode_(prefix)});
      last_version_.reset();
    };
    const ListingEnd end = list_keys(request_, scan, [&](const std::string&) { add(); }, on_prefix);
    output_.is_truncated = end.truncated;
    if (!end.truncated) return;
    output_.next_key_marker = encode_(end.last);
    output_.next_version_id_marker = last_version_;
  }

 private:
  /// The marked key's versions behind the marked one; false where the listing has to stop there.
  bool rest_of_marked(store::ReadTransaction& tx, const std::function<bool(ListedVersion)>& take) {
    bool behind = false, more = true;
    scan_versions_of(tx, bucket_.id, request_.marker, [&](ListedVersion version) {
      if (!behind) {
        behind = version.version_id == version_marker_;
        return true;
      }
      more = take(std::move(version));
      return more;
    });
    return more;
  }

  void add() {
    last_version_ = at_.version_id;
    const bool others = !at_.owner.empty() && !bucket_.enforces_owner();
    const Owner owner = owner_named(others ? at_.owner : bucket_.account, accounts_);
    if (at_.delete_marker) {
      output_.delete_markers.push_back({.owner = owner,
                                        .key = encode_(at_.key),
                                        .version_id = at_.version_id,
                                        .latest = at_.current,
                                        .last_modified = {at_.modified_ms}});
      return;
    }
    VersionEntry entry{.etag = "\"" + at_.etag + "\"",
                       .size = at_.size,
                       .storage_class = at_.storage_class.empty() ? "STANDARD" : at_.storage_class,
                       .key = encode_(at_.key),
                       .version_id = at_.version_id,
                       .latest = at_.current,
                       .last_modified = {at_.modified_ms},
                       .owner = owner,
                       .restore = telling_.status_of(at_.restoration)};
    if (!at_.checksum_algorithm.empty()) {
      entry.checksum_algorithm.push_back(at_.checksum_algorithm);
      entry.checksum_type = at_.checksum_composite ? "COMPOSITE" : "FULL_OBJECT";
    }
    output_.versions.push_back(std::move(entry));
  }

  const BucketRow& bucket_;
  const aws::Accounts& accounts_;
  ListObjectVersionsOutput& output_;
  RestoreTelling telling_;
  UrlEncoding encode_;
  std::string version_marker_;
  ListingRequest request_;
  ListedVersion at_;
  std::optional<std::string> last_version_;
};

}  // namespace

ListObjectVersionsOutput S3::list_object_versions(const Context& context, Read& tx, const ListObjectVersionsInput& in) {
  const Conditions conditions = [&](ConditionValues& values) { values["s3:prefix"] = {in.prefix.value_or("")}; };
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kListBucketVersions, "", conditions});
  if (in.version_id_marker && !in.key_marker)
    throw invalid_argument("A version-id marker cannot be specified without a key marker.", "version-id-marker",
                           *in.version_id_marker);
  if (in.version_id_marker && !in.version_id_marker->empty()) require_version_id(*in.version_id_marker);
  const UrlEncoding encode(in.encoding_type);
  ListObjectVersionsOutput output{.key_marker = encode(in.key_marker.value_or("")),
                                  .version_id_marker = in.version_id_marker.value_or(""),
                                  .encoding_type = in.encoding_type,
                                  .name = bucket.name,
                                  .prefix = encode(in.prefix.value_or("")),
                                  .max_keys = page_limit(in.max_keys, "maxKeys")};
  if (in.delimiter && !in.delimiter->empty()) output.delimiter = encode(*in.delimiter);
  VersionLister(bucket, accounts_, in, clock_.now(), output).run(tx);
  return output;
}

}  // namespace cloudling::s3
