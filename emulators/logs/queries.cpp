#include <algorithm>
#include <unordered_map>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/json_codec.h"
#include "emulators/logs/errors.h"
#include "emulators/logs/event_reader.h"
#include "emulators/logs/insights/query.h"
#include "emulators/logs/insights/run.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/names.h"
#include "emulators/logs/pages.h"
#include "emulators/logs/positions.h"
#include "emulators/logs/queries_store.h"

namespace cloudling::logs {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kDefaultRows = 10'000;
constexpr int64_t kMaxGroups = 50;
constexpr int64_t kKeptQueries = 1000;
constexpr int64_t kDefaultPage = 1000;
constexpr int64_t kFirstMilliseconds = 100'000'000'000;  // what is greater can't be meant as seconds

aws::TimeMs to_ms(int64_t seconds) { return seconds < kFirstMilliseconds ? seconds * 1000 : seconds; }

std::vector<std::string> groups_of(const aws::CallContext& context, const StartQueryInput& input) {
  const int given =
      (input.log_group_name ? 1 : 0) + (input.log_group_names ? 1 : 0) + (input.log_group_identifiers ? 1 : 0);
  if (given != 1) {
    throw invalid_parameter("Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be given.");
  }
  std::vector<std::string> names;
  if (input.log_group_name) names = {*input.log_group_name};
  if (input.log_group_names) names = *input.log_group_names;
  for (const std::string& id : input.log_group_identifiers.value_or(Names())) {
    names.push_back(group_name_of(context, id));
  }
  if (names.empty() || static_cast<int64_t>(names.size()) > kMaxGroups) {
    throw invalid_parameter("A query must have 1 to 50 log groups.");
  }
  return names;
}

/// Hands the events of a group to the run; adds to the statistics.
void scan(ReadTransaction& tx, const QueryRow& query, const GroupRow& group, aws::TimeMs now, insights::QueryRun& run,
          QueryStatistics& statistics) {
  EventQuery events{.group = group.id};
  events.from = std::max(query.from, group.expired_before(now));
  events.until = query.until;
  EventReader reader(tx, events);
  std::unordered_map<StreamId, std::optional<StreamRow>> streams;
  while (const auto event = reader.next()) {
    const auto [stream, fresh] = streams.try_emplace(event->stream);
    if (fresh) stream->second = find_stream(tx, event->stream);
    if (!stream->second) continue;
    insights::Record record;
    record.time = event->position.time;
    record.ingested = event->ingested;
    record.message = event->text;
    record.stream = stream->second->name;
    record.log = group.account + ":" + group.name;
    record.pointer = aws::base64url_encode(position_text(event->position));
    run.take(std::move(record));
  }
  statistics.records_scanned += static_cast<double>(reader.events_read());
  statistics.bytes_scanned += static_cast<double>(reader.bytes_read());
  statistics.log_groups_scanned += 1;
}

std::string rows_text(const std::vector<insights::ResultRow>& rows) {
  json::Value all = json::Value::array();
  for (const insights::ResultRow& row : rows) {
    json::Value fields = json::Value::array();
    for (const auto& [name, value] : row) fields.push_back(json::Value::array({name, value}));
    all.push_back(std::move(fields));
  }
  return json::write(all);
}

std::vector<std::vector<ResultField>> rows_of(const std::string& text) {
  std::vector<std::vector<ResultField>> rows;
  const json::Value all = json::parse(text).value_or(json::Value::array());
  for (const json::Value& row : all) {
    auto& fields = rows.emplace_back();
    for (const json::Value& field : row)
      fields.push_back({field.at(0).get<std::string>(), field.at(1).get<std::string>()});
  }
  return rows;
}

QueryStatistics statistics_of(const std::string& text) {
  QueryStatistics statistics;
  aws::MissingPaths missing;
  const json::Value value = json::parse(text).value_or(json::Value::object());
  aws::decode_json(value, QueryStatistics::shape(), &statistics, aws::JsonForm::kDocument, "", missing);
  return statistics;
}

void run_query(ReadTransaction& tx, QueryRow& query, aws::TimeMs now) {
  const insights::Query parsed = insights::parse_query(query.text);
  insights::QueryRun run(parsed, query.limit);
  QueryStatistics statistics;
  const json::Value names = json::parse(query.groups).value_or(json::Value::array());
  for (const json::Value& name : names) {
    const auto group = find_group(tx, query.account, query.region, name.get<std::string>());
    if (group) scan(tx, query, *group, now, run, statistics);
  }
  query.results = rows_text(run.finish());
  statistics.records_matched = static_cast<double>(run.matched());
  query.statistics = json::write(aws::encode_json(QueryStatistics::shape(), &statistics, aws::JsonForm::kDocument));
  query.status = "Complete";
}

QueryRow require_query(const aws::CallContext& context, ReadTransaction& tx, const std::string& id) {
  auto query = find_query(tx, context.account, context.region, id);
  if (!query) throw resource_not_found("Query with id " + id + " does not exist.");
  return std::move(*query);
}

}  // namespace

awaitable<StartQueryOutput> Logs::start_query(const aws::CallContext& context, StartQueryInput input) {
  if (input.query_language.value_or("CWLI") != "CWLI") {
    throw not_supported("StartQuery", "queryLanguage " + *input.query_language);
  }
  insights::parse_query(input.query_string);
  QueryRow query{.id = ids_.uuid(), .account = context.account, .region = context.region, .text = input.query_string};
  const auto names = groups_of(context, input);
  json::Value list = json::Value::array();
  for (const std::string& name : names) list.push_back(name);
  query.groups = json::write(list);
  query.from = to_ms(input.start_time);
  query.until = to_ms(input.end_time);
  if (query.until < query.from) throw invalid_parameter("End time should not be less than start time.");
  query.limit = std::min(input.limit.value_or(kDefaultRows), kDefaultRows);
  query.status = "Running";
  query.created = clock_.now();
  query.statistics = "{}";
  query.results = "[]";
  auto insert = [&](WriteTransaction& tx) {
    for (const std::string& name : names) require_group(context, tx, name);
    insert_query(tx, query, kKeptQueries);
    store_.jobs().enqueue(tx, kQueryJob, query.id, context.account + " " + context.region + " " + query.id);
  };
  co_await writer_.stored();
  co_await store_.write(std::move(insert));
  co_return StartQueryOutput{.query_id = query.id};
}

/// Runs a query and keeps its results, unless it was stopped meanwhile.
awaitable<void> Logs::perform_query(store::Job job) {
  const size_t first = job.payload.find(' ');
  const size_t second = job.payload.find(' ', first + 1);
  const std::string account = job.payload.substr(0, first);
  const std::string region = job.payload.substr(first + 1, second - first - 1);
  const std::string id = job.payload.substr(second + 1);
  auto run = [&](ReadTransaction& tx) {
    auto query = find_query(tx, account, region, id);
    if (!query || query->status != "Running") return std::optional<QueryRow>();
    try {
      run_query(tx, *query, clock_.now());
    } catch (const aws::Error&) {
      query->status = "Failed";
    }
    return query;
  };
  auto query = co_await store_.read(std::move(run));
  if (!query) co_return;
  query->ended = clock_.now();
  auto end = [&](WriteTransaction& tx) {
    if (store_.jobs().complete(tx, job.id)) end_query(tx, *query);
  };
  co_await store_.write(std::move(end));
}

GetQueryResultsOutput Logs::get_query_results(const aws::CallContext& context, ReadTransaction& tx,
                                              const GetQueryResultsInput& input) {
  if (input.next_token || input.max_items) throw not_supported("GetQueryResults", "nextToken and maxItems");
  const QueryRow query = require_query(context, tx, input.query_id);
  GetQueryResultsOutput output;
  output.results = rows_of(query.results);
  output.statistics = statistics_of(query.statistics);
  output.status = query.status;
  return output;
}

StopQueryOutput Logs::stop_query(const aws::CallContext& context, WriteTransaction& tx, const StopQueryInput& input) {
  QueryRow query = require_query(context, tx, input.query_id);
  if (query.status != "Running") {
    throw invalid_parameter("Query with id " + query.id + " is in status " + query.status + " and can't be stopped.");
  }
  query.status = "Cancelled";
  query.ended = clock_.now();
  end_query(tx, query);
  store_.jobs().cancel(tx, kQueryJob, query.id);
  return {.success = true};
}

DescribeQueriesOutput Logs::describe_queries(const aws::CallContext& context, ReadTransaction& tx,
                                             const DescribeQueriesInput& input) {
  const std::string purpose = "DescribeQueries/" + context.account + "/" + context.region;
  const auto position = position_of(input.next_token, purpose);
  const int64_t limit = input.max_results.value_or(kDefaultPage);
  int64_t before = position ? aws::parse_integer(*position).value_or(0) : INT64_MAX;
  DescribeQueriesOutput output;
  if (input.query_language.value_or("CWLI") != "CWLI") return output;
  for (const QueryRow& query : list_queries(tx, context.account, context.region, before, kKeptQueries)) {
    if (static_cast<int64_t>(output.queries.size()) == limit) {
      output.next_token = token_for(std::to_string(before), purpose);
      return output;
    }
    before = query.number;
    const json::Value groups = json::parse(query.groups).value_or(json::Value::array());
    const auto named = [&](const json::Value& name) { return name == input.log_group_name.value_or(""); };
    if (input.log_group_name && std::ranges::none_of(groups, named)) continue;
    if (input.status && *input.status != query.status) continue;
    QueryInfo info{.query_id = query.id, .query_string = query.text, .status = query.status};
    info.create_time = query.created;
    if (groups.size() == 1) info.log_group_name = groups[0].get<std::string>();
    output.queries.push_back(std::move(info));
  }
  return output;
}

}  // namespace cloudling::logs
