#include "asl/execution/execution.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "asl/execution/machine.h"

namespace cloudling::asl {

struct Execution::Impl {
  Machine machine;
};

Execution::Execution(std::shared_ptr<const Definition> definition, ExecutionInfo info)
    : impl_(new Impl{Machine(std::move(definition), std::move(info))}) {}
Execution::~Execution() = default;
Execution::Execution(Execution&&) noexcept = default;
Execution& Execution::operator=(Execution&&) noexcept = default;

Effects Execution::apply(const Event& event) { return impl_->machine.apply(event); }
bool Execution::ended() const { return impl_->machine.ended(); }
void Execution::inspect(Inspection& inspection) { impl_->machine.inspect(inspection); }
std::vector<StoredFrame> Execution::redrive_frames() const { return impl_->machine.redrive_frames(); }
bool Execution::waits_for(TaskId task) const { return impl_->machine.waits_for(task); }
Execution::Changes Execution::take_changes() { return impl_->machine.take_changes(); }
std::vector<Command> Execution::open_commands() const { return impl_->machine.open_commands(); }

Execution Execution::load(std::shared_ptr<const Definition> definition, ExecutionInfo info,
                          const std::vector<StoredFrame>& frames) {
  Execution execution(std::move(definition), std::move(info));
  execution.impl_->machine.restore(frames);
  return execution;
}

Execution::Changes Machine::take_changes() {
  Execution::Changes changes;
  for (auto& [id, frame] : frames_) {
    if (!frame.dirty) continue;
    changes.changed.push_back({id, store_frame(frame)});
    frame.dirty = false;
    frame.stored = true;
  }
  if (header_dirty_ && !header_.ended) changes.changed.push_back({kHeaderFrame, store_header(header_)});
  if (header_.ended && header_stored_) removed_.push_back(kHeaderFrame);
  header_stored_ = !header_.ended;
  header_dirty_ = false;
  changes.removed = std::exchange(removed_, {});
  return changes;
}

namespace {

const Program& program_of(const Frame& frame, const Frame& parent) {
  const State& state = parent.current();
  if (const auto* map = std::get_if<MapState>(&state.what)) return *map->processor;
  if (const auto* parallel = std::get_if<ParallelState>(&state.what)) {
    if (frame.index >= 0 && static_cast<size_t>(frame.index) < parallel->branches.size()) {
      return *parallel->branches[static_cast<size_t>(frame.index)];
    }
  }
  throw std::runtime_error("the stored state of an execution does not belong to its definition");
}

}  // namespace

void Machine::restore(const std::vector<StoredFrame>& frames) {
  std::vector<const StoredFrame*> order;
  for (const StoredFrame& stored : frames) order.push_back(&stored);
  std::ranges::sort(order, {}, &StoredFrame::frame);
  for (const StoredFrame* stored : order) {
    if (stored->frame == kHeaderFrame) {
      header_ = load_header(stored->state);
      continue;
    }
    Frame loaded = load_frame(stored->frame, stored->state);
    Frame& frame = frames_[stored->frame] = std::move(loaded);
    const auto parent = frames_.find(frame.parent);
    const bool root = frame.parent == 0;
    if (!root && (parent == frames_.end() || parent->second.phase != Phase::kChildren)) {
      throw std::runtime_error("the stored state of an execution is incomplete");
    }
    frame.program = root ? definition_->root.get() : &program_of(frame, parent->second);
    if (frame.state < 0 || static_cast<size_t>(frame.state) >= frame.program->states.size()) {
      throw std::runtime_error("the stored state of an execution does not belong to its definition");
    }
    frame.retries.resize(frame.current().retry.size());
    if (!root) {
      parent->second.children.push_back(frame.id);
      if (frame.phase == Phase::kDone) ++parent->second.done;
    }
    if (frame.phase == Phase::kChildren && restore_container(frame)) {
      throw std::runtime_error("the stored state of an execution does not belong to its definition");
    }
    if (frame.phase == Phase::kTask) tasks_.emplace(frame.task, frame.id);
    if (frame.timer != 0) timers_.emplace(frame.timer, frame.id);
    if (frame.heartbeat != 0) timers_.emplace(frame.heartbeat, frame.id);
  }
  if (header_.timeout != 0) timers_.emplace(header_.timeout, kHeaderFrame);
  if (header_.turn != 0) timers_.emplace(header_.turn, kHeaderFrame);
  header_stored_ = true;
  header_dirty_ = false;
}

std::vector<Command> Machine::open_commands() const {
  std::vector<Command> commands;
  if (header_.timeout != 0) commands.emplace_back(StartTimer{header_.timeout, header_.timeout_at});
  if (header_.turn != 0) commands.emplace_back(StartTimer{header_.turn, header_.turn_at});
  for (const auto& [id, frame] : frames_) {
    if (frame.phase == Phase::kTask) {
      if (frame.current().type == StateType::kMap) {
        const json::Value& plan = frame.parameters->value();
        commands.emplace_back(StartMapRun{frame.task, frame.current().name, plan.at("Arn").get<std::string>(), plan,
                                          plan.contains("Redrives")});
        continue;
      }
      const auto& resource = std::get<TaskState>(frame.current().what).resource;
      commands.emplace_back(InvokeTask{frame.task, frame.current().name, resource.arn, frame.parameters->value(),
                                       frame.credentials ? frame.credentials->value() : json::Value(), frame.token});
    }
    if (frame.timer != 0) commands.emplace_back(StartTimer{frame.timer, frame.timer_at});
    if (frame.heartbeat != 0) commands.emplace_back(StartTimer{frame.heartbeat, frame.heartbeat_at});
  }
  return commands;
}

}  // namespace cloudling::asl
