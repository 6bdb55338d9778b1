#include "emulators/events/lookup.h"

#include "emulators/events/errors.h"

namespace cloudling::events {

BusName require_bus(const aws::CallContext& context, store::ReadTransaction& tx,
                    const std::optional<std::string>& name_or_arn) {
  const BusName bus = own_bus(context, name_or_arn);
  if (!find_bus(tx, bus)) throw bus_not_found(bus.name);
  return bus;
}

RuleRow require_rule(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& name,
                     const std::optional<std::string>& bus_name) {
  const BusName bus = require_bus(context, tx, bus_name);
  auto rule = find_rule(tx, bus.rule_arn(name));
  if (!rule) throw rule_not_found(name, bus.name);
  return *std::move(rule);
}

}  // namespace cloudling::events
