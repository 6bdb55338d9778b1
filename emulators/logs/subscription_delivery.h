#pragma once

// What a subscription filter sends: the events that its pattern takes, as destinations get them.

#include <string>
#include <vector>

#include "emulators/logs/event_block.h"
#include "emulators/logs/filters_store.h"
#include "emulators/logs/logs_store.h"

namespace cloudling::logs {

/// The kind of the durable jobs that send.
inline constexpr const char* kDeliverJob = "logs.deliver";

/// The jobs' payloads (JSON: the destination, and the message with its events), each small enough for one invocation.
std::vector<std::string> deliveries(const GroupRow& group, const StreamRow& stream, const SubscriptionRow& subscription,
                                    const std::vector<Event>& events);

/// The event of an invocation with that message: {"awslogs": {"data": base64 of gzip}}.
std::string invocation_event(const std::string& message);

}  // namespace cloudling::logs
