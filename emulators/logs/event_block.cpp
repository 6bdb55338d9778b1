#include "emulators/logs/event_block.h"

namespace cloudling::logs {

namespace {

void put_varint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

uint64_t zigzag(int64_t value) { return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63); }
int64_t unzigzag(uint64_t value) { return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1); }

/// False at the end.
bool take_varint(std::string_view& in, uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64 && !in.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(in.front());
    in.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

}  // namespace

void EventBlock::append(const Event& event) {
  if (count == 0) first = event.time;
  last = event.time;
  ++count;
  put_varint(meta, static_cast<uint64_t>(event.time - first));
  put_varint(meta, zigzag(event.ingested - event.time));
  put_varint(meta, event.text.size());
  texts.append(event.text);
}

std::vector<EventSlot> slots_of(aws::TimeMs first, std::string_view meta, size_t texts_size) {
  std::vector<EventSlot> slots;
  slots.reserve(meta.size() / 4 + 1);
  size_t offset = 0;
  uint64_t time = 0, ingested = 0, size = 0;
  while (take_varint(meta, time) && take_varint(meta, ingested) && take_varint(meta, size)) {
    if (size > texts_size - offset) break;
    EventSlot slot;
    slot.time = first + static_cast<int64_t>(time);
    slot.ingested = slot.time + unzigzag(ingested);
    slot.offset = static_cast<uint32_t>(offset);
    slot.size = static_cast<uint32_t>(size);
    slots.push_back(slot);
    offset += size;
  }
  return slots;
}

}  // namespace cloudling::logs
