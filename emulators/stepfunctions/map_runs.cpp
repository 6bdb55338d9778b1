#include "emulators/stepfunctions/map_runs.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "asl/json/json.h"
#include "emulators/stepfunctions/engine.h"
#include "emulators/stepfunctions/map_run_items.h"
#include "emulators/stepfunctions/map_run_results.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/store/store.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr const char* kReadJob = "states.map.read";
constexpr const char* kDispatchJob = "states.map.start";
constexpr const char* kEndJob = "states.map.end";
constexpr int kParallel = 16;
constexpr int64_t kMostAtOnce = 1000;  ///< children that run, where the Map names no limit
constexpr int64_t kStartedAtOnce = 100;
constexpr size_t kStoredAtOnce = 1000;
constexpr size_t kBytesAtOnce = 2u << 20;

MapRunId run_of(const store::Job& job) {
  MapRunId id = 0;
  std::from_chars(job.key.data(), job.key.data() + job.key.size(), id);
  return id;
}

int64_t number(const json::Value& plan, const char* name) {
  const json::Value* found = json::find(plan, name);
  return found == nullptr ? 0 : found->get<int64_t>();
}

/// "Machine/Label" of the run's ARN: what its children belong to.
std::string labelled(const MapRunRow& run) {
  const StatesArn arn = parse_arn(run.arn, "mapRun");
  return arn.name.substr(0, arn.name.rfind(':'));
}

bool all_ended(const MapRunRow& run) { return run.ready && run.children.running == 0 && run.children.pending() == 0; }

}  // namespace

MapRuns::MapRuns(Engine& engine, store::Store& store, aws::Caller& caller, aws::Clock& clock, aws::IdSource& ids)
    : engine_(engine), store_(store), caller_(caller), clock_(clock), ids_(ids) {
  store_.jobs().handle(kReadJob, kParallel, [this](store::Job job) { return read(std::move(job)); });
  store_.jobs().handle(kDispatchJob, kParallel, [this](store::Job job) { return dispatch(std::move(job)); });
  store_.jobs().handle(kEndJob, kParallel, [this](store::Job job) { return end(std::move(job)); });
}

void MapRuns::enqueue(WriteTransaction& tx, const char* kind, MapRunId run) {
  store_.jobs().enqueue(tx, kind, std::to_string(run), "");
}

void MapRuns::begin(WriteTransaction& tx, ExecutionId execution, const asl::StartMapRun& command) {
  if (command.redriven) return redrive(tx, execution, command);
  MapRunRow run;
  run.arn = command.arn;
  run.execution = execution;
  run.task = command.task;
  run.state_name = command.state_name;
  run.express = json::find(command.plan, "Express") != nullptr;
  run.started = clock_.now();
  run.max_concurrency = number(command.plan, "MaxConcurrency");
  run.tolerance = asl::Tolerance::of(command.plan);
  insert_map_run(tx, run, command.plan);
  enqueue(tx, kReadJob, run.id);
}

/// What is left of its former end is not waited for. Where it failed before its items were read, they are now.
void MapRuns::redrive(WriteTransaction& tx, ExecutionId execution, const asl::StartMapRun& command) {
  auto run = find_map_run(tx, command.arn);
  if (!run) throw std::runtime_error("execution " + std::to_string(execution) + " has lost its map run");
  store_.jobs().cancel(tx, kEndJob, std::to_string(run->id));
  for (const ExecutionId child : running_children(tx, run->id, kMostAtOnce)) {
    engine_.stop(tx, child, std::nullopt, std::nullopt);
  }
  redrive_map_children(tx, *run);
  run = find_map_run(tx, run->id);
  run->task = command.task;
  run->status = MapRunStatus::kRunning;
  run->error.clear();
  run->cause.clear();
  run->stopped = 0;
  run->dispatching = false;
  ++run->redrives;
  run->redriven = clock_.now();
  update_map_run(tx, *run);
  if (run->ready)
    dispatch_where_needed(tx, *run);
  else
    enqueue(tx, kReadJob, run->id);
}

void MapRuns::cancel(WriteTransaction& tx, ExecutionId execution, asl::TaskId task) {
  auto run = find_map_run_of(tx, execution, task);
  if (!run || run->status != MapRunStatus::kRunning) return;
  run->status = MapRunStatus::kAborted;
  run->stopped = clock_.now();
  update_map_run(tx, *run);
  enqueue(tx, kEndJob, run->id);
}

// ---- the items -----------------------------------------------------------------------------------------------------

std::optional<MapRuns::Found> MapRuns::find(ReadTransaction& tx, MapRunId id) {
  auto run = find_map_run(tx, id);
  const auto execution = run ? find_execution(tx, run->execution) : std::nullopt;
  const auto revision = execution ? find_revision(tx, execution->revision) : std::nullopt;
  if (!revision) return std::nullopt;
  Found found{.run = std::move(*run),
              .owner = {.execution_arn = execution->arn,
                        .state_machine_arn = state_machine_of(execution->arn),
                        .role_arn = revision->role_arn},
              .definition = asl::parse_definition(revision->definition).definition,
              .plan = map_run_plan(tx, id)};
  return found;
}

awaitable<void> MapRuns::read(store::Job job) {
  const MapRunId id = run_of(job);
  auto look = [this, id](ReadTransaction& tx) { return find(tx, id); };
  auto found = co_await store_.read(std::move(look));
  const asl::MapState* map = found && found->definition ? found->definition->find_map(found->run.state_name) : nullptr;
  if (map == nullptr || found->run.status != MapRunStatus::kRunning || found->run.ready) co_return;
  const json::Value& plan = found->plan;
  auto items = co_await read_map_items(caller_, ids_, found->owner, plan);
  std::variant<std::vector<asl::ChildInput>, asl::Failure> inputs = std::vector<asl::ChildInput>();
  if (auto* list = std::get_if<std::vector<json::Value>>(&items))
    inputs = asl::child_inputs(*map, plan, *list, static_cast<uint64_t>(id));
  else
    inputs = std::get<asl::Failure>(items);
  if (const auto* failure = std::get_if<asl::Failure>(&inputs)) {
    auto refuse = [this, id, failure](WriteTransaction& tx) {
      auto run = find_map_run(tx, id);
      if (run && run->status == MapRunStatus::kRunning)
        fail(tx, *run, failure->error.value_or(""), failure->cause.value_or(""));
    };
    co_await store_.write(std::move(refuse));
    co_return;
  }
  co_await store_children(id, std::get<std::vector<asl::ChildInput>>(inputs));
}

/// A bounded number at a time; the last transaction lets them begin.
awaitable<void> MapRuns::store_children(MapRunId id, const std::vector<asl::ChildInput>& inputs) {
  auto clear = [id](WriteTransaction& tx) { delete_map_children(tx, id); };
  co_await store_.write(std::move(clear));
  size_t at = 0;
  while (at < inputs.size()) {
    auto some = [id, &inputs, at](WriteTransaction& tx) {
      size_t next = at;
      for (size_t bytes = 0; next < inputs.size() && next < at + kStoredAtOnce && bytes < kBytesAtOnce; ++next) {
        insert_map_child(
            tx, id, {.index = static_cast<int64_t>(next), .items = inputs[next].items, .input = inputs[next].text});
        bytes += inputs[next].text.size();
      }
      return next;
    };
    at = co_await store_.write(std::move(some));
  }
  auto ready = [this, id, &inputs](WriteTransaction& tx) {
    auto run = find_map_run(tx, id);
    if (!run || run->status != MapRunStatus::kRunning) return;
    run->ready = true;
    run->children.total = static_cast<int64_t>(inputs.size());
    for (const asl::ChildInput& input : inputs) run->items.total += input.items;
    update_map_run(tx, *run);
    dispatch_where_needed(tx, *run);
  };
  co_await store_.write(std::move(ready));
}

// ---- the children --------------------------------------------------------------------------------------------------

/// Has children started, or the run ended where all have.
void MapRuns::dispatch_where_needed(WriteTransaction& tx, MapRunRow& run) {
  if (run.status != MapRunStatus::kRunning || !run.error.empty()) return;
  if (all_ended(run)) return enqueue(tx, kEndJob, run.id);
  if (run.dispatching || run.children.pending() == 0) return;
  run.dispatching = true;
  update_map_run(tx, run);
  enqueue(tx, kDispatchJob, run.id);
}

awaitable<void> MapRuns::dispatch(store::Job job) {
  const MapRunId id = run_of(job);
  bool more = true;
  while (more) {
    auto some = [this, id](WriteTransaction& tx) { return start_some(tx, id); };
    more = co_await store_.write(std::move(some));
  }
}

/// Starts children while there is room; true where more can be started at once.
bool MapRuns::start_some(WriteTransaction& tx, MapRunId id) {
  auto run = find_map_run(tx, id);
  if (!run || run->status != MapRunStatus::kRunning || !run->error.empty()) return false;
  const int64_t most = run->max_concurrency == 0 ? kMostAtOnce : std::min(run->max_concurrency, kMostAtOnce);
  const int64_t room = std::min(kStartedAtOnce, most - run->children.running);
  const auto parent = find_execution(tx, run->execution);
  const auto revision = parent ? find_revision(tx, parent->revision, Read::kWithoutDefinition) : std::nullopt;
  if (!revision) return false;
  const std::string machine = labelled(*run);
  for (MapChild& pending : take_pending_children(tx, id, std::max<int64_t>(room, 0))) {
    if (const auto former = pending.arn.empty() ? std::nullopt : find_execution(tx, pending.arn)) {
      set_map_child_started(tx, id, pending.index, former->arn, former->started);
      engine_.redrive(tx, *former, clock_.now(), std::nullopt);
      continue;
    }
    ExecutionRow child;
    child.name = ids_.uuid();
    child.arn = child_execution_arn(parent->arn, machine, child.name, run->express ? ids_.uuid() : "");
    child.machine = parent->machine;
    child.revision = parent->revision;
    child.started = clock_.now();
    child.input = std::move(pending.input);
    child.token_secret = ids_.uuid();
    child.express = run->express;
    child.map_run = id;
    child.map_index = pending.index;
    child.map_state = run->state_name;
    insert_execution(tx, child);
    set_map_child_started(tx, id, pending.index, child.arn, child.started);
    engine_.start(tx, child, *revision);
  }
  auto after = find_map_run(tx, id);
  const bool going_on = after->status == MapRunStatus::kRunning && after->error.empty();
  if (going_on && after->children.pending() > 0 && after->children.running < most) return true;
  after->dispatching = false;
  update_map_run(tx, *after);
  if (going_on && all_ended(*after)) enqueue(tx, kEndJob, id);
  return false;
}

void MapRuns::child_ended(WriteTransaction& tx, MapRunId id, int64_t index, const asl::Outcome& outcome,
                          aws::TimeMs stopped) {
  const Status status = status_of(outcome.status);
  end_map_child(tx, id, index, status, outcome, stopped);
  auto run = find_map_run(tx, id);
  if (run && run->status == MapRunStatus::kRunning && run->error.empty()) limits_changed(tx, *run);
}

void MapRuns::limits_changed(WriteTransaction& tx, const MapRunRow& changed) {
  MapRunRow run = changed;
  if (run.tolerance.exceeded_by(run.items.not_succeeded() + run.items.aborted, run.items.total)) {
    return fail(tx, run, "States.ExceedToleratedFailureThreshold",
                "The specified tolerated failure threshold was exceeded");
  }
  if (!run.dispatching) dispatch_where_needed(tx, run);
}

/// The run is to end with the error, once its children have.
void MapRuns::fail(WriteTransaction& tx, MapRunRow& run, std::string error, std::string cause) {
  run.error = std::move(error);
  run.cause = std::move(cause);
  update_map_run(tx, run);
  enqueue(tx, kEndJob, run.id);
}

// ---- the end -------------------------------------------------------------------------------------------------------

/// Stops children of a run that ends before they have; true where more may be left.
bool MapRuns::stop_some(WriteTransaction& tx, MapRunId id) {
  const auto run = find_map_run(tx, id);
  const bool going_on = run && run->status == MapRunStatus::kRunning && run->error.empty();
  if (!run || going_on) return false;
  const auto children = running_children(tx, id, kStartedAtOnce);
  for (const ExecutionId child : children) engine_.stop(tx, child, std::nullopt, std::nullopt);
  return !children.empty();
}

awaitable<void> MapRuns::end(store::Job job) {
  const uint64_t epoch = store_.epoch();
  const MapRunId id = run_of(job);
  bool stopping = true;
  while (stopping) {
    auto some = [this, id](WriteTransaction& tx) { return stop_some(tx, id); };
    stopping = co_await store_.write(std::move(some));
  }
  auto look = [this, id](ReadTransaction& tx) { return find(tx, id); };
  auto found = co_await store_.read(std::move(look));
  if (!found || found->run.status != MapRunStatus::kRunning) co_return;
  MapRunResult result = co_await collect_map_results(store_, caller_, ids_, found->owner, found->run, found->plan);
  auto finish = [this, epoch, id, &job, &result](WriteTransaction& tx) {
    auto run = find_map_run(tx, id);
    if (epoch != store_.epoch() || !store_.jobs().complete(tx, job.id) || !run) return;
    if (run->status != MapRunStatus::kRunning) return;
    run->status = result.output ? MapRunStatus::kSucceeded : MapRunStatus::kFailed;
    run->stopped = clock_.now();
    update_map_run(tx, *run);
    set_results_written(tx, id, result.written, result.items_written);
    engine_.step(tx, run->execution, asl::MapRunEnded{run->task, std::move(result.output), result.error, result.cause});
  };
  co_await store_.write(std::move(finish));
}

}  // namespace cloudling::stepfunctions
