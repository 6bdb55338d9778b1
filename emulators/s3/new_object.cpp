#include "emulators/s3/new_object.h"

#include "emulators/s3/acl_requests.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/object_lock.h"
#include "emulators/s3/tags.h"

namespace cloudling::s3 {
namespace {

std::string owner_of_new(const aws::CallContext& context, const BucketRow& bucket, const AccessRequest& access) {
  const std::string writer = anonymous(context) ? kAnonymousAccount : context.account;
  const bool handed_over = bucket.ownership == "BucketOwnerPreferred" && access.acl == "bucket-owner-full-control";
  return bucket.enforces_owner() || handed_over ? bucket.account : writer;
}

}  // namespace

const std::optional<std::string> WriteAsk::kNone;

void require_unblocked(const BucketRow& bucket, const std::string& acl) {
  if (bucket.public_access_has(PublicAccess::kBlockAcls) && is_public_acl(acl)) throw access_denied();
}

void set_access(ObjectControl& control, const aws::CallContext& context, const BucketRow& bucket,
                const AccessRequest& access, const aws::Accounts& accounts, int64_t now_ms) {
  const std::string owner = owner_of_new(context, bucket, access);
  if (bucket.enforces_owner()) {
    if (asks_for_acl(access)) throw aws::Error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
  } else {
    control.acl = acl_of_headers(access, {.owner = owner, .bucket_owner = bucket.account}, accounts);
    require_unblocked(bucket, control.acl);
  }
  if (owner != bucket.account) control.owner = owner;
  set_lock(control, access, bucket, now_ms);
}

Conditions conditions_of(WriteAsk ask) {
  return [ask](ConditionValues& values) {
    const auto set = [&](const char* key, const std::optional<std::string>& value) {
      if (value) values[key] = {*value};
    };
    set("s3:x-amz-acl", ask.access.acl);
    set("s3:x-amz-grant-full-control", ask.access.grant_full_control);
    set("s3:x-amz-grant-read", ask.access.grant_read);
    set("s3:x-amz-grant-write", ask.access.grant_write);
    set("s3:x-amz-grant-read-acp", ask.access.grant_read_acp);
    set("s3:x-amz-grant-write-acp", ask.access.grant_write_acp);
    set("s3:object-lock-mode", ask.access.lock_mode);
    set("s3:object-lock-retain-until-date", ask.access.lock_until);
    set("s3:object-lock-legal-hold", ask.access.legal_hold);
    set("s3:x-amz-server-side-encryption", ask.encryption.algorithm);
    set("s3:x-amz-server-side-encryption-aws-kms-key-id", ask.encryption.kms_key_id);
    set("s3:x-amz-server-side-encryption-customer-algorithm", ask.encryption.customer_algorithm);
    set("s3:x-amz-storage-class", ask.storage_class);
    set("s3:x-amz-copy-source", ask.copy_source);
    set("s3:x-amz-metadata-directive", ask.metadata_directive);
    if (!ask.tagging) return;
    for (const Tag& tag : stored_tags(*ask.tagging)) {
      values["s3:requestobjecttag/" + policy::lower_case(tag.key)] = {tag.value};
      values["s3:requestobjecttagkeys"].push_back(tag.key);
    }
  };
}

}  // namespace cloudling::s3
