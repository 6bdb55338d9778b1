#include "emulators/sqs/sqs.h"

#include "emulators/sqs/errors.h"

namespace cloudling::sqs {

namespace {

constexpr int kMovesAtOnce = 4;

}  // namespace

Sqs::Sqs(store::Store& store, aws::Clock& clock, aws::IdSource& ids)
    : store_(store), clock_(clock), ids_(ids), arrivals_(clock) {
  store_.jobs().handle("sqs.move", kMovesAtOnce, [this](store::Job job) { return move_messages(std::move(job)); });
  store_.on_lifecycle({.quiesce = [] {}, .recover = [this] { arrivals_.wake_everybody(); }});
}

void Sqs::wake_after(store::WriteTransaction& tx, QueueId queue, int64_t messages) {
  tx.after_commit([this, queue, messages] { arrivals_.wake(queue, messages); });
}

void Sqs::wake_all_after(store::WriteTransaction& tx, QueueId queue) {
  tx.after_commit([this, queue] { arrivals_.wake_all(queue); });
}

void Sqs::expect_after(store::WriteTransaction& tx, QueueId queue, TimeMs time) {
  tx.after_commit([this, queue, time] { arrivals_.expect(queue, time); });
}

QueueRow require_queue(store::ReadTransaction& tx, const QueueName& name) {
  auto queue = find_queue(tx, name);
  if (!queue) throw queue_does_not_exist();
  return std::move(*queue);
}

QueueDetails require_queue_details(store::ReadTransaction& tx, const QueueName& name) {
  auto queue = find_queue_details(tx, name);
  if (!queue) throw queue_does_not_exist();
  return std::move(*queue);
}

}  // namespace cloudling::sqs
