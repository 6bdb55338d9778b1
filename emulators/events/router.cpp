#include "emulators/events/router.h"

#include <algorithm>
#include <utility>

#include "emulators/delivery.h"
#include "emulators/events/names.h"
#include "emulators/events/target_input.h"

namespace cloudling::events {

using boost::asio::awaitable;

/// One event for one target, as its job keeps it.
struct Package {
  std::string rule_arn;
  std::string target;  ///< JSON
  std::string event;   ///< JSON
  std::string id;      ///< of the delivery
  aws::TimeMs received = 0;

  std::string to_text() const {
    json::Value text = json::Value::object();
    text["rule"] = rule_arn;
    text["target"] = target;
    text["event"] = event;
    text["id"] = id;
    text["received"] = received;
    return json::write(text);
  }

  static Package from_text(const std::string& text) {
    const json::Value value = json::parse(text).value_or(json::Value::object());
    const auto member = [&](const char* name) { return value.at(name).get<std::string>(); };
    return {.rule_arn = member("rule"),
            .target = member("target"),
            .event = member("event"),
            .id = member("id"),
            .received = value.at("received").get<aws::TimeMs>()};
  }
};

namespace {

constexpr const char* kJob = "events.deliver";
constexpr int kParallel = 100;
constexpr size_t kKeptPatterns = 1000;
constexpr int64_t kMaxTargets = 100;
constexpr int64_t kDefaultRetries = 185;
constexpr int64_t kDefaultAgeSeconds = 86'400;

/// The call is made as the target's role, else as EventBridge itself, for the rule.
aws::CallContext context_of(const Package& package, const Target& target) {
  aws::CallContext context;
  context.calling_service = "events.amazonaws.com";
  context.source_arn = package.rule_arn;
  context.principal.kind = aws::Principal::Kind::kService;
  if (target.role_arn) {
    const std::string role = target.role_arn->substr(target.role_arn->rfind('/') + 1);
    const auto colon = target.role_arn->find("::");
    const std::string account = colon == std::string::npos ? "" : target.role_arn->substr(colon + 2, 12);
    context.principal.kind = aws::Principal::Kind::kAssumedRole;
    context.principal.arn = "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + uuid_of(package.id);
  }
  return context;
}

/// A log line may be given as {"timestamp": ..., "message": ...}.
void unwrap_log_line(Delivery& delivery) {
  const auto line = json::parse(delivery.payload);
  if (!line || !line->is_object() || line->size() != 2) return;
  const json::Value* time = json::find(*line, "timestamp");
  const json::Value* message = json::find(*line, "message");
  if (!time || !message) return;
  if (time->is_number_integer()) delivery.time = time->get<aws::TimeMs>();
  delivery.payload = message->is_string() ? message->get<std::string>() : json::write(*message);
}

Delivery delivery_of(const Package& package, const Target& target) {
  const json::Value event = json::parse(package.event).value_or(json::Value::object());
  Delivery delivery{.target_arn = target.arn, .payload = "", .id = package.id, .time = package.received};
  const auto kind = target_kind(target.arn);
  if (kind == TargetKind::kEventBus)
    delivery.payload = package.event;
  else
    delivery.payload = input_for(target, {event, package.rule_arn, package.received});
  if (kind == TargetKind::kLogGroup) unwrap_log_line(delivery);
  if (target.sqs_parameters) delivery.message_group_id = target.sqs_parameters->message_group_id.value_or("");
  return delivery;
}

/// Why an event is given up (EventBridge User Guide, "Using dead-letter queues").
std::string error_code(const aws::Error& error) {
  if (error.status == 429 || error.code.find("Throttl") != std::string::npos) return "THROTTLING";
  if (error.status == 403 || error.code.starts_with("AccessDenied")) return "NO_PERMISSIONS";
  const bool gone = error.status == 404 || error.code.starts_with("ResourceNotFound") ||
                    error.code.find("DoesNotExist") != std::string::npos;
  if (gone || error.code.find("NonExistent") != std::string::npos) return "NO_RESOURCE";
  return error.status >= 500 ? "INTERNAL_ERROR" : "SDK_CLIENT_ERROR";
}

struct Failure {
  aws::Error error;
  std::string exhausted;  ///< which limit of the retry policy; "" where it was not worth a retry
  int attempts = 0;
};

Delivery dead_letter(const Package& package, const Target& target, const Failure& failure) {
  Delivery letter{.target_arn = *target.dead_letter_config->arn, .payload = package.event, .id = package.id + "/dead"};
  letter.attributes = {{"RULE_ARN", package.rule_arn},
                       {"TARGET_ARN", target.arn},
                       {"ERROR_CODE", error_code(failure.error)},
                       {"ERROR_MESSAGE", failure.error.message.empty() ? failure.error.code : failure.error.message}};
  if (!failure.exhausted.empty()) letter.attributes.emplace_back("EXHAUSTED_RETRY_CONDITION", failure.exhausted);
  letter.attributes.emplace_back("RETRY_ATTEMPTS", std::to_string(failure.attempts));
  return letter;
}

/// The error that it ends with.
awaitable<std::optional<aws::Error>> attempt(awaitable<void> delivering) {
  try {
    co_await std::move(delivering);
  } catch (const aws::Error& error) {
    co_return error;
  }
  co_return std::nullopt;
}

/// The limit of the target's retry policy that is reached; "" for none.
std::string exhausted_limit(const Target& target, int attempts, aws::TimeMs age) {
  const RetryPolicy policy = target.retry_policy.value_or(RetryPolicy{});
  if (attempts >= policy.maximum_retry_attempts.value_or(kDefaultRetries)) return "MaximumRetryAttempts";
  const int64_t seconds = policy.maximum_event_age_in_seconds.value_or(kDefaultAgeSeconds);
  return age >= seconds * 1000 ? "MaximumEventAgeInSeconds" : "";
}

}  // namespace

Router::Router(store::Store& store, aws::Caller& caller, const aws::Clock& clock, HttpClient& http)
    : store_(store), caller_(caller), clock_(clock), http_(store, http) {
  auto deliver = [this](store::Job job) { return deliver_queued(std::move(job)); };
  store_.jobs().handle(kJob, kParallel, std::move(deliver));
}

void Router::route(store::WriteTransaction& tx, const std::string& bus_arn, const RoutedEvent& event,
                   const std::vector<std::string>& only) {
  for (const RuleRow& rule : matching_rules(tx, bus_arn)) {
    const bool meant = only.empty() || std::find(only.begin(), only.end(), rule.arn) != only.end();
    if (meant && matches(*rule.pattern, event.body)) hand_to_targets(tx, rule, event);
  }
}

void Router::hand_to_targets(store::WriteTransaction& tx, const RuleRow& rule, const RoutedEvent& event) {
  const std::string text = json::write(event.body);
  for (const TargetRow& target : list_targets(tx, rule.id, "", kMaxTargets)) {
    if (event.forwarded && target_kind(target.arn) == TargetKind::kEventBus) continue;
    Package package{.rule_arn = rule.arn, .target = target.text, .event = text, .received = clock_.now()};
    package.id = event.id + "/" + event.replay + "/" + rule.arn + "/" + target.id;
    store_.jobs().enqueue(tx, kJob, event.id, package.to_text());
  }
}

bool Router::matches(const std::string& text, const json::Value& event) {
  std::shared_ptr<const patterns::Pattern> pattern;
  {
    const std::lock_guard lock(mutex_);
    const auto found = patterns_.find(text);
    if (found != patterns_.end()) pattern = found->second;
  }
  if (!pattern) {
    pattern = std::make_shared<const patterns::Pattern>(patterns::Pattern::parse(text));
    const std::lock_guard lock(mutex_);
    if (patterns_.size() >= kKeptPatterns) patterns_.clear();
    patterns_.emplace(text, pattern);
  }
  return pattern->matches(event);
}

/// The error that the target answered.
awaitable<std::optional<aws::Error>> Router::attempt_target(const Package& package, const Target& target) {
  Delivery delivery = delivery_of(package, target);
  if (is_api_destination(target.arn)) {
    HttpTargetParameters parameters = target.http.value_or(HttpTargetParameters());
    return attempt(http_.deliver(target.arn, std::move(parameters), std::move(delivery.payload)));
  }
  return attempt(deliver(caller_, context_of(package, target), std::move(delivery)));
}

awaitable<void> Router::deliver_queued(store::Job job) {
  const Package package = Package::from_text(job.payload);
  const Target target = Target::from_text(package.target);
  auto attempting = attempt_target(package, target);
  auto error = co_await std::move(attempting);
  if (!error) co_return;
  Failure failure{.error = *error, .exhausted = "", .attempts = job.attempts};
  if (worth_retrying(*error)) {
    failure.exhausted = exhausted_limit(target, job.attempts, clock_.now() - package.received);
    if (failure.exhausted.empty()) throw aws::Error(*error);
  }
  if (!target.dead_letter_config || !target.dead_letter_config->arn) co_return;
  auto telling = attempt(deliver(caller_, context_of(package, {}), dead_letter(package, target, failure)));
  auto refused = co_await std::move(telling);
  if (refused && worth_retrying(*refused)) throw aws::Error(*refused);
}

}  // namespace cloudling::events
