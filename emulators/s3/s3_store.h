#pragma once

// S3's tables and all of its SQL. Plain rows in and out; rules are the operations' business, except two: what an object
// version or part holds is released with it, and at most one version of a key is current.
//
//   s3_buckets       one row a bucket; names are global
//   s3_versions      one row an object version (or delete marker); small bodies stand in it, others in a content.
//                    `current` is 1 for the version that plain reads see (an object without versions has that one,
//                    its version id being "null"), 0 for older ones
//   s3_version_parts part boundaries of objects that were uploaded in parts
//   s3_uploads       multipart uploads in progress
//   s3_parts         their parts
//   s3_configurations what is configured of a bucket apart from its own columns: a JSON text a kind and id
//   s3_notifications whom a bucket tells of its objects, where it tells any; the row stays when nobody is told any more
//
// Keys are blobs, compared byte by byte, which is S3's order. Metadata stands as "name:value" lines, tags as a query
// string. Functions run inside the transaction they are given and throw store::StoreError.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/s3/checksums.h"
#include "emulators/s3/shapes_common.h"
#include "emulators/store/blobs.h"
#include "emulators/store/store.h"

namespace cloudling::s3 {

std::vector<store::Migration> migrations();

enum class Versioning : uint8_t { kNever, kEnabled, kSuspended };

/// The four settings of a public access block, as bits.
enum class PublicAccess : uint8_t { kBlockAcls = 1, kIgnoreAcls = 2, kBlockPolicy = 4, kRestrict = 8 };

struct BucketRow {
  int64_t id = 0;
  std::string name;
  std::string account;
  std::string region;
  int64_t created_ms = 0;
  std::string tags;
  Versioning versioning = Versioning::kNever;
  std::string ownership = "BucketOwnerEnforced";  ///< "" where the setting was deleted, which means ObjectWriter
  std::optional<int64_t> public_access = 15;      ///< PublicAccess bits; nothing where the setting was deleted
  std::string acl;                                ///< JSON of an AccessControlPolicy; "" for the owner alone
  std::string policy;                             ///< as it was put; "" for none
  std::string encryption;                         ///< JSON of a ServerSideEncryptionConfiguration; "" for SSE-S3
  std::string object_lock;  ///< JSON of an ObjectLockConfiguration; "" where the bucket has no object lock

  bool has_lifecycle = false;  ///< there is a lifecycle configuration

  bool enforces_owner() const { return ownership == "BucketOwnerEnforced"; }
  bool public_access_has(PublicAccess bit) const {
    return (public_access.value_or(0) & static_cast<int64_t>(bit)) != 0;
  }
};

std::optional<BucketRow> find_bucket(store::ReadTransaction& tx, const std::string& name);
void insert_bucket(store::WriteTransaction& tx, const BucketRow& bucket);
bool bucket_has_versions(store::ReadTransaction& tx, int64_t bucket);
int64_t count_buckets(store::ReadTransaction& tx, const std::string& account);
void set_bucket_tags(store::WriteTransaction& tx, int64_t bucket, const std::string& tags);

/// Writes all that can change of a bucket but its tags.
void update_bucket(store::WriteTransaction& tx, const BucketRow& bucket);

/// Configurations, by kind and (where a bucket may have several of a kind) id, else "".
std::optional<std::string> find_configuration(store::ReadTransaction& tx, int64_t bucket, const std::string& kind,
                                              const std::string& id = "");
void put_configuration(store::WriteTransaction& tx, int64_t bucket, const std::string& kind, const std::string& id,
                       const std::string& text);
bool delete_configuration(store::WriteTransaction& tx, int64_t bucket, const std::string& kind,
                          const std::string& id = "");

/// All of a kind by id, after `after`.
std::vector<std::string> list_configurations(store::ReadTransaction& tx, int64_t bucket, const std::string& kind,
                                             const std::string& after, int64_t limit);

/// Deletes the row with its configurations and the uploads that were going on in it. The bucket must have
/// no versions.
void delete_bucket_row(store::WriteTransaction& tx, store::Blobs& blobs, int64_t bucket);

/// An account's buckets by name, after `after`, beginning with `prefix`; `region` "" for all.
std::vector<BucketRow> list_bucket_rows(store::ReadTransaction& tx, const std::string& account,
                                        const std::string& after, const std::string& prefix, const std::string& region,
                                        int64_t limit);

struct NotificationsRow {
  std::string configuration;  ///< as NotificationRules::to_text writes it; "" for none
  int64_t sequencer = 0;      ///< of the last event that was told
};

/// Nothing where the bucket never had a notification configuration.
std::optional<NotificationsRow> find_notifications(store::ReadTransaction& tx, int64_t bucket);
void put_notifications(store::WriteTransaction& tx, int64_t bucket, const std::string& configuration);
void set_notification_sequencer(store::WriteTransaction& tx, int64_t bucket, int64_t sequencer);

inline constexpr const char* kNullVersion = "null";

/// Who owns a version and what protects it.
struct ObjectControl {
  std::string owner;       ///< account; "" for the bucket's owner
  std::string acl;         ///< JSON of an AccessControlPolicy; "" for the owner alone
  std::string encryption;  ///< as ObjectEncryption writes it; "" for SSE-S3
  std::string lock_mode;   ///< "GOVERNANCE", "COMPLIANCE" or ""
  int64_t lock_until_ms = 0;
  std::optional<bool> legal_hold;  ///< nothing where it was never set
};

/// The copy of an archived object that can be read for a while. Its state follows from the clock.
struct Restoration {
  int64_t ready_ms = 0;  ///< 0 where none was asked for
  int64_t until_ms = 0;
  std::string tier;  ///< "Standard"

  bool ongoing(int64_t now_ms) const { return now_ms < ready_ms; }
  bool readable(int64_t now_ms) const { return ready_ms <= now_ms && now_ms < until_ms; }
  std::string to_text() const;
  static Restoration from_text(std::string_view text);
};

struct VersionRow {
  int64_t id = 0;
  int64_t bucket = 0;
  std::string key;
  std::string version_id = kNullVersion;
  bool delete_marker = false;
  int64_t modified_ms = 0;  ///< whole seconds, as S3 keeps it
  int64_t size = 0;
  std::string etag;  ///< without quotes
  ObjectProperties properties;
  ObjectControl control;
  std::string tags;
  std::optional<Checksum> checksum;
  int64_t parts = 0;      ///< 0: was not uploaded in parts
  std::string upload_id;  ///< of the multipart upload that made it, else ""
  Restoration restoration;
  store::ContentId content = 0;
  std::string bytes;  ///< inline body, where content is 0
};

enum class WithBytes { kNo, kYes };

/// The current version, delete markers included.
std::optional<VersionRow> find_current(store::ReadTransaction& tx, int64_t bucket, const std::string& key,
                                       WithBytes with_bytes);

/// A version by its id, current or not.
std::optional<VersionRow> find_version(store::ReadTransaction& tx, int64_t bucket, const std::string& key,
                                       const std::string& version_id, WithBytes with_bytes);

/// Inserts it as the current version; another current one must have been removed or retired before. Returns its id.
int64_t insert_version(store::WriteTransaction& tx, const VersionRow& version);

/// Makes a current version an older one.
void retire_version(store::WriteTransaction& tx, int64_t version);

/// Makes the youngest of a key's older versions the current one, where there is one.
void promote_version(store::WriteTransaction& tx, int64_t bucket, const std::string& key);

/// Deletes a version with its part boundaries and releases its content.
void delete_version(store::WriteTransaction& tx, store::Blobs& blobs, const VersionRow& version);

void set_version_tags(store::WriteTransaction& tx, int64_t version, const std::string& tags);
void set_version_control(store::WriteTransaction& tx, int64_t version, const ObjectControl& control);
/// A restored copy goes with the storage class that it was restored from.
void set_version_storage_class(store::WriteTransaction& tx, int64_t version, const std::string& storage_class);
void set_version_restoration(store::WriteTransaction& tx, int64_t version, const Restoration& restoration);

/// What listings tell of a version.
struct ListedVersion {
  std::string key;
  std::string version_id;
  bool current = true;
  bool delete_marker = false;
  int64_t modified_ms = 0;
  int64_t size = 0;
  std::string etag;
  std::string storage_class;  ///< "" for STANDARD
  std::string checksum_algorithm;
  bool checksum_composite = false;
  std::string owner;  ///< account; "" for the bucket's owner
  std::string tags;   ///< of scan_versions only
  Restoration restoration;
};

/// Visits current versions with key >= `from` in key order until `visit` says false.
void scan_current(store::ReadTransaction& tx, int64_t bucket, std::string_view from,
                  const std::function<bool(ListedVersion)>& visit);

/// Visits all versions, delete markers too, with key >= `from` in key order, of a key the youngest first.
void scan_versions(store::ReadTransaction& tx, int64_t bucket, std::string_view from,
                   const std::function<bool(ListedVersion)>& visit);

/// The same of one key's versions.
void scan_versions_of(store::ReadTransaction& tx, int64_t bucket, std::string_view key,
                      const std::function<bool(ListedVersion)>& visit);

/// One part of an object that was uploaded in parts.
struct VersionPart {
  int64_t number = 0;
  int64_t size = 0;
  std::string checksum;  ///< base64
};

void insert_version_parts(store::WriteTransaction& tx, int64_t version, const std::vector<VersionPart>& parts);
std::vector<VersionPart> version_parts(store::ReadTransaction& tx, int64_t version);

struct UploadRow {
  int64_t id = 0;
  std::string upload_id;
  int64_t bucket = 0;
  std::string key;
  std::string account;  ///< that began it
  int64_t initiated_ms = 0;
  ObjectProperties properties;
  ObjectControl control;
  std::string tags;
  std::optional<ChecksumAlgorithm> algorithm;  ///< as asked for; unset: CRC64NVME of the full object, not shown
  bool composite = false;
};

void insert_upload(store::WriteTransaction& tx, const UploadRow& upload);
std::optional<UploadRow> find_upload(store::ReadTransaction& tx, int64_t bucket, const std::string& key,
                                     const std::string& upload_id);

/// Deletes an upload and its parts' rows, and releases the parts' contents.
void delete_upload(store::WriteTransaction& tx, store::Blobs& blobs, int64_t upload);

/// Visits uploads by key, then upload id (which begins with the time, so: by age), from `from` (key >=) until `visit`
/// says false.
void scan_uploads(store::ReadTransaction& tx, int64_t bucket, std::string_view from,
                  const std::function<bool(UploadRow)>& visit);

struct PartRow {
  int64_t number = 0;
  int64_t modified_ms = 0;
  int64_t size = 0;
  std::string etag;      ///< without quotes
  std::string checksum;  ///< base64, of the upload's algorithm
  store::ContentId content = 0;
};

/// Replaces an earlier part of that number, releasing what it held.
void put_part(store::WriteTransaction& tx, store::Blobs& blobs, int64_t upload, const PartRow& part);

/// Parts with a number above `after`, in order.
std::vector<PartRow> list_parts(store::ReadTransaction& tx, int64_t upload, int64_t after, int64_t limit);

}  // namespace cloudling::s3
