#pragma once

// The tasks that somebody outside has to end: by their token, or as an activity's worker. While there are any, a clock
// that skips idle time must not (aws::VirtualClock).
//
//   states_outside_tasks  such a task that has not ended
//
// begin() and end() are the writer thread's.

#include <atomic>

#include "asl/execution/event.h"
#include "emulators/aws/clock.h"
#include "emulators/stepfunctions/stepfunctions_store.h"
#include "emulators/store/store.h"

namespace cloudling::stepfunctions {

store::Migration outside_tasks_migration(int number);

class OutsideTasks {
 public:
  OutsideTasks(store::Store& store, aws::Clock& clock);

  void begin(store::WriteTransaction& tx, ExecutionId execution, asl::TaskId task);

  /// Nothing where it is none, or has ended before.
  void end(store::WriteTransaction& tx, ExecutionId execution, asl::TaskId task);

 private:
  void recount();
  void tell(int64_t change);

  store::Store& store_;
  aws::Clock& clock_;
  std::atomic<int64_t> told_ = 0;  ///< as the clock knows it
  std::atomic<int64_t> at_most_ = 0;
};

}  // namespace cloudling::stepfunctions
