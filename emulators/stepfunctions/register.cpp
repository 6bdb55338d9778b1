#include "emulators/service.h"
#include "emulators/stepfunctions/stepfunctions.h"

namespace cloudling::stepfunctions {

void register_operations(aws::Registry& registry, store::Store& store, StepFunctions& service) {
  Registrar<StepFunctions> operations(registry, store, "stepfunctions", service);
  operations.write<&StepFunctions::create_state_machine>("CreateStateMachine")
      .read<&StepFunctions::describe_state_machine>("DescribeStateMachine")
      .read<&StepFunctions::describe_state_machine_for_execution>("DescribeStateMachineForExecution")
      .read<&StepFunctions::list_state_machines>("ListStateMachines")
      .write<&StepFunctions::update_state_machine>("UpdateStateMachine")
      .write<&StepFunctions::delete_state_machine>("DeleteStateMachine")
      .read<&StepFunctions::validate_state_machine_definition>("ValidateStateMachineDefinition")
      .awaiting<&StepFunctions::test_state>("TestState")
      .write<&StepFunctions::tag_resource>("TagResource")
      .write<&StepFunctions::untag_resource>("UntagResource")
      .write<&StepFunctions::publish_state_machine_version>("PublishStateMachineVersion")
      .write<&StepFunctions::delete_state_machine_version>("DeleteStateMachineVersion")
      .read<&StepFunctions::list_state_machine_versions>("ListStateMachineVersions")
      .write<&StepFunctions::create_state_machine_alias>("CreateStateMachineAlias")
      .read<&StepFunctions::describe_state_machine_alias>("DescribeStateMachineAlias")
      .write<&StepFunctions::update_state_machine_alias>("UpdateStateMachineAlias")
      .write<&StepFunctions::delete_state_machine_alias>("DeleteStateMachineAlias")
      .read<&StepFunctions::list_state_machine_aliases>("ListStateMachineAliases")
      .read<&StepFunctions::list_tags_for_resource>("ListTagsForResource")
      .write<&StepFunctions::start_execution>("StartExecution")
      .awaiting<&StepFunctions::start_sync_execution>("StartSyncExecution")
      .write<&StepFunctions::redrive_execution>("RedriveExecution")
      .read<&StepFunctions::describe_execution>("DescribeExecution")
      .write<&StepFunctions::stop_execution>("StopExecution")
      .read<&StepFunctions::list_executions>("ListExecutions")
      .read<&StepFunctions::get_execution_history>("GetExecutionHistory")
      .write<&StepFunctions::create_activity>("CreateActivity")
      .read<&StepFunctions::describe_activity>("DescribeActivity")
      .write<&StepFunctions::delete_activity>("DeleteActivity")
      .read<&StepFunctions::list_activities>("ListActivities")
      .awaiting<&StepFunctions::get_activity_task>("GetActivityTask")
      .write<&StepFunctions::send_task_success>("SendTaskSuccess")
      .write<&StepFunctions::send_task_failure>("SendTaskFailure")
      .write<&StepFunctions::send_task_heartbeat>("SendTaskHeartbeat")
      .read<&StepFunctions::describe_map_run>("DescribeMapRun")
      .read<&StepFunctions::list_map_runs>("ListMapRuns")
      .write<&StepFunctions::update_map_run>("UpdateMapRun");
}

}  // namespace cloudling::stepfunctions
