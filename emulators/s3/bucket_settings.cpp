#include "emulators/s3/bucket_settings.h"

#include "emulators/s3/configuration_kinds.h"
#include "emulators/s3/s3.h"

namespace cloudling::s3 {
namespace {

constexpr Action kGetVersioning{"s3:GetBucketVersioning"}, kPutVersioning{"s3:PutBucketVersioning"};
constexpr Action kGetBlock{"s3:GetBucketPublicAccessBlock"}, kPutBlock{"s3:PutBucketPublicAccessBlock"};
constexpr Action kGetOwnership{"s3:GetBucketOwnershipControls"}, kPutOwnership{"s3:PutBucketOwnershipControls"};
constexpr Action kGetEncryption{"s3:GetEncryptionConfiguration"}, kPutEncryption{"s3:PutEncryptionConfiguration"};
constexpr Action kGetLock{"s3:GetBucketObjectLockConfiguration"}, kPutLock{"s3:PutBucketObjectLockConfiguration"};

ServerSideEncryptionConfiguration default_encryption() {
  return {
      .rules = {{.apply_server_side_encryption_by_default = ServerSideEncryptionByDefault{.sse_algorithm = "AES256"},
                 .bucket_key_enabled = false}}};
}

void require_encryption(const ServerSideEncryptionConfiguration& configuration) {
  require_schema(configuration);
  if (configuration.rules.size() != 1) throw malformed_xml();
  const auto& rule = configuration.rules.front().apply_server_side_encryption_by_default;
  if (!rule) return;
  if (rule->sse_algorithm == "AES256" && rule->kms_master_key_id)
    throw invalid_argument(
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or "
        "aws:kms:dsse",
        "ApplyServerSideEncryptionByDefault", *rule->kms_master_key_id);
}

void require_lock(const BucketRow& bucket, const ObjectLockConfiguration& configuration) {
  require_schema(configuration);
  if (configuration.object_lock_enabled != "Enabled") throw malformed_xml();
  if (bucket.versioning != Versioning::kEnabled)
    throw aws::Error(409, "InvalidBucketState",
                     "Versioning must be 'Enabled' on the bucket to apply a Object Lock "
                     "configuration");
  if (!configuration.rule || !configuration.rule->default_retention) {
    if (configuration.rule) throw malformed_xml();
    return;
  }
  const auto& retention = *configuration.rule->default_retention;
  if (!retention.mode || retention.days.has_value() == retention.years.has_value()) throw malformed_xml();
  const int64_t period = retention.days ? *retention.days : *retention.years;
  if (period <= 0)
    throw aws::Error(400, "InvalidRetentionPeriod", "Default retention period must be a positive integer value");
  if (period > (retention.days ? 36500 : 100))
    throw aws::Error(400, "InvalidRetentionPeriod",
                     retention.days ? "Default retention period too large, max 36500 days"
                                    : "Default retention period too large, max 100 years");
}

}  // namespace

const aws::Structure& GetBucketPolicyOutput::shape() {
  static const aws::Structure shape{"GetBucketPolicyOutput",
                                    {aws::field<&GetBucketPolicyOutput::policy>("Policy").as_payload()}};
  return shape;
}

const aws::Structure& PutBucketPolicyInput::shape() {
  using T = PutBucketPolicyInput;
  static const aws::Structure shape{
      "PutBucketPolicyRequest",
      fields(bucket_target<&T::target>(), aws::field<&T::policy>("Policy").as_payload().required(),
             aws::field<&T::confirm_remove_self_access>("ConfirmRemoveSelfBucketAccess")
                 .in_header("x-amz-confirm-remove-self-bucket-access"))};
  return shape;
}

VersioningConfiguration S3::get_bucket_versioning(const Context& context, Read& tx, const BucketInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, kGetVersioning});
  if (bucket.versioning == Versioning::kNever) return {};
  return {.status = bucket.versioning == Versioning::kEnabled ? "Enabled" : "Suspended"};
}

aws::Nothing S3::put_bucket_versioning(const Context& context, Write& tx,
                                       const PutConfigurationInput<VersioningConfiguration>& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPutVersioning});
  require_schema(in.configuration);
  const auto& status = in.configuration.status;
  if (in.configuration.mfa_delete == "Enabled")
    throw aws::Error(403, "AccessDenied",
                     "Mfa Authentication must be configured by the root user of the account, with its MFA device");
  if (!status)
    throw aws::Error(400, "IllegalVersioningConfigurationException", "The Versioning element must be specified");
  if (*status == "Suspended" && !bucket.object_lock.empty())
    throw aws::Error(409, "InvalidBucketState",
                     "An Object Lock configuration is present on this bucket, so the versioning state cannot be "
                     "changed.");
  bucket.versioning = *status == "Enabled" ? Versioning::kEnabled : Versioning::kSuspended;
  update_bucket(tx, bucket);
  return {};
}

ConfigurationOutput<PublicAccessBlockConfiguration> S3::get_public_access_block(const Context& context, Read& tx,
                                                                                const BucketInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, kGetBlock});
  if (!bucket.public_access)
    throw no_configuration("NoSuchPublicAccessBlockConfiguration",
                           "The public access block configuration was not found", bucket);
  return {{.block_public_acls = bucket.public_access_has(PublicAccess::kBlockAcls),
           .ignore_public_acls = bucket.public_access_has(PublicAccess::kIgnoreAcls),
           .block_public_policy = bucket.public_access_has(PublicAccess::kBlockPolicy),
           .restrict_public_buckets = bucket.public_access_has(PublicAccess::kRestrict)}};
}

aws::Nothing S3::put_public_access_block(const Context& context, Write& tx,
                                         const PutConfigurationInput<PublicAccessBlockConfiguration>& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPutBlock});
  int64_t bits = 0;
  const auto set = [&](const std::optional<bool>& value, PublicAccess bit) {
    if (value.value_or(false)) bits |= static_cast<int64_t>(bit);
  };
  set(in.configuration.block_public_acls, PublicAccess::kBlockAcls);
  set(in.configuration.ignore_public_acls, PublicAccess::kIgnoreAcls);
  set(in.configuration.block_public_policy, PublicAccess::kBlockPolicy);
  set(in.configuration.restrict_public_buckets, PublicAccess::kRestrict);
  bucket.public_access = bits;
  update_bucket(tx, bucket);
  return {};
}

aws::Nothing S3::delete_public_access_block(const Context& context, Write& tx, const BucketInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPutBlock});
  bucket.public_access.reset();
  update_bucket(tx, bucket);
  return {};
}

ConfigurationOutput<OwnershipControls> S3::get_bucket_ownership_controls(const Context& context, Read& tx,
                                                                         const BucketInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, kGetOwnership});
  if (bucket.ownership.empty())
    throw no_configuration("OwnershipControlsNotFoundError", "The bucket ownership controls were not found", bucket);
  return {{.rules = {{.object_ownership = bucket.ownership}}}};
}

aws::Nothing S3::put_bucket_ownership_controls(const Context& context, Write& tx,
                                               const PutConfigurationInput<OwnershipControls>& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPutOwnership});
  require_schema(in.configuration);
  if (in.configuration.rules.size() != 1) throw malformed_xml();
  bucket.ownership = in.configuration.rules.front().object_ownership;
  if (bucket.enforces_owner() && !bucket.acl.empty())
    throw aws::Error(400, "InvalidBucketAclWithObjectOwnership",
                     "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  update_bucket(tx, bucket);
  return {};
}

aws::Nothing S3::delete_bucket_ownership_controls(const Context& context, Write& tx, const BucketInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPutOwnership});
  bucket.ownership.clear();
  update_bucket(tx, bucket);
  return {};
}

ConfigurationOutput<ServerSideEncryptionConfiguration> S3::get_bucket_encryption(const Context& context, Read& tx,
                                                                                 const BucketInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, kGetEncryption});
  if (bucket.encryption.empty()) return {default_encryption()};
  return {from_text<ServerSideEncryptionConfiguration>(bucket.encryption)};
}

aws::Nothing S3::put_bucket_encryption(const Context& context, Write& tx,
                                       const PutConfigurationInput<ServerSideEncryptionConfiguration>& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPutEncryption});
  require_encryption(in.configuration);
  ServerSideEncryptionConfiguration configuration = in.configuration;
  if (!configuration.rules.front().bucket_key_enabled) configuration.rules.front().bucket_key_enabled = false;
  bucket.encryption = to_text(configuration);
  update_bucket(tx, bucket);
  return {};
}

aws::Nothing S3::delete_bucket_encryption(const Context& context, Write& tx, const BucketInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPutEncryption});
  bucket.encryption.clear();
  update_bucket(tx, bucket);
  return {};
}

ConfigurationOutput<ObjectLockConfiguration> S3::get_object_lock_configuration(const Context& context, Read& tx,
                                                                               const BucketInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, kGetLock});
  if (bucket.object_lock.empty())
    throw no_configuration("ObjectLockConfigurationNotFoundError",
                           "Object Lock configuration does not exist for this bucket", bucket);
  return {from_text<ObjectLockConfiguration>(bucket.object_lock)};
}

aws::Nothing S3::put_object_lock_configuration(const Context& context, Write& tx,
                                               const PutConfigurationInput<ObjectLockConfiguration>& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPutLock});
  require_lock(bucket, in.configuration);
  bucket.object_lock = to_text(in.configuration);
  update_bucket(tx, bucket);
  return {};
}

GetBucketPolicyOutput S3::get_bucket_policy(const Context& context, Read& tx, const BucketInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kGetBucketPolicy});
  if (bucket.policy.empty()) throw no_configuration("NoSuchBucketPolicy", "The bucket policy does not exist", bucket);
  return {bucket.policy};
}

aws::Nothing S3::put_bucket_policy(const Context& context, Write& tx, const PutBucketPolicyInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kPutBucketPolicy});
  require_policy(in.policy, bucket.name);
  if (bucket.public_access_has(PublicAccess::kBlockPolicy) && is_public_policy(in.policy))
    throw aws::Error(403, "AccessDenied",
                     "User: " + context.principal.arn +
                         " is not authorized to perform: s3:PutBucketPolicy on resource: "
                         "\"arn:aws:s3:::" +
                         bucket.name +
                         "\" because public policies are prevented by the "
                         "BlockPublicPolicy setting in S3 Block Public Access.");
  bucket.policy = in.policy;
  update_bucket(tx, bucket);
  return {};
}

aws::Nothing S3::delete_bucket_policy(const Context& context, Write& tx, const BucketInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kDeleteBucketPolicy});
  bucket.policy.clear();
  update_bucket(tx, bucket);
  return {};
}

ConfigurationOutput<PolicyStatus> S3::get_bucket_policy_status(const Context& context, Read& tx,
                                                               const BucketInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kGetPolicyStatus});
  if (bucket.policy.empty()) throw no_configuration("NoSuchBucketPolicy", "The bucket policy does not exist", bucket);
  return {{.is_public = is_public_policy(bucket.policy)}};
}

}  // namespace cloudling::s3
