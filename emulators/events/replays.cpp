#include <algorithm>

#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/events/events_store_archives.h"
#include "emulators/events/jobs.h"
#include "emulators/events/lookup.h"
#include "emulators/events/pages.h"

namespace cloudling::events {

namespace {

constexpr int64_t kEventsAtOnce = 100;

ReplayRow require_replay(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& name) {
  auto replay = find_replay(tx, resource_arn(context, "replay", name));
  if (!replay) throw not_found("Replay " + name + " does not exist.");
  return *std::move(replay);
}

/// The archive's bus is the only one that its events go to.
ArchiveRow require_source(store::ReadTransaction& tx, const StartReplayInput& in) {
  const auto archive = find_archive(tx, in.event_source_arn);
  if (!archive)
    throw not_found("Parameter EventSourceArn is not valid. Reason: Archive " + rule_name_of(in.event_source_arn) +
                    " does not exist.");
  if (in.destination.arn != archive->bus)
    throw validation("Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.");
  if (in.event_start_time.ms >= in.event_end_time.ms)
    throw validation("Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.");
  return *archive;
}

Replay listed(const ReplayRow& row) {
  Replay replay;
  replay.replay_name = row.name;
  replay.state = row.state;
  replay.event_source_arn = row.archive;
  replay.event_start_time = {row.from};
  replay.event_end_time = {row.to};
  if (row.last_time > 0) replay.event_last_replayed_time = aws::Timestamp{row.last_time};
  replay.replay_start_time = {row.started};
  if (row.ended) replay.replay_end_time = aws::Timestamp{*row.ended};
  return replay;
}

RoutedEvent replayed(const ArchivedEvent& archived, const std::string& replay) {
  RoutedEvent event{.body = json::parse(archived.event).value_or(json::Value::object()), .replay = replay};
  event.id = event.body.value("id", "");
  event.body["replay-name"] = replay;
  return event;
}

}  // namespace

ChangedReplayOutput Events::start_replay(const Context& context, Write& tx, const StartReplayInput& in) {
  require_source(tx, in);
  ReplayRow replay{.arn = resource_arn(context, "replay", in.replay_name),
                   .name = in.replay_name,
                   .archive = in.event_source_arn,
                   .description = in.description,
                   .destination = in.destination.to_text(),
                   .state = "STARTING",
                   .from = in.event_start_time.ms,
                   .to = in.event_end_time.ms,
                   .started = clock_.now(),
                   .ended = std::nullopt};
  if (find_replay(tx, replay.arn)) throw already_exists("Replay " + in.replay_name + " already exists.");
  put_replay(tx, replay);
  store_.jobs().enqueue(tx, kReplayJob, replay.arn, "");
  return {.replay_arn = replay.arn, .state = replay.state, .replay_start_time = aws::Timestamp{replay.started}};
}

Replay Events::describe_replay(const Context& context, Read& tx, const ReplayInput& in) {
  const ReplayRow row = require_replay(context, tx, in.replay_name);
  Replay replay = listed(row);
  replay.replay_arn = row.arn;
  replay.description = row.description;
  replay.destination = ReplayDestination::from_text(row.destination);
  return replay;
}

ListReplaysOutput Events::list_replays(const Context& context, Read& tx, const ListReplaysInput& in) {
  const int criteria = in.name_prefix.has_value() + in.event_source_arn.has_value() + in.state.has_value();
  if (criteria > 1)
    throw validation(
        "At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.");
  const std::string prefix = resource_arn(context, "replay", in.name_prefix.value_or(""));
  const std::string archive = in.event_source_arn.value_or(""), state = in.state.value_or("");
  const std::string purpose = "ListReplays/" + prefix + "/" + archive + "/" + state;
  const int64_t limit = page_size(in.limit);
  auto rows = events::list_replays(tx, prefix, position_of(in.next_token, purpose), archive, state, limit + 1);
  ListReplaysOutput output;
  if (cut(rows, limit)) output.next_token = token_for(rows.back().arn, purpose);
  for (const ReplayRow& row : rows) output.replays.push_back(listed(row));
  return output;
}

ChangedReplayOutput Events::cancel_replay(const Context& context, Write& tx, const ReplayInput& in) {
  ReplayRow replay = require_replay(context, tx, in.replay_name);
  if (replay.ended)
    throw aws::Error(400, "IllegalStatusException",
                     "Replay " + in.replay_name + " is not in a valid state for this operation.");
  store_.jobs().cancel(tx, kReplayJob, replay.arn);
  replay.state = "CANCELLED";
  replay.ended = clock_.now();
  put_replay(tx, replay);
  return {.replay_arn = replay.arn, .state = "CANCELLING", .replay_start_time = std::nullopt};
}

/// A transaction for some events; the job of the next is made in it, so a kill neither leaves out nor repeats any.
boost::asio::awaitable<void> Events::continue_replay(store::Job job) {
  auto work = [this, &job](Write& tx) {
    if (!store_.jobs().complete(tx, job.id)) return;
    auto replay = find_replay(tx, job.key);
    if (!replay || replay->ended) return;
    const auto archive = find_archive(tx, replay->archive);
    const ArchivedEvent after{.id = replay->last_id, .time = replay->last_time, .event = ""};
    std::vector<ArchivedEvent> events;
    if (archive) events = archived_events(tx, archive->id, replay->from, replay->to, after, kEventsAtOnce);
    const ReplayDestination destination = ReplayDestination::from_text(replay->destination);
    const auto only = destination.filter_arns.value_or(std::vector<std::string>());
    for (const ArchivedEvent& event : events) {
      router_.route(tx, destination.arn, replayed(event, replay->name), only);
      replay->last_time = event.time;
      replay->last_id = event.id;
    }
    const bool more = events.size() == static_cast<size_t>(kEventsAtOnce);
    replay->state = more ? "RUNNING" : archive ? "COMPLETED" : "FAILED";
    if (!more) replay->ended = clock_.now();
    put_replay(tx, *replay);
    if (more) store_.jobs().enqueue(tx, kReplayJob, replay->arn, "");
  };
  co_await store_.write(std::move(work));
}

}  // namespace cloudling::events
