#pragma once

// Express workflows: executions that live in memory, keep no history and end within five minutes.
//
// One coroutine drives an execution from its start to its end; tasks run beside it and timers on the virtual clock, and
// both report through its mailbox. What runs is lost with the process, as a synchronous start must be: at most once.
// An asynchronous start is one durable job, performed again where a process died over it: at least once, as on AWS.
//
// Thread-safe. Must outlive store.stop(); the job's handler is registered by the constructor.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "asl/execution/execution.h"
#include "emulators/aws/clock.h"
#include "emulators/stepfunctions/integrations.h"
#include "emulators/stepfunctions/mocked_tasks.h"
#include "emulators/stepfunctions/reports.h"
#include "emulators/stepfunctions/stepfunctions_store.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::stepfunctions {

/// An execution that is to run, with the revision of its machine that it runs.
struct ExpressRun {
  std::string arn;  ///< of the execution
  std::string name;
  std::string machine_arn;
  RevisionId revision = 0;
  std::string role_arn;
  std::string input;  ///< JSON text
  aws::TimeMs started = 0;
  std::string machine_name;
  std::string test_case;  ///< of the mock configuration; "" for none
};

/// How it went.
struct ExpressEnd {
  asl::Outcome outcome;
  aws::TimeMs stopped = 0;
  int64_t billed_ms = 0;         ///< in steps of 100
  int64_t billed_memory_mb = 0;  ///< in steps of 64
};

class ExpressRuns {
 public:
  ExpressRuns(store::Store& store, TaskPorts ports, aws::Clock& clock, ReportPorts reports, const MockedTasks& mocks);

  /// Begins it after the commit; nobody hears of its end.
  void start(store::WriteTransaction& tx, const ExpressRun& run);

  /// Runs it to its end. Throws std::runtime_error where the revision is gone.
  boost::asio::awaitable<ExpressEnd> run(ExpressRun run);

 private:
  struct Prepared {
    std::shared_ptr<const asl::Definition> definition;
    size_t definition_bytes = 0;
    std::string logging;
  };

  boost::asio::awaitable<void> run_job(store::Job job);
  Prepared prepare(RevisionId revision);

  store::Store& store_;
  TaskPorts ports_;
  aws::Clock& clock_;
  ReportPorts reports_;
  const MockedTasks& mocks_;

  std::mutex mutex_;
  uint64_t epoch_ = 0;
  std::unordered_map<RevisionId, Prepared> prepared_;
};

}  // namespace cloudling::stepfunctions
