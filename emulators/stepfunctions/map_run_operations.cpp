// DescribeMapRun, ListMapRuns, UpdateMapRun.

#include <limits>
#include <utility>

#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/map_runs_store.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/pages.h"
#include "emulators/stepfunctions/redrives_store.h"
#include "emulators/stepfunctions/stepfunctions.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

MapRunRow require_map_run(const aws::CallContext& context, ReadTransaction& tx, const std::string& arn) {
  const StatesArn parts = parse_arn(arn, "mapRun");
  const bool here = parts.account == context.account && parts.region == context.region;
  auto run = here ? find_map_run(tx, arn) : std::nullopt;
  if (!run) throw resource_not_found(arn);
  return std::move(*run);
}

MapRunCountsShape shown(const MapRunCounts& counts, int64_t to_redrive) {
  return {.pending = counts.pending() - to_redrive,
          .running = counts.running,
          .succeeded = counts.succeeded,
          .failed = counts.failed,
          .timed_out = counts.timed_out,
          .aborted = counts.aborted,
          .total = counts.total,
          .results_written = counts.results_written,
          .failures_not_redrivable = 0,
          .pending_redrive = to_redrive};
}

std::optional<aws::Timestamp> stop_date(const MapRunRow& run) {
  return run.status == MapRunStatus::kRunning ? std::nullopt : std::optional(aws::Timestamp{run.stopped});
}

}  // namespace

DescribeMapRunOutput StepFunctions::describe_map_run(const aws::CallContext& context, ReadTransaction& tx,
                                                     const DescribeMapRunInput& input) {
  const MapRunRow run = require_map_run(context, tx, input.map_run_arn);
  const auto execution = find_execution(tx, run.execution);
  DescribeMapRunOutput output;
  output.map_run_arn = run.arn;
  output.execution_arn = execution ? execution->arn : "";
  output.status = map_run_status_name(run.status);
  output.start_date = {run.started};
  output.stop_date = stop_date(run);
  output.max_concurrency = run.max_concurrency;
  output.tolerated_failure_percentage = run.tolerance.percentage.value_or(0);
  output.tolerated_failure_count = run.tolerance.count.value_or(0);
  const PendingRedrives to_redrive = count_pending_redrives(tx, run.id);
  output.item_counts = shown(run.items, to_redrive.items);
  output.execution_counts = shown(run.children, to_redrive.children);
  output.redrive_count = run.redrives;
  if (run.redrives > 0) output.redrive_date = aws::Timestamp{run.redriven};
  return output;
}

ListMapRunsOutput StepFunctions::list_map_runs(const aws::CallContext& context, ReadTransaction& tx,
                                               const ListMapRunsInput& input) {
  const StatesArn parts = parse_arn(input.execution_arn, "execution");
  const bool here = parts.account == context.account && parts.region == context.region;
  const auto execution = here ? find_execution(tx, input.execution_arn) : std::nullopt;
  if (!execution) throw execution_does_not_exist(input.execution_arn);
  const std::string purpose = "ListMapRuns/" + input.execution_arn;
  const MapRunId before = position_of(input.next_token, purpose).value_or(std::numeric_limits<MapRunId>::max());
  const int64_t limit = page_size(input.max_results);
  auto runs = stepfunctions::list_map_runs(tx, execution->id, before, limit + 1);
  ListMapRunsOutput output;
  if (cut(runs, limit)) output.next_token = token_for(runs.back().id, purpose);
  for (const MapRunRow& run : runs) {
    output.map_runs.push_back({.execution_arn = execution->arn,
                               .map_run_arn = run.arn,
                               .state_machine_arn = state_machine_of(execution->arn),
                               .start_date = {run.started},
                               .stop_date = stop_date(run)});
  }
  return output;
}

aws::Nothing StepFunctions::update_map_run(const aws::CallContext& context, WriteTransaction& tx,
                                           const UpdateMapRunInput& input) {
  MapRunRow run = require_map_run(context, tx, input.map_run_arn);
  if (run.status != MapRunStatus::kRunning) throw validation("Map Run is not running: '" + input.map_run_arn + "'");
  if (input.max_concurrency) run.max_concurrency = *input.max_concurrency;
  if (input.tolerated_failure_count) run.tolerance.count = *input.tolerated_failure_count;
  if (input.tolerated_failure_percentage) run.tolerance.percentage = *input.tolerated_failure_percentage;
  stepfunctions::update_map_run(tx, run);
  engine_.map_runs().limits_changed(tx, run);
  return {};
}

/// ListExecutions by mapRunArn.
ListExecutionsOutput StepFunctions::list_children(const aws::CallContext& context, ReadTransaction& tx,
                                                  const ListExecutionsInput& input) {
  const MapRunRow run = require_map_run(context, tx, *input.map_run_arn);
  const auto status = input.status_filter ? status_of(*input.status_filter) : std::nullopt;
  const std::string purpose = "ListExecutions/" + run.arn + "/" + input.status_filter.value_or("");
  const ExecutionId before = position_of(input.next_token, purpose).value_or(std::numeric_limits<ExecutionId>::max());
  if (input.status_filter && !status) return {};
  const int64_t limit = page_size(input.max_results);
  auto executions = list_child_executions(tx, run.id, status, before, limit + 1);
  ListExecutionsOutput output;
  if (cut(executions, limit)) output.next_token = token_for(executions.back().id, purpose);
  for (ExecutionRow& execution : executions) {
    ExecutionListItem& item = output.executions.emplace_back();
    item.state_machine_arn = state_machine_of(execution.arn);
    item.execution_arn = std::move(execution.arn);
    item.name = std::move(execution.name);
    item.status = status_name(execution.status);
    item.start_date = {execution.started};
    if (execution.status != Status::kRunning) item.stop_date = aws::Timestamp{execution.stopped};
    item.map_run_arn = run.arn;
    item.item_count = execution.map_items;
    if (const auto redrives = find_redrives(tx, execution.id)) {
      item.redrive_count = redrives->count;
      item.redrive_date = aws::Timestamp{redrives->last};
    }
  }
  return output;
}

}  // namespace cloudling::stepfunctions
