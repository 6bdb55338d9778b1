#pragma once

// A frame runs the states of one program: the machine's own, a Parallel's branch, or one iteration of a Map.
//
// What is stored of a frame changes only when the frame itself moves on. A Parallel's or Map's frame stores nothing of
// its children's progress: it is found again from the children's own frames.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/definition/states.h"
#include "asl/execution/data.h"
#include "asl/execution/event.h"
#include "asl/execution/execution.h"

namespace cloudling::asl {

/// The frame that holds the execution's counters and timers, and the one that runs the machine's own states.
inline constexpr FrameId kHeaderFrame = 0;
inline constexpr FrameId kRootFrame = 1;

enum class Phase {
  kReady,     ///< is to enter its state
  kTask,      ///< a task is under way
  kWait,      ///< a Wait state's timer is armed
  kRetry,     ///< a retry's timer is armed
  kChildren,  ///< branches or iterations run
  kDone,      ///< has its output, and waits for its siblings
  kRedriven   ///< is to run its state again, without entering it
};

struct Frame {
  // Stored.
  FrameId id = 0;
  FrameId parent = 0;  ///< 0 for the root
  int64_t index = 0;   ///< which branch or iteration of the parent's state
  StateIndex state = kNoState;
  Phase phase = Phase::kReady;
  int64_t last_event = 0;     ///< what the next event follows from
  int64_t entered_event = 0;  ///< of the current state
  TimeMs entered_time = 0;
  int64_t retry_count = 0;
  std::vector<int64_t> retries;  ///< a counter a retrier
  TaskId task = 0;
  bool task_started = false;
  bool submitted = false;  ///< TaskSubmitted has come
  TimerId timer = 0;       ///< of a wait, a retry or the task's timeout; 0 for none
  TimeMs timer_at = 0;
  TimerId heartbeat = 0;
  TimeMs heartbeat_at = 0;
  int64_t heartbeat_s = 0;
  std::string token;
  Data input;                      ///< the state's raw input; when done, the output
  std::optional<Data> item;        ///< of a Map's iteration
  std::optional<Data> parameters;  ///< the task's effective input
  std::optional<Data> credentials;
  std::optional<Data> variables;  ///< what the frame's states have assigned
  int64_t entered_previous = 0;   ///< what the entry of the current state follows from
  std::optional<Data> early;      ///< what the task's token said before TaskSubmitted

  // Found again.
  const Program* program = nullptr;
  std::vector<FrameId> children;  ///< by index
  size_t done = 0;                ///< children that are
  size_t total = 0;               ///< branches or items
  size_t limit = 0;               ///< iterations at a time
  std::optional<Data> effective;  ///< a Map's input after InputPath
  Data items;                     ///< a Map's items

  // For take_changes().
  bool dirty = true;
  bool stored = false;

  const State& current() const { return program->states[static_cast<size_t>(state)]; }
};

/// The execution's own part of the stored state.
struct Header {
  int64_t next_event = 1;
  TaskId next_task = 1;
  TimerId next_timer = 1;
  FrameId next_frame = kRootFrame;
  bool ended = false;
  TimerId timeout = 0;
  TimeMs timeout_at = 0;
  TimerId turn = 0;  ///< continues a long run of states that was interrupted
  TimeMs turn_at = 0;
  std::vector<FrameId> ready;  ///< frames to run, in order
};

/// The stored forms. The texts start with a version; reading throws std::runtime_error for another one.
std::string store_frame(const Frame& frame);
Frame load_frame(FrameId id, std::string_view text);
std::string store_header(const Header& header);
Header load_header(std::string_view text);

}  // namespace cloudling::asl
