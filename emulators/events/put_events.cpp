#include "emulators/aws/dates.h"
#include "emulators/delivery.h"
#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/events/permissions.h"

namespace cloudling::events {

namespace {

constexpr size_t kMaxBytes = 1u << 20;  // of all entries of a request
constexpr size_t kTimeBytes = 14;       // what a time counts (PutEvents, "Calculating event entry size")
constexpr const char* kForwarder = "events.amazonaws.com";

size_t size_of(const PutEventsEntry& entry) {
  const auto length = [](const Text& text) { return text ? text->size() : 0; };
  size_t size = (entry.time ? kTimeBytes : 0) + length(entry.source) + length(entry.detail_type) + length(entry.detail);
  if (entry.resources)
    for (const std::string& resource : *entry.resources) size += resource.size();
  return size;
}

PutEventsResult failed(std::string code, std::string message) {
  return {.event_id = std::nullopt, .error_code = std::move(code), .error_message = std::move(message)};
}

/// A member that an entry must have; "" where it has it.
std::string missing_member(const PutEventsEntry& entry) {
  const auto missing = [](const Text& text) { return !text || text->empty(); };
  if (missing(entry.source)) return "Source";
  if (missing(entry.detail_type)) return "DetailType";
  if (missing(entry.detail)) return "Detail";
  return "";
}

/// Only AWS's services speak for "aws.": those that call in their own name, and buses that forward.
bool speaks_for_aws(const aws::CallContext& context) {
  if (context.calling_service == kForwarder) return true;
  const auto kind = context.principal.kind;
  return !context.calling_service.empty() && kind != aws::Principal::Kind::kUser &&
         kind != aws::Principal::Kind::kAssumedRole;
}

json::Value event_body(const aws::CallContext& context, const PutEventsEntry& entry, const std::string& id,
                       aws::TimeMs time, json::Value detail) {
  json::Value body = json::Value::object();
  body["version"] = "0";
  body["id"] = id;
  body["detail-type"] = *entry.detail_type;
  body["source"] = *entry.source;
  body["account"] = context.account;
  body["time"] = aws::format_iso8601_seconds(time / 1000 * 1000);
  body["region"] = context.region;
  body["resources"] = json::Value::array();
  if (entry.resources)
    for (const std::string& resource : *entry.resources) body["resources"].push_back(resource);
  body["detail"] = std::move(detail);
  return body;
}

void require_whole_event(const json::Value& event) {
  for (const char* member : {"id", "account", "source", "time", "region", "resources", "detail-type"}) {
    if (!json::find(event, member))
      throw validation(std::string("Parameter Event is not valid. Reason: the event has no ") + member + ".");
  }
}

}  // namespace

PutEventsOutput Events::put_events(const Context& context, Write& tx, const PutEventsInput& in) {
  if (in.endpoint_id) throw not_supported("PutEvents", "EndpointId");
  size_t size = 0;
  for (const PutEventsEntry& entry : in.entries) size += size_of(entry);
  if (size > kMaxBytes) throw validation("Total size of the entries in the request is over the limit.");
  PutEventsOutput output;
  for (size_t i = 0; i < in.entries.size(); ++i) {
    output.entries.push_back(put_event(context, tx, in.entries[i], i));
    output.failed_entry_count += output.entries.back().error_code ? 1 : 0;
  }
  return output;
}

/// The event's id follows from the request's, so that a service that repeats a request repeats the event.
PutEventsResult Events::put_event(const Context& context, Write& tx, const PutEventsEntry& entry, size_t index) {
  const std::string missing = missing_member(entry);
  if (!missing.empty())
    return failed("InvalidArgument",
                  "Parameter " + missing + " is not valid. Reason: " + missing + " is a required argument.");
  auto detail = json::parse(*entry.detail);
  if (!detail || !detail->is_object()) return failed("MalformedDetail", "Detail is malformed.");
  if (entry.source->starts_with("aws.") && !speaks_for_aws(context))
    return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
  const BusName name = bus_named(context, entry.event_bus_name);
  const auto bus = find_bus(tx, name);
  if (bus && name.account != context.account && !allows_put(bus->policy, name.arn(), context))
    return failed("AccessDeniedException", "User is not authorized to put events on " + name.arn() + ".");
  RoutedEvent event{.id = uuid_of(context.request_id + "/" + std::to_string(index))};
  const aws::TimeMs time = entry.time ? entry.time->ms : clock_.now();
  event.body = event_body(context, entry, event.id, time, *std::move(detail));
  event.forwarded = context.calling_service == kForwarder;
  if (bus) {
    router_.route(tx, name.arn(), event);
    archive(tx, name.arn(), event, time);
  }
  return {.event_id = event.id, .error_code = std::nullopt, .error_message = std::nullopt};
}

TestEventPatternOutput Events::test_event_pattern(const Context&, Read&, const TestEventPatternInput& in) {
  const patterns::Pattern pattern = patterns::Pattern::parse(in.event_pattern);
  const auto event = json::parse(in.event);
  if (!event || !event->is_object()) throw validation("Parameter Event is not valid.");
  require_whole_event(*event);
  return {.result = pattern.matches(*event)};
}

}  // namespace cloudling::events
