#include "emulators/logs/ingestion.h"

#include "emulators/logs/metric_values.h"
#include "emulators/logs/subscription_delivery.h"

namespace cloudling::logs {

namespace {

constexpr int64_t kMaxDeletedBlocks = 1000;  // by one batch of events

}  // namespace

void Ingestion::append(store::WriteTransaction& tx, const GroupRow& group, StreamRow& stream,
                       const std::vector<Event>& events) {
  append_events(tx, stream, events);
  delete_blocks_over(tx, limits_.max_bytes, kMaxDeletedBlocks);
  if (group.subscriptions > 0) deliver(tx, group, stream, events);
  if (group.metric_filters > 0) measure(tx, group, events);
  show(tx, group, stream, events);
}

void Ingestion::deliver(store::WriteTransaction& tx, const GroupRow& group, const StreamRow& stream,
                        const std::vector<Event>& events) {
  for (const SubscriptionRow& subscription : subscriptions_of(tx, group.id)) {
    for (const std::string& delivery : deliveries(group, stream, subscription, events)) {
      store_.jobs().enqueue(tx, kDeliverJob, group.account + "/" + group.region, delivery);
    }
  }
}

void Ingestion::measure(store::WriteTransaction& tx, const GroupRow& group, const std::vector<Event>& events) {
  std::vector<Measurement> values;
  for (const MetricFilterRow& filter : metric_filters_of(tx, group.id)) add_measurements(filter, events, values);
  if (values.empty()) return;
  tx.after_commit([&metrics = metrics_, account = group.account, region = group.region, values = std::move(values)] {
    metrics.record(account, region, values);
  });
}

void Ingestion::show(store::WriteTransaction& tx, const GroupRow& group, const StreamRow& stream,
                     const std::vector<Event>& events) {
  auto wanted = live_tails_.wanted(group, stream, events);
  if (wanted.empty()) return;
  tx.after_commit([wanted = std::move(wanted)] {
    for (const auto& [session, taken] : wanted) session->add(taken);
  });
}

}  // namespace cloudling::logs
