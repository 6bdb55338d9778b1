#pragma once

// The running executions that are in memory. All others are loaded from their frames when something happens to them.
//
// Belongs to the store's writer thread: every function is called inside a write transaction, so nothing is locked and
// an execution's steps are serial. A cached execution may have run ahead of the database when the group of its
// transaction failed to commit; get() notices that and loads it anew.

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "asl/execution/execution.h"
#include "emulators/stepfunctions/history_store.h"
#include "emulators/stepfunctions/reports.h"
#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

struct LiveExecution {
  LiveExecution(ExecutionId id, asl::Execution execution) : id(id), execution(std::move(execution)) {}

  ExecutionId id;
  asl::Execution execution;
  MachineId machine = 0;
  std::string arn;
  std::string machine_arn;
  std::string role_arn;
  ReportSubject subject;
  std::optional<Reporter> reporter;  ///< made with the first step
  bool machine_deleting = false;
  bool express = false;  ///< keeps no history
  int64_t map_run = 0;   ///< whose child it is; 0 for none
  int64_t map_index = 0;
  bool stored = false;      ///< has frames in the database
  LastEvent last;           ///< of its history
  size_t weight = 0;        ///< bytes, about
  int uncommitted = 0;      ///< steps taken whose transactions have not committed
  bool quiet_step = false;  ///< one of these left no event in the history
};

class LiveExecutions {
 public:
  /// Bounds of the cache: executions, and bytes of their stored forms.
  static constexpr size_t kMaxCount = 4096;
  static constexpr size_t kMaxBytes = 64u << 20;

  /// Forgets everything where the database is another since (reset, snapshot loaded).
  void follow(uint64_t epoch);

  /// A new execution of that row. The revision's definition is read where it is not known.
  std::shared_ptr<LiveExecution> begin(store::WriteTransaction& tx, const ExecutionRow& row, const Revision& revision);

  /// The running execution of that id, from the cache or the database; nothing where it has ended or is gone.
  std::shared_ptr<LiveExecution> get(store::WriteTransaction& tx, ExecutionId id);

  /// After a step: keeps it, as the one used last, or lets it go where it has ended.
  void keep(const std::shared_ptr<LiveExecution>& live);

  void drop(ExecutionId id);
  void drop_machine(MachineId machine);

  size_t size() const { return by_id_.size(); }

 private:
  struct Entry {
    std::shared_ptr<LiveExecution> live;
    size_t weight;
  };
  using Order = std::list<Entry>;  ///< used last first

  std::shared_ptr<LiveExecution> load(store::WriteTransaction& tx, ExecutionId id);
  std::shared_ptr<const asl::Definition> definition(store::WriteTransaction& tx, const ExecutionRow& row);
  std::shared_ptr<const asl::Definition> whole_definition(store::WriteTransaction& tx, RevisionId id);
  void erase(Order::iterator entry);

  uint64_t epoch_ = 0;
  Order order_;
  std::unordered_map<ExecutionId, Order::iterator> by_id_;
  size_t bytes_ = 0;
  std::unordered_map<RevisionId, std::shared_ptr<const asl::Definition>> definitions_;  ///< committed ones only
};

}  // namespace cloudling::stepfunctions
