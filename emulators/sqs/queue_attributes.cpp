#include "emulators/sqs/queue_attributes.h"

#include <algorithm>
#include <array>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"
#include "emulators/sqs/errors.h"
#include "emulators/sqs/queue_names.h"

namespace cloudling::sqs {

namespace {

constexpr size_t kMaxPolicyBytes = 64 * 1024;
constexpr json::Limits kPolicyLimits{.max_depth = 32, .max_bytes = kMaxPolicyBytes};
constexpr size_t kMaxSources = 10;

struct Number {
  std::string_view name;
  int64_t min, max;
};

constexpr std::array<Number, 6> kNumbers = {{{"DelaySeconds", 0, 900},
                                             {"MaximumMessageSize", 1024, 1'048'576},
                                             {"MessageRetentionPeriod", 60, 1'209'600},
                                             {"ReceiveMessageWaitTimeSeconds", 0, 20},
                                             {"VisibilityTimeout", 0, 43'200},
                                             {"KmsDataKeyReusePeriodSeconds", 60, 86'400}}};

/// Those of FIFO queues alone.
constexpr std::array<std::string_view, 4> kFifo = {"FifoQueue", "ContentBasedDeduplication", "DeduplicationScope",
                                                   "FifoThroughputLimit"};

constexpr std::array<std::string_view, 5> kOthers = {"Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId",
                                                     "SqsManagedSseEnabled"};

constexpr std::array<std::string_view, 6> kShownOnly = {"ApproximateNumberOfMessages",
                                                        "ApproximateNumberOfMessagesNotVisible",
                                                        "ApproximateNumberOfMessagesDelayed",
                                                        "CreatedTimestamp",
                                                        "LastModifiedTimestamp",
                                                        "QueueArn"};

template <size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

const Number* number_named(std::string_view name) {
  const auto found = std::ranges::find(kNumbers, name, &Number::name);
  return found == kNumbers.end() ? nullptr : &*found;
}

bool is_boolean(std::string_view value) { return value == "true" || value == "false"; }

/// The members of RedrivePolicy may be texts or numbers.
std::optional<int64_t> integer_of(const json::Value& value) {
  if (value.is_string()) return aws::parse_integer(value.get_ref<const std::string&>());
  if (value.is_number_integer()) return value.get<int64_t>();
  return std::nullopt;
}

std::optional<json::Value> parse_object(const std::string& text) {
  auto value = json::parse(text, nullptr, kPolicyLimits);
  if (!value || !value->is_object()) return std::nullopt;
  return value;
}

void check_policy(const std::string& text) {
  if (!text.empty() && !parse_object(text)) throw invalid_attribute_value("Policy");
}

aws::Error bad_allow_policy(const std::string& text, std::string_view reason) {
  return invalid_value(text, "RedriveAllowPolicy", reason);
}

void check_sources(const std::string& text, const json::Value& policy, const std::string& permission) {
  const json::Value* sources = json::find(policy, "sourceQueueArns");
  if (permission != "byQueue") {
    if (!sources) return;
    throw bad_allow_policy(text,
                           "Amazon SQS can't create the redrive allow policy. When you specify a permission type of "
                           "allowAll or denyAll, you can't provide sourceQueueArns.");
  }
  if (!sources || !sources->is_array() || sources->empty())
    throw bad_allow_policy(text,
                           "Amazon SQS can't create the redrive allow policy. When you specify the byQueue permission "
                           "type, you must also provide one or more sourceQueueArns values.");
  if (sources->size() > kMaxSources)
    throw bad_allow_policy(text,
                           "Amazon SQS can't create the redrive allow policy. You can specify up to 10 "
                           "sourceQueueArns values.");
  const bool good = std::ranges::all_of(*sources, [](const json::Value& arn) {
    return arn.is_string() && parse_queue_arn(arn.get_ref<const std::string&>());
  });
  if (!good)
    throw bad_allow_policy(text, "Amazon SQS can't create the redrive allow policy. A source queue ARN is not valid.");
}

void check_redrive_allow_policy(const std::string& text) {
  if (text.empty()) return;
  const auto policy = parse_object(text);
  const json::Value* permission = policy ? json::find(*policy, "redrivePermission") : nullptr;
  const std::string kind = permission && permission->is_string() ? permission->get<std::string>() : "";
  if (kind != "allowAll" && kind != "denyAll" && kind != "byQueue")
    throw bad_allow_policy(
        text, "Amazon SQS can't create the redrive allow policy, as it\xE2\x80\x99s in an unsupported format.");
  check_sources(text, *policy, kind);
}

void check_value(const std::string& name, const std::string& value) {
  if (const Number* number = number_named(name)) {
    const auto parsed = aws::parse_integer(value);
    if (!parsed || *parsed < number->min || *parsed > number->max) throw invalid_attribute_value(name);
  } else if (name == "ContentBasedDeduplication" || name == "SqsManagedSseEnabled") {
    if (!is_boolean(value)) throw invalid_attribute_value(name);
  } else if (name == "FifoQueue") {
    if (value != "true") throw invalid_attribute_value(name);
  } else if (name == "DeduplicationScope") {
    if (value != "queue" && value != "messageGroup") throw invalid_attribute_value(name);
  } else if (name == "FifoThroughputLimit") {
    if (value != "perQueue" && value != "perMessageGroupId") throw invalid_attribute_value(name);
  } else if (name == "Policy") {
    check_policy(value);
  } else if (name == "RedrivePolicy") {
    if (!value.empty()) parse_redrive_policy(value);
  } else if (name == "RedriveAllowPolicy") {
    check_redrive_allow_policy(value);
  }
}

/// A policy as it is shown: compact, numbers as numbers.
std::string shown(const std::string& name, const std::string& value) {
  if (name == "Policy" || name == "RedriveAllowPolicy") return json::write(*parse_object(value));
  if (name != "RedrivePolicy") return value;
  const RedrivePolicy policy = parse_redrive_policy(value);
  json::Value object = json::Value::object();
  object["deadLetterTargetArn"] = policy.dead_letter_arn;
  object["maxReceiveCount"] = policy.max_receives;
  return json::write(object);
}

int64_t number_in(const Attributes& attributes, const std::string& name, int64_t otherwise) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? otherwise : aws::parse_integer(found->second).value_or(otherwise);
}

bool is(const Attributes& attributes, const std::string& name, std::string_view value) {
  const auto found = attributes.find(name);
  return found != attributes.end() && found->second == value;
}

}  // namespace

Attributes default_attributes(bool fifo) {
  Attributes attributes = {{"DelaySeconds", "0"},
                           {"MaximumMessageSize", "1048576"},
                           {"MessageRetentionPeriod", "345600"},
                           {"ReceiveMessageWaitTimeSeconds", "0"},
                           {"VisibilityTimeout", "30"},
                           {"SqsManagedSseEnabled", "true"}};
  if (fifo) {
    attributes["FifoQueue"] = "true";
    attributes["ContentBasedDeduplication"] = "false";
    attributes["DeduplicationScope"] = "queue";
    attributes["FifoThroughputLimit"] = "perQueue";
  }
  return attributes;
}

void check_attributes(const Attributes& given, bool fifo) {
  for (const auto& [name, value] : given) {
    const bool known = number_named(name) || contains(kOthers, name) || (fifo && contains(kFifo, name));
    if (!known) throw invalid_attribute_name(name);
    check_value(name, value);
  }
}

QueueSettings settings_of(const Attributes& attributes) {
  QueueSettings settings;
  settings.delay_s = number_in(attributes, "DelaySeconds", settings.delay_s);
  settings.visibility_s = number_in(attributes, "VisibilityTimeout", settings.visibility_s);
  settings.wait_s = number_in(attributes, "ReceiveMessageWaitTimeSeconds", settings.wait_s);
  settings.retention_s = number_in(attributes, "MessageRetentionPeriod", settings.retention_s);
  settings.max_bytes = number_in(attributes, "MaximumMessageSize", settings.max_bytes);
  settings.fifo = is(attributes, "FifoQueue", "true");
  settings.content_based = is(attributes, "ContentBasedDeduplication", "true");
  settings.per_group = is(attributes, "DeduplicationScope", "messageGroup");
  if (const auto found = attributes.find("RedrivePolicy"); found != attributes.end()) {
    RedrivePolicy policy = parse_redrive_policy(found->second);
    settings.dead_letter_arn = std::move(policy.dead_letter_arn);
    settings.max_receives = policy.max_receives;
  }
  return settings;
}

void merge_attributes(Attributes& attributes, const Attributes& given) {
  for (const auto& [name, value] : given) {
    if (number_named(name)) {
      attributes[name] = std::to_string(*aws::parse_integer(value));
    } else if (value.empty()) {
      attributes.erase(name);
    } else {
      attributes[name] = shown(name, value);
    }
  }
  if (given.contains("KmsMasterKeyId") && attributes.contains("KmsMasterKeyId")) {
    attributes["SqsManagedSseEnabled"] = "false";
    attributes.try_emplace("KmsDataKeyReusePeriodSeconds", "300");
  }
  if (is(given, "SqsManagedSseEnabled", "true")) {
    attributes.erase("KmsMasterKeyId");
    attributes.erase("KmsDataKeyReusePeriodSeconds");
  }
  if (is(attributes, "FifoThroughputLimit", "perMessageGroupId") &&
      !is(attributes, "DeduplicationScope", "messageGroup"))
    throw invalid_attribute_value("FifoThroughputLimit");
}

RedrivePolicy parse_redrive_policy(const std::string& text) {
  const auto policy = parse_object(text);
  if (!policy) throw invalid_value(text, "RedrivePolicy", "Redrive policy is not a valid JSON map.");
  const json::Value* target = json::find(*policy, "deadLetterTargetArn");
  const json::Value* receives = json::find(*policy, "maxReceiveCount");
  if (!target || !target->is_string())
    throw invalid_value(text, "RedrivePolicy",
                        "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  if (!receives)
    throw invalid_value(text, "RedrivePolicy", "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  if (!parse_queue_arn(target->get_ref<const std::string&>()))
    throw invalid_value(text, "RedrivePolicy", "Invalid value for deadLetterTargetArn.");
  const auto count = integer_of(*receives);
  if (!count || *count < 1 || *count > 1000)
    throw invalid_value(text, "RedrivePolicy",
                        "Invalid value for maxReceiveCount: " +
                            (receives->is_string() ? receives->get<std::string>() : json::write(*receives)) +
                            ", valid values are from 1 to 1000 both inclusive.");
  return {target->get<std::string>(), *count};
}

bool allows_redrive(const std::string& redrive_allow_policy, std::string_view source_arn) {
  const auto policy = redrive_allow_policy.empty() ? std::nullopt : parse_object(redrive_allow_policy);
  const json::Value* permission = policy ? json::find(*policy, "redrivePermission") : nullptr;
  if (!permission || *permission == "allowAll") return true;
  const json::Value* sources = json::find(*policy, "sourceQueueArns");
  if (*permission == "denyAll" || !sources) return false;
  return std::ranges::any_of(*sources, [&](const json::Value& arn) { return arn == source_arn; });
}

bool is_attribute(std::string_view name) {
  return number_named(name) || contains(kOthers, name) || contains(kFifo, name) || contains(kShownOnly, name);
}

}  // namespace cloudling::sqs
