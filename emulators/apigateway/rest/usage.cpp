// GetUsage and UpdateUsage: what keys have used of a plan's quota, day by day.

#include <algorithm>

#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/metering.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr int64_t kMaxDays = 366;

int64_t day_of(const std::string& text) {
  const auto time = text.size() == 10 ? aws::parse_iso8601(text) : std::nullopt;
  if (!time) throw bad_request("Invalid date format: " + text + ". Expected yyyy-MM-dd");
  return *time / kDayMs;
}

std::string text_of_day(int64_t day) { return aws::format_iso8601_seconds(day * kDayMs).substr(0, 10); }

/// Each day's requests, and what was left: of a day without any, what was left before in its period.
std::vector<std::vector<int64_t>> days_of(store::ReadTransaction& tx, const UsagePlan& plan, const std::string& key,
                                          int64_t first, int64_t last) {
  const QuotaSettings quota = plan.quota.value_or(QuotaSettings{});
  const auto counted = list_use(tx, plan.id, key, last);
  std::vector<std::vector<int64_t>> days;
  auto next = counted.begin();
  const DayOfUse* before = nullptr;
  for (; next != counted.end() && next->day < first; ++next) before = &*next;
  for (int64_t day = first; day <= last; ++day) {
    if (next != counted.end() && next->day == day) {
      days.push_back({next->used, next->remaining});
      before = &*next++;
      continue;
    }
    const bool same = before && period_of(quota, before->day) == period_of(quota, day);
    days.push_back({0, same ? before->remaining : quota.limit});
  }
  return days;
}

}  // namespace

Usage Rest::get_usage(const aws::CallContext& context, store::ReadTransaction& tx, const GetUsageInput& input) {
  const auto plan = require<UsagePlan>(tx, context, {UsagePlan::kKind, "", input.usage_plan_id});
  const int64_t first = day_of(input.start_date);
  const int64_t last = day_of(input.end_date);
  if (last < first) throw bad_request("The start date must not be after the end date");
  if (last - first >= kMaxDays) throw bad_request("The date range must not be longer than 366 days");
  Usage usage{.usage_plan_id = plan.id, .start_date = input.start_date, .end_date = input.end_date};
  std::vector<std::string> keys;
  if (input.key_id) {
    require_body(tx, context, {UsagePlanKey::kKind, plan.id, *input.key_id});
    keys.push_back(*input.key_id);
  } else {
    auto page = page_of<UsagePlanKey>(tx, context, plan.id, input.position, input.limit);
    usage.position = page.position;
    for (UsagePlanKey& key : page.items) keys.push_back(std::move(key.id));
  }
  if (!plan.quota) return usage;
  for (const std::string& key : keys) usage.items[key] = days_of(tx, plan, key, first, last);
  return usage;
}

Usage Rest::update_usage(const aws::CallContext& context, store::WriteTransaction& tx, const UsageKey& input) {
  const auto plan = require<UsagePlan>(tx, context, {UsagePlan::kKind, "", input.parent});
  require_body(tx, context, input.place());
  if (!plan.quota) throw bad_request("Usage Plan " + plan.id + " does not have a quota");
  const int64_t today = parts_.clock.now() / kDayMs;
  const Use use{.plan = plan.id, .key = input.id, .period = period_of(*plan.quota, today), .day = today};
  for (const PatchOperation& operation : input.patch_operations) {
    const auto remaining = aws::parse_integer(operation.value.value_or(""));
    if (operation.op != "replace" || operation.path != "/remaining")
      throw bad_request("Invalid patch path  '" + operation.path + "' specified for op '" + operation.op +
                        "'. Must be one of: [/remaining]");
    if (!remaining || *remaining < 0) throw bad_request("Invalid patch value  '" + operation.value.value_or("") + "'");
    set_remaining(tx, use, plan.quota->limit, *remaining);
  }
  Usage usage{.usage_plan_id = plan.id, .start_date = text_of_day(today), .end_date = text_of_day(today)};
  usage.items[input.id] = days_of(tx, plan, input.id, today, today);
  return usage;
}

}  // namespace cloudling::apigateway::rest
