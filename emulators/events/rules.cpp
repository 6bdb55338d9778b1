#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/events/lookup.h"
#include "emulators/events/pages.h"
#include "emulators/events/schedule.h"
#include "emulators/events/tagging.h"

namespace cloudling::events {

namespace {

constexpr int64_t kMaxRules = 300;

Rule shown(RuleRow&& row, const std::string& bus) {
  return {.name = std::move(row.name),
          .arn = std::move(row.arn),
          .event_pattern = std::move(row.pattern),
          .schedule_expression = std::move(row.schedule),
          .state = std::move(row.state),
          .description = std::move(row.description),
          .role_arn = std::move(row.role_arn),
          .event_bus_name = bus,
          .created_by = std::nullopt};
}

Text given(const Text& text) { return text && !text->empty() ? text : std::nullopt; }

/// What a rule reacts to: a pattern, a schedule or both.
void require_trigger(const PutRuleInput& in, const BusName& bus) {
  const Text pattern = given(in.event_pattern), schedule = given(in.schedule_expression);
  if (!pattern && !schedule) throw validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  if (schedule && bus.name != kDefaultBus)
    throw validation("ScheduleExpression is supported only on the default event bus.");
  if (schedule && !Schedule::parse(*schedule)) throw validation("Parameter ScheduleExpression is not valid.");
  if (pattern) patterns::Pattern::parse(*pattern);
}

}  // namespace

PutRuleOutput Events::put_rule(const Context& context, Write& tx, const PutRuleInput& in) {
  const BusName bus = require_bus(context, tx, in.event_bus_name);
  require_trigger(in, bus);
  RuleRow rule{.bus = bus.arn(),
               .arn = bus.rule_arn(in.name),
               .name = in.name,
               .pattern = given(in.event_pattern),
               .schedule = given(in.schedule_expression),
               .state = in.state.value_or("ENABLED"),
               .description = in.description,
               .role_arn = in.role_arn,
               .created_by = context.account};
  const bool is_new = !find_rule(tx, rule.arn);
  if (is_new && count_rules(tx, rule.bus) >= kMaxRules) throw limit_exceeded();
  events::put_rule(tx, rule);
  if (is_new && in.tags) add_tags(tx, rule.arn, *in.tags);
  reschedule(tx, rule);
  return {.rule_arn = rule.arn};
}

Rule Events::describe_rule(const Context& context, Read& tx, const RuleInput& in) {
  const BusName bus = require_bus(context, tx, in.event_bus_name);
  RuleRow row = require_rule(context, tx, in.name, in.event_bus_name);
  const std::string created_by = row.created_by;
  Rule rule = shown(std::move(row), bus.name);
  rule.created_by = created_by;
  return rule;
}

ListRulesOutput Events::list_rules(const Context& context, Read& tx, const ListRulesInput& in) {
  const BusName bus = require_bus(context, tx, in.event_bus_name);
  const std::string prefix = in.name_prefix.value_or("");
  const std::string purpose = "ListRules/" + bus.arn() + "/" + prefix;
  const int64_t limit = page_size(in.limit);
  auto rows = events::list_rules(tx, bus.arn(), prefix, position_of(in.next_token, purpose), "", limit + 1);
  ListRulesOutput output;
  if (cut(rows, limit)) output.next_token = token_for(rows.back().name, purpose);
  for (RuleRow& row : rows) output.rules.push_back(shown(std::move(row), bus.name));
  return output;
}

/// Deleting what is not there succeeds, as on AWS.
aws::Nothing Events::delete_rule(const Context& context, Write& tx, const DeleteRuleInput& in) {
  const BusName bus = require_bus(context, tx, in.event_bus_name);
  auto rule = find_rule(tx, bus.rule_arn(in.name));
  if (!rule) return {};
  if (!list_targets(tx, rule->id, "", 1).empty()) throw validation("Rule can't be deleted since it has targets.");
  events::delete_rule(tx, *rule);
  rule->state = "DISABLED";
  reschedule(tx, *rule);
  return {};
}

aws::Nothing Events::enable_rule(const Context& context, Write& tx, const RuleInput& in) {
  RuleRow rule = require_rule(context, tx, in.name, in.event_bus_name);
  if (rule.enabled()) return {};
  rule.state = "ENABLED";
  set_rule_state(tx, rule.id, rule.state);
  reschedule(tx, rule);
  return {};
}

aws::Nothing Events::disable_rule(const Context& context, Write& tx, const RuleInput& in) {
  RuleRow rule = require_rule(context, tx, in.name, in.event_bus_name);
  rule.state = "DISABLED";
  set_rule_state(tx, rule.id, rule.state);
  reschedule(tx, rule);
  return {};
}

ListRuleNamesByTargetOutput Events::list_rule_names_by_target(const Context& context, Read& tx,
                                                              const ListRuleNamesByTargetInput& in) {
  const BusName bus = require_bus(context, tx, in.event_bus_name);
  const std::string purpose = "ListRuleNamesByTarget/" + bus.arn() + "/" + in.target_arn;
  const int64_t limit = page_size(in.limit);
  auto rows = events::list_rules(tx, bus.arn(), "", position_of(in.next_token, purpose), in.target_arn, limit + 1);
  ListRuleNamesByTargetOutput output;
  if (cut(rows, limit)) output.next_token = token_for(rows.back().name, purpose);
  for (RuleRow& row : rows) output.rule_names.push_back(std::move(row.name));
  return output;
}

}  // namespace cloudling::events
