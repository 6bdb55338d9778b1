#include "emulators/stepfunctions/live_executions.h"

#include <stdexcept>
#include <utility>

#include "asl/definition/states.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/redrives_store.h"
#include "emulators/stepfunctions/versions_store.h"

namespace cloudling::stepfunctions {

namespace {

constexpr size_t kMaxDefinitions = 256;

asl::ExecutionInfo info_of(const ExecutionRow& row, const Revision& revision) {
  asl::ExecutionInfo info;
  info.execution_arn = row.arn;
  info.execution_name = row.name;
  info.state_machine_arn = state_machine_of(row.arn);
  info.state_machine_name = info.state_machine_arn.substr(info.state_machine_arn.rfind(':') + 1);
  info.role_arn = revision.role_arn;
  info.input = row.input;
  info.start_time = row.started;
  info.token_secret = row.token_secret;
  info.express = row.express;
  return info;
}

std::shared_ptr<LiveExecution> describe(store::ReadTransaction& tx, std::shared_ptr<LiveExecution> live,
                                        const ExecutionRow& row, const Revision& revision) {
  live->machine = row.machine;
  live->arn = row.arn;
  live->machine_arn = state_machine_of(row.arn);
  live->role_arn = revision.role_arn;
  live->subject = {
      .execution_arn = row.arn, .machine_arn = live->machine_arn, .logging = revision.logging, .started = row.started};
  if (const auto started_by = find_started_by(tx, row.id)) {
    live->subject.version = std::to_string(started_by->version);
    live->subject.alias = started_by->alias.value_or("");
  }
  live->machine_deleting = row.machine_deleting;
  live->weight = row.input.size();
  live->express = row.express;
  live->map_run = row.map_run;
  live->map_index = row.map_index;
  return live;
}

/// Whether the database has all that the cached execution has seen.
bool agrees(store::ReadTransaction& tx, const LiveExecution& live) {
  if (live.uncommitted == 0) return true;
  return !live.quiet_step && !live.express && last_event(tx, live.id).id == live.last.id;
}

}  // namespace

void LiveExecutions::follow(uint64_t epoch) {
  if (epoch == epoch_) return;
  epoch_ = epoch;
  order_.clear();
  by_id_.clear();
  bytes_ = 0;
  definitions_.clear();
}

std::shared_ptr<LiveExecution> LiveExecutions::begin(store::WriteTransaction& tx, const ExecutionRow& row,
                                                     const Revision& revision) {
  asl::Execution execution(definition(tx, row), info_of(row, revision));
  return describe(tx, std::make_shared<LiveExecution>(row.id, std::move(execution)), row, revision);
}

std::shared_ptr<LiveExecution> LiveExecutions::get(store::WriteTransaction& tx, ExecutionId id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return load(tx, id);
  auto live = found->second->live;
  if (agrees(tx, *live)) return live;
  erase(found->second);
  return load(tx, id);
}

void LiveExecutions::keep(const std::shared_ptr<LiveExecution>& live) {
  drop(live->id);
  if (live->execution.ended()) return;
  order_.push_front({.live = live, .weight = live->weight});
  by_id_[live->id] = order_.begin();
  bytes_ += live->weight;
  while (order_.size() > kMaxCount || (bytes_ > kMaxBytes && order_.size() > 1)) erase(std::prev(order_.end()));
}

void LiveExecutions::drop(ExecutionId id) {
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) erase(found->second);
}

void LiveExecutions::drop_machine(MachineId machine) {
  for (auto entry = order_.begin(); entry != order_.end();) {
    const auto next = std::next(entry);
    if (entry->live->machine == machine) erase(entry);
    entry = next;
  }
}

std::shared_ptr<LiveExecution> LiveExecutions::load(store::WriteTransaction& tx, ExecutionId id) {
  const auto row = find_execution(tx, id);
  if (!row || row->status != Status::kRunning) return nullptr;
  const auto revision = find_revision(tx, row->revision, Read::kWithoutDefinition);
  if (!revision) throw std::runtime_error("execution " + row->arn + " has lost its definition");
  const auto frames = load_frames(tx, id);
  const Redrives redrives = find_redrives(tx, id).value_or(Redrives());
  asl::ExecutionInfo info = info_of(*row, *revision);
  info.redrive_count = redrives.count;
  info.redrive_time = redrives.last;
  asl::Execution execution = asl::Execution::load(definition(tx, *row), std::move(info), frames);
  auto live = describe(tx, std::make_shared<LiveExecution>(id, std::move(execution)), *row, *revision);
  live->subject.redrive_count = redrives.count;
  live->last = last_event(tx, id);
  live->stored = true;
  for (const auto& frame : frames) live->weight += frame.state.size();
  keep(live);
  return live;
}

/// What the execution runs: the machine, or the processor of one of its Maps.
std::shared_ptr<const asl::Definition> LiveExecutions::definition(store::WriteTransaction& tx,
                                                                  const ExecutionRow& row) {
  auto whole = whole_definition(tx, row.revision);
  if (row.map_state.empty()) return whole;
  auto processor = asl::processor_of(*whole, row.map_state);
  if (!processor) throw std::runtime_error("execution " + row.arn + " has lost its Map");
  return processor;
}

std::shared_ptr<const asl::Definition> LiveExecutions::whole_definition(store::WriteTransaction& tx, RevisionId id) {
  const auto found = definitions_.find(id);
  if (found != definitions_.end()) return found->second;
  const auto revision = find_revision(tx, id);
  auto parsed = revision ? asl::parse_definition(revision->definition) : asl::ParsedDefinition();
  if (!parsed.definition) throw std::runtime_error("a stored definition is no longer there, or no longer valid");
  // Not before the commit: the id of a revision that was undone is given again to another.
  tx.after_commit([this, id, definition = parsed.definition, epoch = epoch_] {
    if (epoch != epoch_) return;
    if (definitions_.size() >= kMaxDefinitions) definitions_.clear();
    definitions_[id] = definition;
  });
  return parsed.definition;
}

void LiveExecutions::erase(Order::iterator entry) {
  by_id_.erase(entry->live->id);
  bytes_ -= entry->weight;
  order_.erase(entry);
}

}  // namespace cloudling::stepfunctions
