#pragma once

// AWS/S3's request metrics: of buckets that have metrics configurations, under the id of each that takes the request.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "emulators/aws/http.h"
#include "emulators/ports.h"
#include "emulators/s3/shapes_reports.h"
#include "emulators/store/store.h"

namespace cloudling::s3 {

/// Stands around the answer to a request. Thread-safe.
class RequestMetrics {
 public:
  RequestMetrics(store::Store& store, MetricSink& metrics) : store_(store), metrics_(metrics) {}

  struct Request;  ///< one that is measured

  /// Before a request is answered. nullptr where its bucket is not measured, as nearly always.
  std::shared_ptr<Request> begin(const aws::HttpRequest& request);

  /// Takes up its answer; what both cost is told once the body has been sent.
  void end(std::shared_ptr<Request> request, aws::HttpResponse& response);

 private:
  struct Bucket {
    int64_t id = 0;
    std::string account;
    std::string region;
    std::vector<MetricsConfiguration> configurations;
  };
  using Buckets = std::map<std::string, Bucket, std::less<>>;  ///< by name

  std::shared_ptr<const Buckets> measured_buckets();
  std::string tags_of(const aws::HttpRequest& request, const Bucket& bucket, const std::string& key);
  void tell(const Request& request, uint64_t downloaded);

  store::Store& store_;
  MetricSink& metrics_;
  std::mutex mutex_;
  std::shared_ptr<const Buckets> buckets_;  ///< as of these:
  uint64_t changes_ = 0;
  uint64_t epoch_ = 0;
};

}  // namespace cloudling::s3
