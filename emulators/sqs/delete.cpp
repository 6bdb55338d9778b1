#include "emulators/sqs/batches.h"
#include "emulators/sqs/errors.h"
#include "emulators/sqs/receipts.h"
#include "emulators/sqs/sqs.h"

namespace cloudling::sqs {

namespace {

constexpr int64_t kMaxVisibility = 43'200;

Receipt require_receipt(const QueueRow& queue, const std::optional<std::string>& handle) {
  if (!handle || handle->empty()) throw missing_parameter("ReceiptHandle");
  const auto receipt = parse_receipt_handle(*handle);
  if (!receipt || receipt->queue != queue.id) throw receipt_handle_is_invalid(*handle);
  return *receipt;
}

/// In FIFO queues only the last receipt counts, and only until its time is over.
bool has_expired(const Receipt& receipt, const ReceiptState& state, TimeMs now) {
  return state.receives != receipt.receives || state.visible <= now;
}

/// Each entry in its turn.
template <class Output, class Entries, class Perform>
Output for_each_entry(const Entries& entries, const Perform& perform) {
  Output output;
  for (const auto& entry : entries) {
    try {
      perform(entry);
      output.successful.push_back({*entry.id});
    } catch (const aws::Error& error) {
      output.failed.push_back(failed_entry(*entry.id, error));
    }
  }
  return output;
}

}  // namespace

/// Of standard queues any receipt will do, and a message that is gone is as good as deleted.
void Sqs::remove(store::WriteTransaction& tx, const QueueRow& queue, const std::optional<std::string>& handle) {
  const Receipt receipt = require_receipt(queue, handle);
  if (queue.settings.fifo) {
    const auto state = find_receipt_state(tx, queue.id, receipt.message);
    if (!state) return;
    if (has_expired(receipt, *state, clock_.now())) throw receipt_handle_has_expired(*handle);
    wake_after(tx, queue.id, 1);  // the rest of the group
  }
  sqs::delete_message(tx, queue.id, receipt.message);
}

void Sqs::change(store::WriteTransaction& tx, const QueueRow& queue, const std::optional<std::string>& handle,
                 const std::optional<int64_t>& visibility_s) {
  const Receipt receipt = require_receipt(queue, handle);
  if (!visibility_s) throw missing_parameter("VisibilityTimeout");
  if (*visibility_s < 0 || *visibility_s > kMaxVisibility)
    throw invalid_value(std::to_string(*visibility_s), "VisibilityTimeout", "Must be >= 0 and <= 43200, if provided.");
  const TimeMs now = clock_.now();
  const auto state = find_receipt_state(tx, queue.id, receipt.message);
  if (!state) throw not_available_for_change(*handle);
  if (queue.settings.fifo && has_expired(receipt, *state, now)) throw receipt_handle_has_expired(*handle);
  if (state->visible <= now) throw not_available_for_change(*handle);
  set_visible(tx, receipt.message, now + *visibility_s * 1000);
  if (*visibility_s == 0) {
    wake_after(tx, queue.id, 1);
  } else {
    expect_after(tx, queue.id, now + *visibility_s * 1000);
  }
}

aws::Nothing Sqs::delete_message(const aws::CallContext& context, store::WriteTransaction& tx,
                                 const DeleteMessageInput& input) {
  remove(tx, require_queue(tx, parse_queue_url(context, input.queue_url)), input.receipt_handle);
  return {};
}

DeleteMessageBatchOutput Sqs::delete_message_batch(const aws::CallContext& context, store::WriteTransaction& tx,
                                                   const DeleteMessageBatchInput& input) {
  const QueueRow queue = require_queue(tx, parse_queue_url(context, input.queue_url));
  check_batch(input.entries, "DeleteMessageBatchRequestEntry");
  return for_each_entry<DeleteMessageBatchOutput>(input.entries,
                                                  [&](const auto& entry) { remove(tx, queue, entry.receipt_handle); });
}

aws::Nothing Sqs::change_message_visibility(const aws::CallContext& context, store::WriteTransaction& tx,
                                            const ChangeMessageVisibilityInput& input) {
  change(tx, require_queue(tx, parse_queue_url(context, input.queue_url)), input.receipt_handle,
         input.visibility_timeout);
  return {};
}

ChangeMessageVisibilityBatchOutput Sqs::change_message_visibility_batch(
    const aws::CallContext& context, store::WriteTransaction& tx, const ChangeMessageVisibilityBatchInput& input) {
  const QueueRow queue = require_queue(tx, parse_queue_url(context, input.queue_url));
  check_batch(input.entries, "ChangeMessageVisibilityBatchRequestEntry");
  return for_each_entry<ChangeMessageVisibilityBatchOutput>(
      input.entries, [&](const auto& entry) { change(tx, queue, entry.receipt_handle, entry.visibility_timeout); });
}

}  // namespace cloudling::sqs
