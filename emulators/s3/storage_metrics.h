#pragma once

// AWS/S3's storage metrics: what each bucket holds, measured at midnight of the process's clock.

#include <boost/asio/awaitable.hpp>

#include "emulators/aws/clock.h"
#include "emulators/ports.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::s3 {

/// Thread-safe. A durable job wakes it. Construct it before the store's jobs start.
class StorageMetrics {
 public:
  StorageMetrics(store::Store& store, aws::Clock& clock, MetricSink& metrics);

  /// Measures all buckets.
  boost::asio::awaitable<void> measure();

 private:
  boost::asio::awaitable<void> run(store::Job job);
  void schedule(store::WriteTransaction& tx);
  void schedule_blocking();

  store::Store& store_;
  aws::Clock& clock_;
  MetricSink& metrics_;
};

}  // namespace cloudling::s3
