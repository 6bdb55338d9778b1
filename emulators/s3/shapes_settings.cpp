#include "emulators/s3/shapes_settings.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& VersioningConfiguration::shape() {
  using T = VersioningConfiguration;
  static const Structure shape{"VersioningConfiguration",
                               {field<&T::mfa_delete>("MFADelete").on_wire("MfaDelete").one_of({"Enabled", "Disabled"}),
                                field<&T::status>("Status").one_of({"Enabled", "Suspended"})},
                               kXmlNamespace};
  return shape;
}

const Structure& PublicAccessBlockConfiguration::shape() {
  using T = PublicAccessBlockConfiguration;
  static const Structure shape{
      "PublicAccessBlockConfiguration",
      {field<&T::block_public_acls>("BlockPublicAcls"), field<&T::ignore_public_acls>("IgnorePublicAcls"),
       field<&T::block_public_policy>("BlockPublicPolicy"),
       field<&T::restrict_public_buckets>("RestrictPublicBuckets")},
      kXmlNamespace};
  return shape;
}

const Structure& OwnershipControlsRule::shape() {
  using T = OwnershipControlsRule;
  static const Structure shape{"OwnershipControlsRule",
                               {field<&T::object_ownership>("ObjectOwnership")
                                    .one_of({"BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"})
                                    .required()}};
  return shape;
}

const Structure& OwnershipControls::shape() {
  using T = OwnershipControls;
  static const Structure shape{
      "OwnershipControls", {field<&T::rules>("Rules").on_wire("Rule").flattened().required()}, kXmlNamespace};
  return shape;
}

const Structure& ServerSideEncryptionByDefault::shape() {
  using T = ServerSideEncryptionByDefault;
  static const Structure shape{
      "ServerSideEncryptionByDefault",
      {field<&T::sse_algorithm>("SSEAlgorithm").one_of({"AES256", "aws:fsx", "aws:kms", "aws:kms:dsse"}).required(),
       field<&T::kms_master_key_id>("KMSMasterKeyID")}};
  return shape;
}

const Structure& BlockedEncryptionTypes::shape() {
  using T = BlockedEncryptionTypes;
  static const Structure shape{
      "BlockedEncryptionTypes",
      {field<&T::encryption_type>("EncryptionType").flattened().each({.values = {"NONE", "SSE-C"}})}};
  return shape;
}

const Structure& ServerSideEncryptionRule::shape() {
  using T = ServerSideEncryptionRule;
  static const Structure shape{
      "ServerSideEncryptionRule",
      {field<&T::apply_server_side_encryption_by_default>("ApplyServerSideEncryptionByDefault"),
       field<&T::bucket_key_enabled>("BucketKeyEnabled"),
       field<&T::blocked_encryption_types>("BlockedEncryptionTypes")}};
  return shape;
}

const Structure& ServerSideEncryptionConfiguration::shape() {
  using T = ServerSideEncryptionConfiguration;
  static const Structure shape{"ServerSideEncryptionConfiguration",
                               {field<&T::rules>("Rules").on_wire("Rule").flattened().required()},
                               kXmlNamespace};
  return shape;
}

const Structure& AccelerateConfiguration::shape() {
  using T = AccelerateConfiguration;
  static const Structure shape{
      "AccelerateConfiguration", {field<&T::status>("Status").one_of({"Enabled", "Suspended"})}, kXmlNamespace};
  return shape;
}

const Structure& RequestPaymentConfiguration::shape() {
  using T = RequestPaymentConfiguration;
  static const Structure shape{"RequestPaymentConfiguration",
                               {field<&T::payer>("Payer").one_of({"Requester", "BucketOwner"}).required()},
                               kXmlNamespace};
  return shape;
}

const Structure& DefaultRetention::shape() {
  using T = DefaultRetention;
  static const Structure shape{"DefaultRetention",
                               {field<&T::mode>("Mode").one_of({"GOVERNANCE", "COMPLIANCE"}), field<&T::days>("Days"),
                                field<&T::years>("Years")}};
  return shape;
}

const Structure& ObjectLockRule::shape() {
  using T = ObjectLockRule;
  static const Structure shape{"ObjectLockRule", {field<&T::default_retention>("DefaultRetention")}};
  return shape;
}

const Structure& ObjectLockConfiguration::shape() {
  using T = ObjectLockConfiguration;
  static const Structure shape{
      "ObjectLockConfiguration",
      {field<&T::object_lock_enabled>("ObjectLockEnabled").one_of({"Enabled"}), field<&T::rule>("Rule")},
      kXmlNamespace};
  return shape;
}

const Structure& ObjectLockRetention::shape() {
  using T = ObjectLockRetention;
  static const Structure shape{
      "Retention",
      {field<&T::mode>("Mode").one_of({"GOVERNANCE", "COMPLIANCE"}), field<&T::retain_until_date>("RetainUntilDate")},
      kXmlNamespace};
  return shape;
}

const Structure& ObjectLockLegalHold::shape() {
  using T = ObjectLockLegalHold;
  static const Structure shape{"LegalHold", {field<&T::status>("Status").one_of({"ON", "OFF"})}, kXmlNamespace};
  return shape;
}

const Structure& CORSRule::shape() {
  using T = CORSRule;
  static const Structure shape{
      "CORSRule",
      {field<&T::id>("ID"), field<&T::allowed_headers>("AllowedHeaders").on_wire("AllowedHeader").flattened(),
       field<&T::allowed_methods>("AllowedMethods").on_wire("AllowedMethod").flattened().required(),
       field<&T::allowed_origins>("AllowedOrigins").on_wire("AllowedOrigin").flattened().required(),
       field<&T::expose_headers>("ExposeHeaders").on_wire("ExposeHeader").flattened(),
       field<&T::max_age_seconds>("MaxAgeSeconds")}};
  return shape;
}

const Structure& CORSConfiguration::shape() {
  using T = CORSConfiguration;
  static const Structure shape{"CORSConfiguration",
                               {field<&T::cors_rules>("CORSRules").on_wire("CORSRule").flattened().required()},
                               kXmlNamespace};
  return shape;
}

const Structure& PolicyStatus::shape() {
  using T = PolicyStatus;
  static const Structure shape{"PolicyStatus", {field<&T::is_public>("IsPublic")}, kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
