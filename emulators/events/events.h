#pragma once

// Amazon EventBridge, API version 2015-10-07: its operations, one member function each. See README.md for what is there
// and how it differs.
//
// An event that PutEvents, a schedule or a replay brings is held against the rules of its bus in one write transaction,
// which leaves a durable job for each target (router.h). One object serves all requests; thread-safe.

#include <boost/asio/awaitable.hpp>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/events/events_store.h"
#include "emulators/events/router.h"
#include "emulators/events/shapes.h"
#include "emulators/events/shapes_archives.h"
#include "emulators/events/shapes_connections.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::events {

class Events {
 public:
  /// `caller` is how targets are reached, `http` how API destinations are. Construct it before the store's jobs start;
  /// all must outlive it.
  Events(store::Store& store, aws::Caller& caller, const aws::Clock& clock, aws::IdSource& ids, HttpClient& http);

  using Context = aws::CallContext;
  using Read = store::ReadTransaction;
  using Write = store::WriteTransaction;

  // buses.cpp
  CreateEventBusOutput create_event_bus(const Context&, Write&, const CreateEventBusInput&);
  DescribeEventBusOutput describe_event_bus(const Context&, Read&, const DescribeEventBusInput&);
  ListEventBusesOutput list_event_buses(const Context&, Read&, const ListEventBusesInput&);
  aws::Nothing delete_event_bus(const Context&, Write&, const DeleteEventBusInput&);
  UpdateEventBusOutput update_event_bus(const Context&, Write&, const UpdateEventBusInput&);

  // permissions.cpp
  aws::Nothing put_permission(const Context&, Write&, const PutPermissionInput&);
  aws::Nothing remove_permission(const Context&, Write&, const RemovePermissionInput&);

  // rules.cpp
  PutRuleOutput put_rule(const Context&, Write&, const PutRuleInput&);
  Rule describe_rule(const Context&, Read&, const RuleInput&);
  ListRulesOutput list_rules(const Context&, Read&, const ListRulesInput&);
  aws::Nothing delete_rule(const Context&, Write&, const DeleteRuleInput&);
  aws::Nothing enable_rule(const Context&, Write&, const RuleInput&);
  aws::Nothing disable_rule(const Context&, Write&, const RuleInput&);
  ListRuleNamesByTargetOutput list_rule_names_by_target(const Context&, Read&, const ListRuleNamesByTargetInput&);

  // targets.cpp
  ChangedTargetsOutput put_targets(const Context&, Write&, const PutTargetsInput&);
  ChangedTargetsOutput remove_targets(const Context&, Write&, const RemoveTargetsInput&);
  ListTargetsByRuleOutput list_targets_by_rule(const Context&, Read&, const ListTargetsByRuleInput&);

  // put_events.cpp
  PutEventsOutput put_events(const Context&, Write&, const PutEventsInput&);
  TestEventPatternOutput test_event_pattern(const Context&, Read&, const TestEventPatternInput&);

  // tags.cpp
  aws::Nothing tag_resource(const Context&, Write&, const TagResourceInput&);
  aws::Nothing untag_resource(const Context&, Write&, const UntagResourceInput&);
  ListTagsForResourceOutput list_tags_for_resource(const Context&, Read&, const ListTagsForResourceInput&);

  // connections.cpp
  ChangedConnectionOutput create_connection(const Context&, Write&, const CreateConnectionInput&);
  DescribeConnectionOutput describe_connection(const Context&, Read&, const ConnectionInput&);
  ListConnectionsOutput list_connections(const Context&, Read&, const ListConnectionsInput&);
  ChangedConnectionOutput update_connection(const Context&, Write&, const UpdateConnectionInput&);
  ChangedConnectionOutput deauthorize_connection(const Context&, Write&, const ConnectionInput&);
  ChangedConnectionOutput delete_connection(const Context&, Write&, const ConnectionInput&);

  // api_destinations.cpp
  ChangedApiDestinationOutput create_api_destination(const Context&, Write&, const CreateApiDestinationInput&);
  ApiDestination describe_api_destination(const Context&, Read&, const ApiDestinationInput&);
  ListApiDestinationsOutput list_api_destinations(const Context&, Read&, const ListApiDestinationsInput&);
  ChangedApiDestinationOutput update_api_destination(const Context&, Write&, const UpdateApiDestinationInput&);
  aws::Nothing delete_api_destination(const Context&, Write&, const ApiDestinationInput&);

  // archives.cpp
  ChangedArchiveOutput create_archive(const Context&, Write&, const CreateArchiveInput&);
  DescribeArchiveOutput describe_archive(const Context&, Read&, const ArchiveInput&);
  ListArchivesOutput list_archives(const Context&, Read&, const ListArchivesInput&);
  ChangedArchiveOutput update_archive(const Context&, Write&, const UpdateArchiveInput&);
  aws::Nothing delete_archive(const Context&, Write&, const ArchiveInput&);

  // replays.cpp
  ChangedReplayOutput start_replay(const Context&, Write&, const StartReplayInput&);
  Replay describe_replay(const Context&, Read&, const ReplayInput&);
  ListReplaysOutput list_replays(const Context&, Read&, const ListReplaysInput&);
  ChangedReplayOutput cancel_replay(const Context&, Write&, const ReplayInput&);

  /// For who makes requests in the name of a connection.
  HttpConnections& connections() { return router_.connections(); }

 private:
  /// put_events.cpp
  PutEventsResult put_event(const Context& context, Write& tx, const PutEventsEntry& entry, size_t index);

  /// archives.cpp: keeps an event in the archives of its bus that want it.
  void archive(Write& tx, const std::string& bus_arn, const RoutedEvent& event, aws::TimeMs time);

  /// replays.cpp: brings the next events of a replay.
  boost::asio::awaitable<void> continue_replay(store::Job job);

  /// schedules.cpp: from now on the rule fires as its schedule and state say.
  void reschedule(Write& tx, const RuleRow& rule);
  boost::asio::awaitable<void> fire(store::Job job);
  void fire_rule(Write& tx, const RuleRow& rule, aws::TimeMs due);

  store::Store& store_;
  const aws::Clock& clock_;
  aws::IdSource& ids_;
  Router router_;
};

/// Adds the operations to the registry, under the service id "events".
void register_operations(aws::Registry& registry, store::Store& store, Events& service);

}  // namespace cloudling::events
