#include "emulators/s3/restore.h"

#include <array>

#include "asl/json/json.h"
#include "emulators/aws/dates.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/lifecycle.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

constexpr int64_t kMinuteMs = 60'000;
constexpr int64_t kHourMs = 60 * kMinuteMs;

/// A way of restoring, and how long it takes: the least that AWS calls typical.
struct Tier {
  const char* name;
  int64_t from_glacier_ms, from_deep_archive_ms;  ///< 0 where it is not offered
};

/// The fastest first.
constexpr std::array kTiers = {Tier{"Expedited", kMinuteMs, 0}, Tier{"Standard", 3 * kHourMs, 12 * kHourMs},
                               Tier{"Bulk", 5 * kHourMs, 48 * kHourMs}};

const Tier& tier_named(const std::string& name) {
  for (const Tier& tier : kTiers)
    if (name == tier.name) return tier;
  throw malformed_xml();
}

/// The days and the tier that a request for an archive's restore names.
std::pair<int64_t, const Tier&> checked_request(const std::optional<RestoreRequest>& request) {
  if (!request) throw malformed_xml();
  if (request->type)
    throw aws::Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        .with("Method", "POST")
        .with("ResourceType", "OBJECT");
  if (!request->days || (request->tier && request->glacier_job)) throw malformed_xml();
  if (*request->days < 1)
    throw invalid_argument("'Days' in RestoreRequest must be a positive integer", "Days",
                           std::to_string(*request->days));
  const std::string name = request->glacier_job ? request->glacier_job->tier : request->tier.value_or("Standard");
  return {*request->days, tier_named(name)};
}

int64_t duration_of(const Tier& tier, const std::string& storage_class) {
  const int64_t duration = storage_class == "GLACIER" ? tier.from_glacier_ms : tier.from_deep_archive_ms;
  if (duration == 0)
    throw invalid_argument("Retrieval option is not supported by this storage class", "Tier", tier.name);
  return duration;
}

/// What the job has to find: a restore that was changed since has a job of its own.
std::string job_text(const VersionRow& version, const Restoration& restoration) {
  json::Value text = json::Value::object();
  text["key"] = version.key;
  text["version"] = version.version_id;
  text["restoration"] = restoration.to_text();
  return json::write(text);
}

ObjectEvent event_of(const aws::CallContext& context, const BucketRow& bucket, const VersionRow& version,
                     const char* name) {
  return {.context = context,
          .bucket = bucket,
          .name = name,
          .key = version.key,
          .size = version.size,
          .etag = version.etag,
          .version_id = shown_version(bucket, version),
          .storage_class = version.properties.storage_class.value_or("")};
}

}  // namespace

std::string Restoration::to_text() const {
  if (ready_ms == 0) return "";
  return std::to_string(ready_ms) + " " + std::to_string(until_ms) + " " + tier;
}

Restoration Restoration::from_text(std::string_view text) {
  if (text.empty()) return {};
  const size_t first = text.find(' '), second = text.find(' ', first + 1);
  return {.ready_ms = std::stoll(std::string(text.substr(0, first))),
          .until_ms = std::stoll(std::string(text.substr(first + 1, second - first - 1))),
          .tier = std::string(text.substr(second + 1))};
}

bool is_archived(const std::optional<std::string>& storage_class) {
  return storage_class == "GLACIER" || storage_class == "DEEP_ARCHIVE";
}

bool is_readable(const VersionRow& version, int64_t now_ms) {
  return !is_archived(version.properties.storage_class) || version.restoration.readable(now_ms);
}

std::optional<std::string> restore_header(const Restoration& restoration, int64_t now_ms) {
  if (restoration.ongoing(now_ms)) return "ongoing-request=\"true\"";
  if (!restoration.readable(now_ms)) return std::nullopt;
  return "ongoing-request=\"false\", expiry-date=\"" + aws::format_http_date(restoration.until_ms) + "\"";
}

RestoreTelling::RestoreTelling(const std::vector<std::string>& optional_attributes, int64_t now_ms) : now_ms_(now_ms) {
  for (const auto& name : optional_attributes)
    if (name != "RestoreStatus")
      throw invalid_argument("Invalid attribute name specified.", "x-amz-optional-object-attributes", name);
  asked_ = !optional_attributes.empty();
}

std::optional<RestoreStatus> RestoreTelling::status_of(const Restoration& restoration) const {
  if (!asked_) return std::nullopt;
  if (restoration.ongoing(now_ms_)) return RestoreStatus{.in_progress = true};
  if (restoration.readable(now_ms_)) return RestoreStatus{.expiry = aws::Timestamp{restoration.until_ms}};
  return std::nullopt;
}

RestoreObjectOutput S3::restore_object(const Context& context, Write& tx, const RestoreObjectInput& in) {
  const auto [days, tier] = checked_request(in.request);
  const auto [bucket, version] =
      locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kRestoreObject});
  const auto& storage_class = version.properties.storage_class;
  if (!is_archived(storage_class))
    throw aws::Error(403, "InvalidObjectState", "Restore is not allowed for the object's current storage class")
        .with("StorageClass", storage_class.value_or("STANDARD"));
  const int64_t duration = duration_of(tier, *storage_class), now = clock_.now();
  Restoration restoration = version.restoration;
  if (restoration.readable(now)) {
    restoration.until_ms = midnight_after(now, days);
    set_restoration(tx, bucket, version, restoration);
    return {200};
  }
  // A restore that is under way can only be made faster.
  if (restoration.ongoing(now) && &tier >= &tier_named(restoration.tier))
    throw aws::Error(409, "RestoreAlreadyInProgress", "Object restore is already in progress");
  restoration = {.ready_ms = now + duration, .until_ms = midnight_after(now + duration, days), .tier = tier.name};
  set_restoration(tx, bucket, version, restoration);
  notifications_.tell(tx, event_of(context, bucket, version, "ObjectRestore:Post"));
  return {202};
}

void S3::set_restoration(Write& tx, const BucketRow& bucket, const VersionRow& version,
                         const Restoration& restoration) {
  set_version_restoration(tx, version.id, restoration);
  const bool ongoing = restoration.ongoing(clock_.now());
  store_.jobs().enqueue(tx, kRestoreJob, bucket.name, job_text(version, restoration),
                        ongoing ? restoration.ready_ms : restoration.until_ms);
}

boost::asio::awaitable<void> S3::run_restore_job(store::Job job) {
  const json::Value text = json::parse(job.payload).value_or(json::Value::object());
  auto step = [&](Write& tx) {
    if (!store_.jobs().complete(tx, job.id)) return;
    const auto member = [&](const char* name) { return text.at(name).get<std::string>(); };
    const auto bucket = find_bucket(tx, job.key);
    if (!bucket) return;
    const auto version = find_version(tx, bucket->id, member("key"), member("version"), WithBytes::kNo);
    if (!version || version->restoration.to_text() != member("restoration")) return;
    const aws::CallContext context = notification_context(*bucket);
    const Restoration& restoration = version->restoration;
    if (job.due >= restoration.until_ms) {
      set_version_restoration(tx, version->id, {});
      notifications_.tell(tx, event_of(context, *bucket, *version, "ObjectRestore:Delete"));
      return;
    }
    ObjectEvent completed = event_of(context, *bucket, *version, "ObjectRestore:Completed");
    completed.restored_until_ms = restoration.until_ms;
    notifications_.tell(tx, completed);
    store_.jobs().enqueue(tx, kRestoreJob, bucket->name, job.payload, restoration.until_ms);
  };
  co_await store_.write(step);
}

const aws::Structure& GlacierJobParameters::shape() {
  static const aws::Structure shape{"GlacierJobParameters",
                                    {aws::field<&GlacierJobParameters::tier>("Tier").required()}};
  return shape;
}

const aws::Structure& RestoreRequest::shape() {
  using T = RestoreRequest;
  static const aws::Structure shape{
      "RestoreRequest",
      {aws::field<&T::days>("Days"), aws::field<&T::glacier_job>("GlacierJobParameters"), aws::field<&T::type>("Type"),
       aws::field<&T::tier>("Tier"), aws::field<&T::description>("Description")},
      kXmlNamespace};
  return shape;
}

const aws::Structure& RestoreObjectInput::shape() {
  using T = RestoreObjectInput;
  static const aws::Structure shape{
      "RestoreObjectRequest",
      fields(object_target<&T::target>(), aws::field<&T::version_id>("VersionId").in_query("versionId"),
             aws::field<&T::request>("RestoreRequest").as_payload())};
  return shape;
}

const aws::Structure& RestoreObjectOutput::shape() {
  static const aws::Structure shape{"RestoreObjectOutput",
                                    {aws::field<&RestoreObjectOutput::status>("StatusCode").as_status()}};
  return shape;
}

}  // namespace cloudling::s3
