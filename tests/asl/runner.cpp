#include "tests/asl/runner.h"

#include <algorithm>
#include <stdexcept>

#include "asl/map_run/item_reader.h"
#include "asl/map_run/plan.h"

namespace cloudling::asl {
namespace {

constexpr size_t kMaxEvents = 100'000;

class Runner {
 public:
  Runner(const std::shared_ptr<const Definition>& definition, const ExecutionInfo& info, Script script, bool reload,
         const Objects& objects)
      : definition_(definition),
        objects_(objects),
        info_(info),
        script_(std::move(script)),
        reload_(reload),
        execution_(definition, info) {}

  RunResult run() {
    now_ = info_.start_time;
    apply(Started{});
    for (size_t events = 0; !execution_.ended(); ++events) {
      if (events > kMaxEvents) throw std::runtime_error("the execution does not end");
      if (!map_runs_.empty()) {
        end_map_run();
        continue;
      }
      const auto task = std::ranges::find_if(tasks_, [this](const auto& entry) { return ends(entry.second); });
      if (task != tasks_.end()) {
        end_task(InvokeTask(task->second));
      } else if (!timers_.empty()) {
        fire_next();
      } else {
        throw std::runtime_error("the execution waits for nothing");
      }
    }
    return std::move(result_);
  }

 private:
  bool ends(const InvokeTask& task) const {
    const auto found = script_.find(task.state_name);
    if (found == script_.end() || found->second.empty()) {
      throw std::runtime_error("the script has no end for a task of state " + task.state_name);
    }
    return found->second.front().how != TaskEnd::How::kNever;
  }

  void fire_next() {
    const auto next = std::ranges::min_element(timers_, {}, [](const auto& timer) { return timer.second; });
    now_ = std::max(now_, next->second);
    const TimerId timer = next->first;
    timers_.erase(next);
    apply(TimerFired{timer});
  }

  void end_task(const InvokeTask& task) {
    auto& ends = script_.at(task.state_name);
    const TaskEnd end = ends.front();
    ends.pop_front();
    if (task.resource.find(":activity:") != std::string::npos) apply(TaskStarted{task.task, "worker"});
    if (task.resource.ends_with(".waitForTaskToken")) apply(TaskSubmitted{task.task, json::Value::object()});
    tasks_.erase(task.task);
    if (end.how == TaskEnd::How::kFails) {
      apply(TaskFailed{task.task, end.error, end.cause});
    } else {
      apply(TaskSucceeded{task.task, end.output});
    }
  }

  /// Each item as an execution of its own; the first that fails beyond what is tolerated fails the run.
  void end_map_run() {
    const StartMapRun run = map_runs_.begin()->second;
    map_runs_.erase(map_runs_.begin());
    apply(map_run_end(run));
  }

  MapRunEnded map_run_end(const StartMapRun& run) {
    const auto fails = [&run](const Failure& failure) {
      return MapRunEnded{run.task, std::nullopt, failure.error.value_or(""), failure.cause.value_or("")};
    };
    auto items = items_of(run.plan);
    if (auto* failure = std::get_if<Failure>(&items)) return fails(*failure);
    auto inputs =
        child_inputs(*definition_->find_map(run.state_name), run.plan, std::get<std::vector<json::Value>>(items), 1);
    if (auto* failure = std::get_if<Failure>(&inputs)) return fails(*failure);
    const auto child = processor_of(*definition_, run.state_name);
    int64_t failed = 0;
    int64_t total = 0;
    json::Value outputs = json::Value::array();
    for (const ChildInput& input : std::get<std::vector<ChildInput>>(inputs)) {
      ExecutionInfo info = info_;
      info.input = input.text;
      Runner runner(child, info, std::move(script_), reload_, objects_);
      const RunResult result = runner.run();
      script_ = std::move(runner.script_);
      total += input.items;
      if (result.outcome->status != Outcome::Status::kSucceeded)
        failed += input.items;
      else
        outputs.push_back(json::parse(result.outcome->output).value());
    }
    if (Tolerance::of(run.plan).exceeded_by(failed, total)) {
      return {run.task, std::nullopt, "States.ExceedToleratedFailureThreshold",
              "The specified tolerated failure threshold was exceeded"};
    }
    return {run.task, std::move(outputs), "", ""};
  }

  ItemsOrFailure items_of(const json::Value& plan) {
    const json::Value* reader = json::find(plan, "ItemReader");
    if (reader == nullptr) {
      const json::Value& items = plan.at("Items");
      return std::vector<json::Value>(items.begin(), items.end());
    }
    const json::Value& parameters = reader->at("Parameters");
    const auto body =
        objects_.find(parameters.at("Bucket").get<std::string>() + "/" + parameters.at("Key").get<std::string>());
    if (body == objects_.end()) return item_reader_failure("no such object in the case");
    return read_items(body->second, reader->at("ReaderConfig"));
  }

  void apply(decltype(Event::what) what) {
    Effects effects = execution_.apply({now_, ++seed_, std::move(what)});
    std::ranges::move(effects.history, std::back_inserter(result_.history));
    for (const Command& command : effects.commands) perform(command);
    if (effects.outcome) result_.outcome = std::move(effects.outcome);
    if (reload_) store_and_load();
  }

  void perform(const Command& command) {
    if (const auto* invoke = std::get_if<InvokeTask>(&command)) {
      tasks_.emplace(invoke->task, *invoke);
      result_.invoked.push_back(*invoke);
    }
    if (const auto* run = std::get_if<StartMapRun>(&command)) map_runs_.emplace(run->task, *run);
    if (const auto* timer = std::get_if<StartTimer>(&command)) timers_[timer->timer] = timer->at;
    if (const auto* timer = std::get_if<CancelTimer>(&command)) timers_.erase(timer->timer);
    if (const auto* cancel = std::get_if<CancelTask>(&command)) {
      map_runs_.erase(cancel->task);
      if (const auto task = tasks_.find(cancel->task); task != tasks_.end()) {
        auto& ends = script_.at(task->second.state_name);
        if (!ends.empty() && ends.front().how == TaskEnd::How::kNever) ends.pop_front();
        tasks_.erase(task);
      }
    }
  }

  void store_and_load() {
    const Execution::Changes changes = execution_.take_changes();
    for (const StoredFrame& frame : changes.changed) {
      stored_[frame.frame] = frame.state;
      result_.stored_bytes += frame.state.size();
    }
    for (const FrameId id : changes.removed) {
      if (stored_.erase(id) == 0) throw std::runtime_error("a frame was removed that was never stored");
    }
    if (execution_.ended()) {
      if (!stored_.empty()) throw std::runtime_error("frames are left after the end");
      return;
    }
    std::vector<StoredFrame> frames;
    for (const auto& [id, state] : stored_) frames.push_back({id, state});
    execution_ = Execution::load(definition_, info_, frames);
    check_open_commands();
  }

  void check_open_commands() const {
    size_t tasks = 0;
    size_t timers = 0;
    for (const Command& command : execution_.open_commands()) {
      if (const auto* invoke = std::get_if<InvokeTask>(&command)) {
        const auto& issued = tasks_.at(invoke->task);
        const bool same = issued.parameters == invoke->parameters && issued.token == invoke->token &&
                          issued.resource == invoke->resource && issued.state_name == invoke->state_name &&
                          issued.credentials == invoke->credentials;
        if (!same) throw std::runtime_error("a task is issued again with other contents");
        ++tasks;
      } else if (const auto* timer = std::get_if<StartTimer>(&command)) {
        if (timers_.at(timer->timer) != timer->at) throw std::runtime_error("a timer is armed for another time");
        ++timers;
      }
    }
    if (tasks != tasks_.size() || timers != timers_.size()) throw std::runtime_error("an open command was lost");
  }

  std::shared_ptr<const Definition> definition_;
  const Objects& objects_;
  ExecutionInfo info_;
  Script script_;
  bool reload_;
  Execution execution_;
  std::map<TaskId, InvokeTask> tasks_;
  std::map<TaskId, StartMapRun> map_runs_;
  std::map<TimerId, TimeMs> timers_;
  std::map<FrameId, std::string> stored_;
  RunResult result_;
  TimeMs now_ = 0;
  uint64_t seed_ = 0;
};

}  // namespace

RunResult run_execution(const std::shared_ptr<const Definition>& definition, const ExecutionInfo& info, Script script,
                        bool reload, const Objects& objects) {
  return Runner(definition, info, std::move(script), reload, objects).run();
}

ExecutionInfo test_info(std::string input, bool express) {
  ExecutionInfo info;
  info.execution_arn = "arn:aws:states:us-east-1:000000000000:execution:machine:run";
  info.execution_name = "run";
  info.state_machine_arn = "arn:aws:states:us-east-1:000000000000:stateMachine:machine";
  info.state_machine_name = "machine";
  info.role_arn = "arn:aws:iam::000000000000:role/r";
  info.input = std::move(input);
  info.start_time = 1'700'000'000'000;
  info.express = express;
  info.token_secret = "secret";
  return info;
}

std::string history_text(const std::vector<HistoryEvent>& history) {
  std::string out;
  for (const HistoryEvent& event : history) {
    out += std::to_string(event.id) + " " + std::to_string(event.previous_id) + " " + std::to_string(event.time) + " " +
           std::string(event.type) + " " + std::string(event.details_name) + " " + event.details + "\n";
  }
  return out;
}

}  // namespace cloudling::asl
