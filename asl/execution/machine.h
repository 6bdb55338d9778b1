#pragma once

// The interpreter: one step machine, as asl/execution/execution.h describes it. Inner to asl/execution.
//
// apply() turns an event into calls of the methods below; they change frames and collect history and commands. Frames
// that can go on wait in header_.ready and are run one state at a time, in turn, which is how branches interleave.

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "asl/execution/data_flow.h"
#include "asl/execution/frame.h"
#include "asl/execution/history.h"
#include "asl/execution/inspection.h"
#include "asl/execution/query.h"

namespace cloudling::asl {

/// What a state's expressions see besides the input: `$states.result`, `$states.errorOutput`, another
/// `$states.context`.
struct QueryInput {
  const Data* result = nullptr;
  const Data* error = nullptr;
  std::function<json::Value()> context = {};
};

/// What happens to a task, as the names of its events have it.
enum class TaskEvent { kScheduled, kScheduleFailed, kSucceeded, kFailed, kTimedOut };

class Machine {
 public:
  Machine(std::shared_ptr<const Definition> definition, ExecutionInfo info);

  Effects apply(const Event& event);
  bool ended() const { return header_.ended; }
  void inspect(Inspection& inspection) { inspection_ = &inspection; }
  bool waits_for(TaskId task) const { return tasks_.contains(task); }
  Execution::Changes take_changes();
  void restore(const std::vector<StoredFrame>& frames);
  std::vector<Command> open_commands() const;
  std::vector<StoredFrame> redrive_frames() const;

 private:
  // machine.cpp: events and the run of states.
  void take(const Started& event);
  void take(const TaskStarted& event);
  void take(const TaskSubmitted& event);
  void take(const TaskSucceeded& event);
  void take(const TaskFailed& event);
  void take(const TaskScheduleFailed& event);
  void take(const TaskHeartbeat& event);
  void take(const TimerFired& event);
  void take(const StopRequested& event);
  void take(const Redriven& event);
  void begin_timeout();
  void take(const MapRunEnded& event);
  void run();
  void enter(Frame& frame);
  void begin_state(Frame& frame);
  void leave(Frame& frame, const Data& output, StateIndex next, int64_t previous,
             const std::optional<Data>& variables = std::nullopt);
  void finish(Frame& frame, const Data& output);
  void end(Outcome outcome);

  // redrive.cpp
  void keep_for_redrive(FrameId failed);
  bool is_handled(const Frame& frame, const Failure& failure) const;

  // simple_states.cpp
  void run_pass(Frame& frame);
  void run_choice(Frame& frame);
  void run_wait(Frame& frame);
  void run_fail(Frame& frame);
  void pass_through(Frame& frame);
  void complete(Frame& frame, const Data& result, int64_t previous);
  DataOrFailure effective_input(Frame& frame);
  DataOrFailure selected(Frame& frame, const Data& result);
  DataOrFailure output_of(Frame& frame, const Data& selected);
  void choose(Frame& frame, const ChoiceState::Branch& branch, const Data& input);
  DataOrFailure choice_output(Frame& frame, const std::optional<QueryTemplate>& output, const Data& input);
  std::variant<bool, Failure> holds(Frame& frame, const ChoiceState::Branch& branch, const DataScope& scope);
  void wait_until(Frame& frame, TimeMs until);
  void run_wait_query(Frame& frame, const WaitState& wait);

  // variables.cpp
  const json::Value* variable(const Frame& frame, const std::string& name) const;
  json::Value variables(const Frame& frame) const;
  Surroundings surroundings(const Frame& frame) const;
  jsonata::Bindings bindings(const Frame& frame, const QueryInput& given);
  std::variant<json::Value, Failure> query(const Frame& frame, const QueryTemplate& query, const QueryInput& given = {},
                                           std::string_view type = "");
  DataOrFailure query_data(const Frame& frame, const QueryTemplate& query, const QueryInput& given = {});
  std::variant<std::optional<Data>, Failure> assigned(const Frame& frame, const Assignment& assign, const Data& result,
                                                      const QueryInput& given);
  void assign(Frame& frame, const std::optional<Data>& values);

  // task_state.cpp
  void begin_task(Frame& frame);
  void schedule(Frame& frame, const Data& input, std::optional<Data> credentials);
  std::variant<int64_t, Failure> seconds(const Frame& frame, const Quantity& quantity, std::string_view field);
  void task_timed_out(Frame& frame, const std::string& error);
  void task_failed(Frame& frame, const std::optional<std::string>& error, const std::optional<std::string>& cause);
  void record_task_end(Frame& frame, TaskEvent how, Details&& details);
  void close_task(Frame& frame, bool cancel);
  void arm_heartbeat(Frame& frame);
  void start_clocks(Frame& frame);
  bool keeps_for_later(Frame& frame, json::Value end);

  // containers.cpp: Parallel and Map.
  void begin_parallel(Frame& frame);
  void begin_map(Frame& frame);
  std::optional<Failure> prepare_map(Frame& frame);
  std::variant<json::Value, Failure> items_of(Frame& frame);
  bool start_iteration(Frame& frame, int64_t previous);
  Frame& add_child(Frame& parent, const Program& program, const Data& input, int64_t last_event);
  void child_finished(Frame& child);
  void container_finished(Frame& frame, int64_t previous);
  void remove_children(Frame& frame);
  void abort_children(Frame& frame);
  void abort(Frame& frame);
  std::optional<Failure> restore_container(Frame& frame);

  // distributed_map.cpp
  void begin_map_run(Frame& frame);
  void redrive_map_run(Frame& frame);
  std::variant<json::Value, Failure> map_run_plan(Frame& frame);
  void add_selection(const Frame& frame, json::Value& plan) const;
  std::optional<Failure> plan_stand_in(Frame& frame);
  std::optional<Failure> note_inputs(const Frame& frame, json::Value plan, const json::Value& items);
  std::string map_run_arn(const DistributedMap& map);

  // failures.cpp
  void fail(Frame& frame, Failure failure);
  bool retry(Frame& frame, const Failure& failure);
  bool catch_failure(Frame& frame, Failure& failure);
  void propagate(Frame& frame);
  void record_evaluation(Frame& frame, Failure& failure);
  void fail_execution(int64_t previous, const Failure& failure);

  // Shared.
  Frame* find_task(TaskId task, StateType type = StateType::kTask);
  TimerId arm(FrameId frame, TimeMs at);
  void disarm(TimerId& timer);
  void make_ready(Frame& frame);
  json::Value context(const Frame& frame) const;
  std::string region_of(const TaskResource& resource) const;
  void touch(Frame& frame) { frame.dirty = true; }
  void note(const char* stage, const Data& data) {
    if (inspection_ != nullptr) inspection_->note(stage, data);
  }
  bool stands_in(Frame& frame);

  std::shared_ptr<const Definition> definition_;
  ExecutionInfo info_;
  Data input_;
  Header header_;
  History history_;
  std::map<FrameId, Frame> frames_;
  std::unordered_map<TaskId, FrameId> tasks_;
  std::unordered_map<TimerId, FrameId> timers_;
  std::vector<FrameId> removed_;
  std::vector<Frame> redrivable_;  ///< as they were when the execution failed
  bool header_stored_ = false;
  bool header_dirty_ = true;
  size_t ready_at_ = 0;  // header_.ready is used up from here

  Inspection* inspection_ = nullptr;

  // Of the apply() under way.
  TimeMs now_ = 0;
  Random random_{0};
  Effects effects_;
  FrameId running_ = 0;
  std::optional<Data> failed_run_;  ///< the plan of the map run that the failing frame waited for
};

/// The context object of a frame's current state (Developer Guide, "Context object").
json::Value context_object(const ExecutionInfo& info, const Data& input, const Frame& frame, const Data* item,
                           int64_t index);

/// Whether ErrorEquals names the error, counting the wildcards States.ALL, States.TaskFailed and States.Timeout.
bool names_error(const std::vector<std::string>& names, const std::string& error);

/// Milliseconds until the retry after `attempts` earlier ones.
int64_t retry_delay_ms(const Retrier& retrier, int64_t attempts, Random& random);

}  // namespace cloudling::asl
