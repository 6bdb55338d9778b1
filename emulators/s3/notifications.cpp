#include "emulators/s3/notifications.h"

#include <array>

#include "asl/json/json.h"
#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/delivery.h"
#include "emulators/s3/access.h"
#include "emulators/s3/notification_rules.h"

namespace cloudling::s3 {
namespace {

constexpr const char* kJob = "s3.notify";
constexpr const char* kService = "s3.amazonaws.com";
constexpr int kParallel = 64;
constexpr int kMaxAttempts = 100;  ///< about an hour and a half, with the backoff of jobs

/// How EventBridge calls what happened.
struct BridgeEvent {
  const char* name;
  const char* detail_type;
  const char* reason;  ///< "" where AWS gives none
};
constexpr std::array kBridgeEvents = {
    BridgeEvent{"ObjectCreated:Put", "Object Created", "PutObject"},
    BridgeEvent{"ObjectCreated:Post", "Object Created", "POST Object"},
    BridgeEvent{"ObjectCreated:Copy", "Object Created", "CopyObject"},
    BridgeEvent{"ObjectCreated:CompleteMultipartUpload", "Object Created", "CompleteMultipartUpload"},
    BridgeEvent{"ObjectRemoved:Delete", "Object Deleted", "DeleteObject"},
    BridgeEvent{"ObjectRemoved:DeleteMarkerCreated", "Object Deleted", "DeleteObject"},
    BridgeEvent{"LifecycleExpiration:Delete", "Object Deleted", "Lifecycle Expiration"},
    BridgeEvent{"LifecycleExpiration:DeleteMarkerCreated", "Object Deleted", "Lifecycle Expiration"},
    BridgeEvent{"LifecycleTransition", "Object Storage Class Changed", ""},
    BridgeEvent{"ObjectRestore:Post", "Object Restore Initiated", ""},
    BridgeEvent{"ObjectRestore:Completed", "Object Restore Completed", ""},
    BridgeEvent{"ObjectRestore:Delete", "Object Restore Expired", ""},
    BridgeEvent{"ObjectAcl:Put", "Object ACL Updated", ""},
    BridgeEvent{"ObjectTagging:Put", "Object Tags Added", ""},
    BridgeEvent{"ObjectTagging:Delete", "Object Tags Deleted", ""},
};

std::string bucket_arn(const BucketRow& bucket) { return "arn:aws:s3:::" + bucket.name; }

/// As java.net.URLEncoder writes keys, but for slashes.
std::string url_encoded(const std::string& key) {
  std::string encoded;
  for (const char c : key) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && (std::isalnum(byte) || std::string_view("-_.*/").find(c) != std::string_view::npos)) {
      encoded += c;
    } else if (c == ' ') {
      encoded += '+';
    } else {
      constexpr const char* kDigits = "0123456789ABCDEF";
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

/// `count` letters and digits that follow from `text`.
std::string stable_id(const std::string& text, size_t count) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string id;
  for (const char c : aws::sha256(text).substr(0, count)) id += kLetters[static_cast<unsigned char>(c) % 32];
  return id;
}

std::string principal_id(const aws::CallContext& context) {
  const auto& principal = context.principal;
  if (principal.kind == aws::Principal::Kind::kAssumedRole) {
    const size_t slash = principal.arn.rfind('/');
    const std::string session = slash == std::string::npos ? "" : ":" + principal.arn.substr(slash + 1);
    return "AWS:AROA" + stable_id(principal.arn.substr(0, slash), 17) + session;
  }
  return "AWS:AIDA" + stable_id(principal.arn.empty() ? context.account : principal.arn, 17);
}

std::string source_address(const aws::CallContext& context) {
  return in_process(context) && !context.calling_service.empty() ? context.calling_service : "127.0.0.1";
}

/// "00", then 16 digits: seconds and a part that grows with every event.
std::string sequencer_text(int64_t sequencer) {
  char text[24];
  std::snprintf(text, sizeof text, "00%016llX", static_cast<unsigned long long>(sequencer));
  return text;
}

/// Of events of one bucket: grows with time, and always.
int64_t next_sequencer(int64_t last, aws::TimeMs now) {
  const int64_t by_time = (now / 1000) << 32 | (now % 1000) * ((int64_t{1} << 32) / 1000);
  return std::max(last + 1, by_time);
}

struct Told {
  const ObjectEvent& event;
  std::string sequencer;
  aws::TimeMs time;
};

json::Value s3_member(const Told& told, const std::string& configuration_id) {
  const ObjectEvent& event = told.event;
  json::Value object = json::Value::object();
  object["key"] = url_encoded(event.key);
  if (event.size) object["size"] = *event.size;
  if (!event.etag.empty()) object["eTag"] = event.etag;
  if (event.version_id) object["versionId"] = *event.version_id;
  object["sequencer"] = told.sequencer;
  json::Value bucket = json::Value::object();
  bucket["name"] = event.bucket.name;
  bucket["ownerIdentity"] = json::Value::object();
  bucket["ownerIdentity"]["principalId"] = "A" + stable_id(event.bucket.account, 13);
  bucket["arn"] = bucket_arn(event.bucket);
  json::Value s3 = json::Value::object();
  s3["s3SchemaVersion"] = "1.0";
  s3["configurationId"] = configuration_id;
  s3["bucket"] = std::move(bucket);
  s3["object"] = std::move(object);
  return s3;
}

/// The message of one record (S3 User Guide, "Event message structure").
std::string record_message(const Told& told, const std::string& configuration_id) {
  const ObjectEvent& event = told.event;
  json::Value record = json::Value::object();
  record["eventVersion"] = "2.1";
  record["eventSource"] = "aws:s3";
  record["awsRegion"] = event.bucket.region;
  record["eventTime"] = aws::format_iso8601(told.time);
  record["eventName"] = event.name;
  record["userIdentity"] = json::Value::object();
  record["userIdentity"]["principalId"] = principal_id(event.context);
  record["requestParameters"] = json::Value::object();
  record["requestParameters"]["sourceIPAddress"] = source_address(event.context);
  record["responseElements"] = json::Value::object();
  record["responseElements"]["x-amz-request-id"] = aws::s3_request_id(event.context.request_id);
  record["responseElements"]["x-amz-id-2"] = aws::s3_host_id(event.context.request_id);
  record["s3"] = s3_member(told, configuration_id);
  if (event.restored_until_ms != 0) {
    json::Value restored = json::Value::object();
    restored["lifecycleRestorationExpiryTime"] = aws::format_iso8601(event.restored_until_ms);
    restored["lifecycleRestoreStorageClass"] = event.storage_class;
    record["glacierEventData"] = json::Value::object();
    record["glacierEventData"]["restoreEventData"] = std::move(restored);
  }
  json::Value message = json::Value::object();
  message["Records"] = json::Value::array({std::move(record)});
  return json::write(message);
}

json::Value bridge_detail(const Told& told, const BridgeEvent& as) {
  const ObjectEvent& event = told.event;
  json::Value detail = json::Value::object();
  detail["version"] = "0";
  detail["bucket"] = json::Value::object();
  detail["bucket"]["name"] = event.bucket.name;
  json::Value object = json::Value::object();
  object["key"] = event.key;
  if (event.size) object["size"] = *event.size;
  if (!event.etag.empty()) object["etag"] = event.etag;
  if (event.version_id) object["version-id"] = *event.version_id;
  const bool by_s3 = event.context.calling_service == kService;
  const bool tagging = event.name.starts_with("ObjectTagging"), restore = event.name.starts_with("ObjectRestore");
  if (!tagging && !restore) object["sequencer"] = told.sequencer;
  detail["object"] = std::move(object);
  detail["request-id"] = aws::s3_request_id(event.context.request_id);
  detail["requester"] = by_s3 ? kService : event.context.account;
  if (!by_s3) detail["source-ip-address"] = source_address(event.context);
  if (*as.reason) detail["reason"] = as.reason;
  if (event.restored_until_ms != 0)
    detail["restore-expiry-time"] = aws::format_iso8601_seconds(event.restored_until_ms);
  if (restore) detail["source-storage-class"] = event.storage_class;
  if (event.name.ends_with(":Delete") && !tagging && !restore) detail["deletion-type"] = "Permanently Deleted";
  if (event.name.ends_with(":DeleteMarkerCreated")) detail["deletion-type"] = "Delete Marker Created";
  return detail;
}

/// What goes to EventBridge (EventBridge reference, "Amazon S3 events"); nothing where it is not told there.
std::optional<std::string> bridge_message(const Told& told) {
  for (const BridgeEvent& as : kBridgeEvents) {
    if (told.event.name != as.name) continue;
    json::Value message = json::Value::object();
    message["source"] = "aws.s3";
    message["detail-type"] = as.detail_type;
    message["time"] = aws::format_iso8601_seconds(told.time / 1000 * 1000);
    message["resources"] = json::Value::array({bucket_arn(told.event.bucket)});
    message["detail"] = bridge_detail(told, as);
    return json::write(message);
  }
  return std::nullopt;
}

std::string job_text(const std::string& target, const std::string& id, const std::string& payload,
                     const BucketRow& bucket) {
  json::Value text = json::Value::object();
  text["target"] = target;
  text["id"] = id;
  text["payload"] = payload;
  text["bucket"] = bucket.name;
  text["account"] = bucket.account;
  text["region"] = bucket.region;
  return json::write(text);
}

}  // namespace

aws::CallContext notification_context(const BucketRow& bucket) {
  aws::CallContext context;
  context.account = bucket.account;
  context.region = bucket.region;
  context.principal = {.kind = aws::Principal::Kind::kService, .arn = "", .access_key = ""};
  context.calling_service = kService;
  context.source_arn = bucket_arn(bucket);
  return context;
}

Notifications::Notifications(store::Store& store, aws::Caller& caller, const aws::Clock& clock, aws::IdSource& ids)
    : store_(store), caller_(caller), clock_(clock), ids_(ids) {
  auto deliver = [this](store::Job job) { return deliver_queued(std::move(job)); };
  store_.jobs().handle(kJob, kParallel, std::move(deliver));
}

void Notifications::tell(store::WriteTransaction& tx, const ObjectEvent& event) {
  const auto row = find_notifications(tx, event.bucket.id);
  if (!row) return;
  const NotificationRules rules = NotificationRules::from_text(row->configuration);
  if (rules.empty()) return;
  const int64_t sequencer = next_sequencer(row->sequencer, clock_.now());
  const Told told{event, sequencer_text(sequencer), clock_.now()};
  const auto enqueue = [&](const std::string& target, const std::string& payload) {
    store_.jobs().enqueue(tx, kJob, event.bucket.name, job_text(target, ids_.uuid(), payload, event.bucket));
  };
  for (const auto& rule : rules.rules)
    if (rule.wants(event.name, event.key)) enqueue(rule.arn, record_message(told, rule.id));
  if (rules.event_bridge) {
    const std::string bus = "arn:aws:events:" + event.bucket.region + ":" + event.bucket.account + ":event-bus/default";
    if (const auto message = bridge_message(told)) enqueue(bus, *message);
  }
  set_notification_sequencer(tx, event.bucket.id, sequencer);
}

boost::asio::awaitable<void> Notifications::deliver_queued(store::Job job) {
  const json::Value text = json::parse(job.payload).value_or(json::Value::object());
  const auto member = [&](const char* name) { return text.at(name).get<std::string>(); };
  BucketRow bucket;
  bucket.name = member("bucket");
  bucket.account = member("account");
  bucket.region = member("region");
  Delivery delivery;
  delivery.target_arn = member("target");
  delivery.payload = member("payload");
  delivery.id = member("id");
  aws::CallContext context = notification_context(bucket);
  try {
    co_await deliver(caller_, std::move(context), std::move(delivery));
  } catch (const aws::Error& error) {
    if (worth_retrying(error) && job.attempts < kMaxAttempts) throw;
  }
}

}  // namespace cloudling::s3
