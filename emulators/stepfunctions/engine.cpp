#include "emulators/stepfunctions/engine.h"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <charconv>
#include <utility>
#include <variant>

#include "emulators/stepfunctions/integrations.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;
using store::WriteTransaction;

namespace {

constexpr const char* kTaskJob = "states.task";
constexpr const char* kTimerJob = "states.timer";
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

/// Appends what follows from a second event of the same moment.
void append(asl::Effects& effects, asl::Effects more) {
  std::ranges::move(more.history, std::back_inserter(effects.history));
  std::ranges::move(more.commands, std::back_inserter(effects.commands));
  if (more.outcome) effects.outcome = std::move(more.outcome);
}

}  // namespace

Engine::Engine(store::Store& store, aws::Caller& caller, aws::Clock& clock, aws::IdSource& ids, ReportPorts reports)
    : store_(store),
      caller_(caller),
      clock_(clock),
      ids_(ids),
      reports_(reports),
      waiters_(std::make_shared<Waiters>()) {
  store_.jobs().handle(kTaskJob, kParallelTasks, [this](store::Job job) { return run_task(std::move(job)); });
  store_.jobs().handle(kTimerJob, kParallelTimers, [this](store::Job job) { return fire_timer(std::move(job)); });
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

void Engine::redrive(WriteTransaction& tx, ExecutionId id) { step(tx, id, asl::Redriven{}); }

void Engine::machine_is_deleting(WriteTransaction&, MachineId machine) {
  live_.follow(store_.epoch());
  live_.drop_machine(machine);
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
  co_await Waiters::wait(std::move(waiter));
  const bool ended = co_await store_.read(has_ended);
  co_return ended;
}

awaitable<void> Engine::run_task(store::Job job) {
  const uint64_t epoch = store_.epoch();
  const asl::TaskId task = JobKey::parse(job.key).id;
  TaskRequest request = TaskRequest::from_text(job.payload);
  TaskResult result = co_await perform(caller_, ids_, std::move(request));
  Happening what;
  if (result.ok)
    what = asl::TaskSucceeded{.task = task, .output = std::move(result.output)};
  else
    what = asl::TaskFailed{.task = task, .error = std::move(result.error), .cause = std::move(result.cause)};
  auto work = [this, epoch, &job, &what](WriteTransaction& tx) { complete(tx, epoch, job, std::move(what)); };
  co_await store_.write(std::move(work));
}

awaitable<void> Engine::fire_timer(store::Job job) {
  const uint64_t epoch = store_.epoch();
  const asl::TimerId timer = JobKey::parse(job.key).id;
  auto work = [this, epoch, &job, timer](WriteTransaction& tx) { complete(tx, epoch, job, asl::TimerFired{timer}); };
  co_await store_.write(std::move(work));
}

/// The effect of a job, once: not where the job is gone, or the database another since it began.
void Engine::complete(WriteTransaction& tx, uint64_t epoch, const store::Job& job, Happening what) {
  if (epoch != store_.epoch() || !store_.jobs().complete(tx, job.id)) return;
  step(tx, JobKey::parse(job.key).execution, std::move(what));
}

void Engine::step(WriteTransaction& tx, ExecutionId id, Happening what) {
  live_.follow(store_.epoch());
  auto live = live_.get(tx, id);
  if (live) advance(tx, live, std::move(what));
}

void Engine::advance(WriteTransaction& tx, const std::shared_ptr<LiveExecution>& live, Happening what) {
  const aws::TimeMs now = std::max(clock_.now(), live->last.time);
  try {
    asl::Effects effects = live->execution.apply({.time = now, .seed = ids_.next(), .what = std::move(what)});
    if (live->machine_deleting && !effects.outcome) {
      append(effects, live->execution.apply({.time = now, .seed = ids_.next(), .what = asl::StopRequested{}}));
    }
    record(tx, live, effects, now);
  } catch (...) {
    live_.drop(live->id);  // it has run ahead of what this transaction will leave behind
    throw;
  }
}

void Engine::record(WriteTransaction& tx, const std::shared_ptr<LiveExecution>& live, const asl::Effects& effects,
                    aws::TimeMs now) {
  for (const asl::HistoryEvent& event : effects.history) insert_event(tx, live->id, event);
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
  const auto task = [&](asl::TaskId id, const std::string& state, const std::string& resource,
                        const json::Value& parameters) {
    const TaskRequest request{.execution_arn = live.arn,
                              .state_machine_arn = live.machine_arn,
                              .role_arn = live.role_arn,
                              .state_name = state,
                              .resource = resource,
                              .parameters = parameters};
    jobs.enqueue(tx, kTaskJob, key(id), request.to_text());
  };
  if (const auto* invoke = std::get_if<asl::InvokeTask>(&command)) {
    task(invoke->task, invoke->state_name, invoke->resource, invoke->parameters);
  } else if (const auto* read = std::get_if<asl::ReadItems>(&command)) {
    task(read->task, "", read->resource, read->parameters);
  } else if (const auto* cancel = std::get_if<asl::CancelTask>(&command)) {
    jobs.cancel(tx, kTaskJob, key(cancel->task));
  } else if (const auto* timer = std::get_if<asl::StartTimer>(&command)) {
    jobs.enqueue(tx, kTimerJob, key(timer->timer), "", timer->at);
  } else if (const auto* stale = std::get_if<asl::CancelTimer>(&command)) {
    jobs.cancel(tx, kTimerJob, key(stale->timer));
  }
}

void Engine::finish(WriteTransaction& tx, const LiveExecution& live, const asl::Outcome& outcome, aws::TimeMs now) {
  finish_execution(tx, live.id, now, outcome);
  if (live.stored) delete_frames(tx, live.id);
  if (outcome.status != asl::Outcome::Status::kSucceeded) {
    store_frames(tx, live.id, {.changed = live.execution.redrive_frames(), .removed = {}});
  }
  if (live.machine_deleting && !has_running_executions(tx, live.machine)) {
    delete_machine(tx, live.machine, live.machine_arn);
  }
}

}  // namespace cloudling::stepfunctions
