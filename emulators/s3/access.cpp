#include "emulators/s3/access.h"

#include "emulators/s3/acl.h"
#include "emulators/s3/configuration_kinds.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/names.h"
#include "emulators/s3/tags.h"
#include "emulators/s3/upload_access.h"

namespace cloudling::s3 {
namespace {

std::string resource_of(const BucketRow& bucket, const std::string& key) {
  const std::string arn = "arn:aws:s3:::" + bucket.name;
  return key.empty() ? arn : arn + "/" + key;
}

/// Actions on its policy that the root of the owning account can't lose (S3 user guide, "Bucket policies").
bool of_policy(const Action& action) {
  const std::string_view name = action.name;
  return name == actions::kGetBucketPolicy.name || name == actions::kPutBucketPolicy.name ||
         name == actions::kDeleteBucketPolicy.name;
}

policy::Request request_of(const BucketRow& bucket, const Ask& ask) {
  const aws::CallContext& context = ask.context;
  policy::Request request{.action = ask.action.name, .resource = resource_of(bucket, ask.key)};
  policy::Context& values = request.context;
  values["aws:securetransport"] = {context.tls ? "true" : "false"};
  values["aws:sourceip"] = {"127.0.0.1"};
  if (!context.source_arn.empty()) values["aws:sourcearn"] = {context.source_arn};
  if (context.principal.kind == aws::Principal::Kind::kService) {
    request.requester.service = context.calling_service;
  } else if (!anonymous(context)) {
    const std::string root = "arn:aws:iam::" + context.account + ":root";
    request.requester.account = context.account;
    request.requester.arn = context.principal.arn.empty() ? root : context.principal.arn;
    request.requester.canonical_user = canonical_id(context.account);
    values["aws:principalaccount"] = {context.account};
    values["aws:principalarn"] = {request.requester.arn};
  }
  if (ask.conditions) ask.conditions(values);
  return request;
}

policy::Match by_policy(const BucketRow& bucket, const Ask& ask, const VersionRow* object) {
  if (bucket.policy.empty()) return policy::Match::kNone;
  policy::Request request = request_of(bucket, ask);
  if (object)
    for (const Tag& tag : stored_tags(object->tags))
      request.context["s3:existingobjecttag/" + policy::lower_case(tag.key)] = {tag.value};
  return decide(bucket.policy, request);
}

bool by_acl(const BucketRow& bucket, const Ask& ask, const VersionRow* object) {
  if (bucket.enforces_owner() || ask.action.permission == Permission::kNone) return false;
  const bool of_object = ask.action.of_object;
  if (of_object && !object) return false;
  const AclView view{.text = of_object ? object->control.acl : bucket.acl,
                     .owner = of_object ? owner_of(bucket, object->control) : bucket.account,
                     .ignore_public = bucket.public_access_has(PublicAccess::kIgnoreAcls)};
  return grants(view, anonymous(ask.context) ? "" : ask.context.account, ask.action.permission);
}

/// `initiator`: the asker began the upload that the action is on.
bool decided(const BucketRow& bucket, const Ask& ask, const VersionRow* object, bool initiator) {
  const bool signed_by_owner = !anonymous(ask.context) && ask.context.account == bucket.account;
  const policy::Match decision = by_policy(bucket, ask, object);
  const bool root = ask.context.principal.arn.empty() || ask.context.principal.arn.ends_with(":root");
  if (decision == policy::Match::kDeny && !(signed_by_owner && root && of_policy(ask.action))) return false;
  // A policy speaks of the bucket owner's objects only; those of others are theirs to open.
  const bool own_object = !object || !ask.action.of_object || owner_of(bucket, object->control) == bucket.account;
  if ((signed_by_owner && own_object) || initiator) return true;
  if (decision == policy::Match::kAllow && own_object) {
    const bool restricted = bucket.public_access_has(PublicAccess::kRestrict) && is_public_policy(bucket.policy);
    if (!restricted) return true;
  }
  return by_acl(bucket, ask, object);
}

}  // namespace

bool in_process(const aws::CallContext& context) { return !context.calling_service.empty(); }

bool anonymous(const aws::CallContext& context) {
  return context.principal.kind == aws::Principal::Kind::kAnonymous && !in_process(context);
}

const std::string& owner_of(const BucketRow& bucket, const ObjectControl& control) {
  return control.owner.empty() || bucket.enforces_owner() ? bucket.account : control.owner;
}

bool allowed(const BucketRow& bucket, const Ask& ask, const VersionRow* object) {
  return decided(bucket, ask, object, false);
}

void require_allowed(const BucketRow& bucket, const Ask& ask, const VersionRow* object) {
  if (!allowed(bucket, ask, object)) throw access_denied();
}

BucketRow existing_bucket(store::ReadTransaction& tx, const std::string& name,
                          const std::optional<std::string>& expected_owner) {
  auto bucket = find_bucket(tx, name);
  if (!bucket) {
    require_bucket_name(name);
    throw no_such_bucket(name);
  }
  if (expected_owner && *expected_owner != bucket->account) throw access_denied();
  return *std::move(bucket);
}

BucketRow existing_bucket(store::ReadTransaction& tx, const BucketTarget& target, const aws::CallContext& context) {
  BucketRow bucket = existing_bucket(tx, target.bucket, target.expected_owner);
  const bool others = anonymous(context) || context.account != bucket.account;
  if (!others || (target.payer == "requester" && !anonymous(context))) return bucket;
  const auto payment = configuration_of<RequestPaymentConfiguration>(tx, bucket, kinds::kRequestPayment);
  if (payment && payment->payer == "Requester") throw access_denied();
  return bucket;
}

BucketRow existing_bucket(store::ReadTransaction& tx, const ObjectTarget& target, const aws::CallContext& context) {
  return existing_bucket(tx, BucketTarget{target.bucket, target.expected_owner, target.payer}, context);
}

BucketRow require_bucket(store::ReadTransaction& tx, const BucketTarget& target, const Ask& ask) {
  BucketRow bucket = existing_bucket(tx, target, ask.context);
  require_allowed(bucket, ask);
  return bucket;
}

BucketRow require_bucket(store::ReadTransaction& tx, const ObjectTarget& target, Ask ask) {
  BucketRow bucket = existing_bucket(tx, target, ask.context);
  ask.key = target.key;
  require_allowed(bucket, ask);
  return bucket;
}

LocatedUpload locate_upload(store::ReadTransaction& tx, const ObjectTarget& target, const std::string& upload_id,
                            Ask ask) {
  BucketRow bucket = existing_bucket(tx, target, ask.context);
  auto upload = find_upload(tx, bucket.id, target.key, upload_id);
  const bool initiator = upload && upload->account == ask.context.account && !anonymous(ask.context);
  ask.key = target.key;
  if (!decided(bucket, ask, nullptr, initiator)) throw access_denied();
  if (!upload) throw no_such_upload(upload_id);
  return {std::move(bucket), *std::move(upload)};
}

}  // namespace cloudling::s3
