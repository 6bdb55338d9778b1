#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/events/events_store_archives.h"
#include "emulators/events/lookup.h"
#include "emulators/events/pages.h"

namespace cloudling::events {

namespace {

constexpr aws::TimeMs kDayMs = 24LL * 3600 * 1000;
constexpr const char* kEnabled = "ENABLED";

Text given(const Text& text) { return text && !text->empty() ? text : std::nullopt; }

ArchiveRow require_archive(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& name) {
  auto archive = find_archive(tx, resource_arn(context, "archive", name));
  if (!archive) throw not_found("Archive " + name + " does not exist.");
  return *std::move(archive);
}

ChangedArchiveOutput changed(const ArchiveRow& archive) {
  return {.archive_arn = archive.arn, .state = kEnabled, .creation_time = {archive.created}};
}

Archive listed(const ArchiveRow& row) {
  return {.archive_name = row.name,
          .event_source_arn = row.bus,
          .state = kEnabled,
          .retention_days = row.retention_days,
          .size_bytes = row.bytes,
          .event_count = row.events,
          .creation_time = {row.created}};
}

void require_plain(const std::string& operation, const Text& key) {
  if (key && !key->empty()) throw not_supported(operation, "KmsKeyIdentifier");
}

}  // namespace

ChangedArchiveOutput Events::create_archive(const Context& context, Write& tx, const CreateArchiveInput& in) {
  require_plain("CreateArchive", in.kms_key_identifier);
  if (!bus_of_arn(in.event_source_arn))
    throw validation("Parameter EventSourceArn is not valid. Reason: Must be an event bus.");
  const BusName bus = require_bus(context, tx, in.event_source_arn);
  if (given(in.event_pattern)) patterns::Pattern::parse(*in.event_pattern);
  const std::string arn = resource_arn(context, "archive", in.archive_name);
  if (find_archive(tx, arn)) throw already_exists("Archive " + in.archive_name + " already exists.");
  const ArchiveRow archive{.arn = arn,
                           .name = in.archive_name,
                           .bus = bus.arn(),
                           .description = in.description,
                           .pattern = given(in.event_pattern),
                           .retention_days = in.retention_days.value_or(0),
                           .created = clock_.now()};
  insert_archive(tx, archive);
  return changed(archive);
}

DescribeArchiveOutput Events::describe_archive(const Context& context, Read& tx, const ArchiveInput& in) {
  const ArchiveRow row = require_archive(context, tx, in.archive_name);
  return {.archive_arn = row.arn,
          .archive_name = row.name,
          .event_source_arn = row.bus,
          .description = row.description,
          .event_pattern = row.pattern,
          .state = kEnabled,
          .retention_days = row.retention_days,
          .size_bytes = row.bytes,
          .event_count = row.events,
          .creation_time = {row.created}};
}

ListArchivesOutput Events::list_archives(const Context& context, Read& tx, const ListArchivesInput& in) {
  const int criteria = in.name_prefix.has_value() + in.event_source_arn.has_value() + in.state.has_value();
  if (criteria > 1)
    throw validation(
        "At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.");
  if (in.state && *in.state != kEnabled) return {};
  const std::string prefix = resource_arn(context, "archive", in.name_prefix.value_or(""));
  const std::string bus = in.event_source_arn.value_or("");
  const std::string purpose = "ListArchives/" + prefix + "/" + bus;
  const int64_t limit = page_size(in.limit);
  auto rows = events::list_archives(tx, prefix, position_of(in.next_token, purpose), bus, limit + 1);
  ListArchivesOutput output;
  if (cut(rows, limit)) output.next_token = token_for(rows.back().arn, purpose);
  for (const ArchiveRow& row : rows) output.archives.push_back(listed(row));
  return output;
}

ChangedArchiveOutput Events::update_archive(const Context& context, Write& tx, const UpdateArchiveInput& in) {
  require_plain("UpdateArchive", in.kms_key_identifier);
  ArchiveRow archive = require_archive(context, tx, in.archive_name);
  if (given(in.event_pattern)) patterns::Pattern::parse(*in.event_pattern);
  if (in.description) archive.description = in.description;
  if (in.event_pattern) archive.pattern = given(in.event_pattern);
  if (in.retention_days) archive.retention_days = *in.retention_days;
  events::update_archive(tx, archive);
  return changed(archive);
}

aws::Nothing Events::delete_archive(const Context& context, Write& tx, const ArchiveInput& in) {
  const ArchiveRow archive = require_archive(context, tx, in.archive_name);
  events::delete_archive(tx, archive.id);
  return {};
}

/// What is older than an archive's retention goes when something new comes.
void Events::archive(Write& tx, const std::string& bus_arn, const RoutedEvent& event, aws::TimeMs time) {
  for (const ArchiveRow& archive : archives_of_bus(tx, bus_arn)) {
    if (archive.pattern && !router_.matches(*archive.pattern, event.body)) continue;
    keep_event(tx, archive.id, time, json::write(event.body));
    if (archive.retention_days > 0) drop_events(tx, archive.id, clock_.now() - archive.retention_days * kDayMs);
  }
}

}  // namespace cloudling::events
