#include "emulators/s3/s3_store.h"

namespace cloudling::s3 {
namespace {

constexpr const char* kFirst = R"sql(
CREATE TABLE s3_buckets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  versioning INTEGER NOT NULL DEFAULT 0,
  tags TEXT NOT NULL DEFAULT ''
);
CREATE INDEX s3_buckets_by_account ON s3_buckets (account, name);

CREATE TABLE s3_versions (
  id INTEGER PRIMARY KEY,
  bucket INTEGER NOT NULL,
  key BLOB NOT NULL,
  current INTEGER NOT NULL,
  version_id TEXT NOT NULL,
  delete_marker INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  storage_class TEXT,
  checksum_algorithm TEXT,
  checksum_composite INTEGER,
  checksum TEXT,
  parts INTEGER NOT NULL,
  upload_id TEXT,
  content INTEGER NOT NULL,
  tags TEXT,
  content_type TEXT,
  cache_control TEXT,
  content_disposition TEXT,
  content_encoding TEXT,
  content_language TEXT,
  expires TEXT,
  website_redirect TEXT,
  metadata TEXT,
  bytes BLOB
);
CREATE UNIQUE INDEX s3_versions_current ON s3_versions (bucket, key) WHERE current = 1;
CREATE INDEX s3_versions_older ON s3_versions (bucket, key, id) WHERE current = 0;
CREATE UNIQUE INDEX s3_versions_older_ids ON s3_versions (bucket, key, version_id) WHERE current = 0;

CREATE TABLE s3_version_parts (
  version INTEGER NOT NULL,
  number INTEGER NOT NULL,
  size INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  PRIMARY KEY (version, number)
) WITHOUT ROWID;

CREATE TABLE s3_uploads (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  upload_id TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  key BLOB NOT NULL,
  account TEXT NOT NULL,
  initiated_ms INTEGER NOT NULL,
  checksum_algorithm TEXT,
  checksum_composite INTEGER NOT NULL,
  storage_class TEXT,
  tags TEXT,
  content_type TEXT,
  cache_control TEXT,
  content_disposition TEXT,
  content_encoding TEXT,
  content_language TEXT,
  expires TEXT,
  website_redirect TEXT,
  metadata TEXT
);
CREATE UNIQUE INDEX s3_uploads_by_key ON s3_uploads (bucket, key, upload_id);

CREATE TABLE s3_parts (
  upload INTEGER NOT NULL,
  number INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  checksum TEXT NOT NULL,
  content INTEGER NOT NULL,
  PRIMARY KEY (upload, number)
) WITHOUT ROWID;
)sql";

constexpr const char* kNotifications = R"sql(
CREATE TABLE s3_notifications (
  bucket INTEGER PRIMARY KEY,
  configuration TEXT NOT NULL,
  sequencer INTEGER NOT NULL
);
)sql";

/// Columns that are NULL or have their default cost nothing to read, wherever they stand.
constexpr const char* kSettings = R"sql(
ALTER TABLE s3_buckets ADD COLUMN ownership TEXT NOT NULL DEFAULT 'BucketOwnerEnforced';
ALTER TABLE s3_buckets ADD COLUMN public_access INTEGER DEFAULT 15;
ALTER TABLE s3_buckets ADD COLUMN acl TEXT NOT NULL DEFAULT '';
ALTER TABLE s3_buckets ADD COLUMN policy TEXT NOT NULL DEFAULT '';
ALTER TABLE s3_buckets ADD COLUMN encryption TEXT NOT NULL DEFAULT '';
ALTER TABLE s3_buckets ADD COLUMN object_lock TEXT NOT NULL DEFAULT '';
ALTER TABLE s3_buckets ADD COLUMN lifecycle INTEGER NOT NULL DEFAULT 0;

ALTER TABLE s3_versions ADD COLUMN owner TEXT;
ALTER TABLE s3_versions ADD COLUMN acl TEXT;
ALTER TABLE s3_versions ADD COLUMN encryption TEXT;
ALTER TABLE s3_versions ADD COLUMN lock_mode TEXT;
ALTER TABLE s3_versions ADD COLUMN lock_until_ms INTEGER;
ALTER TABLE s3_versions ADD COLUMN legal_hold INTEGER;

ALTER TABLE s3_uploads ADD COLUMN owner TEXT;
ALTER TABLE s3_uploads ADD COLUMN acl TEXT;
ALTER TABLE s3_uploads ADD COLUMN encryption TEXT;
ALTER TABLE s3_uploads ADD COLUMN lock_mode TEXT;
ALTER TABLE s3_uploads ADD COLUMN lock_until_ms INTEGER;
ALTER TABLE s3_uploads ADD COLUMN legal_hold INTEGER;

CREATE TABLE s3_configurations (
  bucket INTEGER NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (bucket, kind, id)
) WITHOUT ROWID;
)sql";

/// As Restoration writes it.
constexpr const char* kRestorations = "ALTER TABLE s3_versions ADD COLUMN restoration TEXT;";

}  // namespace

std::vector<store::Migration> migrations() {
  return {{"s3", 1, kFirst}, {"s3", 2, kNotifications}, {"s3", 3, kSettings}, {"s3", 4, kRestorations}};
}

}  // namespace cloudling::s3
