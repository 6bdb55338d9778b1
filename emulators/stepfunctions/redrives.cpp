#include "emulators/stepfunctions/redrives.h"

#include <utility>

#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/history_store.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/redrives_store.h"
#include "emulators/stepfunctions/stepfunctions.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr aws::TimeMs kDay = 24LL * 60 * 60 * 1000;
constexpr aws::TimeMs kRedrivable = 14 * kDay;
constexpr aws::TimeMs kLongestRun = 365 * kDay;
constexpr int64_t kMaxEvents = 24'999;

}  // namespace

std::optional<std::string> redrive_obstacle(ReadTransaction& tx, const ExecutionRow& execution, aws::TimeMs now) {
  if (execution.status == Status::kRunning || execution.status == Status::kSucceeded) {
    return std::string("Execution is ") + status_name(execution.status) + " and cannot be redriven";
  }
  const auto machine = find_machine(tx, state_machine_of(execution.arn), Read::kWithoutDefinition);
  const bool deleting = !machine || machine->id != execution.machine || machine->deleting;
  if (deleting) return "State machine is in DELETING status";
  if (last_event(tx, execution.id).id > kMaxEvents) return "Execution history event limit exceeded";
  if (now - execution.started > kLongestRun) return "Execution has exceeded the max execution time";
  if (now - execution.stopped > kRedrivable) return "Execution redrivable period exceeded";
  return std::nullopt;
}

RedriveExecutionOutput StepFunctions::redrive_execution(const aws::CallContext& context, WriteTransaction& tx,
                                                        const RedriveExecutionInput& input) {
  const StatesArn parts = parse_arn(input.execution_arn, "execution");
  const bool here = parts.account == context.account && parts.region == context.region;
  const auto execution = here ? find_execution(tx, input.execution_arn) : std::nullopt;
  if (!execution) throw execution_does_not_exist(input.execution_arn);
  const Redrives redrives = find_redrives(tx, execution->id).value_or(Redrives());
  if (input.client_token && redrives.client_token == input.client_token) return {.redrive_date = {redrives.last}};
  const aws::TimeMs now = clock_.now();
  if (const auto obstacle = redrive_obstacle(tx, *execution, now)) throw execution_not_redrivable(*obstacle);
  engine_.redrive(tx, *execution, now, input.client_token);
  return {.redrive_date = {now}};
}

}  // namespace cloudling::stepfunctions
