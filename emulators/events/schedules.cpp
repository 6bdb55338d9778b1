#include <algorithm>

#include "emulators/aws/arn.h"
#include "emulators/aws/dates.h"
#include "emulators/events/events.h"
#include "emulators/events/jobs.h"
#include "emulators/events/schedule.h"

namespace cloudling::events {

namespace {

/// How far back a rule catches up when the clock has jumped.
constexpr aws::TimeMs kLongestCatchUpMs = 24LL * 3600 * 1000;

RoutedEvent scheduled_event(const RuleRow& rule, const std::string& id, aws::TimeMs time) {
  const auto arn = aws::parse_arn(rule.arn);
  RoutedEvent event{.id = id, .body = json::Value::object()};
  event.body["version"] = "0";
  event.body["id"] = id;
  event.body["detail-type"] = "Scheduled Event";
  event.body["source"] = "aws.events";
  event.body["account"] = arn->account;
  event.body["time"] = aws::format_iso8601_seconds(time / 1000 * 1000);
  event.body["region"] = arn->region;
  event.body["resources"] = json::Value::array({rule.arn});
  event.body["detail"] = json::Value::object();
  return event;
}

}  // namespace

void Events::reschedule(Write& tx, const RuleRow& rule) {
  store_.jobs().cancel(tx, kScheduleJob, rule.arn);
  const auto schedule = rule.schedule && rule.enabled() ? Schedule::parse(*rule.schedule) : std::nullopt;
  const auto next = schedule ? schedule->next(clock_.now()) : std::nullopt;
  if (next) store_.jobs().enqueue(tx, kScheduleJob, rule.arn, std::to_string(*next), *next);
}

boost::asio::awaitable<void> Events::fire(store::Job job) {
  auto work = [this, &job](Write& tx) {
    if (!store_.jobs().complete(tx, job.id)) return;
    const auto rule = find_rule(tx, job.key);
    if (rule && rule->schedule && rule->enabled()) fire_rule(tx, *rule, job.due);
  };
  co_await store_.write(std::move(work));
}

/// `due` is 0 where the time passed while no process ran: then what was missed is not made up for.
void Events::fire_rule(Write& tx, const RuleRow& rule, aws::TimeMs due) {
  const aws::TimeMs now = clock_.now();
  const aws::TimeMs time = due == 0 ? now : due;
  router_.hand_to_targets(tx, rule, scheduled_event(rule, ids_.uuid(), time));
  const auto schedule = Schedule::parse(*rule.schedule);
  const auto next = schedule ? schedule->next(std::max(time, now - kLongestCatchUpMs)) : std::nullopt;
  if (next) store_.jobs().enqueue(tx, kScheduleJob, rule.arn, std::to_string(*next), *next);
}

}  // namespace cloudling::events
