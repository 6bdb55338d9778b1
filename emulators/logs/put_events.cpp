#include <algorithm>
#include <utility>

#include "emulators/logs/errors.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/names.h"
#include "emulators/logs/positions.h"

namespace cloudling::logs {

using store::WriteTransaction;

namespace {

constexpr int64_t kMaxBatchBytes = 1'048'576;
constexpr int64_t kMaxEventBytes = 1'048'576;
constexpr int64_t kEventOverhead = 26;  // counted for each event
constexpr aws::TimeMs kHourMs = 3'600'000;
constexpr aws::TimeMs kDayMs = 24 * kHourMs;
constexpr aws::TimeMs kNewestMs = 2 * kHourMs;  // in the future
constexpr aws::TimeMs kOldestMs = 14 * kDayMs;

using InputEvents = std::vector<InputLogEvent>;

void require_small(const InputEvents& events) {
  int64_t bytes = 0;
  for (const InputLogEvent& event : events) {
    const int64_t size = static_cast<int64_t>(event.message.size()) + kEventOverhead;
    if (size > kMaxEventBytes) {
      throw invalid_parameter("Log event too large: " + std::to_string(size) + " bytes exceeds limit of " +
                              std::to_string(kMaxEventBytes));
    }
    bytes += size;
  }
  if (bytes > kMaxBatchBytes) {
    throw invalid_parameter("Upload too large: " + std::to_string(bytes) + " bytes exceeds limit of " +
                            std::to_string(kMaxBatchBytes));
  }
}

/// The events from `begin` to `end` are taken; the others were too old, have expired already or are too new.
struct Accepted {
  size_t begin = 0;
  size_t end = 0;
  std::optional<RejectedLogEventsInfo> rejected;
};

Accepted accepted_of(const InputEvents& events, const GroupRow& group, aws::TimeMs now) {
  const auto before = [&](aws::TimeMs time) {
    return static_cast<size_t>(std::ranges::lower_bound(events, time, {}, &InputLogEvent::timestamp) - events.begin());
  };
  const size_t too_old = before(now - kOldestMs);
  const size_t expired = before(group.expired_before(now));
  const size_t too_new = before(now + kNewestMs + 1);
  Accepted accepted{.begin = std::max(too_old, expired), .end = too_new, .rejected = std::nullopt};
  if (accepted.begin == 0 && too_new == events.size()) return accepted;
  RejectedLogEventsInfo rejected;
  if (too_old > 0) rejected.too_old_log_event_end_index = static_cast<int64_t>(too_old);
  if (expired > too_old) rejected.expired_log_event_end_index = static_cast<int64_t>(expired);
  if (too_new < events.size()) rejected.too_new_log_event_start_index = static_cast<int64_t>(too_new);
  accepted.rejected = rejected;
  return accepted;
}

}  // namespace

PutLogEventsOutput Logs::put_log_events(const aws::CallContext& context, WriteTransaction& tx,
                                        const PutLogEventsInput& input) {
  if (input.entity) throw not_supported("PutLogEvents", "entity");
  require_small(input.log_events);
  if (!std::ranges::is_sorted(input.log_events, {}, &InputLogEvent::timestamp)) {
    throw invalid_parameter("Log events in a single PutLogEvents request must be in chronological order.");
  }
  const GroupRow group = require_group(context, tx, input.log_group_name);
  StreamRow stream = require_stream(tx, group, input.log_stream_name);
  const aws::TimeMs now = clock_.now();
  const Accepted accepted = accepted_of(input.log_events, group, now);
  std::vector<Event> events;
  events.reserve(input.log_events.size());
  for (size_t i = accepted.begin; i < accepted.end; ++i) {
    const InputLogEvent& event = input.log_events[i];
    events.push_back({.time = event.timestamp, .ingested = now, .text = event.message});
  }
  if (!events.empty() && events.back().time - events.front().time > kDayMs) {
    throw invalid_parameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  ingestion_.append(tx, group, stream, events);
  PutLogEventsOutput output;
  output.next_sequence_token = position_text({.time = now, .block = stream.last_block, .index = stream.id});
  output.rejected_log_events_info = accepted.rejected;
  return output;
}

}  // namespace cloudling::logs
