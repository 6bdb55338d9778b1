#include "asl/json/json.h"
#include "emulators/aws/dates.h"
#include "emulators/delivery.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/notification_rules.h"
#include "emulators/s3/s3.h"

namespace cloudling::s3 {
namespace {

/// What a queue gets when it becomes a destination.
std::string test_event(const std::string& bucket, aws::TimeMs now, const std::string& request_id) {
  json::Value event = json::Value::object();
  event["Service"] = "Amazon S3";
  event["Event"] = "s3:TestEvent";
  event["Time"] = aws::format_iso8601(now);
  event["Bucket"] = bucket;
  event["RequestId"] = aws::s3_request_id(request_id);
  event["HostId"] = aws::s3_host_id(request_id);
  return json::write(event);
}

/// A queue is validated by sending to it, a function by invoking it without running it.
DeliveryCall validating_call(const NotificationRule& rule, const std::string& event) {
  DeliveryCall call = delivery_calls({.target_arn = rule.arn, .payload = event}).front();
  if (rule.queue) return call;
  call.input["InvocationType"] = "DryRun";
  call.input.erase("Payload");
  return call;
}

bool not_found(const aws::Error& error) {
  return error.code == "ResourceNotFoundException" || error.code.find("NonExistentQueue") != std::string::npos ||
         error.code == "QueueDoesNotExist";
}

std::string why_invalid(const NotificationRule& rule, const aws::Error& error) {
  if (rule.queue && not_found(error)) return "The destination queue does not exist";
  if (rule.queue)
    return "Permissions on the destination queue do not allow S3 to publish notifications from this bucket";
  if (not_found(error)) return "The destination Lambda function does not exist";
  return "Not authorized to invoke function [" + rule.arn + "]";
}

/// Tries a destination. The reason why it is none; nothing where it is.
boost::asio::awaitable<std::optional<std::string>> try_destination(aws::Caller& caller, aws::CallContext context,
                                                                   NotificationRule rule, std::string event) {
  DeliveryCall call = validating_call(rule, event);
  try {
    aws::Body no_body;
    co_await caller.call(std::move(context), std::move(call.service), std::move(call.operation), std::move(call.input),
                         std::move(no_body));
  } catch (const aws::Error& error) {
    if (error.status >= 500) throw;
    co_return why_invalid(rule, error);
  }
  co_return std::nullopt;
}

}  // namespace

boost::asio::awaitable<void> S3::validate_destinations(const Context& context, const BucketRow& bucket,
                                                       const NotificationRules& rules) {
  aws::Error failure(400, "InvalidArgument", "Unable to validate the following destination configurations");
  for (const auto& rule : rules.rules) {
    aws::CallContext own = notification_context(bucket);
    own.depth = context.depth + 1;
    std::string event = test_event(bucket.name, clock_.now(), context.request_id);
    auto reason = co_await try_destination(caller_, std::move(own), rule, std::move(event));
    if (!reason) continue;
    const std::string number = std::to_string(failure.fields.size() / 2 + 1);
    failure.fields.emplace_back("ArgumentName" + number, rule.arn);
    failure.fields.emplace_back("ArgumentValue" + number, *reason);
  }
  if (!failure.fields.empty()) throw failure;
}

boost::asio::awaitable<aws::Nothing> S3::put_bucket_notification_configuration(
    const Context& context, PutBucketNotificationConfigurationInput in) {
  auto find = [&](Read& tx) { return require_bucket(tx, in.target, Ask{context, actions::kPutNotification}); };
  const BucketRow bucket = co_await store_.read(find);
  const NotificationRules rules = checked_rules(in.configuration, bucket, ids_);
  if (!in.skip_validation.value_or(false)) co_await validate_destinations(context, bucket, rules);
  auto keep = [&](Write& tx) {
    require_bucket(tx, in.target, Ask{context, actions::kPutNotification});
    put_notifications(tx, bucket.id, rules.empty() ? "" : rules.to_text());
  };
  co_await store_.write(keep);
  co_return aws::Nothing{};
}

NotificationConfiguration S3::get_bucket_notification_configuration(const Context& context, Read& tx,
                                                                    const GetBucketNotificationConfigurationInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kGetNotification});
  const auto row = find_notifications(tx, bucket.id);
  return row ? shown(NotificationRules::from_text(row->configuration)) : NotificationConfiguration{};
}

}  // namespace cloudling::s3
