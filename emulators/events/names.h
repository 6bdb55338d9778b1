#pragma once

// ARNs of event buses, rules, archives and replays. Pure.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/context.h"

namespace cloudling::events {

inline constexpr const char* kDefaultBus = "default";

/// Where a bus is and what it is called.
struct BusName {
  std::string account;
  std::string region;
  std::string name;

  std::string arn() const;
  std::string rule_arn(const std::string& rule) const;
};

/// A bus by its name or ARN; the default one where nothing is given.
BusName bus_named(const aws::CallContext& context, const std::optional<std::string>& name_or_arn);

/// The bus of an ARN; nothing where that is none of a bus.
std::optional<BusName> bus_of_arn(std::string_view arn);

/// A bus of the caller's own account and region. Throws ResourceNotFoundException for one of elsewhere.
BusName own_bus(const aws::CallContext& context, const std::optional<std::string>& name_or_arn);

/// The rule's name at the end of its ARN.
std::string rule_name_of(std::string_view rule_arn);

/// "arn:aws:events:REGION:ACCOUNT:KIND/NAME", of archives and replays.
std::string resource_arn(const aws::CallContext& context, const std::string& kind, const std::string& name);

}  // namespace cloudling::events
