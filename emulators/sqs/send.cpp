#include <algorithm>
#include <utility>
#include <variant>

#include "emulators/aws/encoding.h"
#include "emulators/sqs/batches.h"
#include "emulators/sqs/receipts.h"
#include "emulators/sqs/sqs.h"

namespace cloudling::sqs {

using boost::asio::awaitable;

namespace {

constexpr TimeMs kDeduplicationMs = 5 * 60 * 1000;
constexpr int64_t kMaxBatchBytes = 1'048'576;
constexpr const char* kEntryName = "SendMessageBatchRequestEntry";

/// The account, or what follows "assumed-role/" of a role's session.
std::string sender_of(const aws::CallContext& context) {
  static constexpr std::string_view kRole = ":assumed-role/";
  const size_t role = context.principal.arn.find(kRole);
  return role == std::string::npos ? context.account : context.principal.arn.substr(role + kRole.size());
}

void check_total(const std::vector<SendMessageBatchRequestEntry>& entries) {
  int64_t total = 0;
  for (const auto& entry : entries) total += size_of(entry);
  if (total > kMaxBatchBytes)
    throw aws::Error(400, "BatchRequestTooLong",
                     "Batch requests cannot be longer than " + std::to_string(kMaxBatchBytes) +
                         " bytes. You have sent " + std::to_string(total) + " bytes.");
}

/// An entry of a batch, as far as it came: a message to be sent, or why not.
struct Entry {
  std::string id;
  std::variant<OutgoingMessage, aws::Error> message;
};

std::vector<Entry> make_entries(std::vector<SendMessageBatchRequestEntry> requested, aws::IdSource& ids) {
  std::vector<Entry> entries;
  for (auto& request : requested) {
    const std::string id = *request.id;
    try {
      entries.push_back({id, make_outgoing(std::move(request), ids.uuid())});
    } catch (const aws::Error& error) {
      entries.push_back({id, error});
    }
  }
  return entries;
}

}  // namespace

SendMessageOutput Sqs::enqueue(store::WriteTransaction& tx, const QueueRow& queue, const OutgoingMessage& message,
                               const std::string& sender) {
  check_for_queue(message, queue.settings);
  const TimeMs now = clock_.now();
  SendMessageOutput output{.message_id = message.message_id,
                           .md5_of_body = message.md5_of_body,
                           .md5_of_attributes = message.md5_of_attributes,
                           .md5_of_system_attributes = message.md5_of_system_attributes};
  MessageRow row{.visible = now + (queue.settings.fifo ? queue.settings.delay_s
                                                       : message.delay_s.value_or(queue.settings.delay_s)) *
                                      1000,
                 .sent = now,
                 .message_id = message.message_id,
                 .sender = sender,
                 .group_id = message.group_id,
                 .deduplication_id = message.deduplication_id,
                 .trace = message.trace,
                 .body = message.body,
                 .attributes = message.attributes};
  const std::string scope = queue.settings.per_group ? message.group_id.value_or("") : "";
  if (queue.settings.fifo) {
    if (!row.deduplication_id) row.deduplication_id = aws::hex_encode(aws::sha256(message.body));
    if (auto accepted = find_accepted(tx, queue.id, scope, *row.deduplication_id, now - kDeduplicationMs)) {
      output.message_id = std::move(accepted->message_id);
      output.sequence_number = sequence_number(accepted->row);
      return output;
    }
  }
  const MessageRowId id = insert_message(tx, queue.id, queue.settings.fifo, row);
  if (queue.settings.fifo) {
    insert_accepted(tx, queue.id, scope, *row.deduplication_id, {id, row.message_id}, now);
    output.sequence_number = sequence_number(id);
  }
  if (row.visible > now) {
    expect_after(tx, queue.id, row.visible);
  } else {
    wake_after(tx, queue.id, 1);
  }
  return output;
}

awaitable<SendMessageOutput> Sqs::send_message(const aws::CallContext& context, SendMessageInput input) {
  const QueueName name = parse_queue_url(context, input.queue_url);
  const OutgoingMessage message = make_outgoing(std::move(input.message), ids_.uuid());
  const std::string sender = sender_of(context);
  auto work = [&](store::WriteTransaction& tx) {
    const QueueRow queue = require_queue(tx, name);
    delete_expired(tx, queue.id, clock_.now() - queue.settings.retention_s * 1000);
    return enqueue(tx, queue, message, sender);
  };
  auto output = co_await store_.write(std::move(work));
  co_return output;
}

awaitable<SendMessageBatchOutput> Sqs::send_message_batch(const aws::CallContext& context,
                                                          SendMessageBatchInput input) {
  const QueueName name = parse_queue_url(context, input.queue_url);
  check_batch(input.entries, kEntryName);
  check_total(input.entries);
  const std::vector<Entry> entries = make_entries(std::move(input.entries), ids_);
  const std::string sender = sender_of(context);
  auto work = [&](store::WriteTransaction& tx) {
    const QueueRow queue = require_queue(tx, name);
    delete_expired(tx, queue.id, clock_.now() - queue.settings.retention_s * 1000);
    SendMessageBatchOutput output;
    for (const Entry& entry : entries) {
      try {
        if (const auto* error = std::get_if<aws::Error>(&entry.message)) throw aws::Error(*error);
        auto sent = enqueue(tx, queue, std::get<OutgoingMessage>(entry.message), sender);
        output.successful.push_back({.id = entry.id, .sent = std::move(sent)});
      } catch (const aws::Error& error) {
        output.failed.push_back(failed_entry(entry.id, error));
      }
    }
    return output;
  };
  auto output = co_await store_.write(std::move(work));
  co_return output;
}

}  // namespace cloudling::sqs
