#include "emulators/logs/blocks_store.h"

#include <algorithm>
#include <map>
#include <utility>

namespace cloudling::logs {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kBlockTables = R"(
CREATE TABLE logs_blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  grp INTEGER NOT NULL,
  stream INTEGER NOT NULL,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  count INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  meta BLOB NOT NULL,
  texts BLOB NOT NULL
);
CREATE INDEX logs_blocks_group ON logs_blocks (grp, first_ms, id, last_ms, stream);
CREATE INDEX logs_blocks_group_end ON logs_blocks (grp, last_ms);
CREATE INDEX logs_blocks_stream ON logs_blocks (stream, first_ms, id, last_ms);
CREATE INDEX logs_blocks_stream_end ON logs_blocks (stream, last_ms, id, first_ms);

CREATE TABLE logs_usage (bytes INTEGER NOT NULL);
INSERT INTO logs_usage VALUES (0);
)";

namespace {

constexpr size_t kAppendableBytes = 7600;  // a block is appended to while its row fits into a page
constexpr size_t kBlockBytes = 32 << 10;   // a new block takes so much at once

Rows scan(ReadTransaction& tx, GroupId group, StreamId stream, aws::TimeMs from, aws::TimeMs until,
          BlockScan::Order order) {
  const aws::TimeMs first_from = from - kMaxBlockSpanMs;
  const aws::TimeMs last_until = until > INT64_MAX - kMaxBlockSpanMs ? until : until + kMaxBlockSpanMs;
  if (order == BlockScan::Order::kNewestFirst) {
    return tx.query(
        "SELECT id, stream, first_ms, last_ms FROM logs_blocks WHERE stream = ? AND last_ms BETWEEN ? AND ? AND "
        "first_ms <= ? ORDER BY last_ms DESC, id DESC",
        stream, from, last_until, until);
  }
  if (stream != 0) {
    return tx.query(
        "SELECT id, stream, first_ms, last_ms FROM logs_blocks WHERE stream = ? AND first_ms BETWEEN ? AND ? AND "
        "last_ms >= ? ORDER BY first_ms, id",
        stream, first_from, until, from);
  }
  return tx.query(
      "SELECT id, stream, first_ms, last_ms FROM logs_blocks WHERE grp = ? AND first_ms BETWEEN ? AND ? AND "
      "last_ms >= ? ORDER BY first_ms, id",
      group, first_from, until, from);
}

/// The newest block of the stream, where it can take one more event of that time.
std::optional<EventBlock> appendable(ReadTransaction& tx, const StreamRow& stream, const Event& next) {
  if (stream.last_block == 0) return std::nullopt;
  Rows row =
      tx.query("SELECT first_ms, last_ms, bytes + length(meta) FROM logs_blocks WHERE id = ?", stream.last_block);
  if (!row.next()) return std::nullopt;
  const bool in_order = next.time >= row.integer(1) && next.time - row.integer(0) <= kMaxBlockSpanMs;
  if (!in_order || static_cast<size_t>(row.integer(2)) + next.text.size() > kAppendableBytes) return std::nullopt;
  return read_block(tx, stream.last_block);
}

bool fits(const EventBlock& block, const Event& event, size_t limit) {
  if (block.count == 0) return true;
  if (event.time - block.first > kMaxBlockSpanMs) return false;
  return block.meta.size() + block.texts.size() + event.text.size() <= limit;
}

void insert_block(WriteTransaction& tx, StreamRow& stream, const EventBlock& block) {
  tx.run(
      "INSERT INTO logs_blocks (grp, stream, first_ms, last_ms, count, bytes, meta, texts) VALUES (?, ?, ?, ?, ?, ?, "
      "?, ?)",
      stream.group, stream.id, block.first, block.last, block.count, block.texts.size(), store::BlobView{block.meta},
      store::BlobView{block.texts});
  stream.last_block = tx.last_insert_id();
}

void update_block(WriteTransaction& tx, BlockId id, const EventBlock& block) {
  tx.run("UPDATE logs_blocks SET last_ms = ?, count = ?, bytes = ?, meta = ?, texts = ? WHERE id = ?", block.last,
         block.count, block.texts.size(), store::BlobView{block.meta}, store::BlobView{block.texts}, id);
}

/// Deletes the blocks that `rows` shows (id, group, bytes) and counts them off.
int64_t delete_shown(WriteTransaction& tx, Rows rows, int64_t at_least_bytes = INT64_MAX) {
  struct Doomed {
    BlockId id;
    GroupId group;
    int64_t bytes;
  };
  std::vector<Doomed> doomed;
  int64_t total = 0;
  {
    Rows shown = std::move(rows);
    while (total < at_least_bytes && shown.next()) {
      doomed.push_back({shown.integer(0), shown.integer(1), shown.integer(2)});
      total += doomed.back().bytes;
    }
  }
  std::map<GroupId, int64_t> by_group;
  for (const Doomed& block : doomed) {
    tx.run("DELETE FROM logs_blocks WHERE id = ?", block.id);
    by_group[block.group] += block.bytes;
  }
  for (const auto& [group, bytes] : by_group)
    tx.run("UPDATE logs_groups SET bytes = bytes - ? WHERE id = ?", bytes, group);
  if (total != 0) tx.run("UPDATE logs_usage SET bytes = bytes - ?", total);
  return static_cast<int64_t>(doomed.size());
}

}  // namespace

BlockScan::BlockScan(ReadTransaction& tx, GroupId group, StreamId stream, aws::TimeMs from, aws::TimeMs until,
                     Order order)
    : rows_(scan(tx, group, stream, from, until, order)) {
  advance();
}

void BlockScan::advance() {
  next_.reset();
  if (!rows_.next()) return;
  next_ = BlockInfo{
      .id = rows_.integer(0), .stream = rows_.integer(1), .first = rows_.integer(2), .last = rows_.integer(3)};
}

std::optional<EventBlock> read_block(ReadTransaction& tx, BlockId id) {
  Rows row = tx.query("SELECT first_ms, last_ms, count, meta, texts FROM logs_blocks WHERE id = ?", id);
  if (!row.next()) return std::nullopt;
  EventBlock block;
  block.first = row.integer(0);
  block.last = row.integer(1);
  block.count = row.integer(2);
  block.meta = row.string(3);
  block.texts = row.string(4);
  return block;
}

void append_events(WriteTransaction& tx, StreamRow& stream, const std::vector<Event>& events) {
  if (events.empty()) return;
  size_t next = 0;
  if (auto block = appendable(tx, stream, events.front())) {
    while (next < events.size() && fits(*block, events[next], kAppendableBytes)) block->append(events[next++]);
    update_block(tx, stream.last_block, *block);
  }
  while (next < events.size()) {
    EventBlock block;
    while (next < events.size() && fits(block, events[next], kBlockBytes)) block.append(events[next++]);
    insert_block(tx, stream, block);
  }
  int64_t bytes = 0;
  for (const Event& event : events) bytes += static_cast<int64_t>(event.text.size());
  stream.first = std::min(stream.first.value_or(INT64_MAX), events.front().time);
  stream.last = std::max(stream.last.value_or(INT64_MIN), events.back().time);
  stream.ingested = std::max(stream.ingested.value_or(INT64_MIN), events.back().ingested);
  tx.run("UPDATE logs_streams SET first_ms = ?, last_ms = ?, ingested_ms = ?, last_block = ? WHERE id = ?",
         stream.first, stream.last, stream.ingested, stream.last_block, stream.id);
  tx.run("UPDATE logs_groups SET bytes = bytes + ? WHERE id = ?", bytes, stream.group);
  tx.run("UPDATE logs_usage SET bytes = bytes + ?", bytes);
}

int64_t delete_blocks_of_group(WriteTransaction& tx, GroupId group, int64_t limit) {
  return delete_shown(tx, tx.query("SELECT id, grp, bytes FROM logs_blocks WHERE grp = ? LIMIT ?", group, limit));
}

int64_t delete_blocks_of_stream(WriteTransaction& tx, StreamId stream, int64_t limit) {
  return delete_shown(tx, tx.query("SELECT id, grp, bytes FROM logs_blocks WHERE stream = ? LIMIT ?", stream, limit));
}

int64_t delete_expired_blocks(WriteTransaction& tx, GroupId group, aws::TimeMs before, int64_t limit) {
  return delete_shown(tx, tx.query("SELECT id, grp, bytes FROM logs_blocks WHERE grp = ? AND last_ms < ? "
                                   "ORDER BY last_ms LIMIT ?",
                                   group, before, limit));
}

int64_t delete_blocks_over(WriteTransaction& tx, int64_t max_bytes, int64_t limit) {
  const int64_t over = stored_bytes(tx) - max_bytes;
  if (over <= 0) return 0;
  return delete_shown(tx, tx.query("SELECT id, grp, bytes FROM logs_blocks ORDER BY id LIMIT ?", limit), over);
}

std::optional<aws::TimeMs> oldest_block_end(ReadTransaction& tx, GroupId group) {
  Rows row = tx.query("SELECT last_ms FROM logs_blocks WHERE grp = ? ORDER BY last_ms LIMIT 1", group);
  if (!row.next()) return std::nullopt;
  return row.integer(0);
}

int64_t stored_bytes(ReadTransaction& tx) {
  Rows row = tx.query("SELECT bytes FROM logs_usage");
  return row.next() ? row.integer(0) : 0;
}

}  // namespace cloudling::logs
