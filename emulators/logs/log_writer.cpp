#include "emulators/logs/log_writer.h"

#include <algorithm>
#include <new>
#include <utility>

namespace cloudling::logs {

namespace {

constexpr size_t kTransactionBytes = 4u << 20;
constexpr size_t kMaxText = (1u << 20) - 26;  // of one event, as PutLogEvents takes it
constexpr size_t kLineOverhead = 64;          // bytes of memory, about
constexpr size_t kMaxLostStreams = 10'000;

size_t size_of(const std::vector<LogLine>& lines) {
  size_t bytes = 0;
  for (const LogLine& line : lines) bytes += line.text.size() + kLineOverhead;
  return bytes;
}

/// By time; those of the same time as they came.
std::vector<Event> in_order(std::vector<Event> events) {
  if (std::ranges::is_sorted(events, {}, &Event::time)) return events;
  std::multimap<aws::TimeMs, Event> sorted;
  for (const Event& event : events) sorted.emplace(event.time, event);
  events.clear();
  for (const auto& [time, event] : sorted) events.push_back(event);
  return events;
}

std::string lost_text(size_t lines) {
  return std::to_string(lines) + " lines of this log were lost: they came faster than they could be stored.";
}

}  // namespace

LogWriter::LogWriter(store::Store& store, aws::Clock& clock, Ingestion& ingestion)
    : store_(store), clock_(clock), ingestion_(ingestion), writer_(store, [this] { return settle_next(); }) {}

void LogWriter::write(const std::string& account, const std::string& region, const std::string& group,
                      const std::string& stream, std::vector<LogLine> lines) try {
  if (lines.empty()) return;
  Batch batch{.place = {.account = account, .region = region, .group = group, .stream = stream},
              .lines = std::move(lines)};
  batch.bytes = size_of(batch.lines);
  const std::lock_guard lock(mutex_);
  if (queued_bytes_ + batch.bytes > kMaxQueuedBytes) return lose(batch.place, batch.lines.size());
  const auto lost = lost_.find(batch.place);
  if (lost != lost_.end()) {
    batch.lines.insert(batch.lines.begin(), {.time = batch.lines.front().time, .text = lost_text(lost->second)});
    lost_.erase(lost);
  }
  queued_bytes_ += batch.bytes;
  queue_.push_back(std::move(batch));
  writer_.handed_in();
} catch (const std::bad_alloc&) {
  // Promised not to throw; the lines are lost.
}

void LogWriter::lose(const Place& place, size_t lines) {
  if (lost_.size() < kMaxLostStreams || lost_.contains(place)) lost_[place] += lines;
}

uint64_t LogWriter::settle_next() {
  const Batches batches = take();
  bool failed = false;
  try {
    store_all(batches);
  } catch (const std::exception&) {
    failed = true;  // the store has said why to the operator
  }
  const std::lock_guard lock(mutex_);
  for (const Batch& batch : batches) {
    queued_bytes_ -= batch.bytes;
    if (failed) lose(batch.place, batch.lines.size());
  }
  return batches.size();
}

/// What comes next, up to a transaction's worth.
LogWriter::Batches LogWriter::take() {
  const std::lock_guard lock(mutex_);
  Batches batches;
  size_t bytes = 0;
  while (!queue_.empty() && bytes < kTransactionBytes) {
    bytes += queue_.front().bytes;
    batches.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batches;
}

void LogWriter::store_all(const Batches& batches) {
  std::map<Place, std::vector<LogLine>> places;
  for (const Batch& batch : batches) {
    auto& lines = places[batch.place];
    lines.insert(lines.end(), batch.lines.begin(), batch.lines.end());
  }
  store_.write_blocking([&](store::WriteTransaction& tx) {
    for (const auto& [place, lines] : places) store_place(tx, place, lines);
  });
}

void LogWriter::store_place(store::WriteTransaction& tx, const Place& place, const std::vector<LogLine>& lines) {
  const aws::TimeMs now = clock_.now();
  auto group = find_group(tx, place.account, place.region, place.group);
  if (!group) {
    group = GroupRow{.account = place.account, .region = place.region, .name = place.group, .created = now};
    insert_group(tx, *group);
  }
  auto stream = find_stream(tx, group->id, place.stream);
  if (!stream) {
    stream = StreamRow{.group = group->id, .name = place.stream, .created = now};
    insert_stream(tx, *stream);
  }
  std::vector<Event> events;
  for (const LogLine& line : lines) {
    if (line.text.empty()) continue;
    events.push_back({.time = line.time, .ingested = now, .text = std::string_view(line.text).substr(0, kMaxText)});
  }
  ingestion_.append(tx, *group, *stream, in_order(std::move(events)));
}

}  // namespace cloudling::logs
