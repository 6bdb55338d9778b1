#pragma once

// AWS Step Functions, API version 2016-11-23: its operations, one member function each.
//
// State machines and executions are in the store; running executions are driven by the engine. Operations on a read or
// write transaction run on the store's threads and never wait. See README.md for what is there and how it differs.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>

#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/stepfunctions/activity_shapes.h"
#include "emulators/stepfunctions/engine.h"
#include "emulators/stepfunctions/express.h"
#include "emulators/stepfunctions/map_run_shapes.h"
#include "emulators/stepfunctions/shapes.h"
#include "emulators/stepfunctions/start_shapes.h"
#include "emulators/stepfunctions/targets.h"
#include "emulators/stepfunctions/test_state_shapes.h"
#include "emulators/stepfunctions/version_shapes.h"
#include "emulators/store/store.h"

namespace cloudling::stepfunctions {

/// What the service is made of; all outlive it.
struct Parts {
  store::Store& store;
  TaskPorts ports;    ///< performs the tasks
  aws::Clock& clock;  ///< times them
  ReportPorts reports;            ///< hear of executions
  const aws::Registry& registry;  ///< knows what the APIs answer
  std::optional<asl::MockConfig> mocks = {};
};

class StepFunctions {
 public:
  /// Construct it before the store's jobs start; it must outlive store.stop().
  explicit StepFunctions(Parts parts)
      : store_(parts.store),
        ports_(parts.ports),
        clock_(parts.clock),
        ids_(parts.ports.ids),
        registry_(parts.registry),
        mocks_(std::move(parts.mocks)),
        engine_(parts.store, parts.ports, parts.clock, parts.reports, mocks_),
        express_(parts.store, parts.ports, parts.clock, parts.reports, mocks_) {}

  // state_machines.cpp
  CreateStateMachineOutput create_state_machine(const aws::CallContext&, store::WriteTransaction&,
                                                const CreateStateMachineInput&);
  DescribeStateMachineOutput describe_state_machine(const aws::CallContext&, store::ReadTransaction&,
                                                    const DescribeStateMachineInput&);
  DescribeStateMachineForExecutionOutput describe_state_machine_for_execution(
      const aws::CallContext&, store::ReadTransaction&, const DescribeStateMachineForExecutionInput&);
  ListStateMachinesOutput list_state_machines(const aws::CallContext&, store::ReadTransaction&,
                                              const ListStateMachinesInput&);
  UpdateStateMachineOutput update_state_machine(const aws::CallContext&, store::WriteTransaction&,
                                                const UpdateStateMachineInput&);
  aws::Nothing delete_state_machine(const aws::CallContext&, store::WriteTransaction&, const DeleteStateMachineInput&);
  ValidateStateMachineDefinitionOutput validate_state_machine_definition(const aws::CallContext&,
                                                                         store::ReadTransaction&,
                                                                         const ValidateStateMachineDefinitionInput&);

  // versions.cpp
  PublishStateMachineVersionOutput publish_state_machine_version(const aws::CallContext&, store::WriteTransaction&,
                                                                 const PublishStateMachineVersionInput&);
  aws::Nothing delete_state_machine_version(const aws::CallContext&, store::WriteTransaction&,
                                            const DeleteStateMachineVersionInput&);
  ListStateMachineVersionsOutput list_state_machine_versions(const aws::CallContext&, store::ReadTransaction&,
                                                             const ListStateMachineVersionsInput&);

  // aliases.cpp
  CreateStateMachineAliasOutput create_state_machine_alias(const aws::CallContext&, store::WriteTransaction&,
                                                           const CreateStateMachineAliasInput&);
  DescribeStateMachineAliasOutput describe_state_machine_alias(const aws::CallContext&, store::ReadTransaction&,
                                                               const DescribeStateMachineAliasInput&);
  UpdateStateMachineAliasOutput update_state_machine_alias(const aws::CallContext&, store::WriteTransaction&,
                                                           const UpdateStateMachineAliasInput&);
  aws::Nothing delete_state_machine_alias(const aws::CallContext&, store::WriteTransaction&,
                                          const DeleteStateMachineAliasInput&);
  ListStateMachineAliasesOutput list_state_machine_aliases(const aws::CallContext&, store::ReadTransaction&,
                                                           const ListStateMachineAliasesInput&);

  // test_state.cpp
  boost::asio::awaitable<TestStateOutput> test_state(const aws::CallContext&, TestStateInput);

  // tags.cpp
  aws::Nothing tag_resource(const aws::CallContext&, store::WriteTransaction&, const TagResourceInput&);
  aws::Nothing untag_resource(const aws::CallContext&, store::WriteTransaction&, const UntagResourceInput&);
  ListTagsForResourceOutput list_tags_for_resource(const aws::CallContext&, store::ReadTransaction&,
                                                   const ListTagsForResourceInput&);

  // starts.cpp
  StartExecutionOutput start_execution(const aws::CallContext&, store::WriteTransaction&, const StartExecutionInput&);
  boost::asio::awaitable<StartSyncExecutionOutput> start_sync_execution(const aws::CallContext&,
                                                                        StartSyncExecutionInput);

  // redrives.cpp
  RedriveExecutionOutput redrive_execution(const aws::CallContext&, store::WriteTransaction&,
                                           const RedriveExecutionInput&);

  // executions.cpp
  DescribeExecutionOutput describe_execution(const aws::CallContext&, store::ReadTransaction&,
                                             const DescribeExecutionInput&);
  StopExecutionOutput stop_execution(const aws::CallContext&, store::WriteTransaction&, const StopExecutionInput&);
  ListExecutionsOutput list_executions(const aws::CallContext&, store::ReadTransaction&, const ListExecutionsInput&);
  GetExecutionHistoryOutput get_execution_history(const aws::CallContext&, store::ReadTransaction&,
                                                  const GetExecutionHistoryInput&);

  // activities.cpp
  CreateActivityOutput create_activity(const aws::CallContext&, store::WriteTransaction&, const CreateActivityInput&);
  DescribeActivityOutput describe_activity(const aws::CallContext&, store::ReadTransaction&,
                                           const DescribeActivityInput&);
  aws::Nothing delete_activity(const aws::CallContext&, store::WriteTransaction&, const DeleteActivityInput&);
  ListActivitiesOutput list_activities(const aws::CallContext&, store::ReadTransaction&, const ListActivitiesInput&);
  boost::asio::awaitable<GetActivityTaskOutput> get_activity_task(const aws::CallContext&, GetActivityTaskInput);
  aws::Nothing send_task_success(const aws::CallContext&, store::WriteTransaction&, const SendTaskSuccessInput&);
  aws::Nothing send_task_failure(const aws::CallContext&, store::WriteTransaction&, const SendTaskFailureInput&);
  aws::Nothing send_task_heartbeat(const aws::CallContext&, store::WriteTransaction&, const SendTaskHeartbeatInput&);

  // map_run_operations.cpp
  DescribeMapRunOutput describe_map_run(const aws::CallContext&, store::ReadTransaction&, const DescribeMapRunInput&);
  ListMapRunsOutput list_map_runs(const aws::CallContext&, store::ReadTransaction&, const ListMapRunsInput&);
  aws::Nothing update_map_run(const aws::CallContext&, store::WriteTransaction&, const UpdateMapRunInput&);

  /// Resumes when the execution has ended (true), or at the deadline or when it is gone (false). No AWS operation:
  /// for `POST /resize`, which starts an execution, waits here and then describes it.
  boost::asio::awaitable<bool> wait_for_end(std::string execution_arn, std::chrono::steady_clock::time_point deadline) {
    return engine_.wait_for_end(std::move(execution_arn), deadline);
  }

 private:
  ListExecutionsOutput list_children(const aws::CallContext&, store::ReadTransaction&, const ListExecutionsInput&);
  StartExecutionOutput start_standard(store::WriteTransaction&, const Target&, const StartExecutionInput&,
                                      const std::string& test_case);
  StartExecutionOutput start_express(store::WriteTransaction&, const Machine&, const StartExecutionInput&,
                                     const std::string& test_case);
  ExpressRun express_run(const Machine&, const std::optional<std::string>& name,
                         const std::optional<std::string>& input, const std::string& test_case);

  store::Store& store_;
  TaskPorts ports_;
  aws::Clock& clock_;
  aws::IdSource& ids_;
  const aws::Registry& registry_;
  MockedTasks mocks_;
  Engine engine_;
  ExpressRuns express_;
};

/// Adds the operations to the registry, under the service id "stepfunctions".
void register_operations(aws::Registry& registry, store::Store& store, StepFunctions& service);

}  // namespace cloudling::stepfunctions
