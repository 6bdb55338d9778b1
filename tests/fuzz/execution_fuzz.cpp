// Any sequence of events into an execution of one of a few machines: the first byte picks the machine, each of the
// others an event, for what is open or for nothing. The history's ids come without gaps and look back, its times never
// do, the end comes once and is the last that happens, and storing after any event changes nothing.

#include <array>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "asl/execution/execution.h"

namespace {

using namespace cloudling;
using What = decltype(asl::Event::what);

constexpr std::array kMachines = {
    R"({"StartAt": "T", "TimeoutSeconds": 60, "States": {
        "T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f", "TimeoutSeconds": 5,
              "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 2, "JitterStrategy": "FULL"},
                        {"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 3, "BackoffRate": 1.5}],
              "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.caught", "Next": "W"}], "Next": "W"},
        "W": {"Type": "Wait", "Seconds": 2, "Next": "C"},
        "C": {"Type": "Choice", "Choices": [{"Variable": "$.caught", "IsPresent": true, "Next": "F"}], "Default": "T"},
        "F": {"Type": "Fail", "ErrorPath": "$.caught.Error"}}})",
    R"({"StartAt": "Q", "States": {
        "Q": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "HeartbeatSeconds": 3,
              "Parameters": {"QueueUrl": "q", "MessageBody": {"token.$": "$$.Task.Token"}}, "Next": "A",
              "Retry": [{"ErrorEquals": ["States.HeartbeatTimeout"], "MaxAttempts": 1}]},
        "A": {"Type": "Task", "Resource": "arn:aws:states:us-east-1:000000000000:activity:a", "HeartbeatSeconds": 4,
              "TimeoutSeconds": 9, "End": true}}})",
    R"({"StartAt": "P", "States": {"P": {"Type": "Parallel", "Next": "S",
        "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}],
        "Catch": [{"ErrorEquals": ["E"], "Next": "S"}], "Branches": [
          {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "W",
              "Parameters": {"FunctionName": "f", "Payload.$": "$"}}, "W": {"Type": "Wait", "Seconds": 1, "End": true}}},
          {"StartAt": "M", "States": {"M": {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 2, "End": true,
              "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value"},
              "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Task", "End": true,
                  "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f",
                  "Retry": [{"ErrorEquals": ["E"]}]}}}}}}]},
        "S": {"Type": "Succeed"}}})",
    R"({"StartAt": "D", "States": {"D": {"Type": "Map", "ItemsPath": "$.items", "Next": "U",
        "ToleratedFailureCount": 1, "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 1}],
        "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "I",
            "States": {"I": {"Type": "Pass", "End": true}}}},
        "U": {"Type": "Pass", "Parameters": {"id.$": "$$.Execution.Name"}, "End": true}}})"};

const std::vector<std::shared_ptr<const asl::Definition>>& machines() {
  static const auto parsed = [] {
    std::vector<std::shared_ptr<const asl::Definition>> all;
    for (const char* text : kMachines) {
      all.push_back(asl::parse_definition(text).definition);
      if (!all.back()) std::abort();
    }
    return all;
  }();
  return parsed;
}

void require(bool holds) {
  if (!holds) std::abort();
}

asl::ExecutionInfo info_of() {
  asl::ExecutionInfo info;
  info.execution_arn = "arn:aws:states:us-east-1:000000000000:execution:m:e";
  info.state_machine_arn = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
  info.input = R"({"items": [1, "x", {"b": null}, [2]], "n": 2})";
  info.token_secret = "secret";
  return info;
}

/// The upper bits say what happens, the lower ones to which task or timer, open or not.
What event_of(uint8_t byte, const std::vector<asl::Command>& open) {
  const uint64_t target = byte & 15;
  asl::TaskId task = target;
  asl::TimerId timer = target;
  if (target < 12 && !open.empty()) {
    const asl::Command& command = open[target % open.size()];
    if (const auto* invoke = std::get_if<asl::InvokeTask>(&command)) task = invoke->task;
    if (const auto* run = std::get_if<asl::StartMapRun>(&command)) task = run->task;
    if (const auto* armed = std::get_if<asl::StartTimer>(&command)) timer = armed->timer;
  }
  const json::Value value = {{"items", {1, 2}}, {"task", task}};
  const std::array<What, 16> all = {
      asl::TaskSucceeded{task, value},
      asl::TaskSucceeded{task, value},
      asl::TaskSucceeded{task, value, true},
      asl::TaskFailed{task, "E", "cause"},
      asl::TaskFailed{task, std::nullopt, std::nullopt},
      asl::TaskFailed{task, "Other", "cause", true},
      asl::TaskStarted{task, "worker"},
      asl::TaskSubmitted{task, value},
      asl::TaskHeartbeat{task},
      asl::TaskScheduleFailed{task, "E", "cause"},
      asl::TimerFired{timer},
      asl::TimerFired{timer},
      asl::TimerFired{timer},
      asl::MapRunEnded{task, json::Value::array({1}), "", ""},
      asl::MapRunEnded{task, std::nullopt, "E", "cause"},
      target == 7 ? What(asl::StopRequested{"Stop", std::nullopt}) : What(asl::Started{})};
  return all[byte >> 4];
}

/// Feeds events and checks what follows; the history as text.
class Run {
 public:
  Run(std::shared_ptr<const asl::Definition> definition, bool reload)
      : definition_(std::move(definition)), reload_(reload), execution_(definition_, info_of()) {}

  void feed(const What& what, uint8_t seed) {
    const bool over = execution_.ended();
    now_ += seed * 10;
    const asl::Effects effects = execution_.apply({now_, seed, what});
    for (const asl::HistoryEvent& event : effects.history) {
      require(event.id == ++last_id_ && event.previous_id < event.id && event.time == now_ && !event.type.empty());
      history_ += std::to_string(event.previous_id) + std::string(event.type) + event.details + "\n";
    }
    require(!over || (effects.history.empty() && effects.commands.empty() && !effects.outcome));
    require(over || effects.outcome.has_value() == execution_.ended());
    if (reload_ && !execution_.ended()) store_and_load();
  }

  std::vector<asl::Command> open() const {
    return execution_.ended() ? std::vector<asl::Command>() : execution_.open_commands();
  }
  const std::string& history() const { return history_; }

 private:
  void store_and_load() {
    const auto changes = execution_.take_changes();
    for (const asl::StoredFrame& frame : changes.changed) stored_[frame.frame] = frame.state;
    for (const asl::FrameId id : changes.removed) stored_.erase(id);
    std::vector<asl::StoredFrame> frames;
    for (const auto& [id, state] : stored_) frames.push_back({id, state});
    execution_ = asl::Execution::load(definition_, info_of(), frames);
  }

  std::shared_ptr<const asl::Definition> definition_;
  bool reload_;
  asl::Execution execution_;
  std::map<asl::FrameId, std::string> stored_;
  asl::TimeMs now_ = 1'700'000'000'000;
  int64_t last_id_ = 0;
  std::string history_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0 || size > 512) return 0;
  const auto& definition = machines()[data[0] % machines().size()];
  Run straight(definition, false);
  Run stored(definition, true);
  straight.feed(asl::Started{}, 1);
  stored.feed(asl::Started{}, 1);
  for (size_t i = 1; i < size; ++i) {
    const What what = event_of(data[i], straight.open());
    if (std::holds_alternative<asl::Started>(what)) continue;  // comes once, first
    straight.feed(what, data[i]);
    stored.feed(what, data[i]);
  }
  require(straight.history() == stored.history());
  return 0;
}
