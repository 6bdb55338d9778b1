#include "emulators/logs/event_reader.h"

#include <algorithm>
#include <utility>

namespace cloudling::logs {

using store::ReadTransaction;

/// A block that was read: what of it was asked for, in the direction of reading.
struct EventReader::OpenBlock {
  struct Hit {
    EventPosition position;
    EventSlot slot;
  };

  BlockInfo info;
  EventBlock events;
  std::vector<Hit> hits;
  size_t next = 0;

  const EventPosition& position() const { return hits[next].position; }
};

namespace {

BlockScan scan_of(ReadTransaction& tx, const EventQuery& query) {
  aws::TimeMs from = query.from;
  aws::TimeMs until = query.until;
  if (query.beyond && query.newest_first) until = std::min(until, query.beyond->time);
  if (query.beyond && !query.newest_first) from = std::max(from, query.beyond->time);
  const auto order = query.newest_first ? BlockScan::Order::kNewestFirst : BlockScan::Order::kOldestFirst;
  return {tx, query.group, query.stream, from, until, order};
}

}  // namespace

EventReader::EventReader(ReadTransaction& tx, const EventQuery& query)
    : tx_(tx), query_(query), scan_(scan_of(tx, query)) {}

EventReader::~EventReader() = default;

std::optional<FoundEvent> EventReader::next() {
  if (current_) {
    ++current_->next;
    push(std::move(current_));
  }
  open_due();
  if (open_.empty()) return std::nullopt;
  std::ranges::pop_heap(open_, [this](const auto& a, const auto& b) { return later(*a, *b); });
  current_ = std::move(open_.back());
  open_.pop_back();
  const OpenBlock::Hit& hit = current_->hits[current_->next];
  return FoundEvent{.position = hit.position,
                    .stream = current_->info.stream,
                    .ingested = hit.slot.ingested,
                    .text = std::string_view(current_->events.texts).substr(hit.slot.offset, hit.slot.size)};
}

std::optional<EventPosition> EventReader::rest() const {
  if (!scan_.next()) return std::nullopt;
  return EventPosition{.time = scan_.next()->first - 1, .block = INT64_MAX, .index = INT64_MAX};
}

/// Opens the blocks that may have an event before the one at hand.
void EventReader::open_due() {
  while (scan_.next()) {
    const BlockInfo& info = *scan_.next();
    if (open_.empty()) {
      if (bytes_read_ >= query_.max_bytes) return;
    } else {
      const aws::TimeMs at = open_.front()->position().time;
      if (query_.newest_first ? info.last < at : info.first > at) return;
    }
    if (!query_.streams || query_.streams->contains(info.stream)) push(open(info));
    scan_.advance();
  }
}

EventReader::OpenBlockPtr EventReader::open(const BlockInfo& info) {
  auto block = std::make_unique<OpenBlock>();
  auto events = read_block(tx_, info.id);
  if (!events) return block;
  block->info = info;
  block->events = std::move(*events);
  const std::string_view texts = block->events.texts;
  bytes_read_ += static_cast<int64_t>(texts.size());
  events_read_ += block->events.count;
  if (query_.pattern && !query_.pattern->may_match_within(texts)) return block;
  const auto slots = slots_of(block->events.first, block->events.meta, texts.size());
  for (size_t i = 0; i < slots.size(); ++i) {
    const EventPosition position{.time = slots[i].time, .block = info.id, .index = static_cast<int64_t>(i)};
    if (!wanted(position)) continue;
    if (query_.pattern && !query_.pattern->matches(texts.substr(slots[i].offset, slots[i].size))) continue;
    block->hits.push_back({position, slots[i]});
  }
  if (query_.newest_first) std::ranges::reverse(block->hits);
  return block;
}

bool EventReader::wanted(const EventPosition& position) const {
  if (position.time < query_.from || position.time > query_.until) return false;
  if (!query_.beyond) return true;
  return query_.newest_first ? position < *query_.beyond : position > *query_.beyond;
}

bool EventReader::later(const OpenBlock& a, const OpenBlock& b) const {
  return query_.newest_first ? a.position() < b.position() : a.position() > b.position();
}

void EventReader::push(OpenBlockPtr block) {
  if (block->next >= block->hits.size()) return;
  open_.push_back(std::move(block));
  std::ranges::push_heap(open_, [this](const auto& a, const auto& b) { return later(*a, *b); });
}

}  // namespace cloudling::logs
