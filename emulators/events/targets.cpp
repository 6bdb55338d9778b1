#include <algorithm>

#include "emulators/aws/arn.h"
#include "emulators/delivery.h"
#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/events/http_delivery.h"
#include "emulators/events/lookup.h"
#include "emulators/events/pages.h"
#include "emulators/events/target_input.h"

namespace cloudling::events {

namespace {

constexpr int64_t kMaxTargets = 5;
constexpr int64_t kAllTargets = 1000;

/// Parameters of targets that are not there.
void require_plain(const Target& target) {
  const auto refuse = [](const std::optional<json::Value>& parameters, const char* name) {
    if (parameters) throw not_supported("PutTargets", name);
  };
  refuse(target.kinesis, "KinesisParameters");
  refuse(target.run_command, "RunCommandParameters");
  refuse(target.ecs, "EcsParameters");
  refuse(target.batch, "BatchParameters");
  refuse(target.redshift, "RedshiftDataParameters");
  refuse(target.sage_maker, "SageMakerPipelineParameters");
  refuse(target.app_sync, "AppSyncParameters");
}

void require_target(const Target& target, const RuleRow& rule) {
  require_plain(target);
  const auto arn = aws::parse_arn(target.arn);
  if (!arn)
    throw validation("Parameter " + target.arn + " is not valid. Reason: Provided Arn is not in correct format.");
  const auto kind = target_kind(target.arn);
  const bool api = is_api_destination(target.arn);
  if (target.http && !api) throw not_supported("PutTargets", "HttpParameters of a target of " + arn->service);
  if (api && !target.role_arn) throw validation("RoleArn is required for target " + target.arn + ".");
  if (!kind && !api) throw not_supported("PutTargets", "a target of " + arn->service + " (" + target.arn + ")");
  if (kind == TargetKind::kStateMachine && !target.role_arn)
    throw validation("RoleArn is required for target " + target.arn + ".");
  const bool fifo = kind == TargetKind::kQueue && target.arn.ends_with(".fifo");
  const bool grouped = target.sqs_parameters && target.sqs_parameters->message_group_id;
  if (fifo && !grouped) throw validation("Parameter(s) SqsParameters must be specified for target: " + target.id + ".");
  if (kind == TargetKind::kEventBus && target.arn == rule.bus)
    throw validation("Unable to set target " + target.id + ": the target bus is the rule's own.");
  const auto& letters = target.dead_letter_config;
  if (letters && letters->arn && target_kind(*letters->arn) != TargetKind::kQueue)
    throw validation("Parameter DeadLetterConfig.Arn is not valid. Reason: it must be the ARN of an SQS queue.");
  require_valid_input(target);
}

}  // namespace

ChangedTargetsOutput Events::put_targets(const Context& context, Write& tx, const PutTargetsInput& in) {
  const RuleRow rule = require_rule(context, tx, in.rule, in.event_bus_name);
  for (const Target& target : in.targets) require_target(target, rule);
  for (const Target& target : in.targets) put_target(tx, rule.id, {target.id, target.arn, target.to_text()});
  if (list_targets(tx, rule.id, "", kMaxTargets + 1).size() > static_cast<size_t>(kMaxTargets)) throw limit_exceeded();
  return {};
}

ChangedTargetsOutput Events::remove_targets(const Context& context, Write& tx, const RemoveTargetsInput& in) {
  const RuleRow rule = require_rule(context, tx, in.rule, in.event_bus_name);
  ChangedTargetsOutput output;
  for (const std::string& id : in.ids) {
    if (delete_target(tx, rule.id, id)) continue;
    output.failed_entries.push_back(
        {id, "ResourceNotFoundException", "Rule " + rule.name + " does not have a target with the Id " + id + "."});
  }
  output.failed_entry_count = static_cast<int64_t>(output.failed_entries.size());
  return output;
}

ListTargetsByRuleOutput Events::list_targets_by_rule(const Context& context, Read& tx,
                                                     const ListTargetsByRuleInput& in) {
  const RuleRow rule = require_rule(context, tx, in.rule, in.event_bus_name);
  const std::string purpose = "ListTargetsByRule/" + rule.arn;
  const int64_t limit = page_size(in.limit);
  auto rows = list_targets(tx, rule.id, position_of(in.next_token, purpose), std::min(limit + 1, kAllTargets));
  ListTargetsByRuleOutput output;
  if (cut(rows, limit)) output.next_token = token_for(rows.back().id, purpose);
  for (const TargetRow& row : rows) output.targets.push_back(Target::from_text(row.text));
  return output;
}

}  // namespace cloudling::events
