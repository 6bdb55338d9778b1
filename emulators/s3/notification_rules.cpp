#include "emulators/s3/notification_rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "asl/json/json.h"
#include "emulators/aws/arn.h"
#include "emulators/aws/encoding.h"
#include "emulators/delivery.h"
#include "emulators/s3/errors.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kMaxFilterValue = 1024;
constexpr std::array kEvents = {"s3:ReducedRedundancyLostObject",
                                "s3:ObjectCreated:*",
                                "s3:ObjectCreated:Put",
                                "s3:ObjectCreated:Post",
                                "s3:ObjectCreated:Copy",
                                "s3:ObjectCreated:CompleteMultipartUpload",
                                "s3:ObjectRemoved:*",
                                "s3:ObjectRemoved:Delete",
                                "s3:ObjectRemoved:DeleteMarkerCreated",
                                "s3:ObjectRestore:*",
                                "s3:ObjectRestore:Post",
                                "s3:ObjectRestore:Completed",
                                "s3:ObjectRestore:Delete",
                                "s3:Replication:*",
                                "s3:Replication:OperationFailedReplication",
                                "s3:Replication:OperationNotTracked",
                                "s3:Replication:OperationMissedThreshold",
                                "s3:Replication:OperationReplicatedAfterThreshold",
                                "s3:LifecycleTransition",
                                "s3:LifecycleExpiration:*",
                                "s3:LifecycleExpiration:Delete",
                                "s3:LifecycleExpiration:DeleteMarkerCreated",
                                "s3:IntelligentTiering",
                                "s3:ObjectAcl:Put",
                                "s3:ObjectTagging:*",
                                "s3:ObjectTagging:Put",
                                "s3:ObjectTagging:Delete"};

/// Whether `rule` ("s3:ObjectCreated:*" or one event) stands for `event` ("s3:ObjectCreated:Put").
bool covers(std::string_view rule, std::string_view event) {
  if (rule == event) return true;
  return rule.ends_with(":*") && event.starts_with(rule.substr(0, rule.size() - 1));
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

void take_filter_rule(const FilterRule& given, NotificationRule& rule) {
  const std::string name = lower(given.name.value_or(""));
  const std::string value = given.value.value_or("");
  if (name != "prefix" && name != "suffix")
    throw invalid_argument("filter rule name must be either prefix or suffix", "FilterRule.Name",
                           given.name.value_or(""));
  if (value.size() > kMaxFilterValue)
    throw invalid_argument("Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
                           "FilterRule.Value", value);
  auto& part = name == "prefix" ? rule.prefix : rule.suffix;
  if (part)
    throw invalid_argument("Cannot specify more than one " + name + " rule in a filter.", "FilterRule.Name", name);
  part = value;
}

void require_events(const std::vector<std::string>& events) {
  for (const auto& event : events)
    if (std::find(kEvents.begin(), kEvents.end(), event) == kEvents.end())
      throw invalid_argument("The event is not supported for notifications", "Event", event);
}

void require_destination(const NotificationRule& rule, const BucketRow& bucket) {
  const auto arn = aws::parse_arn(rule.arn);
  if (!arn || target_kind(rule.arn) != (rule.queue ? TargetKind::kQueue : TargetKind::kFunction))
    throw invalid_argument("The ARN is not well formed", rule.queue ? "Queue" : "CloudFunction", rule.arn);
  if (arn->region != bucket.region)
    throw invalid_argument(
        "The notification destination service region is not valid for the bucket location constraint",
        rule.queue ? "Queue" : "CloudFunction", rule.arn);
  if (rule.queue && rule.arn.ends_with(".fifo"))
    throw invalid_argument("FIFO SQS queues are not supported as a destination for notifications", "Queue", rule.arn);
}

NotificationRule checked_rule(const Destination& given, bool queue, const BucketRow& bucket, aws::IdSource& ids) {
  NotificationRule rule{.arn = given.arn, .queue = queue, .events = given.events};
  const bool named = given.id && !given.id->empty();
  rule.id = named ? *given.id : aws::base64_encode(ids.uuid());
  require_events(rule.events);
  if (given.filter && given.filter->key && given.filter->key->rules)
    for (const auto& part : *given.filter->key->rules) take_filter_rule(part, rule);
  require_destination(rule, bucket);
  return rule;
}

bool one_begins_other(std::string_view a, std::string_view b) { return a.starts_with(b) || b.starts_with(a); }
bool one_ends_other(std::string_view a, std::string_view b) { return a.ends_with(b) || b.ends_with(a); }

bool same_keys(const NotificationRule& a, const NotificationRule& b) {
  return one_begins_other(a.prefix.value_or(""), b.prefix.value_or("")) &&
         one_ends_other(a.suffix.value_or(""), b.suffix.value_or(""));
}

/// An event of a key may be told to one destination only.
void require_apart(const NotificationRule& a, const NotificationRule& b) {
  if (!same_keys(a, b)) return;
  const bool filtered = a.prefix || a.suffix || b.prefix || b.suffix;
  for (const auto& first : a.events) {
    for (const auto& second : b.events) {
      if (!covers(first, second) && !covers(second, first)) continue;
      throw invalid_argument(filtered ? "Configuration is ambiguously defined. Cannot have overlapping suffixes in two "
                                        "rules if the prefixes are overlapping for the same event type."
                                      : "Configurations overlap. Configurations on the same bucket cannot share a "
                                        "common event type.",
                             "Event", first + ", " + second);
    }
  }
}

void require_consistent(const std::vector<NotificationRule>& rules) {
  std::set<std::string> ids;
  for (size_t i = 0; i < rules.size(); ++i) {
    if (!ids.insert(rules[i].id).second)
      throw invalid_argument("Same ID used for multiple configurations. IDs must be unique", "Id", rules[i].id);
    for (size_t j = 0; j < i; ++j) require_apart(rules[j], rules[i]);
  }
}

Destination shown(const NotificationRule& rule) {
  Destination destination{.id = rule.id, .arn = rule.arn, .events = rule.events};
  std::vector<FilterRule> parts;
  if (rule.prefix) parts.push_back({"Prefix", rule.prefix});
  if (rule.suffix) parts.push_back({"Suffix", rule.suffix});
  if (!parts.empty()) destination.filter = NotificationFilter{KeyFilter{std::move(parts)}};
  return destination;
}

NotificationRule rule_of(const json::Value& object) {
  NotificationRule rule;
  rule.id = object.at("id").get<std::string>();
  rule.arn = object.at("arn").get<std::string>();
  rule.queue = object.at("queue").get<bool>();
  for (const auto& event : object.at("events")) rule.events.push_back(event.get<std::string>());
  if (const auto* prefix = json::find(object, "prefix")) rule.prefix = prefix->get<std::string>();
  if (const auto* suffix = json::find(object, "suffix")) rule.suffix = suffix->get<std::string>();
  return rule;
}

}  // namespace

bool NotificationRule::wants(std::string_view event, std::string_view key) const {
  if (prefix && !key.starts_with(*prefix)) return false;
  if (suffix && !key.ends_with(*suffix)) return false;
  const std::string full = "s3:" + std::string(event);
  return std::any_of(events.begin(), events.end(), [&](const auto& wanted) { return covers(wanted, full); });
}

std::string NotificationRules::to_text() const {
  json::Value text = json::Value::object();
  text["eventBridge"] = event_bridge;
  json::Value& list = text["rules"] = json::Value::array();
  for (const auto& rule : rules) {
    json::Value object = json::Value::object();
    object["id"] = rule.id;
    object["arn"] = rule.arn;
    object["queue"] = rule.queue;
    object["events"] = rule.events;
    if (rule.prefix) object["prefix"] = *rule.prefix;
    if (rule.suffix) object["suffix"] = *rule.suffix;
    list.push_back(std::move(object));
  }
  return json::write(text);
}

NotificationRules NotificationRules::from_text(std::string_view text) {
  NotificationRules rules;
  const auto value = json::parse(text);
  if (!value) return rules;
  rules.event_bridge = value->at("eventBridge").get<bool>();
  for (const auto& object : value->at("rules")) rules.rules.push_back(rule_of(object));
  return rules;
}

NotificationRules checked_rules(const NotificationConfiguration& configuration, const BucketRow& bucket,
                                aws::IdSource& ids) {
  if (configuration.topics && !configuration.topics->empty())
    throw aws::Error(501, "NotImplemented",
                     "PutBucketNotificationConfiguration: TopicConfigurations are not implemented yet");
  NotificationRules checked;
  checked.event_bridge = configuration.event_bridge.has_value();
  if (configuration.queues)
    for (const auto& queue : *configuration.queues) checked.rules.push_back(checked_rule(queue.to, true, bucket, ids));
  if (configuration.functions)
    for (const auto& function : *configuration.functions)
      checked.rules.push_back(checked_rule(function.to, false, bucket, ids));
  require_consistent(checked.rules);
  return checked;
}

NotificationConfiguration shown(const NotificationRules& rules) {
  NotificationConfiguration configuration;
  if (rules.event_bridge) configuration.event_bridge.emplace();
  for (const auto& rule : rules.rules) {
    if (rule.queue) {
      if (!configuration.queues) configuration.queues.emplace();
      configuration.queues->push_back({shown(rule)});
    } else {
      if (!configuration.functions) configuration.functions.emplace();
      configuration.functions->push_back({shown(rule)});
    }
  }
  return configuration;
}

}  // namespace cloudling::s3
