#pragma once

// From an event to its targets: holds it against the rules of its bus, leaves a durable job for each target of those
// that match, and performs these jobs with the retries and the dead letter queue that the target asks for.
//
// A job is keyed by the event's id. Its delivery has an id that follows from event, rule and target, so that what is
// delivered again after a kill starts no second execution.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/error.h"
#include "emulators/events/events_store.h"
#include "emulators/events/http_delivery.h"
#include "emulators/events/shapes.h"
#include "emulators/patterns/pattern.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::events {

/// An event on a bus.
struct RoutedEvent {
  std::string id;
  json::Value body;        ///< as targets get it
  bool forwarded = false;  ///< from another bus: goes to no third one
  std::string replay;      ///< the replay that brings it again; "" for none
};

struct Package;

/// Thread-safe. One for each Events.
class Router {
 public:
  /// Registers the job that delivers. All must outlive it.
  Router(store::Store& store, aws::Caller& caller, const aws::Clock& clock, HttpClient& http);

  /// Hands the event to the targets of all rules of the bus that match it; `only` names rules by ARN, all where empty.
  void route(store::WriteTransaction& tx, const std::string& bus_arn, const RoutedEvent& event,
             const std::vector<std::string>& only = {});

  /// Hands the event to the targets of one rule.
  void hand_to_targets(store::WriteTransaction& tx, const RuleRow& rule, const RoutedEvent& event);

  /// Whether the event matches; patterns are parsed once and kept.
  bool matches(const std::string& pattern, const json::Value& event);

  HttpConnections& connections() { return http_; }

 private:
  boost::asio::awaitable<void> deliver_queued(store::Job job);
  boost::asio::awaitable<std::optional<aws::Error>> attempt_target(const Package& package, const Target& target);

  store::Store& store_;
  aws::Caller& caller_;
  const aws::Clock& clock_;
  HttpDelivery http_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const patterns::Pattern>> patterns_;
};

}  // namespace cloudling::events
