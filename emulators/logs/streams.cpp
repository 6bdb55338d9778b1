#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/logs/errors.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/names.h"
#include "emulators/logs/pages.h"
#include "emulators/logs/positions.h"
#include "emulators/logs/sweeping.h"

namespace cloudling::logs {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kDefaultPage = 50;

LogStream shown(const GroupRow& group, const StreamRow& stream) {
  return {
      .log_stream_name = stream.name,
      .creation_time = stream.created,
      .first_event_timestamp = stream.first,
      .last_event_timestamp = stream.last,
      .last_ingestion_time = stream.ingested,
      .upload_sequence_token = position_text({.time = stream.created, .block = stream.last_block, .index = stream.id}),
      .arn = stream_arn(group, stream),
      .stored_bytes = 0};
}

/// "TIME NAME" of the last stream shown.
std::optional<std::pair<aws::TimeMs, std::string>> after_of(const std::optional<std::string>& position) {
  if (!position) return std::nullopt;
  const size_t space = position->find(' ');
  return std::pair(aws::parse_integer(position->substr(0, space)).value_or(0), position->substr(space + 1));
}

StreamQuery query_of(const GroupRow& group, const DescribeLogStreamsInput& input, int64_t limit) {
  return {.group = group.id,
          .prefix = input.log_stream_name_prefix.value_or(""),
          .by_time = input.order_by == "LastEventTime",
          .descending = input.descending.value_or(false),
          .after = std::nullopt,
          .limit = limit + 1};
}

}  // namespace

awaitable<aws::Nothing> Logs::create_log_stream(const aws::CallContext& context, CreateLogStreamInput input) {
  auto insert = [&](WriteTransaction& tx) {
    const GroupRow group = require_group(context, tx, input.log_group_name);
    if (find_stream(tx, group.id, input.log_stream_name)) {
      throw already_exists("The specified log stream already exists");
    }
    StreamRow stream{.group = group.id, .name = input.log_stream_name, .created = clock_.now()};
    insert_stream(tx, stream);
  };
  co_return co_await write_behind_all_written(std::move(insert));
}

awaitable<DescribeLogStreamsOutput> Logs::describe_log_streams(const aws::CallContext& context,
                                                               DescribeLogStreamsInput input) {
  if (input.order_by == "LastEventTime" && input.log_stream_name_prefix) {
    throw invalid_parameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const std::string name = group_name_of(context, input.log_group_name, input.log_group_identifier);
  const int64_t limit = input.limit.value_or(kDefaultPage);
  auto list = [&](ReadTransaction& tx) {
    const GroupRow group = require_group(context, tx, name);
    StreamQuery query = query_of(group, input, limit);
    const std::string purpose = "DescribeLogStreams/" + std::to_string(group.id) + "/" + (query.by_time ? "t" : "n") +
                                (query.descending ? "d" : "a") + "/" + query.prefix;
    query.after = after_of(position_of(input.next_token, purpose));
    auto streams = list_streams(tx, query);
    DescribeLogStreamsOutput output;
    if (cut(streams, limit)) {
      const StreamRow& last = streams.back();
      output.next_token = token_for(std::to_string(last.last.value_or(0)) + " " + last.name, purpose);
    }
    for (const StreamRow& stream : streams) output.log_streams.push_back(shown(group, stream));
    return output;
  };
  co_return co_await read_all_written(std::move(list));
}

awaitable<aws::Nothing> Logs::delete_log_stream(const aws::CallContext& context, DeleteLogStreamInput input) {
  auto remove = [&](WriteTransaction& tx) {
    const GroupRow group = require_group(context, tx, input.log_group_name);
    const StreamRow stream = require_stream(tx, group, input.log_stream_name);
    delete_stream(tx, stream);
    store_.jobs().enqueue(tx, kSweepJob, std::to_string(group.id), sweep_stream(stream.id));
  };
  co_return co_await write_behind_all_written(std::move(remove));
}

}  // namespace cloudling::logs
