#include <limits>
#include <utility>

#include "asl/json/json.h"
#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/history_store.h"
#include "emulators/stepfunctions/map_runs_store.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/pages.h"
#include "emulators/stepfunctions/redrives.h"
#include "emulators/stepfunctions/redrives_store.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr size_t kMaxHistoryPage = 4u << 20;  // bytes of details in one answer

/// The execution that the caller can see under that ARN.
ExecutionRow require_execution(const aws::CallContext& context, ReadTransaction& tx, const std::string& arn) {
  const StatesArn parts = parse_arn(arn, "execution");
  const bool here = parts.account == context.account && parts.region == context.region;
  auto execution = here ? find_execution(tx, arn) : std::nullopt;
  if (!execution) throw execution_does_not_exist(arn);
  return std::move(*execution);
}

/// How often it was redriven, and when last.
template <class Output>
void show_redrives(ReadTransaction& tx, ExecutionId execution, Output& output) {
  const auto redrives = find_redrives(tx, execution);
  if (!redrives) return;
  output.redrive_count = redrives->count;
  output.redrive_date = aws::Timestamp{redrives->last};
}

/// The version and alias that the execution was started by.
template <class Output>
void show_start(ReadTransaction& tx, ExecutionId execution, const std::string& machine_arn, Output& output) {
  const auto by = find_started_by(tx, execution);
  if (!by) return;
  output.state_machine_version_arn = version_arn(machine_arn, by->version);
  if (by->alias) output.state_machine_alias_arn = alias_arn(machine_arn, *by->alias);
}

/// A page of the executions of a machine, or of those that a version or an alias of it started.
std::vector<ExecutionRow> list_of(ReadTransaction& tx, const Target& target, std::optional<Status> status,
                                  ExecutionId before, int64_t limit) {
  if (!target.version) return list_executions(tx, target.machine.id, status, before, limit);
  const auto alias = target.alias ? std::optional(target.alias->name) : std::nullopt;
  return list_started_by(tx, target.machine.id, {.version = target.version->number, .alias = alias}, status, before,
                         limit);
}

/// The same, those alone that were redriven, or not, where the filter asks for it.
std::vector<ExecutionRow> list_filtered(ReadTransaction& tx, const Target& target, const ListExecutionsInput& input,
                                        std::optional<Status> status, ExecutionId before, int64_t limit) {
  if (!input.redrive_filter) return list_of(tx, target, status, before, limit);
  const bool redriven = input.redrive_filter == "REDRIVEN";
  std::vector<ExecutionRow> found;
  while (true) {
    auto rows = list_of(tx, target, status, before, limit);
    if (rows.empty()) return found;
    before = rows.back().id;
    for (ExecutionRow& row : rows) {
      if (find_redrives(tx, row.id).has_value() == redriven) found.push_back(std::move(row));
      if (found.size() == static_cast<size_t>(limit)) return found;
    }
  }
}

json::Value without_data(json::Value details) {
  for (const char* member : {"input", "inputDetails", "output", "outputDetails"}) {
    if (details.contains(member)) details.erase(member);
  }
  return details;
}

HistoryEvent shown(EventRow&& row, bool with_data) {
  HistoryEvent event;
  event.timestamp = {row.time};
  event.type = std::move(row.type);
  event.id = row.id;
  event.previous_event_id = row.previous;
  event.details_name = std::move(row.details_name);
  if (!row.details.is_null()) event.details = with_data ? std::move(row.details) : without_data(std::move(row.details));
  return event;
}

}  // namespace

DescribeExecutionOutput StepFunctions::describe_execution(const aws::CallContext& context, ReadTransaction& tx,
                                                          const DescribeExecutionInput& input) {
  ExecutionRow execution = require_execution(context, tx, input.execution_arn);
  const bool with_data = input.included_data != "METADATA_ONLY";
  DescribeExecutionOutput output;
  output.execution_arn = execution.arn;
  output.state_machine_arn = state_machine_of(execution.arn);
  output.name = execution.name;
  output.status = status_name(execution.status);
  output.start_date = {execution.started};
  if (execution.status != Status::kRunning) output.stop_date = aws::Timestamp{execution.stopped};
  output.input_details.included = with_data;
  if (with_data) output.input = std::move(execution.input);
  if (execution.output) output.output_details = ExecutionDataDetails{with_data};
  if (with_data) output.output = std::move(execution.output);
  output.trace_header = execution.trace_header;
  if (const auto run = execution.map_run != 0 ? find_map_run(tx, execution.map_run) : std::nullopt)
    output.map_run_arn = run->arn;
  output.error = std::move(execution.error);
  output.cause = std::move(execution.cause);
  show_redrives(tx, execution.id, output);
  output.redrive_status_reason = redrive_obstacle(tx, execution, clock_.now());
  output.redrive_status = output.redrive_status_reason ? "NOT_REDRIVABLE" : "REDRIVABLE";
  show_start(tx, execution.id, output.state_machine_arn, output);
  return output;
}

StopExecutionOutput StepFunctions::stop_execution(const aws::CallContext& context, WriteTransaction& tx,
                                                  const StopExecutionInput& input) {
  const ExecutionRow execution = require_execution(context, tx, input.execution_arn);
  if (execution.status == Status::kRunning) engine_.stop(tx, execution.id, input.error, input.cause);
  const auto stopped = find_execution(tx, execution.id);
  return {.stop_date = {stopped->stopped}};
}

ListExecutionsOutput StepFunctions::list_executions(const aws::CallContext& context, ReadTransaction& tx,
                                                    const ListExecutionsInput& input) {
  if (input.map_run_arn.has_value() == input.state_machine_arn.has_value())
    throw validation("Must specify exactly one of stateMachineArn or mapRunArn");
  if (input.map_run_arn) return list_children(context, tx, input);
  const auto target = find_target(context, tx, *input.state_machine_arn, 0, Read::kWithoutDefinition);
  if (!target) throw state_machine_does_not_exist(*input.state_machine_arn);
  const Machine& machine = target->machine;
  if (machine.express) throw state_machine_type_not_supported();

  const auto status = input.status_filter ? status_of(*input.status_filter) : std::nullopt;
  const std::string purpose = "ListExecutions/" + *input.state_machine_arn + "/" + input.status_filter.value_or("") +
                              input.redrive_filter.value_or("");
  const ExecutionId before = position_of(input.next_token, purpose).value_or(std::numeric_limits<ExecutionId>::max());
  if (input.status_filter && !status) return {};  // no execution here waits to be redriven
  const int64_t limit = page_size(input.max_results);
  auto executions = list_filtered(tx, *target, input, status, before, limit + 1);
  ListExecutionsOutput output;
  if (cut(executions, limit)) output.next_token = token_for(executions.back().id, purpose);
  for (ExecutionRow& execution : executions) {
    ExecutionListItem& item = output.executions.emplace_back();
    item.execution_arn = std::move(execution.arn);
    item.state_machine_arn = machine.arn;
    item.name = std::move(execution.name);
    item.status = status_name(execution.status);
    item.start_date = {execution.started};
    if (execution.status != Status::kRunning) item.stop_date = aws::Timestamp{execution.stopped};
    show_redrives(tx, execution.id, item);
    show_start(tx, execution.id, machine.arn, item);
  }
  return output;
}

GetExecutionHistoryOutput StepFunctions::get_execution_history(const aws::CallContext& context, ReadTransaction& tx,
                                                               const GetExecutionHistoryInput& input) {
  const ExecutionRow execution = require_execution(context, tx, input.execution_arn);
  const bool reverse = input.reverse_order.value_or(false);
  const std::string purpose = "GetExecutionHistory/" + execution.arn + (reverse ? "/reverse" : "");
  const int64_t after = position_of(input.next_token, purpose).value_or(0);
  const int64_t limit = page_size(input.max_results);
  auto rows = list_events(tx, execution.id, after, reverse, limit, kMaxHistoryPage);
  GetExecutionHistoryOutput output;
  if (!rows.empty()) {
    const int64_t last = rows.back().id;
    const bool more = reverse ? last > 1 : last < last_event(tx, execution.id).id;
    if (more) output.next_token = token_for(last, purpose);
  }
  const bool with_data = input.include_execution_data.value_or(true);
  for (EventRow& row : rows) output.events.push_back(shown(std::move(row), with_data));
  return output;
}

}  // namespace cloudling::stepfunctions
