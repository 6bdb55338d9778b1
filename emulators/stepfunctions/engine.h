#pragma once

// The shell around asl::Execution: it takes what happened, lets the execution say what follows, and sees to it.
//
// In one write transaction: the execution takes the event; the history, the frames that changed, the outcome and a
// durable job for each command are stored. After the commit the jobs run: a task's job performs it and feeds its result
// back, a timer's job fires it, each in a transaction that also completes the job, so that the effect happens once.
// So recovery after a crash is that of the jobs, and nothing else.
//
// Functions that take a transaction run on the store's writer thread; wait_for_end() runs anywhere. Must outlive
// store.stop(). The handlers are registered by the constructor, before the jobs start.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/stepfunctions/activities_store.h"
#include "emulators/stepfunctions/children.h"
#include "emulators/stepfunctions/integrations.h"
#include "emulators/stepfunctions/live_executions.h"
#include "emulators/stepfunctions/map_runs.h"
#include "emulators/stepfunctions/mocked_tasks.h"
#include "emulators/stepfunctions/outside_tasks.h"
#include "emulators/stepfunctions/waiters.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::stepfunctions {

/// The task that a token stands for.
struct TokenHolder {
  ExecutionId execution = 0;
  asl::TaskId task = 0;
};

class Engine {
 public:
  using Happening = decltype(asl::Event::what);

  Engine(store::Store& store, TaskPorts ports, aws::Clock& clock, ReportPorts reports, const MockedTasks& mocks);

  /// Begins a new execution, whose row is stored already, with the event Started.
  void start(store::WriteTransaction& tx, const ExecutionRow& row, const Revision& revision);

  /// Stops a running execution.
  void stop(store::WriteTransaction& tx, ExecutionId id, std::optional<std::string> error,
            std::optional<std::string> cause);

  /// Opens an execution that had failed again, and goes on from what had failed.
  void redrive(store::WriteTransaction& tx, const ExecutionRow& execution, aws::TimeMs now,
               std::optional<std::string> client_token);

  /// The machine was marked as deleting: its executions end at their next transition.
  void machine_is_deleting(store::WriteTransaction& tx, MachineId machine);

  /// Something happened to a running execution; nothing follows where it has ended.
  void step(store::WriteTransaction& tx, ExecutionId id, Happening what);

  /// The open task of the token. Throws InvalidToken where it is none, TaskTimedOut where its task is over.
  TokenHolder require_holder(const aws::CallContext& context, store::WriteTransaction& tx, const std::string& token);

  /// Hands the activity's oldest task to a worker; nothing where none waits.
  std::optional<ActivityTask> take_activity_task(store::WriteTransaction& tx, const std::string& activity_arn,
                                                 const std::string& worker_name);

  MapRuns& map_runs() { return map_runs_; }

  /// Begins to listen for tasks of an activity.
  std::shared_ptr<Waiter> listen(const std::string& activity_arn, boost::asio::any_io_executor executor,
                                 Waiters::Deadline deadline) {
    return waiters_->listen(activity_arn, std::move(executor), deadline);
  }

  /// Resumes when the execution has ended (true), or at the deadline, or when it is gone (false).
  boost::asio::awaitable<bool> wait_for_end(std::string execution_arn, std::chrono::steady_clock::time_point deadline);

 private:
  boost::asio::awaitable<void> run_task(store::Job job);
  boost::asio::awaitable<void> fire_timer(store::Job job);
  boost::asio::awaitable<void> end_child(store::Job job);
  bool complete(store::WriteTransaction& tx, uint64_t epoch, const store::Job& job);
  void watch(store::WriteTransaction& tx, const Watch& watch);
  void tell_of_end(store::WriteTransaction& tx, const Watch& watch);
  void cancel_task(store::WriteTransaction& tx, ExecutionId execution, asl::TaskId task);
  void advance(store::WriteTransaction& tx, const std::shared_ptr<LiveExecution>& live, Happening what);
  void record(store::WriteTransaction& tx, const std::shared_ptr<LiveExecution>& live, const asl::Effects& effects,
              aws::TimeMs now);
  void issue(store::WriteTransaction& tx, const LiveExecution& live, const asl::Command& command);
  void issue_task(store::WriteTransaction& tx, const LiveExecution& live, const asl::InvokeTask& invoke);
  void finish(store::WriteTransaction& tx, const LiveExecution& live, const asl::Outcome& outcome, aws::TimeMs now);

  store::Store& store_;
  TaskPorts ports_;
  aws::Clock& clock_;
  ReportPorts reports_;
  const MockedTasks& mocks_;
  LiveExecutions live_;
  MapRuns map_runs_;
  OutsideTasks outside_;
  std::shared_ptr<Waiters> waiters_;
};

}  // namespace cloudling::stepfunctions
