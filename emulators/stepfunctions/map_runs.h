#pragma once

// Map runs: the child executions of distributed Maps, from the items to the result.
//
// A run is a row, its children rows of their own, and what is to be done next a durable job: read the items, start
// children while there is room, end the run. A child that ends is counted in the transaction of its end. So a run goes
// on after a crash where it was, and costs a few rows a child.
//
// Functions that take a transaction run on the store's writer thread.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/ids.h"
#include "emulators/stepfunctions/map_runs_store.h"
#include "emulators/store/jobs.h"

namespace cloudling::stepfunctions {

class Engine;

/// Who a map run works for.
struct MapRunOwner {
  std::string execution_arn;
  std::string state_machine_arn;
  std::string role_arn;
};

class MapRuns {
 public:
  MapRuns(Engine& engine, store::Store& store, aws::Caller& caller, aws::Clock& clock, aws::IdSource& ids);

  /// Begins a run, or goes on with one that is redriven.
  void begin(store::WriteTransaction& tx, ExecutionId execution, const asl::StartMapRun& command);

  /// The Map no longer waits for it: its children are stopped.
  void cancel(store::WriteTransaction& tx, ExecutionId execution, asl::TaskId task);

  /// A child execution has ended.
  void child_ended(store::WriteTransaction& tx, MapRunId run, int64_t index, const asl::Outcome& outcome,
                   aws::TimeMs stopped);

  /// UpdateMapRun has changed the limits of the run.
  void limits_changed(store::WriteTransaction& tx, const MapRunRow& run);

 private:
  boost::asio::awaitable<void> read(store::Job job);
  boost::asio::awaitable<void> dispatch(store::Job job);
  boost::asio::awaitable<void> end(store::Job job);

  struct Found {
    MapRunRow run;
    MapRunOwner owner;
    std::shared_ptr<const asl::Definition> definition;  ///< whose Map it is, of the whole machine
    json::Value plan;
  };
  std::optional<Found> find(store::ReadTransaction& tx, MapRunId id);
  boost::asio::awaitable<void> store_children(MapRunId run, const std::vector<asl::ChildInput>& inputs);
  bool start_some(store::WriteTransaction& tx, MapRunId id);
  bool stop_some(store::WriteTransaction& tx, MapRunId id);
  void redrive(store::WriteTransaction& tx, ExecutionId execution, const asl::StartMapRun& command);
  void dispatch_where_needed(store::WriteTransaction& tx, MapRunRow& run);
  void fail(store::WriteTransaction& tx, MapRunRow& run, std::string error, std::string cause);
  void enqueue(store::WriteTransaction& tx, const char* kind, MapRunId run);

  Engine& engine_;
  store::Store& store_;
  aws::Caller& caller_;
  aws::Clock& clock_;
  aws::IdSource& ids_;
};

}  // namespace cloudling::stepfunctions
