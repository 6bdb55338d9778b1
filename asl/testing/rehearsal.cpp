#include "asl/testing/rehearsal.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace cloudling::asl {
namespace {

using Happening = decltype(Event::what);

constexpr size_t kMaxEvents = 100'000;

class Stage {
 public:
  Stage(const std::shared_ptr<const Definition>& definition, const ExecutionInfo& info, const MockCase& mocks)
      : mocks_(mocks), execution_(definition, info), now_(info.start_time) {}

  Rehearsal run() {
    apply(Started{});
    for (size_t events = 0; !execution_.ended(); ++events) {
      if (events > kMaxEvents) return stuck("it does not end");
      if (!ends_.empty()) {
        Happening next = std::move(ends_.front());
        ends_.pop_front();
        apply(std::move(next));
      } else if (!timers_.empty()) {
        fire_next();
      } else {
        return stuck("it waits for something that cannot be rehearsed, as a distributed Map");
      }
    }
    rehearsal_.ended = now_;
    return std::move(rehearsal_);
  }

 private:
  Rehearsal stuck(const std::string& why) {
    rehearsal_.problem = why;
    rehearsal_.ended = now_;
    return std::move(rehearsal_);
  }

  void fire_next() {
    const auto next = std::ranges::min_element(timers_, {}, [](const auto& timer) { return timer.second; });
    now_ = std::max(now_, next->second);
    const TimerId timer = next->first;
    timers_.erase(next);
    apply(TimerFired{timer});
  }

  void apply(Happening what) {
    Effects effects = execution_.apply({now_, ++seed_, std::move(what)});
    std::ranges::move(effects.history, std::back_inserter(rehearsal_.history));
    for (const Command& command : effects.commands) {
      if (const auto* invoke = std::get_if<InvokeTask>(&command)) end(*invoke);
      if (const auto* timer = std::get_if<StartTimer>(&command)) timers_[timer->timer] = timer->at;
      if (const auto* timer = std::get_if<CancelTimer>(&command)) timers_.erase(timer->timer);
    }
    if (effects.outcome) rehearsal_.outcome = std::move(effects.outcome);
  }

  void end(const InvokeTask& task) {
    const int64_t invocation = invocations_[task.state_name]++;
    const auto state = mocks_.find(task.state_name);
    const MockedResponse* response = state == mocks_.end() ? nullptr : state->second.response(invocation);
    if (response == nullptr) {
      ends_.emplace_back(TaskFailed{task.task, "States.TaskFailed",
                                    "There is no mocked response for invocation " + std::to_string(invocation) +
                                        " of the state '" + task.state_name + "'"});
    } else if (const auto* error = std::get_if<MockedError>(response)) {
      ends_.emplace_back(TaskFailed{task.task, error->error, error->cause});
    } else {
      ends_.emplace_back(TaskSucceeded{task.task, std::get<json::Value>(*response)});
    }
  }

  const MockCase& mocks_;
  Execution execution_;
  TimeMs now_;
  uint64_t seed_ = 0;
  std::map<std::string, int64_t> invocations_;
  std::deque<Happening> ends_;
  std::map<TimerId, TimeMs> timers_;
  Rehearsal rehearsal_;
};

}  // namespace

std::vector<std::string> Rehearsal::path() const {
  std::vector<std::string> names;
  for (const HistoryEvent& event : history) {
    if (!event.type.ends_with("StateEntered")) continue;
    const auto details = json::parse(event.details).value_or(json::Value::object());
    names.push_back(details.value("name", ""));
  }
  return names;
}

Rehearsal rehearse(const std::shared_ptr<const Definition>& definition, const ExecutionInfo& info,
                   const MockCase& mocks) {
  return Stage(definition, info, mocks).run();
}

}  // namespace cloudling::asl
