#include <utility>

#include "asl/definition/json_diagnostic.h"
#include "asl/json/json.h"
#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr size_t kMaxInput = 262'144;  // bytes

void require_valid_input(const std::string& input) {
  if (input.size() > kMaxInput) {
    throw invalid_execution_input("Input size exceeds the maximum number of bytes service limit.");
  }
  json::ParseError error;
  if (!json::parse(input, &error)) throw invalid_execution_input(asl::json_diagnostic(input, error).message);
}

/// "<ARN>#<case>" in its parts: a case of the mock configuration may stand behind the ARN.
struct Asked {
  std::string arn;
  std::string test_case;

  explicit Asked(const std::string& text) : arn(text.substr(0, text.find('#'))) {
    if (arn.size() < text.size()) test_case = text.substr(arn.size() + 1);
  }
};

/// The machine, with its version and alias, that an execution is to be started of.
Target require_startable(const aws::CallContext& context, ReadTransaction& tx, const std::string& arn,
                         uint64_t chance) {
  auto target = find_target(context, tx, arn, chance, Read::kWithoutDefinition);
  if (!target) throw state_machine_does_not_exist(arn);
  if (target->machine.deleting) throw state_machine_deleting(arn);
  return std::move(*target);
}

}  // namespace

StartExecutionOutput StepFunctions::start_execution(const aws::CallContext& context, WriteTransaction& tx,
                                                    const StartExecutionInput& input) {
  if (input.name) require_valid_name(*input.name);
  const Asked asked(input.state_machine_arn);
  const Target target = require_startable(context, tx, asked.arn, ids_.next());
  require_valid_input(input.input.value_or("{}"));
  if (!asked.test_case.empty()) mocks_.require(target.machine.name, asked.test_case);
  return target.machine.express ? start_express(tx, target.machine, input, asked.test_case)
                                : start_standard(tx, target, input, asked.test_case);
}

StartExecutionOutput StepFunctions::start_standard(WriteTransaction& tx, const Target& target,
                                                   const StartExecutionInput& input, const std::string& test_case) {
  const Machine& machine = target.machine;
  ExecutionRow execution;
  execution.name = input.name ? *input.name : ids_.uuid();
  execution.arn = execution_arn(machine.arn, execution.name);
  execution.input = input.input.value_or("{}");
  if (const auto existing = input.name ? find_execution(tx, execution.arn) : std::nullopt) {
    const bool same = existing->status == Status::kRunning && existing->input == execution.input;
    if (!same) throw execution_already_exists(execution.arn);
    return {.execution_arn = existing->arn, .start_date = {existing->started}};
  }
  execution.machine = machine.id;
  execution.revision = machine.revision.id;
  execution.started = clock_.now();
  execution.trace_header = input.trace_header;
  execution.token_secret = ids_.uuid();
  insert_execution(tx, execution);
  if (!test_case.empty()) mocks_.begin(tx, execution.id, test_case);
  if (target.version) {
    const auto alias = target.alias ? std::optional(target.alias->name) : std::nullopt;
    insert_started_by(tx, execution, {.version = target.version->number, .alias = alias});
  }
  if (!machine.revision.used) mark_used(tx, machine.revision.id);
  engine_.start(tx, execution, machine.revision);
  return {.execution_arn = execution.arn, .start_date = {execution.started}};
}

/// Names of Express executions need not be new: each start is one of its own.
StartExecutionOutput StepFunctions::start_express(WriteTransaction& tx, const Machine& machine,
                                                  const StartExecutionInput& input, const std::string& test_case) {
  const ExpressRun run = express_run(machine, input.name, input.input, test_case);
  if (!machine.revision.used) mark_used(tx, machine.revision.id);
  express_.start(tx, run);
  return {.execution_arn = run.arn, .start_date = {run.started}};
}

ExpressRun StepFunctions::express_run(const Machine& machine, const std::optional<std::string>& name,
                                      const std::optional<std::string>& input, const std::string& test_case) {
  ExpressRun run;
  run.name = name ? *name : ids_.uuid();
  run.arn = express_arn(machine.arn, run.name, ids_.uuid());
  run.machine_arn = machine.arn;
  run.revision = machine.revision.id;
  run.role_arn = machine.revision.role_arn;
  run.input = input.value_or("{}");
  run.started = clock_.now();
  run.machine_name = machine.name;
  run.test_case = test_case;
  return run;
}

awaitable<StartSyncExecutionOutput> StepFunctions::start_sync_execution(const aws::CallContext& context,
                                                                        StartSyncExecutionInput input) {
  if (input.name) require_valid_name(*input.name);
  const Asked asked(input.state_machine_arn);
  const uint64_t chance = ids_.next();
  const Machine machine = store_.read_inline(
      [&](ReadTransaction& tx) { return require_startable(context, tx, asked.arn, chance).machine; });
  if (!machine.express) throw state_machine_type_not_supported();
  require_valid_input(input.input.value_or("{}"));
  if (!asked.test_case.empty()) mocks_.require(machine.name, asked.test_case);
  const ExpressRun run = express_run(machine, input.name, input.input, asked.test_case);
  ExpressEnd end = co_await express_.run(run);
  const bool with_data = input.included_data != "METADATA_ONLY";
  StartSyncExecutionOutput output;
  output.execution_arn = run.arn;
  output.state_machine_arn = run.machine_arn;
  output.name = run.name;
  output.start_date = {run.started};
  output.stop_date = {end.stopped};
  output.status = status_name(status_of(end.outcome.status));
  output.error = std::move(end.outcome.error);
  output.cause = std::move(end.outcome.cause);
  output.input_details.included = with_data;
  if (with_data) output.input = run.input;
  if (end.outcome.status == asl::Outcome::Status::kSucceeded) {
    output.output_details = ExecutionDataDetails{with_data};
    if (with_data) output.output = std::move(end.outcome.output);
  }
  output.trace_header = std::move(input.trace_header);
  output.billing_details = {.billed_memory_used_in_mb = end.billed_memory_mb,
                            .billed_duration_in_milliseconds = end.billed_ms};
  co_return output;
}

}  // namespace cloudling::stepfunctions
