#pragma once

// An execution from its start to its end at once: tasks end as they are mocked, time passes as the timers want it.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "asl/definition/definition.h"
#include "asl/execution/execution.h"
#include "asl/testing/mock_config.h"

namespace cloudling::asl {

struct Rehearsal {
  std::vector<HistoryEvent> history;
  std::optional<Outcome> outcome;  ///< nothing where it could not go on
  std::string problem;             ///< then why
  TimeMs ended = 0;

  /// The states that were entered, in order.
  std::vector<std::string> path() const;
};

/// Runs it on virtual time, from `info.start_time` on. A task without a mocked response fails with
/// States.TaskFailed and a cause that says so. At most 100,000 events are applied.
Rehearsal rehearse(const std::shared_ptr<const Definition>& definition, const ExecutionInfo& info,
                   const MockCase& mocks);

}  // namespace cloudling::asl
