#include "emulators/apigateway/rest/metering.h"

#include <optional>

#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/rest/method_settings.h"
#include "emulators/apigateway/rest/subscriptions.h"

namespace cloudling::apigateway::rest {

namespace {

using boost::asio::awaitable;

GatewayFailure invalid_key() { return failure("INVALID_API_KEY", "Forbidden", "ForbiddenException"); }
GatewayFailure throttled() { return failure("THROTTLED", "Too Many Requests", "TooManyRequestsException"); }

/// The key that the request carries, and the plan by which it may call the stage.
struct Subscription {
  ApiKey key;
  UsagePlan plan;
  ApiStage stage;  ///< what the plan says of it
};

/// Of the method, else of the plan.
std::optional<ThrottleSettings> throttle_of(const Subscription& subscription, const Exchange& exchange) {
  const std::string method = exchange.route.resource->path + "/" + exchange.client.method;
  if (subscription.stage.throttle) {
    const auto found = subscription.stage.throttle->find(method);
    if (found != subscription.stage.throttle->end()) return found->second;
  }
  return subscription.plan.throttle;
}

std::optional<Subscription> find_subscription(store::ReadTransaction& tx, const Scope& scope, const std::string& api,
                                              const std::string& stage_name, const std::string& value) {
  std::optional<ApiKey> key;
  for (ApiKey& each : list_items<ApiKey>(tx, scope, "")) {
    if (each.value == value && each.enabled.value_or(false)) key = std::move(each);
  }
  if (!key) return std::nullopt;
  for (const UsagePlan& plan : list_items<UsagePlan>(tx, scope, "")) {
    if (!find_body(tx, scope, {UsagePlanKey::kKind, plan.id, key->id})) continue;
    for (const ApiStage& stage : plan.api_stages.value_or(std::vector<ApiStage>{})) {
      if (stage.api_id == api && stage.stage == stage_name) return Subscription{*key, plan, stage};
    }
  }
  for (const std::string& each : key->stage_keys.value_or(std::vector<std::string>{})) {
    if (each == api + "/" + stage_name) return Subscription{*key, {}, {}};
  }
  return std::nullopt;
}

}  // namespace

int64_t period_of(const QuotaSettings& quota, int64_t day) {
  const std::string unit = quota.period.value_or("DAY");
  if (unit == "WEEK") return (day + 3) / 7;
  if (unit == "DAY") return day;
  const std::time_t seconds = day * kDayMs / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return parts.tm_year * 12 + parts.tm_mon;
}

bool is_subscribed(store::ReadTransaction& tx, const Scope& scope, const std::string& api, const std::string& stage,
                   const std::string& key) {
  return find_subscription(tx, scope, api, stage, key).has_value();
}

awaitable<void> Metering::admit(Exchange& exchange) {
  throttle_stage(exchange);
  if (!exchange.method().api_key_required.value_or(false)) co_return;
  auto admitting = admit_key(exchange);
  co_await std::move(admitting);
}

void Metering::throttle_stage(const Exchange& exchange) {
  const MethodSetting* setting = method_setting(exchange);
  if (!setting || !setting->throttling_rate_limit || *setting->throttling_rate_limit < 0) return;
  const auto burst = static_cast<double>(setting->throttling_burst_limit.value_or(5000));
  const std::string name = "stage/" + exchange.api().id + "/" + exchange.deployed->stage.stage_name + "/" +
                           exchange.route.resource->id + "/" + exchange.client.method;
  if (!buckets_.take(name, *setting->throttling_rate_limit, burst, clock_.now())) throw throttled();
}

awaitable<void> Metering::admit_key(Exchange& exchange) {
  const bool of_authorizer = exchange.api().api_key_source == "AUTHORIZER";
  const std::string value =
      of_authorizer ? exchange.usage_key.value_or("") : std::string(exchange.client.headers.get("x-api-key"));
  if (value.empty()) throw invalid_key();
  auto look = [&](store::ReadTransaction& tx) {
    return find_subscription(tx, exchange.deployed->scope, exchange.api().id, exchange.deployed->stage.stage_name,
                             value);
  };
  auto looking = store_.read(std::move(look));
  const std::optional<Subscription> found = co_await std::move(looking);
  if (!found) throw invalid_key();
  exchange.context["identity"]["apiKey"] = value;
  exchange.context["identity"]["apiKeyId"] = found->key.id;
  const std::string name = "plan/" + found->plan.id + "/" + found->key.id;
  if (const auto limits = throttle_of(*found, exchange); limits && limits->rate_limit) {
    const auto burst = static_cast<double>(limits->burst_limit.value_or(1));
    if (!buckets_.take(name, *limits->rate_limit, burst, clock_.now())) throw throttled();
  }
  if (!found->plan.quota) co_return;
  const QuotaSettings& quota = *found->plan.quota;
  const int64_t day = clock_.now() / kDayMs;
  const Use use{.plan = found->plan.id, .key = found->key.id, .period = period_of(quota, day), .day = day};
  auto count = [&](store::WriteTransaction& tx) { return count_use(tx, use, quota.limit); };
  auto counting = store_.write(std::move(count));
  const bool within = co_await std::move(counting);
  if (!within) throw failure("QUOTA_EXCEEDED", "Limit Exceeded", "LimitExceededException");
}

}  // namespace cloudling::apigateway::rest
