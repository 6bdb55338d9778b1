#pragma once

// What goes into an execution and what comes out of it. Plain values: the shell (emulators/stepfunctions)
// performs commands, stores history, and feeds back what happened as events.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::asl {

/// Milliseconds since the Unix epoch, on the virtual clock.
using TimeMs = int64_t;

/// Names a task or a timer within one execution, from 1; never used twice in it.
using TaskId = uint64_t;
using TimerId = uint64_t;

// ---- events: what happened ------------------------------------------------------------------------------------

/// The execution begins. Always the first event, once.
struct Started {};

/// A worker took the task (activities only: other tasks count as started when they are scheduled).
struct TaskStarted {
  TaskId task = 0;
  std::string worker_name;
};

/// The integration accepted the request of a `.sync` or `.waitForTaskToken` task; its answer goes into TaskSubmitted.
struct TaskSubmitted {
  TaskId task = 0;
  json::Value output;
};

/// The task's result, as the integration shapes it (before ResultSelector). One that came with the task's token waits
/// for TaskSubmitted, where that has not come yet.
struct TaskSucceeded {
  TaskId task = 0;
  json::Value output;
  bool by_token = false;
};

/// The task failed with AWS's error name and cause text (either may be absent, as for a Fail without them).
struct TaskFailed {
  TaskId task = 0;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  bool by_token = false;
};

/// The task could not even be scheduled (an activity that does not exist).
struct TaskScheduleFailed {
  TaskId task = 0;
  std::string error;
  std::string cause;
};

/// A sign of life for a task with HeartbeatSeconds: the execution re-arms its heartbeat timer.
struct TaskHeartbeat {
  TaskId task = 0;
};

/// A timer that a StartTimer command armed has come due. A stale one (already cancelled) is ignored.
struct TimerFired {
  TimerId timer = 0;
};

/// StopExecution was called.
struct StopRequested {
  std::optional<std::string> error;
  std::optional<std::string> cause;
};

/// RedriveExecution was called: what failed, or was cut short, runs again. The first event after the execution was
/// loaded from its redrive frames.
struct Redriven {};

/// The map run of a StartMapRun command has ended: the Map's result, or the error that it fails with.
struct MapRunEnded {
  TaskId task = 0;
  std::optional<json::Value> output;
  std::string error;
  std::string cause;
};

/// One event. `time` never goes back; `seed` is the only randomness an event brings (jitter, States.UUID,
/// States.MathRandom): the same events in the same order give the same history, byte for byte.
struct Event {
  TimeMs time = 0;
  uint64_t seed = 0;
  std::variant<Started, TaskStarted, TaskSubmitted, TaskSucceeded, TaskFailed, TaskScheduleFailed, TaskHeartbeat,
               TimerFired, StopRequested, Redriven, MapRunEnded>
      what;
};

// ---- effects: what follows -------------------------------------------------------------------------------------

/// One event of the history, as GetExecutionHistory shows it. The names are constants of the program.
struct HistoryEvent {
  int64_t id = 0;           ///< from 1, without gaps
  int64_t previous_id = 0;  ///< 0 for the first, else the event it follows from
  TimeMs time = 0;
  std::string_view type;          ///< AWS's name, e.g. "TaskStateEntered"
  std::string_view details_name;  ///< e.g. "stateEnteredEventDetails"; empty where the type has none
  std::string details;            ///< JSON text, members as the API spells them; empty where the type has none
};

/// Perform a task and report TaskSucceeded or TaskFailed. Also issued again, unchanged, after a crash.
struct InvokeTask {
  TaskId task = 0;
  std::string state_name;
  std::string resource;     ///< the Resource ARN as the definition has it
  json::Value parameters;   ///< the effective input of the task
  json::Value credentials;  ///< evaluated Credentials, null without
  std::string token;  ///< the task token that the context object showed; empty unless .waitForTaskToken or activity
};

/// The task's result no longer matters (timed out, branch failed, stopped): end what can be ended.
struct CancelTask {
  TaskId task = 0;
};

/// Report TimerFired at the time `at`, or at once where that is past.
struct StartTimer {
  TimerId timer = 0;
  TimeMs at = 0;
};

struct CancelTimer {
  TimerId timer = 0;
};

/// Run each item of a distributed Map as an execution of its own and report MapRunEnded. `plan` has all that the
/// Map's fields gave (asl/map_run/plan.h). One that is redriven goes on with the run of that ARN, and its children that
/// had not succeeded.
struct StartMapRun {
  TaskId task = 0;
  std::string state_name;
  std::string arn;
  json::Value plan;
  bool redriven = false;
};

using Command = std::variant<InvokeTask, CancelTask, StartTimer, CancelTimer, StartMapRun>;

/// How an execution ended.
struct Outcome {
  enum class Status { kSucceeded, kFailed, kTimedOut, kAborted };
  Status status = Status::kSucceeded;
  std::string output;  ///< JSON text; of kSucceeded only
  std::optional<std::string> error;
  std::optional<std::string> cause;
};

struct Effects {
  std::vector<HistoryEvent> history;
  std::vector<Command> commands;
  std::optional<Outcome> outcome;  ///< present once, with the event that ended the execution
};

}  // namespace cloudling::asl
