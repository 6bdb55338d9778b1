#include "emulators/sqs/sqs_store.h"

namespace cloudling::sqs {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

MoveTask read_task(const Rows& row) {
  MoveTask task;
  task.id = row.integer(0);
  task.task_id = row.string(1);
  task.source = row.integer(2);
  task.source_arn = row.string(3);
  task.destination_arn = row.optional_string(4);
  task.rate = row.optional_integer(5);
  task.status = row.string(6);
  task.moved = row.integer(7);
  task.to_move = row.integer(8);
  task.failure_reason = row.optional_string(9);
  task.started = row.integer(10);
  return task;
}

}  // namespace

void insert_task(WriteTransaction& tx, MoveTask& task) {
  tx.run(
      "INSERT INTO sqs_move_tasks (task_id, source, source_arn, destination_arn, rate, status, moved, to_move, "
      "started_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      task.task_id, task.source, task.source_arn, task.destination_arn, task.rate, task.status, task.moved,
      task.to_move, task.started);
  task.id = tx.last_insert_id();
}

void update_task(WriteTransaction& tx, const MoveTask& task) {
  tx.run("UPDATE sqs_move_tasks SET status = ?, moved = ?, failure_reason = ? WHERE id = ?", task.status, task.moved,
         task.failure_reason, task.id);
}

std::optional<MoveTask> find_task(ReadTransaction& tx, const std::string& task_id) {
  Rows row = tx.query(
      "SELECT id, task_id, source, source_arn, destination_arn, rate, status, moved, to_move, failure_reason, "
      "started_ms FROM sqs_move_tasks WHERE task_id = ?",
      task_id);
  if (!row.next()) return std::nullopt;
  return read_task(row);
}

std::vector<MoveTask> list_tasks(ReadTransaction& tx, QueueId source, int64_t limit) {
  Rows row = tx.query(
      "SELECT id, task_id, source, source_arn, destination_arn, rate, status, moved, to_move, failure_reason, "
      "started_ms FROM sqs_move_tasks WHERE source = ? ORDER BY id DESC LIMIT ?",
      source, limit);
  std::vector<MoveTask> tasks;
  while (row.next()) tasks.push_back(read_task(row));
  return tasks;
}

std::vector<Movable> movable_messages(ReadTransaction& tx, QueueId source, TimeMs now, int64_t limit) {
  Rows row = tx.query(
      "SELECT id, source FROM sqs_messages WHERE queue = ? AND visible_ms <= ? ORDER BY visible_ms, sent_ms, receives, "
      "id LIMIT ?",
      source, now, limit);
  std::vector<Movable> messages;
  while (row.next()) messages.push_back({row.integer(0), row.string(1)});
  return messages;
}

void move_as_new(WriteTransaction& tx, MessageRowId message, QueueId to, const std::string& message_id, TimeMs now) {
  tx.run(
      "INSERT INTO sqs_messages (queue, visible_ms, sent_ms, receives, ordered, message_id, sender, group_id, "
      "deduplication_id, trace, source, body, attributes) SELECT ?, ?, ?, 0, ordered, ?, sender, group_id, "
      "deduplication_id, trace, '', body, attributes FROM sqs_messages WHERE id = ?",
      to, now, now, message_id, message);
  tx.run("UPDATE sqs_bodies SET message = ? WHERE message = ?", tx.last_insert_id(), message);
  tx.run("DELETE FROM sqs_messages WHERE id = ?", message);
}

}  // namespace cloudling::sqs
