#include "emulators/s3/acl_operations.h"

#include "emulators/s3/acl_requests.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/new_object.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

/// The list that a put asks for, in one of the ways in which it may.
std::string requested(const AccessRequest& access, const std::optional<AccessControlPolicy>& policy,
                      const BucketRow& bucket, const std::string& owner, const aws::Accounts& accounts) {
  if (bucket.enforces_owner()) throw aws::Error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
  if (policy && has_acl_headers(access))
    throw aws::Error(400, "UnexpectedContent", "This request does not support content");
  if (!policy && !has_acl_headers(access))
    throw aws::Error(400, "MissingSecurityHeader", "Your request was missing a required header")
        .with("MissingHeaderName", "x-amz-acl");
  const AclParties parties{.owner = owner, .bucket_owner = bucket.account};
  std::string acl = policy ? acl_of_body(*policy, parties, accounts) : acl_of_headers(access, parties, accounts);
  require_unblocked(bucket, acl);
  return acl;
}

Conditions acl_conditions(const AccessRequest& access) {
  static const EncryptionRequest kPlain;
  return conditions_of({access, kPlain, WriteAsk::kNone, WriteAsk::kNone});
}

}  // namespace

AccessControlPolicy S3::get_bucket_acl(const Context& context, Read& tx, const BucketInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kGetBucketAcl});
  return shown_acl(bucket.enforces_owner() ? "" : bucket.acl, bucket.account, accounts_);
}

aws::Nothing S3::put_bucket_acl(const Context& context, Write& tx, const PutBucketAclInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kPutBucketAcl, "", acl_conditions(in.access)});
  bucket.acl = requested(in.access, in.policy, bucket, bucket.account, accounts_);
  update_bucket(tx, bucket);
  return {};
}

AccessControlPolicy S3::get_object_acl(const Context& context, Read& tx, const ObjectSettingInput& in) {
  const auto [bucket, version] =
      locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kGetObjectAcl});
  return shown_acl(bucket.enforces_owner() ? "" : version.control.acl, owner_of(bucket, version.control), accounts_);
}

aws::Nothing S3::put_object_acl(const Context& context, Write& tx, const PutObjectAclInput& in) {
  const Ask ask{context, actions::kPutObjectAcl, "", acl_conditions(in.access)};
  auto [bucket, version] = locate(tx, in.target, in.version_id, WithBytes::kNo, ask);
  const std::string owner = owner_of(bucket, version.control);
  version.control.acl = requested(in.access, in.policy, bucket, owner, accounts_);
  set_version_control(tx, version.id, version.control);
  notifications_.tell(
      tx, {context, bucket, "ObjectAcl:Put", version.key, version.size, version.etag, shown_version(bucket, version)});
  return {};
}

const aws::Structure& PutBucketAclInput::shape() {
  using T = PutBucketAclInput;
  static const aws::Structure shape{
      "PutBucketAclRequest",
      fields(bucket_target<&T::target>(), acl_headers<&T::access>(),
             embedded<&T::access, &AccessRequest::grant_write>("GrantWrite").in_header("x-amz-grant-write"),
             aws::field<&T::policy>("AccessControlPolicy").as_payload())};
  return shape;
}

const aws::Structure& PutObjectAclInput::shape() {
  using T = PutObjectAclInput;
  static const aws::Structure shape{
      "PutObjectAclRequest",
      fields(object_target<&T::target>(), aws::field<&T::version_id>("VersionId").in_query("versionId"),
             acl_headers<&T::access>(),
             embedded<&T::access, &AccessRequest::grant_write>("GrantWrite").in_header("x-amz-grant-write"),
             aws::field<&T::policy>("AccessControlPolicy").as_payload())};
  return shape;
}

}  // namespace cloudling::s3
