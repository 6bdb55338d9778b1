#include "emulators/s3/object_lock.h"

#include "emulators/aws/dates.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

constexpr int64_t kDayMs = 86'400'000;

aws::Error no_lock_configuration() { return invalid_request("Bucket is missing Object Lock Configuration"); }

void require_future(int64_t until_ms, int64_t now_ms, const char* name) {
  if (until_ms <= now_ms)
    throw invalid_argument("The retain until date must be in the future!", name, aws::format_iso8601(until_ms));
}

void set_retention(ObjectControl& control, const AccessRequest& access, int64_t now_ms) {
  if (access.lock_mode.has_value() != access.lock_until.has_value())
    throw invalid_argument("x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
                           access.lock_mode ? "x-amz-object-lock-retain-until-date" : "x-amz-object-lock-mode", "null");
  if (*access.lock_mode != "GOVERNANCE" && *access.lock_mode != "COMPLIANCE")
    throw invalid_argument("Unknown wormMode directive.", "x-amz-object-lock-mode", *access.lock_mode);
  const auto until = aws::parse_date(*access.lock_until);
  if (!until)
    throw invalid_argument("The retain until date must be provided in ISO 8601 format",
                           "x-amz-object-lock-retain-until-date", *access.lock_until);
  require_future(*until, now_ms, "x-amz-object-lock-retain-until-date");
  control.lock_mode = *access.lock_mode;
  control.lock_until_ms = *until;
}

void set_default_retention(ObjectControl& control, const BucketRow& bucket, int64_t now_ms) {
  const auto configuration = from_text<ObjectLockConfiguration>(bucket.object_lock);
  if (!configuration.rule || !configuration.rule->default_retention) return;
  const DefaultRetention& retention = *configuration.rule->default_retention;
  control.lock_mode = retention.mode.value_or("");
  const int64_t days = retention.days ? *retention.days : retention.years.value_or(0) * 365;
  control.lock_until_ms = now_ms + days * kDayMs;
}

/// A lock that is on may be lengthened; the rest takes the right to bypass, and compliance mode none has.
void require_change(const VersionRow& version, const ObjectLockRetention& wanted, int64_t now_ms, bool bypass) {
  const ObjectControl& control = version.control;
  if (control.lock_mode.empty() || control.lock_until_ms <= now_ms) return;
  const bool same_mode = wanted.mode == control.lock_mode;
  const bool longer = wanted.retain_until_date && wanted.retain_until_date->ms >= control.lock_until_ms;
  if (same_mode && longer) return;
  if (control.lock_mode == "COMPLIANCE" || !bypass)
    throw aws::Error(403, "AccessDenied", "Access Denied because object protected by object lock.");
}

}  // namespace

void set_lock(ObjectControl& control, const AccessRequest& access, const BucketRow& bucket, int64_t now_ms) {
  const bool asked = access.lock_mode || access.lock_until || access.legal_hold;
  if (bucket.object_lock.empty()) {
    if (asked) throw no_lock_configuration();
    return;
  }
  if (access.lock_mode || access.lock_until)
    set_retention(control, access, now_ms);
  else
    set_default_retention(control, bucket, now_ms);
  if (!access.legal_hold) return;
  if (*access.legal_hold != "ON" && *access.legal_hold != "OFF")
    throw invalid_argument("Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold",
                           *access.legal_hold);
  control.legal_hold = *access.legal_hold == "ON";
}

RetentionOutput S3::get_object_retention(const Context& context, Read& tx, const ObjectSettingInput& in) {
  const auto [bucket, version] =
      locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kGetRetention});
  if (bucket.object_lock.empty()) throw no_lock_configuration();
  if (version.control.lock_mode.empty())
    throw aws::Error(404, "NoSuchObjectLockConfiguration",
                     "The specified object does not have a ObjectLock configuration");
  return {{.mode = version.control.lock_mode, .retain_until_date = aws::Timestamp{version.control.lock_until_ms}}};
}

aws::Nothing S3::put_object_retention(const Context& context, Write& tx, const PutRetentionInput& in) {
  auto [bucket, version] = locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kPutRetention});
  if (bucket.object_lock.empty()) throw no_lock_configuration();
  require_schema(in.retention);
  if (in.retention.mode.has_value() != in.retention.retain_until_date.has_value()) throw malformed_xml();
  const bool bypass =
      in.bypass_governance.value_or(false) && allowed(bucket, {context, actions::kBypassGovernance, in.target.key});
  require_change(version, in.retention, clock_.now(), bypass);
  version.control.lock_mode = in.retention.mode.value_or("");
  if (in.retention.retain_until_date) {
    require_future(in.retention.retain_until_date->ms, clock_.now(), "RetainUntilDate");
    version.control.lock_until_ms = in.retention.retain_until_date->ms;
  }
  set_version_control(tx, version.id, version.control);
  return {};
}

LegalHoldOutput S3::get_object_legal_hold(const Context& context, Read& tx, const ObjectSettingInput& in) {
  const auto [bucket, version] =
      locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kGetLegalHold});
  if (bucket.object_lock.empty()) throw no_lock_configuration();
  if (!version.control.legal_hold)
    throw aws::Error(404, "NoSuchObjectLockConfiguration",
                     "The specified object does not have a ObjectLock configuration");
  return {{.status = *version.control.legal_hold ? "ON" : "OFF"}};
}

aws::Nothing S3::put_object_legal_hold(const Context& context, Write& tx, const PutLegalHoldInput& in) {
  auto [bucket, version] = locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kPutLegalHold});
  if (bucket.object_lock.empty()) throw no_lock_configuration();
  require_schema(in.hold);
  if (!in.hold.status) throw malformed_xml();
  version.control.legal_hold = *in.hold.status == "ON";
  set_version_control(tx, version.id, version.control);
  return {};
}

const aws::Structure& ObjectSettingInput::shape() {
  using T = ObjectSettingInput;
  static const aws::Structure shape{
      "ObjectRequest",
      fields(object_target<&T::target>(), aws::field<&T::version_id>("VersionId").in_query("versionId"))};
  return shape;
}

const aws::Structure& RetentionOutput::shape() {
  static const aws::Structure shape{"GetObjectRetentionOutput",
                                    {aws::field<&RetentionOutput::retention>("Retention").as_payload()}};
  return shape;
}

const aws::Structure& PutRetentionInput::shape() {
  using T = PutRetentionInput;
  static const aws::Structure shape{
      "PutObjectRetentionRequest",
      fields(
          object_target<&T::target>(), aws::field<&T::version_id>("VersionId").in_query("versionId"),
          aws::field<&T::bypass_governance>("BypassGovernanceRetention").in_header("x-amz-bypass-governance-retention"),
          aws::field<&T::retention>("Retention").as_payload().required())};
  return shape;
}

const aws::Structure& LegalHoldOutput::shape() {
  static const aws::Structure shape{"GetObjectLegalHoldOutput",
                                    {aws::field<&LegalHoldOutput::hold>("LegalHold").as_payload()}};
  return shape;
}

const aws::Structure& PutLegalHoldInput::shape() {
  using T = PutLegalHoldInput;
  static const aws::Structure shape{
      "PutObjectLegalHoldRequest",
      fields(object_target<&T::target>(), aws::field<&T::version_id>("VersionId").in_query("versionId"),
             aws::field<&T::hold>("LegalHold").as_payload().required())};
  return shape;
}

}  // namespace cloudling::s3
