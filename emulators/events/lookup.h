#pragma once

// Buses and rules that an operation is about.

#include <optional>
#include <string>

#include "emulators/aws/context.h"
#include "emulators/events/events_store.h"

namespace cloudling::events {

/// A bus of the caller's that is there, by name or ARN. Throws ResourceNotFoundException (400).
BusName require_bus(const aws::CallContext& context, store::ReadTransaction& tx,
                    const std::optional<std::string>& name_or_arn);

/// A rule of such a bus. Throws ResourceNotFoundException (400).
RuleRow require_rule(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& name,
                     const std::optional<std::string>& bus_name);

}  // namespace cloudling::events
