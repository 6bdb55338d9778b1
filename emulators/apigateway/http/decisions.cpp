#include "emulators/apigateway/http/decisions.h"

#include <algorithm>

namespace cloudling::apigateway::http {

namespace {

constexpr size_t kMaxKept = 10'000;

/// '*' and '?' as in policies.
bool matches(std::string_view pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = std::string_view::npos;
  size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] == text[t] && pattern[p] != '*'))) {
      ++p;
      ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return std::ranges::all_of(pattern.substr(p), [](char c) { return c == '*'; });
}

bool any_matches(const json::Value* patterns, std::string_view text) {
  if (!patterns) return false;
  if (patterns->is_string()) return matches(patterns->get_ref<const std::string&>(), text);
  return patterns->is_array() && std::ranges::any_of(*patterns, [&](const json::Value& one) {
           return one.is_string() && matches(one.get_ref<const std::string&>(), text);
         });
}

/// Whether the policy's statements let it in: one allows, none denies.
bool allows(const json::Value& policy, const std::string& route_arn) {
  const json::Value* statements = json::find(policy, "Statement");
  if (!statements || !statements->is_array()) return false;
  bool allowed = false;
  for (const json::Value& statement : *statements) {
    if (!any_matches(json::find(statement, "Action"), "execute-api:Invoke")) continue;
    if (!any_matches(json::find(statement, "Resource"), route_arn)) continue;
    const json::Value* effect = json::find(statement, "Effect");
    if (effect && *effect == "Deny") return false;
    allowed = allowed || (effect && *effect == "Allow");
  }
  return allowed;
}

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
  const json::Value* policy = json::find(*value, "policyDocument");
  if (!policy || !value->contains("principalId")) return std::nullopt;
  decision.allowed = allows(*policy, route_arn);
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

}  // namespace cloudling::apigateway::http
