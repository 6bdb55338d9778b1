#pragma once

// One run of a state machine, as a value.
//
// The interpreter is a step machine: apply() takes an event and answers with what follows from it. It does no I/O,
// reads no clock and draws no randomness; both come with the events. So the same events give the same history, byte
// for byte, and an execution can be stored after any event and go on in another process.
//
// State is a tree of frames: the root frame runs the machine's top-level states, each Parallel branch and each Map
// iteration runs in a frame of its own. Every frame is stored by itself, so that a large Map does not rewrite itself
// with each step. Thread-compatible: one thread at a time; who calls apply() holds the execution's turn.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/definition/definition.h"
#include "asl/execution/event.h"

namespace cloudling::asl {

/// What the context object ($$) and the history say about the run. Fixed when it starts.
struct ExecutionInfo {
  std::string execution_arn;
  std::string execution_name;
  std::string state_machine_arn;
  std::string state_machine_name;
  std::string role_arn;
  std::string input;  ///< JSON text as it came
  TimeMs start_time = 0;
  bool express = false;
  std::string token_secret;  ///< mixed into task tokens, so that they can't be guessed; chosen by the shell
  int64_t redrive_count = 0;
  TimeMs redrive_time = 0;  ///< of the last one
};

struct Inspection;  // asl/execution/inspection.h

using FrameId = uint64_t;

/// A frame as it is stored: an opaque versioned text.
struct StoredFrame {
  FrameId frame = 0;
  std::string state;
};

/// What a task token says, which its execution made.
struct TaskToken {
  std::string execution_arn;
  TaskId task = 0;
};

/// Nothing where the text is no task token.
std::optional<TaskToken> read_task_token(std::string_view text);

/// The token of one task of one execution: a text that only who knows the secret can make.
std::string task_token(const ExecutionInfo& info, TaskId task);

class Execution {
 public:
  Execution(std::shared_ptr<const Definition> definition, ExecutionInfo info);
  ~Execution();
  Execution(Execution&&) noexcept;
  Execution& operator=(Execution&&) noexcept;

  /// Takes one event. Late events (a task already cancelled, anything after the outcome) have no effect.
  Effects apply(const Event& event);

  bool ended() const;

  /// Lets `inspection`, which must outlive this, take part from now on. The same events give other histories then.
  void inspect(Inspection& inspection);

  /// Whether the task is under way: its result still counts.
  bool waits_for(TaskId task) const;

  /// The frames that changed since the last call (or since load), and the ids of those that are gone.
  /// The shell commits them together with the effects' history, before it performs the commands.
  struct Changes {
    std::vector<StoredFrame> changed;
    std::vector<FrameId> removed;
  };
  Changes take_changes();

  /// Of an execution that has just ended without success: what to load() when it is redriven, with the event Redriven
  /// to follow. What had succeeded stays as it is.
  std::vector<StoredFrame> redrive_frames() const;

  /// The execution that was stored; throws std::runtime_error where a frame is not of a version known here.
  static Execution load(std::shared_ptr<const Definition> definition, ExecutionInfo info,
                        const std::vector<StoredFrame>& frames);

  /// The commands that are still open, as they were issued: what the shell has to take up again after load().
  std::vector<Command> open_commands() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cloudling::asl
