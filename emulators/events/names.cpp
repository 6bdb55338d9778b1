#include "emulators/events/names.h"

#include "emulators/aws/arn.h"
#include "emulators/events/errors.h"

namespace cloudling::events {

namespace {

constexpr std::string_view kBus = "event-bus/";

std::string arn_text(const std::string& account, const std::string& region, const std::string& resource) {
  return aws::Arn{.service = "events", .region = region, .account = account, .resource = resource}.text();
}

}  // namespace

std::string BusName::arn() const { return arn_text(account, region, std::string(kBus) + name); }

std::string BusName::rule_arn(const std::string& rule) const {
  return arn_text(account, region, "rule/" + (name == kDefaultBus ? rule : name + "/" + rule));
}

std::optional<BusName> bus_of_arn(std::string_view text) {
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "events" || !arn->resource.starts_with(kBus)) return std::nullopt;
  return BusName{arn->account, arn->region, arn->resource.substr(kBus.size())};
}

BusName bus_named(const aws::CallContext& context, const std::optional<std::string>& name_or_arn) {
  if (!name_or_arn) return {context.account, context.region, kDefaultBus};
  if (auto bus = bus_of_arn(*name_or_arn)) return *bus;
  return {context.account, context.region, *name_or_arn};
}

BusName own_bus(const aws::CallContext& context, const std::optional<std::string>& name_or_arn) {
  BusName bus = bus_named(context, name_or_arn);
  if (bus.account != context.account || bus.region != context.region) throw bus_not_found(bus.name);
  return bus;
}

std::string rule_name_of(std::string_view rule_arn) { return std::string(rule_arn.substr(rule_arn.rfind('/') + 1)); }

std::string resource_arn(const aws::CallContext& context, const std::string& kind, const std::string& name) {
  return arn_text(context.account, context.region, kind + "/" + name);
}

}  // namespace cloudling::events
