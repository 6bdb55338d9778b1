#include "emulators/s3/shapes_reports.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& SSES3::shape() {
  static const Structure shape{"SSES3", {}};
  return shape;
}

const Structure& SSEKMS::shape() {
  using T = SSEKMS;
  static const Structure shape{"SSEKMS", {field<&T::key_id>("KeyId").required()}};
  return shape;
}

const Structure& InventoryEncryption::shape() {
  using T = InventoryEncryption;
  static const Structure shape{
      "InventoryEncryption",
      {field<&T::sses3>("SSES3").on_wire("SSE-S3"), field<&T::ssekms>("SSEKMS").on_wire("SSE-KMS")}};
  return shape;
}

const Structure& InventoryS3BucketDestination::shape() {
  using T = InventoryS3BucketDestination;
  static const Structure shape{"InventoryS3BucketDestination",
                               {field<&T::account_id>("AccountId"), field<&T::bucket>("Bucket").required(),
                                field<&T::format>("Format").one_of({"CSV", "ORC", "Parquet"}).required(),
                                field<&T::prefix>("Prefix"), field<&T::encryption>("Encryption")}};
  return shape;
}

const Structure& InventoryDestination::shape() {
  using T = InventoryDestination;
  static const Structure shape{"InventoryDestination",
                               {field<&T::s3_bucket_destination>("S3BucketDestination").required()}};
  return shape;
}

const Structure& InventoryFilter::shape() {
  using T = InventoryFilter;
  static const Structure shape{"InventoryFilter", {field<&T::prefix>("Prefix").required()}};
  return shape;
}

const Structure& InventorySchedule::shape() {
  using T = InventorySchedule;
  static const Structure shape{"InventorySchedule",
                               {field<&T::frequency>("Frequency").one_of({"Daily", "Weekly"}).required()}};
  return shape;
}

const Structure& InventoryConfiguration::shape() {
  using T = InventoryConfiguration;
  static const Structure shape{
      "InventoryConfiguration",
      {field<&T::destination>("Destination").required(), field<&T::is_enabled>("IsEnabled").required(),
       field<&T::filter>("Filter"), field<&T::id>("Id").required(),
       field<&T::included_object_versions>("IncludedObjectVersions").one_of({"All", "Current"}).required(),
       field<&T::optional_fields>("OptionalFields")
           .items_named("Field")
           .each(
               {.values = {"Size", "LastModifiedDate", "StorageClass", "ETag", "IsMultipartUploaded",
                           "ReplicationStatus", "EncryptionStatus", "ObjectLockRetainUntilDate", "ObjectLockMode",
                           "ObjectLockLegalHoldStatus", "IntelligentTieringAccessTier", "BucketKeyStatus",
                           "ChecksumAlgorithm", "ObjectAccessControlList", "ObjectOwner", "LifecycleExpirationDate"}}),
       field<&T::schedule>("Schedule").required()},
      kXmlNamespace};
  return shape;
}

const Structure& AnalyticsAndOperator::shape() {
  using T = AnalyticsAndOperator;
  static const Structure shape{"AnalyticsAndOperator",
                               {field<&T::prefix>("Prefix"), field<&T::tags>("Tags").on_wire("Tag").flattened()}};
  return shape;
}

const Structure& AnalyticsFilter::shape() {
  using T = AnalyticsFilter;
  static const Structure shape{"AnalyticsFilter",
                               {field<&T::prefix>("Prefix"), field<&T::tag>("Tag"), field<&T::and_>("And")}};
  return shape;
}

const Structure& AnalyticsS3BucketDestination::shape() {
  using T = AnalyticsS3BucketDestination;
  static const Structure shape{
      "AnalyticsS3BucketDestination",
      {field<&T::format>("Format").one_of({"CSV"}).required(), field<&T::bucket_account_id>("BucketAccountId"),
       field<&T::bucket>("Bucket").required(), field<&T::prefix>("Prefix")}};
  return shape;
}

const Structure& AnalyticsExportDestination::shape() {
  using T = AnalyticsExportDestination;
  static const Structure shape{"AnalyticsExportDestination",
                               {field<&T::s3_bucket_destination>("S3BucketDestination").required()}};
  return shape;
}

const Structure& StorageClassAnalysisDataExport::shape() {
  using T = StorageClassAnalysisDataExport;
  static const Structure shape{"StorageClassAnalysisDataExport",
                               {field<&T::output_schema_version>("OutputSchemaVersion").one_of({"V_1"}).required(),
                                field<&T::destination>("Destination").required()}};
  return shape;
}

const Structure& StorageClassAnalysis::shape() {
  using T = StorageClassAnalysis;
  static const Structure shape{"StorageClassAnalysis", {field<&T::data_export>("DataExport")}};
  return shape;
}

const Structure& AnalyticsConfiguration::shape() {
  using T = AnalyticsConfiguration;
  static const Structure shape{"AnalyticsConfiguration",
                               {field<&T::id>("Id").required(), field<&T::filter>("Filter"),
                                field<&T::storage_class_analysis>("StorageClassAnalysis").required()},
                               kXmlNamespace};
  return shape;
}

const Structure& MetricsAndOperator::shape() {
  using T = MetricsAndOperator;
  static const Structure shape{"MetricsAndOperator",
                               {field<&T::prefix>("Prefix"), field<&T::tags>("Tags").on_wire("Tag").flattened(),
                                field<&T::access_point_arn>("AccessPointArn")}};
  return shape;
}

const Structure& MetricsFilter::shape() {
  using T = MetricsFilter;
  static const Structure shape{"MetricsFilter",
                               {field<&T::prefix>("Prefix"), field<&T::tag>("Tag"),
                                field<&T::access_point_arn>("AccessPointArn"), field<&T::and_>("And")}};
  return shape;
}

const Structure& MetricsConfiguration::shape() {
  using T = MetricsConfiguration;
  static const Structure shape{
      "MetricsConfiguration", {field<&T::id>("Id").required(), field<&T::filter>("Filter")}, kXmlNamespace};
  return shape;
}

const Structure& IntelligentTieringAndOperator::shape() {
  using T = IntelligentTieringAndOperator;
  static const Structure shape{"IntelligentTieringAndOperator",
                               {field<&T::prefix>("Prefix"), field<&T::tags>("Tags").on_wire("Tag").flattened()}};
  return shape;
}

const Structure& IntelligentTieringFilter::shape() {
  using T = IntelligentTieringFilter;
  static const Structure shape{"IntelligentTieringFilter",
                               {field<&T::prefix>("Prefix"), field<&T::tag>("Tag"), field<&T::and_>("And")}};
  return shape;
}

const Structure& Tiering::shape() {
  using T = Tiering;
  static const Structure shape{
      "Tiering",
      {field<&T::days>("Days").required(),
       field<&T::access_tier>("AccessTier").one_of({"ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"}).required()}};
  return shape;
}

const Structure& IntelligentTieringConfiguration::shape() {
  using T = IntelligentTieringConfiguration;
  static const Structure shape{"IntelligentTieringConfiguration",
                               {field<&T::id>("Id").required(), field<&T::filter>("Filter"),
                                field<&T::status>("Status").one_of({"Enabled", "Disabled"}).required(),
                                field<&T::tierings>("Tierings").on_wire("Tiering").flattened().required()},
                               kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
