#include "emulators/stepfunctions/history_store.h"

#include <algorithm>

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

// `events` is a JSON array of [previous, type, name of the details, details], the last two only where there are some.
constexpr const char* kTables = R"(
CREATE TABLE states_steps (
  key INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  events TEXT NOT NULL
);
INSERT INTO states_steps SELECT key, 1, time_ms, CASE details
  WHEN '' THEN json_array(json_array(previous, type))
  ELSE json_array(json_array(previous, type, details_name, json(details))) END FROM states_history;
DROP TABLE states_history;
)";

constexpr size_t kRowBytes = 16u << 10;  // a longer step takes several rows
constexpr int kEventBits = 16;           // a history has at most 25,000 events
constexpr int64_t kLastEventId = (1 << kEventBits) - 1;

/// Of a row: the execution's id and that of its first event.
int64_t key_of(ExecutionId execution, int64_t event) { return execution << kEventBits | event; }
int64_t event_id(int64_t key) { return key & kLastEventId; }

void append_event(std::string& out, const asl::HistoryEvent& event) {
  out.append("[").append(std::to_string(event.previous_id)).append(",\"").append(event.type).append("\"");
  if (!event.details_name.empty()) out.append(",\"").append(event.details_name).append("\",").append(event.details);
  out.append("],");
}

std::vector<EventRow> events_of(const Rows& row) {
  std::vector<EventRow> events;
  int64_t id = event_id(row.integer(0));
  const json::Value step = json::parse(row.text(3)).value_or(json::Value::array());
  for (const json::Value& stored : step) {
    EventRow& event = events.emplace_back();
    event.id = id++;
    event.previous = stored.at(0).get<int64_t>();
    event.time = row.integer(2);
    event.type = stored.at(1).get<std::string>();
    if (stored.size() < 4) continue;
    event.details_name = stored.at(2).get<std::string>();
    event.details = stored.at(3);
  }
  return events;
}

}  // namespace

store::Migration history_migration(int number) {
  return {.service = "stepfunctions", .number = number, .sql = kTables};
}

void insert_events(WriteTransaction& tx, ExecutionId execution, const std::vector<asl::HistoryEvent>& events) {
  for (auto event = events.begin(); event != events.end();) {
    const auto first = event;
    std::string text = "[";
    do append_event(text, *event);
    while (++event != events.end() && text.size() < kRowBytes);
    text.back() = ']';
    tx.run("INSERT INTO states_steps (key, count, time_ms, events) VALUES (?, ?, ?, ?)", key_of(execution, first->id),
           event - first, first->time, text);
  }
}

LastEvent last_event(ReadTransaction& tx, ExecutionId execution) {
  Rows row =
      tx.query("SELECT key, count, time_ms FROM states_steps WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1",
               key_of(execution, 0), key_of(execution, kLastEventId));
  if (!row.next()) return {};
  return {.id = event_id(row.integer(0)) + row.integer(1) - 1, .time = row.integer(2)};
}

std::vector<EventRow> list_events(ReadTransaction& tx, ExecutionId execution, int64_t after, bool reverse,
                                  int64_t limit, size_t max_bytes) {
  constexpr const char* kForward =
      "SELECT key, count, time_ms, events FROM states_steps WHERE key <= ?3 AND "
      "key >= (SELECT max(key) FROM states_steps WHERE key BETWEEN ?1 AND ?2) ORDER BY key";
  constexpr const char* kReverse =
      "SELECT key, count, time_ms, events FROM states_steps WHERE key BETWEEN ? AND ? ORDER BY key DESC";
  const int64_t before = after == 0 ? kLastEventId : after;
  Rows row =
      reverse ? tx.query(kReverse, key_of(execution, 0), key_of(execution, before - 1))
              : tx.query(kForward, key_of(execution, 0), key_of(execution, after + 1), key_of(execution, kLastEventId));
  std::vector<EventRow> events;
  size_t bytes = 0;
  while (row.next()) {
    const size_t bytes_each = row.text(3).size() / static_cast<size_t>(row.integer(1));
    std::vector<EventRow> step = events_of(row);
    if (reverse) std::ranges::reverse(step);
    for (EventRow& event : step) {
      if (reverse ? event.id >= before : event.id <= after) continue;
      if (std::ssize(events) == limit || bytes >= max_bytes) return events;
      events.push_back(std::move(event));
      bytes += bytes_each;
    }
  }
  return events;
}

}  // namespace cloudling::stepfunctions
