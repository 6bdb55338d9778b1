#include "emulators/stepfunctions/engine.h"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <charconv>
#include <utility>
#include <variant>

#include "emulators/aws/virtual_clock.h"
#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/history_store.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/redrives_store.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;
using store::WriteTransaction;

namespace {

constexpr const char* kTaskJob = "states.task";
constexpr const char* kTimerJob = "states.timer";
constexpr const char* kChildJob = "states.child";
constexpr int kParallelTasks = 1000;
constexpr int kParallelTimers = 64;

/// The key of a task's or timer's job: "<execution>/<id>".
struct JobKey {
  ExecutionId execution = 0;
  uint64_t id = 0;

  std::string text() const { return std::to_string(execution) + "/" + std::to_string(id); }

  static JobKey parse(const std::string& text) {
    JobKey key;
    const char* end = text.data() + text.size();
    const auto execution = std::from_chars(text.data(), end, key.execution);
    if (execution.ptr != end) std::from_chars(execution.ptr + 1, end, key.id);
    return key;
  }
};

/// What a task's result means to its execution.
decltype(asl::Event::what) happening(asl::TaskId task, TaskResult result) {
  if (result.stage == TaskResult::Stage::kNotScheduled) {
    return asl::TaskScheduleFailed{task, std::move(result.error), std::move(result.cause)};
  }
  if (!result.ok) return asl::TaskFailed{task, std::move(result.error), std::move(result.cause)};
  if (result.stage == TaskResult::Stage::kSubmitted) return asl::TaskSubmitted{task, std::move(result.output)};
  return asl::TaskSucceeded{task, std::move(result.output)};
}

/// The task that this may be the end of; 0 for none.
asl::TaskId ended_task(const decltype(asl::Event::what)& what) {
  if (const auto* done = std::get_if<asl::TaskSucceeded>(&what)) return done->task;
  if (const auto* submitted = std::get_if<asl::TaskSubmitted>(&what)) return submitted->task;  // its token came first
  if (const auto* failed = std::get_if<asl::TaskFailed>(&what)) return failed->task;
  const auto* refused = std::get_if<asl::TaskScheduleFailed>(&what);
  return refused ? refused->task : 0;
}

/// Appends what follows from a second event of the same moment.
void append(asl::Effects& effects, asl::Effects more) {
  std::ranges::move(more.history, std::back_inserter(effects.history));
  std::ranges::move(more.commands, std::back_inserter(effects.commands));
  if (more.outcome) effects.outcome = std::move(more.outcome);
}

}  // namespace

Engine::Engine(store::Store& store, TaskPorts ports, aws::Clock& clock, ReportPorts reports, const MockedTasks& mocks)
    : store_(store),
      ports_(ports),
      clock_(clock),
      reports_(reports),
      mocks_(mocks),
      map_runs_(*this, store, ports.caller, clock, ports.ids),
      outside_(store, clock),
      waiters_(std::make_shared<Waiters>()) {
  store_.jobs().handle(kTaskJob, kParallelTasks, [this](store::Job job) { return run_task(std::move(job)); });
  store_.jobs().handle(
      kTimerJob, kParallelTimers, [this](store::Job job) { return fire_timer(std::move(job)); },
      store::Jobs::Skip::kUntilDue);
  store_.jobs().handle(kChildJob, kParallelTimers, [this](store::Job job) { return end_child(std::move(job)); });
  auto wake = [waiters = waiters_] { waiters->notify_all(); };
  store_.on_lifecycle({.quiesce = wake, .recover = wake});
}

void Engine::start(WriteTransaction& tx, const ExecutionRow& row, const Revision& revision) {
  live_.follow(store_.epoch());
  auto live = live_.begin(tx, row, revision);
  live->last.time = row.started;
  advance(tx, live, asl::Started{});
}

void Engine::stop(WriteTransaction& tx, ExecutionId id, std::optional<std::string> error,
                  std::optional<std::string> cause) {
  step(tx, id, asl::StopRequested{.error = std::move(error), .cause = std::move(cause)});
}

void Engine::redrive(WriteTransaction& tx, const ExecutionRow& execution, aws::TimeMs now,
                     std::optional<std::string> client_token) {
  Redrives redrives = find_redrives(tx, execution.id).value_or(Redrives());
  ++redrives.count;
  redrives.last = now;
  redrives.client_token = std::move(client_token);
  put_redrives(tx, execution.id, redrives);
  reopen_execution(tx, execution.id);
  step(tx, execution.id, asl::Redriven{});
}

void Engine::machine_is_deleting(WriteTransaction&, MachineId machine) {
  live_.follow(store_.epoch());
  live_.drop_machine(machine);
}

TokenHolder Engine::require_holder(const aws::CallContext& context, WriteTransaction& tx, const std::string& token) {
  const auto read = asl::read_task_token(token);
  const auto execution = read ? find_execution(tx, read->execution_arn) : std::nullopt;
  if (!execution) throw invalid_token();
  asl::ExecutionInfo info;
  info.execution_arn = execution->arn;
  info.token_secret = execution->token_secret;
  const StatesArn arn = parse_arn(execution->arn, "execution");
  const bool own = arn.account == context.account && arn.region == context.region;
  if (!own || asl::task_token(info, read->task) != token) throw invalid_token();
  live_.follow(store_.epoch());
  const auto live = execution->status == Status::kRunning ? live_.get(tx, execution->id) : nullptr;
  if (!live || !live->execution.waits_for(read->task)) throw task_timed_out();
  return {.execution = execution->id, .task = read->task};
}

std::optional<ActivityTask> Engine::take_activity_task(WriteTransaction& tx, const std::string& activity_arn,
                                                       const std::string& worker_name) {
  auto task = stepfunctions::take_activity_task(tx, activity_arn);
  if (task) step(tx, task->execution, asl::TaskStarted{.task = task->task, .worker_name = worker_name});
  return task;
}

awaitable<bool> Engine::wait_for_end(std::string execution_arn, std::chrono::steady_clock::time_point deadline) {
  auto executor = co_await boost::asio::this_coro::executor;
  auto waiter = waiters_->listen(execution_arn, executor, deadline);
  auto has_ended = [&execution_arn](store::ReadTransaction& tx) {
    const auto status = find_status(tx, execution_arn);
    return status && *status != Status::kRunning;
  };
  const bool already = co_await store_.read(has_ended);
  if (already) co_return true;
  {
    const aws::Rest rest(clock_);
    co_await Waiters::wait(std::move(waiter));
  }
  const bool ended = co_await store_.read(has_ended);
  co_return ended;
}

awaitable<void> Engine::run_task(store::Job job) {
  const uint64_t epoch = store_.epoch();
  const JobKey key = JobKey::parse(job.key);
  TaskRequest request = TaskRequest::from_text(job.payload);
  TaskResult result = co_await perform(ports_, std::move(request));
  auto work = [this, epoch, &job, &key, &result](WriteTransaction& tx) {
    if (!complete(tx, epoch, job)) return;
    const Watch started{
        .child_arn = result.child, .execution = key.execution, .task = key.id, .as_json = result.child_as_json};
    step(tx, key.execution, happening(key.id, std::move(result)));
    if (!started.child_arn.empty()) watch(tx, started);
  };
  co_await store_.write(std::move(work));
}

awaitable<void> Engine::fire_timer(store::Job job) {
  const uint64_t epoch = store_.epoch();
  const JobKey key = JobKey::parse(job.key);
  auto work = [this, epoch, &job, &key](WriteTransaction& tx) {
    if (complete(tx, epoch, job)) step(tx, key.execution, asl::TimerFired{key.id});
  };
  co_await store_.write(std::move(work));
}

/// The effect of a job happens once: not where this says that the job is gone, or the database another since it began.
bool Engine::complete(WriteTransaction& tx, uint64_t epoch, const store::Job& job) {
  return epoch == store_.epoch() && store_.jobs().complete(tx, job.id);
}

// ---- executions that wait for others -------------------------------------------------------------------------------

void Engine::watch(WriteTransaction& tx, const Watch& watch) {
  live_.follow(store_.epoch());
  const auto live = live_.get(tx, watch.execution);
  if (!live || !live->execution.waits_for(watch.task)) return;
  const auto status = find_status(tx, watch.child_arn);
  if (status == Status::kRunning)
    insert_watch(tx, watch);
  else
    tell_of_end(tx, watch);
}

/// In a transaction of its own, so that a chain of ends is no recursion.
void Engine::tell_of_end(WriteTransaction& tx, const Watch& watch) {
  const std::string key = JobKey{.execution = watch.execution, .id = watch.task}.text();
  store_.jobs().enqueue(tx, kChildJob, key, (watch.as_json ? "2" : "1") + watch.child_arn);
}

awaitable<void> Engine::end_child(store::Job job) {
  const uint64_t epoch = store_.epoch();
  const JobKey key = JobKey::parse(job.key);
  auto work = [this, epoch, &job, &key](WriteTransaction& tx) {
    if (!complete(tx, epoch, job)) return;
    const Watch watch{.child_arn = job.payload.substr(1),
                      .execution = key.execution,
                      .task = key.id,
                      .as_json = job.payload.starts_with('2')};
    const auto child = find_execution(tx, watch.child_arn);
    if (child) {
      step(tx, key.execution, end_of_child(watch, *child));
    } else {
      step(tx, key.execution,
           asl::TaskFailed{.task = key.id,
                           .error = "States.TaskFailed",
                           .cause = "Execution Does Not Exist: '" + watch.child_arn + "'"});
    }
  };
  co_await store_.write(std::move(work));
}

/// Ends what can be ended: what was started for the task is stopped.
void Engine::cancel_task(WriteTransaction& tx, ExecutionId execution, asl::TaskId task) {
  outside_.end(tx, execution, task);
  const std::string key = JobKey{.execution = execution, .id = task}.text();
  store_.jobs().cancel(tx, kTaskJob, key);
  store_.jobs().cancel(tx, kChildJob, key);
  delete_activity_task(tx, execution, task);
  map_runs_.cancel(tx, execution, task);
  const auto watch = take_watch_by(tx, execution, task);
  const auto child = watch ? find_execution(tx, watch->child_arn) : std::nullopt;
  if (child && child->status == Status::kRunning) stop(tx, child->id, std::nullopt, std::nullopt);
}

// ---- an execution's steps ------------------------------------------------------------------------------------------

void Engine::step(WriteTransaction& tx, ExecutionId id, Happening what) {
  live_.follow(store_.epoch());
  auto live = live_.get(tx, id);
  if (live) advance(tx, live, std::move(what));
}

void Engine::advance(WriteTransaction& tx, const std::shared_ptr<LiveExecution>& live, Happening what) {
  const aws::TimeMs now = std::max(clock_.now(), live->last.time);
  const asl::TaskId task = ended_task(what);
  try {
    asl::Effects effects = live->execution.apply({.time = now, .seed = ports_.ids.next(), .what = std::move(what)});
    if (live->machine_deleting && !effects.outcome) {
      append(effects, live->execution.apply({.time = now, .seed = ports_.ids.next(), .what = asl::StopRequested{}}));
    }
    if (task != 0 && !live->execution.waits_for(task)) outside_.end(tx, live->id, task);
    record(tx, live, effects, now);
  } catch (...) {
    live_.drop(live->id);  // it has run ahead of what this transaction will leave behind
    throw;
  }
}

void Engine::record(WriteTransaction& tx, const std::shared_ptr<LiveExecution>& live, const asl::Effects& effects,
                    aws::TimeMs now) {
  if (!live->express) insert_events(tx, live->id, effects.history);
  for (const asl::Command& command : effects.commands) issue(tx, *live, command);
  const asl::Execution::Changes changes = live->execution.take_changes();
  if (effects.outcome) {
    finish(tx, *live, *effects.outcome, now);
  } else {
    store_frames(tx, live->id, changes);
    live->stored = true;
    for (const asl::StoredFrame& frame : changes.changed) live->weight = std::max(live->weight, frame.state.size());
  }

  if (!effects.history.empty())
    live->last = {.id = effects.history.back().id, .time = now};
  else
    live->quiet_step = true;
  ++live->uncommitted;
  live_.keep(live);
  if (!live->reporter) live->reporter.emplace(reports_, live->subject);
  Report report = live->reporter->read(effects.history);
  tx.after_commit(
      [live, report = std::move(report), ended = effects.outcome.has_value(), waiters = waiters_]() mutable {
        if (--live->uncommitted == 0) live->quiet_step = false;
        live->reporter->send(std::move(report));
        if (ended) waiters->notify(live->arn);
      });
}

void Engine::issue(WriteTransaction& tx, const LiveExecution& live, const asl::Command& command) {
  store::Jobs& jobs = store_.jobs();
  const auto key = [&live](uint64_t id) { return JobKey{.execution = live.id, .id = id}.text(); };
  if (const auto* invoke = std::get_if<asl::InvokeTask>(&command)) {
    issue_task(tx, live, *invoke);
  } else if (const auto* run = std::get_if<asl::StartMapRun>(&command)) {
    map_runs_.begin(tx, live.id, *run);
  } else if (const auto* cancel = std::get_if<asl::CancelTask>(&command)) {
    cancel_task(tx, live.id, cancel->task);
  } else if (const auto* timer = std::get_if<asl::StartTimer>(&command)) {
    jobs.enqueue(tx, kTimerJob, key(timer->timer), "", timer->at);
  } else if (const auto* stale = std::get_if<asl::CancelTimer>(&command)) {
    jobs.cancel(tx, kTimerJob, key(stale->timer));
  }
}

/// An activity's task waits for a worker; all others are jobs.
void Engine::issue_task(WriteTransaction& tx, const LiveExecution& live, const asl::InvokeTask& invoke) {
  auto mock = mocks_.take(tx, live.id, live.machine_arn, invoke.state_name);
  if (!mock && !invoke.token.empty()) outside_.begin(tx, live.id, invoke.task);
  if (!mock && is_activity(invoke.resource) && find_activity(tx, invoke.resource)) {
    insert_activity_task(
        tx, invoke.resource,
        {.execution = live.id, .task = invoke.task, .token = invoke.token, .input = json::write(invoke.parameters)});
    tx.after_commit([waiters = waiters_, arn = invoke.resource] { waiters->notify(arn); });
    return;
  }
  const TaskRequest request{.execution_arn = live.arn,
                            .state_machine_arn = live.machine_arn,
                            .role_arn = live.role_arn,
                            .state_name = invoke.state_name,
                            .task = invoke.task,
                            .resource = invoke.resource,
                            .parameters = invoke.parameters,
                            .mock = mock ? std::move(*mock) : json::Value()};
  store_.jobs().enqueue(tx, kTaskJob, JobKey{.execution = live.id, .id = invoke.task}.text(), request.to_text());
}

void Engine::finish(WriteTransaction& tx, const LiveExecution& live, const asl::Outcome& outcome, aws::TimeMs now) {
  finish_execution(tx, live.id, now, outcome);
  if (live.stored) delete_frames(tx, live.id);
  if (live.express)
    delete_execution(tx, live.id);
  else if (outcome.status != asl::Outcome::Status::kSucceeded)
    store_frames(tx, live.id, {.changed = live.execution.redrive_frames(), .removed = {}});
  if (live.map_run != 0) map_runs_.child_ended(tx, live.map_run, live.map_index, outcome, now);
  for (const Watch& watch : take_watches_of(tx, live.arn)) tell_of_end(tx, watch);
  if (live.machine_deleting && !has_running_executions(tx, live.machine)) {
    delete_machine(tx, live.machine, live.machine_arn);
  }
}

}  // namespace cloudling::stepfunctions
