#pragma once

// What there is to say of each kind of configuration: its name in AWS's model, the actions on it, the answer where it
// was never put, and what AWS refuses.

#include "emulators/s3/configurations.h"
#include "emulators/s3/shapes_logging.h"
#include "emulators/s3/shapes_replication.h"
#include "emulators/s3/shapes_reports.h"
#include "emulators/s3/shapes_settings.h"
#include "emulators/s3/shapes_website.h"

namespace cloudling::s3 {

/// 404 with `code`, naming the bucket.
aws::Error no_configuration(const char* code, const char* message, const BucketRow& bucket);

template <>
struct Kind<CORSConfiguration> {
  static constexpr const char* kName = kinds::kCors;
  static constexpr const char* kMember = "CORSConfiguration";
  static constexpr Action kGet{"s3:GetBucketCORS"}, kPut{"s3:PutBucketCORS"};
  static CORSConfiguration unset(const BucketRow& bucket) {
    throw no_configuration("NoSuchCORSConfiguration", "The CORS configuration does not exist", bucket);
  }
  static void check(store::ReadTransaction& tx, const BucketRow& bucket, const CORSConfiguration& configuration);
};

template <>
struct Kind<WebsiteConfiguration> {
  static constexpr const char* kName = kinds::kWebsite;
  static constexpr const char* kMember = "WebsiteConfiguration";
  static constexpr Action kGet{"s3:GetBucketWebsite"}, kPut{"s3:PutBucketWebsite"};
  static WebsiteConfiguration unset(const BucketRow& bucket) {
    throw no_configuration("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration",
                           bucket);
  }
  static void check(store::ReadTransaction& tx, const BucketRow& bucket, const WebsiteConfiguration& configuration);
};

template <>
struct Kind<BucketLoggingStatus> {
  static constexpr const char* kName = kinds::kLogging;
  static constexpr const char* kMember = "BucketLoggingStatus";
  static constexpr Action kGet{"s3:GetBucketLogging"}, kPut{"s3:PutBucketLogging"};
  static BucketLoggingStatus unset(const BucketRow&) { return {}; }
  static void check(store::ReadTransaction& tx, const BucketRow& bucket, const BucketLoggingStatus& configuration);
};

template <>
struct Kind<AccelerateConfiguration> {
  static constexpr const char* kName = kinds::kAccelerate;
  static constexpr const char* kMember = "AccelerateConfiguration";
  static constexpr Action kGet{"s3:GetAccelerateConfiguration"}, kPut{"s3:PutAccelerateConfiguration"};
  static AccelerateConfiguration unset(const BucketRow&) { return {}; }
  static void check(store::ReadTransaction& tx, const BucketRow& bucket, const AccelerateConfiguration& configuration);
};

template <>
struct Kind<RequestPaymentConfiguration> {
  static constexpr const char* kName = kinds::kRequestPayment;
  static constexpr const char* kMember = "RequestPaymentConfiguration";
  static constexpr Action kGet{"s3:GetBucketRequestPayment"}, kPut{"s3:PutBucketRequestPayment"};
  static RequestPaymentConfiguration unset(const BucketRow&) { return {"BucketOwner"}; }
  static void check(store::ReadTransaction&, const BucketRow&, const RequestPaymentConfiguration&) {}
};

template <>
struct Kind<ReplicationConfiguration> {
  static constexpr const char* kName = kinds::kReplication;
  static constexpr const char* kMember = "ReplicationConfiguration";
  static constexpr Action kGet{"s3:GetReplicationConfiguration"}, kPut{"s3:PutReplicationConfiguration"};
  static ReplicationConfiguration unset(const BucketRow& bucket) {
    throw no_configuration("ReplicationConfigurationNotFoundError", "The replication configuration was not found",
                           bucket);
  }
  static void check(store::ReadTransaction& tx, const BucketRow& bucket, const ReplicationConfiguration& configuration);
};

template <>
struct Kind<InventoryConfiguration> {
  static constexpr const char* kName = kinds::kInventory;
  static constexpr const char* kMember = "InventoryConfiguration";
  static constexpr Action kGet{"s3:GetInventoryConfiguration"}, kPut{"s3:PutInventoryConfiguration"};
};

template <>
struct Kind<AnalyticsConfiguration> {
  static constexpr const char* kName = kinds::kAnalytics;
  static constexpr const char* kMember = "AnalyticsConfiguration";
  static constexpr Action kGet{"s3:GetAnalyticsConfiguration"}, kPut{"s3:PutAnalyticsConfiguration"};
};

template <>
struct Kind<MetricsConfiguration> {
  static constexpr const char* kName = kinds::kMetrics;
  static constexpr const char* kMember = "MetricsConfiguration";
  static constexpr Action kGet{"s3:GetMetricsConfiguration"}, kPut{"s3:PutMetricsConfiguration"};
};

template <>
struct Kind<IntelligentTieringConfiguration> {
  static constexpr const char* kName = kinds::kIntelligentTiering;
  static constexpr const char* kMember = "IntelligentTieringConfiguration";
  static constexpr Action kGet{"s3:GetIntelligentTieringConfiguration"}, kPut{"s3:PutIntelligentTieringConfiguration"};
};

}  // namespace cloudling::s3
