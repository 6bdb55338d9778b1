#include "emulators/cloudwatch/metric_writer.h"

#include <cmath>
#include <new>
#include <utility>

namespace cloudling::cloudwatch {

namespace {

constexpr aws::TimeMs kMinuteMs = 60'000;

}  // namespace

MetricWriter::MetricWriter(store::Store& store, aws::Clock& clock,
                           std::function<void(store::WriteTransaction&)> on_store)
    : store_(store), clock_(clock), on_store_(std::move(on_store)), writer_(store, [this] { return settle_next(); }) {}

void MetricWriter::record(const std::string& account, const std::string& region, std::vector<Measurement> values) try {
  const aws::TimeMs minute = clock_.now() / kMinuteMs * kMinuteMs;
  const std::lock_guard lock(mutex_);
  for (Measurement& value : values) {
    if (!std::isfinite(value.value)) continue;
    Key key{{.account = account,
             .region = region,
             .metric_namespace = std::move(value.metric_namespace),
             .name = std::move(value.name),
             .dimensions = std::move(value.dimensions)},
            minute,
            std::move(value.unit)};
    const auto found = sums_.find(key);
    if (found != sums_.end())
      found->second.add(value.value);
    else if (sums_.size() < kMaxWaiting)
      sums_[std::move(key)].add(value.value);
  }
  ++recorded_;
  writer_.handed_in();
} catch (const std::bad_alloc&) {
  // Promised not to throw; the values are lost.
}

uint64_t MetricWriter::settle_next() {
  Sums sums;
  uint64_t recorded = 0;
  {
    const std::lock_guard lock(mutex_);
    sums = std::exchange(sums_, {});
    recorded = std::exchange(recorded_, 0);
  }
  try {
    if (!sums.empty()) store_all(sums);
  } catch (const std::exception&) {
    // Lost; the store has said why to the operator.
  }
  return recorded;
}

void MetricWriter::store_all(const Sums& sums) {
  store_.write_blocking([&](store::WriteTransaction& tx) {
    for (const auto& [key, values] : sums) {
      const auto& [place, minute, unit] = key;
      add_point(tx, place, minute, unit, values);
    }
    on_store_(tx);
  });
}

}  // namespace cloudling::cloudwatch
