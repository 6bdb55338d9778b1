// What of a failed execution is kept so that it can go on (Developer Guide, "Redriving executions").

#include <algorithm>

#include "asl/execution/machine.h"

namespace cloudling::asl {
namespace {

/// The frame without what it waited for: its state is to run again.
void rewind(Frame& frame) {
  const bool runs_map = frame.phase == Phase::kTask && frame.current().type == StateType::kMap;
  if (frame.phase != Phase::kReady) frame.phase = Phase::kRedriven;
  frame.retry_count = 0;
  std::ranges::fill(frame.retries, 0);
  frame.task = 0;
  frame.task_started = false;
  frame.timer = 0;
  frame.heartbeat = 0;
  frame.token.clear();
  if (!runs_map) frame.parameters.reset();  // the plan of its run, which is redriven
  frame.credentials.reset();
}

}  // namespace

/// Whether a retrier or a catcher, of the frame's state or of one around it, takes the failure.
bool Machine::is_handled(const Frame& frame, const Failure& failure) const {
  if (failure.terminal()) return false;
  const std::string error = failure.error.value_or("");
  const Frame* at = &frame;
  while (true) {
    const State& state = at->current();
    for (size_t i = 0; i < state.retry.size(); ++i) {
      if (names_error(state.retry[i].errors, error) && at->retries[i] < state.retry[i].max_attempts) return true;
    }
    for (const Catcher& catcher : state.catchers) {
      if (names_error(catcher.errors, error)) return true;
    }
    if (at->parent == 0) return false;
    at = &frames_.at(at->parent);
  }
}

/// Keeps all frames: those that have ended as they are, Parallels and Maps with what runs below, all others and
/// `failed` (0 for none) to run their state again.
void Machine::keep_for_redrive(FrameId failed) {
  redrivable_.clear();
  std::vector<FrameId> dropped;
  for (const auto& [id, frame] : frames_) {  // parents come before their children
    if (std::ranges::find(dropped, frame.parent) != dropped.end()) {
      dropped.push_back(id);
      continue;
    }
    Frame kept = frame;
    const bool whole = id == failed || (frame.phase == Phase::kChildren && frame.children.empty());
    if (whole && !frame.children.empty()) dropped.push_back(id);
    if (whole || (frame.phase != Phase::kDone && frame.phase != Phase::kChildren)) rewind(kept);
    if (id == failed) {
      kept.phase = Phase::kRedriven;
      kept.parameters = failed_run_;
    }
    redrivable_.push_back(std::move(kept));
  }
}

std::vector<StoredFrame> Machine::redrive_frames() const {
  Header header = header_;
  header.ended = false;
  header.timeout = 0;
  header.turn = 0;
  header.ready.clear();
  std::vector<StoredFrame> frames = {{kHeaderFrame, store_header(header)}};
  for (const Frame& frame : redrivable_) frames.push_back({frame.id, store_frame(frame)});
  return frames;
}

void Machine::take(const Redriven&) {
  if (frames_.empty()) return;
  history_.add("ExecutionRedriven", history_.next_id() - 1, "executionRedrivenEventDetails",
               Details().with_number("redriveCount", info_.redrive_count));
  begin_timeout();
  const int64_t redriven = history_.next_id() - 1;
  for (auto& [id, frame] : frames_) {
    if (frame.phase != Phase::kReady && frame.phase != Phase::kRedriven) continue;
    frame.last_event = redriven;
    header_.ready.push_back(id);
    touch(frame);
  }
}

}  // namespace cloudling::asl
