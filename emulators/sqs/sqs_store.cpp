#include "emulators/sqs/sqs_store.h"

#include "asl/json/json.h"

namespace cloudling::sqs {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

constexpr const char* kTables = R"(
CREATE TABLE sqs_queues (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  delay_s INTEGER NOT NULL,
  visibility_s INTEGER NOT NULL,
  wait_s INTEGER NOT NULL,
  retention_s INTEGER NOT NULL,
  max_bytes INTEGER NOT NULL,
  fifo INTEGER NOT NULL,
  content_based INTEGER NOT NULL,
  per_group INTEGER NOT NULL,
  dead_letter TEXT,
  max_receives INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  UNIQUE (account, region, name)
);
CREATE INDEX sqs_queues_dead_letter ON sqs_queues (dead_letter) WHERE dead_letter IS NOT NULL;

CREATE TABLE sqs_tags (
  queue INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (queue, key)
) WITHOUT ROWID;

CREATE TABLE sqs_messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  queue INTEGER NOT NULL,
  visible_ms INTEGER NOT NULL,
  sent_ms INTEGER NOT NULL,
  receives INTEGER NOT NULL,
  first_received_ms INTEGER,
  ordered INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  group_id TEXT,
  deduplication_id TEXT,
  trace TEXT NOT NULL,
  source TEXT NOT NULL,
  body TEXT,
  attributes TEXT
);
CREATE INDEX sqs_messages_visible ON sqs_messages (queue, visible_ms, sent_ms, receives);
CREATE INDEX sqs_messages_order ON sqs_messages (queue, id) WHERE ordered = 1;
CREATE INDEX sqs_messages_groups ON sqs_messages (queue, group_id, visible_ms, receives) WHERE ordered = 1;

CREATE TABLE sqs_bodies (
  message INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  attributes TEXT NOT NULL
);
CREATE TRIGGER sqs_bodies_go AFTER DELETE ON sqs_messages WHEN old.body IS NULL BEGIN
  DELETE FROM sqs_bodies WHERE message = old.id;
END;

CREATE TABLE sqs_deduplication (
  id INTEGER PRIMARY KEY,
  queue INTEGER NOT NULL,
  scope TEXT NOT NULL,
  deduplication_id TEXT NOT NULL,
  message INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  accepted_ms INTEGER NOT NULL,
  UNIQUE (queue, scope, deduplication_id)
);
CREATE INDEX sqs_deduplication_age ON sqs_deduplication (queue, accepted_ms);

CREATE TABLE sqs_attempts (
  queue INTEGER NOT NULL,
  attempt TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  received TEXT NOT NULL,
  PRIMARY KEY (queue, attempt)
) WITHOUT ROWID;

CREATE TABLE sqs_move_tasks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL UNIQUE,
  source INTEGER NOT NULL,
  source_arn TEXT NOT NULL,
  destination_arn TEXT,
  rate INTEGER,
  status TEXT NOT NULL,
  moved INTEGER NOT NULL,
  to_move INTEGER NOT NULL,
  failure_reason TEXT,
  started_ms INTEGER NOT NULL
);
CREATE INDEX sqs_move_tasks_source ON sqs_move_tasks (source, id);
)";

std::string to_text(const Attributes& attributes) {
  json::Value object = json::Value::object();
  for (const auto& [name, value] : attributes) object[name] = value;
  return json::write(object);
}

Attributes from_text(std::string_view text) {
  Attributes attributes;
  const auto object = json::parse(text);
  if (!object) return attributes;
  for (const auto& [name, value] : object->items()) attributes[name] = value.get<std::string>();
  return attributes;
}

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::vector<store::Migration> migrations() { return {{.service = "sqs", .number = 1, .sql = kTables}}; }

std::optional<QueueRow> find_queue(ReadTransaction& tx, const QueueName& name) {
  Rows row = tx.query(
      "SELECT id, delay_s, visibility_s, wait_s, retention_s, max_bytes, fifo, content_based, per_group, dead_letter, "
      "max_receives FROM sqs_queues WHERE account = ? AND region = ? AND name = ?",
      name.account, name.region, name.name);
  if (!row.next()) return std::nullopt;
  QueueRow queue;
  queue.id = row.integer(0);
  queue.settings = {.delay_s = row.integer(1),
                    .visibility_s = row.integer(2),
                    .wait_s = row.integer(3),
                    .retention_s = row.integer(4),
                    .max_bytes = row.integer(5),
                    .fifo = row.integer(6) != 0,
                    .content_based = row.integer(7) != 0,
                    .per_group = row.integer(8) != 0,
                    .dead_letter_arn = row.string(9),
                    .max_receives = row.integer(10)};
  return queue;
}

std::optional<QueueDetails> find_queue_details(ReadTransaction& tx, const QueueName& name) {
  Rows row = tx.query(
      "SELECT id, created_ms, modified_ms, attributes FROM sqs_queues WHERE account = ? AND region = ? AND name = ?",
      name.account, name.region, name.name);
  if (!row.next()) return std::nullopt;
  return QueueDetails{row.integer(0), row.integer(1), row.integer(2), from_text(row.text(3))};
}

void insert_queue(WriteTransaction& tx, const QueueName& name, QueueDetails& queue) {
  const QueueSettings settings = settings_of(queue.attributes);
  tx.run(
      "INSERT INTO sqs_queues (account, region, name, created_ms, modified_ms, delay_s, visibility_s, wait_s, "
      "retention_s, max_bytes, fifo, content_based, per_group, dead_letter, max_receives, attributes) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      name.account, name.region, name.name, queue.created, queue.modified, settings.delay_s, settings.visibility_s,
      settings.wait_s, settings.retention_s, settings.max_bytes, settings.fifo, settings.content_based,
      settings.per_group, text_or_null(settings.dead_letter_arn), settings.max_receives, to_text(queue.attributes));
  queue.id = tx.last_insert_id();
}

void update_queue(WriteTransaction& tx, const QueueDetails& queue) {
  const QueueSettings settings = settings_of(queue.attributes);
  tx.run(
      "UPDATE sqs_queues SET modified_ms = ?, delay_s = ?, visibility_s = ?, wait_s = ?, retention_s = ?, "
      "max_bytes = ?, content_based = ?, per_group = ?, dead_letter = ?, max_receives = ?, attributes = ? "
      "WHERE id = ?",
      queue.modified, settings.delay_s, settings.visibility_s, settings.wait_s, settings.retention_s,
      settings.max_bytes, settings.content_based, settings.per_group, text_or_null(settings.dead_letter_arn),
      settings.max_receives, to_text(queue.attributes), queue.id);
}

void delete_queue(WriteTransaction& tx, QueueId queue) {
  delete_all_messages(tx, queue);
  tx.run("DELETE FROM sqs_attempts WHERE queue = ?", queue);
  tx.run("DELETE FROM sqs_deduplication WHERE queue = ?", queue);
  tx.run("DELETE FROM sqs_move_tasks WHERE source = ?", queue);
  tx.run("DELETE FROM sqs_tags WHERE queue = ?", queue);
  tx.run("DELETE FROM sqs_queues WHERE id = ?", queue);
}

std::vector<std::string> list_queue_names(ReadTransaction& tx, const std::string& account, const std::string& region,
                                          const std::string& prefix, const std::string& after, int64_t limit) {
  Rows row = tx.query(
      "SELECT name FROM sqs_queues WHERE account = ? AND region = ? AND name > ? AND substr(name, 1, length(?)) = ? "
      "ORDER BY name LIMIT ?",
      account, region, after, prefix, prefix, limit);
  std::vector<std::string> names;
  while (row.next()) names.push_back(row.string(0));
  return names;
}

std::vector<SourceQueue> list_source_queues(ReadTransaction& tx, const std::string& dead_letter_arn, QueueId after,
                                            int64_t limit) {
  Rows row =
      tx.query("SELECT id, account, region, name FROM sqs_queues WHERE dead_letter = ? AND id > ? ORDER BY id LIMIT ?",
               dead_letter_arn, after, limit);
  std::vector<SourceQueue> queues;
  while (row.next()) queues.push_back({row.integer(0), {row.string(1), row.string(2), row.string(3)}});
  return queues;
}

Tags list_tags(ReadTransaction& tx, QueueId queue) {
  Rows row = tx.query("SELECT key, value FROM sqs_tags WHERE queue = ?", queue);
  Tags tags;
  while (row.next()) tags[row.string(0)] = row.string(1);
  return tags;
}

void put_tag(WriteTransaction& tx, QueueId queue, const std::string& key, const std::string& value) {
  tx.run("INSERT OR REPLACE INTO sqs_tags (queue, key, value) VALUES (?, ?, ?)", queue, key, value);
}

void delete_tag(WriteTransaction& tx, QueueId queue, const std::string& key) {
  tx.run("DELETE FROM sqs_tags WHERE queue = ? AND key = ?", queue, key);
}

}  // namespace cloudling::sqs
