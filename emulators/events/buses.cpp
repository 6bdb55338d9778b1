#include <algorithm>

#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/events/pages.h"
#include "emulators/events/tagging.h"

namespace cloudling::events {

namespace {

/// What a bus may be given and has no effect here is refused.
void require_plain(const std::string& operation, const Text& key, const std::optional<json::Value>& log) {
  if (key && !key->empty()) throw not_supported(operation, "KmsKeyIdentifier");
  if (log) throw not_supported(operation, "LogConfig");
}

Text arn_of(const std::optional<DeadLetterConfig>& config) { return config ? config->arn : std::nullopt; }

std::optional<DeadLetterConfig> config_of(const Text& arn) {
  if (!arn) return std::nullopt;
  return DeadLetterConfig{arn};
}

Text or_none(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<aws::Timestamp> time_or_none(aws::TimeMs time) {
  if (time == 0) return std::nullopt;
  return aws::Timestamp{time};
}

EventBus listed(const BusRow& bus) {
  return {.name = bus.name.name,
          .arn = bus.name.arn(),
          .description = bus.description,
          .policy = or_none(bus.policy),
          .creation_time = time_or_none(bus.created),
          .last_modified_time = time_or_none(bus.modified)};
}

}  // namespace

CreateEventBusOutput Events::create_event_bus(const Context& context, Write& tx, const CreateEventBusInput& in) {
  if (in.event_source_name) throw not_supported("CreateEventBus", "EventSourceName");
  require_plain("CreateEventBus", in.kms_key_identifier, in.log_config);
  if (in.name.find('/') != std::string::npos) throw validation("Event bus name must not contain '/'.");
  const BusName name{context.account, context.region, in.name};
  if (find_bus(tx, name)) throw already_exists("Event bus " + in.name + " already exists.");
  const BusRow bus{.name = name,
                   .description = in.description,
                   .dead_letter_arn = arn_of(in.dead_letter_config),
                   .policy = "",
                   .created = clock_.now(),
                   .modified = clock_.now()};
  put_bus(tx, bus);
  if (in.tags) add_tags(tx, name.arn(), *in.tags);
  return {.event_bus_arn = name.arn(), .description = in.description, .dead_letter_config = in.dead_letter_config};
}

DescribeEventBusOutput Events::describe_event_bus(const Context& context, Read& tx, const DescribeEventBusInput& in) {
  const BusName name = own_bus(context, in.name);
  const auto bus = find_bus(tx, name);
  if (!bus) throw bus_not_found(name.name);
  return {.name = name.name,
          .arn = name.arn(),
          .description = bus->description,
          .dead_letter_config = config_of(bus->dead_letter_arn),
          .policy = or_none(bus->policy),
          .creation_time = time_or_none(bus->created),
          .last_modified_time = time_or_none(bus->modified)};
}

ListEventBusesOutput Events::list_event_buses(const Context& context, Read& tx, const ListEventBusesInput& in) {
  const std::string prefix = in.name_prefix.value_or("");
  const BusName place{context.account, context.region, kDefaultBus};
  const std::string purpose = "ListEventBuses/" + place.arn() + "/" + prefix;
  const std::string after = position_of(in.next_token, purpose);
  const int64_t limit = page_size(in.limit);
  auto buses = list_buses(tx, place, prefix, after, limit + 1);
  const auto comes_after = [&](const BusRow& bus) { return bus.name.name >= kDefaultBus; };
  const auto at = std::find_if(buses.begin(), buses.end(), comes_after);
  const bool has_row = at != buses.end() && at->name.name == kDefaultBus;
  if (!has_row && after < kDefaultBus && place.name.starts_with(prefix)) buses.insert(at, *find_bus(tx, place));
  if (buses.size() > static_cast<size_t>(limit) + 1) buses.pop_back();
  ListEventBusesOutput output;
  if (cut(buses, limit)) output.next_token = token_for(buses.back().name.name, purpose);
  for (const BusRow& bus : buses) output.event_buses.push_back(listed(bus));
  return output;
}

aws::Nothing Events::delete_event_bus(const Context& context, Write& tx, const DeleteEventBusInput& in) {
  if (in.name == kDefaultBus) throw validation("Cannot delete event bus default.");
  const BusName name = own_bus(context, in.name);
  if (count_rules(tx, name.arn()) > 0)
    throw validation("Event bus " + in.name + " can't be deleted since it has rules.");
  events::delete_bus(tx, name);
  return {};
}

UpdateEventBusOutput Events::update_event_bus(const Context& context, Write& tx, const UpdateEventBusInput& in) {
  require_plain("UpdateEventBus", in.kms_key_identifier, in.log_config);
  const BusName name = own_bus(context, in.name);
  auto bus = find_bus(tx, name);
  if (!bus) throw bus_not_found(name.name);
  if (in.description) bus->description = in.description;
  if (in.dead_letter_config) bus->dead_letter_arn = in.dead_letter_config->arn;
  bus->modified = clock_.now();
  put_bus(tx, *bus);
  return {.arn = name.arn(),
          .name = name.name,
          .description = bus->description,
          .dead_letter_config = config_of(bus->dead_letter_arn)};
}

}  // namespace cloudling::events
