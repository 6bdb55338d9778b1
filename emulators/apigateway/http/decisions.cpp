#include "emulators/apigateway/http/decisions.h"

#include "emulators/policy/decision.h"

namespace cloudling::apigateway::http {

namespace {

constexpr size_t kMaxKept = 10'000;

}  // namespace

std::optional<Decision> decision_of(const std::string& result, bool simple, const std::string& route_arn) {
  const auto value = json::parse(result);
  if (!value || !value->is_object()) return std::nullopt;
  Decision decision{.allowed = false, .context = json::Value::object()};
  if (const json::Value* context = json::find(*value, "context"); context && context->is_object())
    decision.context = *context;
  if (simple) {
    const json::Value* authorized = json::find(*value, "isAuthorized");
    if (!authorized || !authorized->is_boolean()) return std::nullopt;
    decision.allowed = authorized->get<bool>();
    return decision;
  }
  const json::Value* document = json::find(*value, "policyDocument");
  if (!document || !value->contains("principalId")) return std::nullopt;
  const auto policy = policy::parse_json(*document);
  const policy::Request request{.action = "execute-api:Invoke", .resource = route_arn, .requester = {}, .context = {}};
  decision.allowed = policy && policy::look_up(*policy, request).match == policy::Match::kAllow;
  decision.context["principalId"] = value->at("principalId");
  return decision;
}

std::optional<Decision> Decisions::find(const std::string& key, aws::TimeMs now) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(key);
  if (found == kept_.end() || found->second.until <= now) return std::nullopt;
  return found->second.decision;
}

void Decisions::keep(const std::string& key, Decision decision, aws::TimeMs until) {
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kMaxKept) kept_.clear();
  kept_[key] = {std::move(decision), until};
}

void Decisions::forget(const std::string& prefix) {
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [&](const auto& each) { return each.first.starts_with(prefix); });
}

}  // namespace cloudling::apigateway::http
