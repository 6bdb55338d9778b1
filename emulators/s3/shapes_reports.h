#pragma once

// Shapes of what reports on a bucket or moves its objects between tiers, by id: inventory, analytics, metrics,
// Intelligent-Tiering. Kept, not acted on.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct SSES3 {
  static const aws::Structure& shape();
};

struct SSEKMS {
  std::string key_id;
  static const aws::Structure& shape();
};

struct InventoryEncryption {
  std::optional<SSES3> sses3;
  std::optional<SSEKMS> ssekms;
  static const aws::Structure& shape();
};

struct InventoryS3BucketDestination {
  std::optional<std::string> account_id;
  std::string bucket, format;
  std::optional<std::string> prefix;
  std::optional<InventoryEncryption> encryption;
  static const aws::Structure& shape();
};

struct InventoryDestination {
  InventoryS3BucketDestination s3_bucket_destination;
  static const aws::Structure& shape();
};

struct InventoryFilter {
  std::string prefix;
  static const aws::Structure& shape();
};

struct InventorySchedule {
  std::string frequency;
  static const aws::Structure& shape();
};

struct InventoryConfiguration {
  InventoryDestination destination;
  bool is_enabled = false;
  std::optional<InventoryFilter> filter;
  std::string id, included_object_versions;
  std::optional<std::vector<std::string>> optional_fields;
  InventorySchedule schedule;
  static const aws::Structure& shape();
};

struct AnalyticsAndOperator {
  std::optional<std::string> prefix;
  std::optional<std::vector<Tag>> tags;
  static const aws::Structure& shape();
};

struct AnalyticsFilter {
  std::optional<std::string> prefix;
  std::optional<Tag> tag;
  std::optional<AnalyticsAndOperator> and_;
  static const aws::Structure& shape();
};

struct AnalyticsS3BucketDestination {
  std::string format;
  std::optional<std::string> bucket_account_id;
  std::string bucket;
  std::optional<std::string> prefix;
  static const aws::Structure& shape();
};

struct AnalyticsExportDestination {
  AnalyticsS3BucketDestination s3_bucket_destination;
  static const aws::Structure& shape();
};

struct StorageClassAnalysisDataExport {
  std::string output_schema_version;
  AnalyticsExportDestination destination;
  static const aws::Structure& shape();
};

struct StorageClassAnalysis {
  std::optional<StorageClassAnalysisDataExport> data_export;
  static const aws::Structure& shape();
};

struct AnalyticsConfiguration {
  std::string id;
  std::optional<AnalyticsFilter> filter;
  StorageClassAnalysis storage_class_analysis;
  static const aws::Structure& shape();
};

struct MetricsAndOperator {
  std::optional<std::string> prefix;
  std::optional<std::vector<Tag>> tags;
  std::optional<std::string> access_point_arn;
  static const aws::Structure& shape();
};

struct MetricsFilter {
  std::optional<std::string> prefix;
  std::optional<Tag> tag;
  std::optional<std::string> access_point_arn;
  std::optional<MetricsAndOperator> and_;
  static const aws::Structure& shape();
};

struct MetricsConfiguration {
  std::string id;
  std::optional<MetricsFilter> filter;
  static const aws::Structure& shape();
};

struct IntelligentTieringAndOperator {
  std::optional<std::string> prefix;
  std::optional<std::vector<Tag>> tags;
  static const aws::Structure& shape();
};

struct IntelligentTieringFilter {
  std::optional<std::string> prefix;
  std::optional<Tag> tag;
  std::optional<IntelligentTieringAndOperator> and_;
  static const aws::Structure& shape();
};

struct Tiering {
  int64_t days = 0;
  std::string access_tier;
  static const aws::Structure& shape();
};

struct IntelligentTieringConfiguration {
  std::string id;
  std::optional<IntelligentTieringFilter> filter;
  std::string status;
  std::vector<Tiering> tierings;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
