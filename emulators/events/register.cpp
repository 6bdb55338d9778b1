#include "emulators/events/events.h"
#include "emulators/service.h"

namespace cloudling::events {

void register_operations(aws::Registry& registry, store::Store& store, Events& service) {
  Registrar<Events>(registry, store, "events", service)
      .write<&Events::create_event_bus>("CreateEventBus")
      .read<&Events::describe_event_bus>("DescribeEventBus")
      .read<&Events::list_event_buses>("ListEventBuses")
      .write<&Events::delete_event_bus>("DeleteEventBus")
      .write<&Events::update_event_bus>("UpdateEventBus")
      .write<&Events::put_permission>("PutPermission")
      .write<&Events::remove_permission>("RemovePermission")
      .write<&Events::put_rule>("PutRule")
      .read<&Events::describe_rule>("DescribeRule")
      .read<&Events::list_rules>("ListRules")
      .write<&Events::delete_rule>("DeleteRule")
      .write<&Events::enable_rule>("EnableRule")
      .write<&Events::disable_rule>("DisableRule")
      .read<&Events::list_rule_names_by_target>("ListRuleNamesByTarget")
      .write<&Events::put_targets>("PutTargets")
      .write<&Events::remove_targets>("RemoveTargets")
      .read<&Events::list_targets_by_rule>("ListTargetsByRule")
      .write<&Events::put_events>("PutEvents")
      .read<&Events::test_event_pattern>("TestEventPattern")
      .write<&Events::tag_resource>("TagResource")
      .write<&Events::untag_resource>("UntagResource")
      .read<&Events::list_tags_for_resource>("ListTagsForResource")
      .write<&Events::create_connection>("CreateConnection")
      .read<&Events::describe_connection>("DescribeConnection")
      .read<&Events::list_connections>("ListConnections")
      .write<&Events::update_connection>("UpdateConnection")
      .write<&Events::deauthorize_connection>("DeauthorizeConnection")
      .write<&Events::delete_connection>("DeleteConnection")
      .write<&Events::create_api_destination>("CreateApiDestination")
      .read<&Events::describe_api_destination>("DescribeApiDestination")
      .read<&Events::list_api_destinations>("ListApiDestinations")
      .write<&Events::update_api_destination>("UpdateApiDestination")
      .write<&Events::delete_api_destination>("DeleteApiDestination")
      .write<&Events::create_archive>("CreateArchive")
      .read<&Events::describe_archive>("DescribeArchive")
      .read<&Events::list_archives>("ListArchives")
      .write<&Events::update_archive>("UpdateArchive")
      .write<&Events::delete_archive>("DeleteArchive")
      .write<&Events::start_replay>("StartReplay")
      .read<&Events::describe_replay>("DescribeReplay")
      .read<&Events::list_replays>("ListReplays")
      .write<&Events::cancel_replay>("CancelReplay");
}

}  // namespace cloudling::events
