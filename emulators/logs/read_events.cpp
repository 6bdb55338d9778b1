#include <algorithm>
#include <unordered_map>
#include <utility>

#include "emulators/logs/errors.h"
#include "emulators/logs/event_reader.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/names.h"
#include "emulators/logs/pages.h"
#include "emulators/logs/positions.h"

namespace cloudling::logs {

using boost::asio::awaitable;
using store::ReadTransaction;

namespace {

constexpr int64_t kMaxEvents = 10'000;
constexpr size_t kMaxPageBytes = 1u << 20;          // of the texts in one answer
constexpr int64_t kMaxSearchedBytes = 512ll << 20;  // by one FilterLogEvents; then the answer has a token

/// Adds up what an answer holds; false once an event does not fit any more.
class Page {
 public:
  explicit Page(int64_t limit) : left_(limit) {}

  bool takes(std::string_view text) {
    if (left_ == 0 || (bytes_ > 0 && bytes_ + text.size() > kMaxPageBytes)) return false;
    --left_;
    bytes_ += text.size();
    return true;
  }

 private:
  int64_t left_;
  size_t bytes_ = 0;
};

EventToken require_event_token(const std::string& text) {
  const auto token = parse_event_token(text);
  if (!token) throw invalid_token();
  return *token;
}

/// The position behind `position`, with nothing between.
EventPosition behind(EventPosition position) {
  if (position.index != INT64_MAX) ++position.index;
  return position;
}

struct StreamPage {
  std::vector<OutputLogEvent> events;  ///< in the order of reading
  std::optional<EventPosition> first;  ///< of these, in that order
  std::optional<EventPosition> last;
};

StreamPage read_page(ReadTransaction& tx, const EventQuery& query, int64_t limit) {
  EventReader reader(tx, query);
  StreamPage result;
  Page page(limit);
  while (const auto event = reader.next()) {
    if (!page.takes(event->text)) break;
    result.events.push_back({event->position.time, std::string(event->text), event->ingested});
    if (!result.first) result.first = event->position;
    result.last = event->position;
  }
  return result;
}

GetLogEventsOutput get_events(ReadTransaction& tx, const GroupRow& group, const StreamRow& stream, aws::TimeMs now,
                              const GetLogEventsInput& input) {
  EventQuery query{.group = group.id, .stream = stream.id};
  query.from = std::max(input.start_time.value_or(0), group.expired_before(now));
  query.until = input.end_time.value_or(INT64_MAX) - 1;
  query.newest_first = !input.start_from_head.value_or(false);
  if (input.next_token) {
    const EventToken token = require_event_token(*input.next_token);
    query.newest_first = !token.forward;
    query.beyond = token.position;
  }
  StreamPage page = read_page(tx, query, input.limit.value_or(kMaxEvents));
  if (query.newest_first) {
    std::ranges::reverse(page.events);
    std::swap(page.first, page.last);
  }
  const EventPosition start{.time = query.from, .block = 0, .index = 0};
  const EventPosition here = query.beyond.value_or(start);
  EventPosition forward = page.last.value_or(here);
  EventPosition backward = page.first.value_or(here);
  if (!page.first && query.beyond && !query.newest_first) backward = behind(here);
  GetLogEventsOutput output;
  output.events = std::move(page.events);
  output.next_forward_token = EventToken{.forward = true, .position = forward}.text();
  output.next_backward_token = EventToken{.forward = false, .position = backward}.text();
  return output;
}

/// The streams that a request names, or those with a prefix.
std::unordered_set<StreamId> named_streams(ReadTransaction& tx, const GroupRow& group,
                                           const FilterLogEventsInput& input) {
  std::unordered_set<StreamId> ids;
  for (const std::string& name : input.log_stream_names.value_or(Names())) {
    ids.insert(require_stream(tx, group, name).id);
  }
  if (!input.log_stream_name_prefix) return ids;
  StreamQuery query{.group = group.id, .prefix = *input.log_stream_name_prefix, .after = std::nullopt};
  query.limit = INT64_MAX;
  for (const StreamRow& stream : list_streams(tx, query)) ids.insert(stream.id);
  return ids;
}

/// Names of streams by id; those that are gone while their events are not yet have none.
class StreamNames {
 public:
  explicit StreamNames(ReadTransaction& tx) : tx_(tx) {}

  const std::optional<std::string>& of(StreamId id) {
    const auto found = names_.find(id);
    if (found != names_.end()) return found->second;
    const auto stream = find_stream(tx_, id);
    return names_[id] = stream ? std::optional(stream->name) : std::nullopt;
  }

 private:
  ReadTransaction& tx_;
  std::unordered_map<StreamId, std::optional<std::string>> names_;
};

std::string filter_purpose(const GroupRow& group, const FilterLogEventsInput& input) {
  std::string purpose = "FilterLogEvents/" + std::to_string(group.id) + "\n" + input.filter_pattern.value_or("") +
                        "\n" + input.log_stream_name_prefix.value_or("\t");
  for (const std::string& name : input.log_stream_names.value_or(Names())) purpose += "\n" + name;
  return purpose;
}

FilterLogEventsOutput filter_events(ReadTransaction& tx, const GroupRow& group, const FilterPattern& pattern,
                                    aws::TimeMs now, const FilterLogEventsInput& input) {
  const auto streams = named_streams(tx, group, input);
  const bool some = input.log_stream_names || input.log_stream_name_prefix;
  EventQuery query{.group = group.id};
  if (some && streams.empty()) return {};
  if (streams.size() == 1) query.stream = *streams.begin();
  if (streams.size() > 1) query.streams = &streams;
  query.from = std::max(input.start_time.value_or(0), group.expired_before(now));
  query.until = input.end_time.value_or(INT64_MAX);
  query.pattern = pattern.matches_all() ? nullptr : &pattern;
  query.max_bytes = kMaxSearchedBytes;
  const std::string purpose = filter_purpose(group, input);
  if (const auto position = position_of(input.next_token, purpose)) query.beyond = parse_position(*position);
  EventReader reader(tx, query);
  StreamNames names(tx);
  FilterLogEventsOutput output;
  Page page(input.limit.value_or(kMaxEvents));
  std::optional<EventPosition> last;
  auto event = reader.next();
  for (; event && page.takes(event->text); event = reader.next()) {
    last = event->position;
    const auto& stream = names.of(event->stream);
    if (!stream) continue;
    output.events.push_back(
        {*stream, event->position.time, std::string(event->text), event->ingested, position_text(event->position)});
  }
  if (!event) last = reader.rest();
  if (last) output.next_token = token_for(position_text(*last), purpose);
  return output;
}

}  // namespace

awaitable<GetLogEventsOutput> Logs::get_log_events(const aws::CallContext& context, GetLogEventsInput input) {
  const std::string name = group_name_of(context, input.log_group_name, input.log_group_identifier);
  auto get = [&](ReadTransaction& tx) {
    const GroupRow group = require_group(context, tx, name);
    return get_events(tx, group, require_stream(tx, group, input.log_stream_name), clock_.now(), input);
  };
  co_return co_await read_all_written(std::move(get));
}

awaitable<FilterLogEventsOutput> Logs::filter_log_events(const aws::CallContext& context, FilterLogEventsInput input) {
  if (input.log_stream_names && input.log_stream_name_prefix) {
    throw invalid_parameter("logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
  }
  const std::string name = group_name_of(context, input.log_group_name, input.log_group_identifier);
  const auto pattern = cached_pattern(input.filter_pattern.value_or(""));
  auto filter = [&](ReadTransaction& tx) {
    return filter_events(tx, require_group(context, tx, name), *pattern, clock_.now(), input);
  };
  co_return co_await read_all_written(std::move(filter));
}

}  // namespace cloudling::logs
