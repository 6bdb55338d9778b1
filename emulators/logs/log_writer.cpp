#include "emulators/logs/log_writer.h"

#include <algorithm>
#include <future>
#include <memory>
#include <utility>

namespace cloudling::logs {

using boost::asio::awaitable;

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
    : store_(store), clock_(clock), ingestion_(ingestion), thread_([this] { loop(); }) {
  store_.on_lifecycle({.quiesce = [this] { stored_blocking(); }, .recover = nullptr});
}

LogWriter::~LogWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  thread_.join();
}

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
  ++handed_in_;
  queue_.push_back(std::move(batch));
  if (queue_.size() == 1) wake_.notify_one();
} catch (const std::bad_alloc&) {
  // Promised not to throw; the lines are lost.
}

void LogWriter::lose(const Place& place, size_t lines) {
  if (lost_.size() < kMaxLostStreams || lost_.contains(place)) lost_[place] += lines;
}

awaitable<void> LogWriter::stored() {
  std::function<void(Done)> start = [this](Done done) {
    {
      const std::lock_guard lock(mutex_);
      if (settled_ < handed_in_) {
        waiting_.emplace(handed_in_, std::move(done));
        return;
      }
    }
    done(nullptr);
  };
  bool waits = false;
  {
    const std::lock_guard lock(mutex_);
    waits = settled_ < handed_in_;
  }
  if (waits) co_await store::detail::until_done(std::move(start));
}

void LogWriter::stored_blocking() {
  auto promise = std::make_shared<std::promise<void>>();
  {
    const std::lock_guard lock(mutex_);
    if (settled_ == handed_in_) return;
    waiting_.emplace(handed_in_, [promise](std::exception_ptr) { promise->set_value(); });
  }
  promise->get_future().get();
}

void LogWriter::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const Batches batches = take();
    lock.unlock();
    bool failed = false;
    try {
      store_all(batches);
    } catch (const std::exception&) {
      failed = true;  // the store has said why to the operator
    }
    lock.lock();
    if (failed) {
      for (const Batch& batch : batches) lose(batch.place, batch.lines.size());
    }
    settle(lock, batches);
  }
}

/// What comes next, up to a transaction's worth.
LogWriter::Batches LogWriter::take() {
  Batches batches;
  size_t bytes = 0;
  while (!queue_.empty() && bytes < kTransactionBytes) {
    bytes += queue_.front().bytes;
    batches.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batches;
}

void LogWriter::settle(std::unique_lock<std::mutex>& lock, const Batches& batches) {
  settled_ += batches.size();
  for (const Batch& batch : batches) queued_bytes_ -= batch.bytes;
  std::vector<Done> done;
  const auto end = waiting_.upper_bound(settled_);
  for (auto at = waiting_.begin(); at != end; ++at) done.push_back(std::move(at->second));
  waiting_.erase(waiting_.begin(), end);
  lock.unlock();
  for (Done& call : done) call(nullptr);
  lock.lock();
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
