#pragma once

// The measurements of other services: adds them up by the minute and stores them in the background.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/cloudwatch/distribution.h"
#include "emulators/cloudwatch/metrics_store.h"
#include "emulators/ports.h"
#include "emulators/store/background_writer.h"
#include "emulators/store/store.h"

namespace cloudling::cloudwatch {

/// Thread-safe. What comes while kMaxWaiting sums wait to be stored, or while the store refuses, is lost.
class MetricWriter : public MetricSink {
 public:
  static constexpr size_t kMaxWaiting = 50'000;

  /// `on_store` is called within each transaction that stores something.
  MetricWriter(store::Store& store, aws::Clock& clock, std::function<void(store::WriteTransaction&)> on_store);

  void record(const std::string& account, const std::string& region, std::vector<Measurement> values) override;

  /// Resumes once all that was recorded before is stored, or lost.
  boost::asio::awaitable<void> stored() { return writer_.settled(); }

 private:
  /// A metric, a minute, a unit.
  using Key = std::tuple<MetricPlace, aws::TimeMs, std::string>;
  using Sums = std::map<Key, Distribution>;

  uint64_t settle_next();
  void store_all(const Sums& sums);

  store::Store& store_;
  aws::Clock& clock_;
  const std::function<void(store::WriteTransaction&)> on_store_;
  std::mutex mutex_;
  Sums sums_;
  uint64_t recorded_ = 0;  ///< calls since the sums were last taken
  store::BackgroundWriter writer_;
};

}  // namespace cloudling::cloudwatch
