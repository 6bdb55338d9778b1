#pragma once

// The measurements of other services: adds them up by the minute and stores them in the background.

#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/cloudwatch/distribution.h"
#include "emulators/cloudwatch/metrics_store.h"
#include "emulators/ports.h"
#include "emulators/store/store.h"

namespace cloudling::cloudwatch {

/// Thread-safe. What comes while kMaxWaiting sums wait to be stored, or while the store refuses, is lost.
class MetricWriter : public MetricSink {
 public:
  static constexpr size_t kMaxWaiting = 50'000;

  /// `on_store` is called within each transaction that stores something.
  MetricWriter(store::Store& store, aws::Clock& clock, std::function<void(store::WriteTransaction&)> on_store);
  ~MetricWriter() override;  ///< stores what waits
  MetricWriter(const MetricWriter&) = delete;

  void record(const std::string& account, const std::string& region, std::vector<Measurement> values) override;

  /// Resumes once all that was recorded before is stored, or lost.
  boost::asio::awaitable<void> stored();

  /// The same, blocking.
  void stored_blocking();

 private:
  /// A metric, a minute, a unit.
  using Key = std::tuple<MetricPlace, aws::TimeMs, std::string>;
  using Sums = std::map<Key, Distribution>;
  using Done = std::function<void(std::exception_ptr)>;

  void loop();
  void store_all(const Sums& sums);

  store::Store& store_;
  aws::Clock& clock_;
  const std::function<void(store::WriteTransaction&)> on_store_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Sums sums_;
  uint64_t recorded_ = 0;                  ///< calls so far
  uint64_t settled_ = 0;                   ///< of these, stored or lost
  std::multimap<uint64_t, Done> waiting_;  ///< by the call that they wait for
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace cloudling::cloudwatch
