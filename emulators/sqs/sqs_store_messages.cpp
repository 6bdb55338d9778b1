#include "emulators/sqs/sqs_store.h"

namespace cloudling::sqs {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

/// Larger contents stand apart, so that a receipt, which writes the message's row anew, stays cheap.
constexpr size_t kInlineBytes = 3000;

constexpr int64_t kExpiredAtOnce = 100;

MessageRow read_message(const Rows& row) {
  MessageRow message;
  message.id = row.integer(0);
  message.visible = row.integer(1);
  message.sent = row.integer(2);
  message.receives = row.integer(3);
  message.first_received = row.optional_integer(4);
  message.message_id = row.string(5);
  message.sender = row.string(6);
  message.group_id = row.optional_string(7);
  message.deduplication_id = row.optional_string(8);
  message.trace = row.string(9);
  message.source_arn = row.string(10);
  message.body = row.string(11);
  message.attributes = row.string(12);
  return message;
}

constexpr const char* kVisible =
    "SELECT m.id, visible_ms, sent_ms, receives, first_received_ms, message_id, sender, group_id, deduplication_id, "
    "trace, source, coalesce(m.body, b.body), coalesce(m.attributes, b.attributes) "
    "FROM sqs_messages AS m INDEXED BY sqs_messages_visible LEFT JOIN sqs_bodies AS b ON b.message = m.id "
    "WHERE queue = ? AND visible_ms <= ? ORDER BY visible_ms, sent_ms, receives, m.id LIMIT ?";

constexpr const char* kVisibleInOrder =
    "SELECT m.id, visible_ms, sent_ms, receives, first_received_ms, message_id, sender, group_id, deduplication_id, "
    "trace, source, coalesce(m.body, b.body), coalesce(m.attributes, b.attributes) "
    "FROM sqs_messages AS m INDEXED BY sqs_messages_order LEFT JOIN sqs_bodies AS b ON b.message = m.id "
    "WHERE m.ordered = 1 AND queue = ? AND visible_ms <= ? AND NOT EXISTS ("
    "SELECT 1 FROM sqs_messages AS other INDEXED BY sqs_messages_groups WHERE other.ordered = 1 "
    "AND other.queue = m.queue AND other.group_id = m.group_id AND other.visible_ms > ? "
    "AND (other.receives > 0 OR other.id < m.id)) ORDER BY m.id LIMIT ?";

}  // namespace

MessageCounts count_messages(ReadTransaction& tx, QueueId queue, TimeMs now, TimeMs cutoff) {
  Rows row = tx.query(
      "SELECT count(*) FILTER (WHERE visible_ms <= ?), count(*) FILTER (WHERE visible_ms > ? AND receives > 0), "
      "count(*) FILTER (WHERE visible_ms > ? AND receives = 0) FROM sqs_messages INDEXED BY sqs_messages_visible "
      "WHERE queue = ? AND sent_ms > ?",
      now, now, now, queue, cutoff);
  if (!row.next()) return {};
  return {row.integer(0), row.integer(1), row.integer(2)};
}

MessageRowId insert_message(WriteTransaction& tx, QueueId queue, bool ordered, const MessageRow& message) {
  const bool apart = message.body.size() + message.attributes.size() > kInlineBytes;
  const auto here = [apart](const std::string& text) {
    return apart ? std::nullopt : std::optional<std::string_view>(text);
  };
  tx.run(
      "INSERT INTO sqs_messages (queue, visible_ms, sent_ms, receives, ordered, message_id, sender, group_id, "
      "deduplication_id, trace, source, body, attributes) VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, '', ?, ?)",
      queue, message.visible, message.sent, ordered, message.message_id, message.sender, message.group_id,
      message.deduplication_id, message.trace, here(message.body), here(message.attributes));
  const MessageRowId id = tx.last_insert_id();
  if (apart) {
    tx.run("INSERT INTO sqs_bodies (message, body, attributes) VALUES (?, ?, ?)", id, message.body, message.attributes);
  }
  return id;
}

std::vector<MessageRow> visible_messages(ReadTransaction& tx, QueueId queue, bool ordered, TimeMs now, int64_t limit) {
  Rows row = ordered ? tx.query(kVisibleInOrder, queue, now, now, limit) : tx.query(kVisible, queue, now, limit);
  std::vector<MessageRow> messages;
  while (row.next()) messages.push_back(read_message(row));
  return messages;
}

std::optional<MessageRow> find_message(ReadTransaction& tx, QueueId queue, MessageRowId id) {
  Rows row = tx.query(
      "SELECT m.id, visible_ms, sent_ms, receives, first_received_ms, message_id, sender, group_id, deduplication_id, "
      "trace, source, coalesce(m.body, b.body), coalesce(m.attributes, b.attributes) "
      "FROM sqs_messages AS m LEFT JOIN sqs_bodies AS b ON b.message = m.id WHERE m.id = ? AND +queue = ?",
      id, queue);
  if (!row.next()) return std::nullopt;
  return read_message(row);
}

std::optional<ReceiptState> find_receipt_state(ReadTransaction& tx, QueueId queue, MessageRowId id) {
  Rows row = tx.query("SELECT visible_ms, receives FROM sqs_messages WHERE id = ? AND +queue = ?", id, queue);
  if (!row.next()) return std::nullopt;
  return ReceiptState{row.integer(0), row.integer(1)};
}

std::optional<TimeMs> next_visible(ReadTransaction& tx, QueueId queue, TimeMs now) {
  Rows row = tx.query(
      "SELECT visible_ms FROM sqs_messages WHERE queue = ? AND visible_ms > ? ORDER BY visible_ms LIMIT 1", queue, now);
  if (!row.next()) return std::nullopt;
  return row.integer(0);
}

void update_receipt(WriteTransaction& tx, const MessageRow& message) {
  tx.run("UPDATE sqs_messages SET visible_ms = ?, receives = ?, first_received_ms = ? WHERE id = ?", message.visible,
         message.receives, message.first_received, message.id);
}

void set_visible(WriteTransaction& tx, MessageRowId message, TimeMs visible) {
  tx.run("UPDATE sqs_messages SET visible_ms = ? WHERE id = ?", visible, message);
}

void delete_message(WriteTransaction& tx, QueueId queue, MessageRowId message) {
  tx.run("DELETE FROM sqs_messages WHERE id = ? AND +queue = ?", message, queue);
}

void delete_all_messages(WriteTransaction& tx, QueueId queue) {
  tx.run("DELETE FROM sqs_messages WHERE queue = ?", queue);
}

void delete_expired(WriteTransaction& tx, QueueId queue, TimeMs cutoff) {
  tx.run(
      "DELETE FROM sqs_messages WHERE id IN (SELECT id FROM sqs_messages WHERE queue = ? AND visible_ms <= ? "
      "LIMIT ?)",
      queue, cutoff, kExpiredAtOnce);
}

void move_to_dead_letters(WriteTransaction& tx, MessageRowId message, QueueId to, const std::string& from_arn,
                          TimeMs now, TimeMs sent) {
  tx.run("UPDATE sqs_messages SET queue = ?, visible_ms = ?, sent_ms = ?, source = ? WHERE id = ?", to, now, sent,
         from_arn, message);
}

std::optional<Accepted> find_accepted(WriteTransaction& tx, QueueId queue, const std::string& scope,
                                      const std::string& deduplication_id, TimeMs since) {
  tx.run("DELETE FROM sqs_deduplication WHERE queue = ? AND accepted_ms <= ?", queue, since);
  Rows row = tx.query(
      "SELECT message, message_id FROM sqs_deduplication WHERE queue = ? AND scope = ? AND deduplication_id = ?", queue,
      scope, deduplication_id);
  if (!row.next()) return std::nullopt;
  return Accepted{row.integer(0), row.string(1)};
}

void insert_accepted(WriteTransaction& tx, QueueId queue, const std::string& scope, const std::string& deduplication_id,
                     const Accepted& accepted, TimeMs now) {
  tx.run(
      "INSERT INTO sqs_deduplication (queue, scope, deduplication_id, message, message_id, accepted_ms) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      queue, scope, deduplication_id, accepted.row, accepted.message_id, now);
}

std::optional<std::string> find_attempt(ReadTransaction& tx, QueueId queue, const std::string& attempt, TimeMs since) {
  Rows row = tx.query("SELECT received FROM sqs_attempts WHERE queue = ? AND attempt = ? AND made_ms > ?", queue,
                      attempt, since);
  if (!row.next()) return std::nullopt;
  return row.string(0);
}

void put_attempt(WriteTransaction& tx, QueueId queue, const std::string& attempt, const std::string& received,
                 TimeMs now, TimeMs since) {
  tx.run("DELETE FROM sqs_attempts WHERE queue = ? AND made_ms <= ?", queue, since);
  tx.run("INSERT OR REPLACE INTO sqs_attempts (queue, attempt, made_ms, received) VALUES (?, ?, ?, ?)", queue, attempt,
         now, received);
}

}  // namespace cloudling::sqs
