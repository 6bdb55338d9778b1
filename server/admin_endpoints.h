#pragma once

// Everything under /_cloudling/, and the paths that the field's tools poll (/_localstack/health, /_localstack/info).
//
//   GET  /_cloudling/health           {"status": "ok", "services": {"s3": "running", ...}, "version": ...}
//   GET  /_cloudling/info             version, start time, uptime, process, data file, durable jobs at hand
//   POST /_cloudling/reset            deletes everything, then makes the defaults again
//   GET  /_cloudling/iam/explain      the smallest policies that recorded calls need; ?identity=ROLE for one
//   GET, POST  /_cloudling/clock      see clock_endpoint.h
//   GET  /_cloudling/snapshots        the snapshots there are
//   POST /_cloudling/snapshots/NAME   saves one (PUT does too); POST .../NAME/load replaces everything with it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <string>

#include "emulators/aws/http.h"
#include "emulators/aws/operation.h"
#include "emulators/aws/virtual_clock.h"
#include "emulators/iam/enforcer.h"
#include "emulators/store/store.h"

namespace cloudling::server {

class AdminEndpoints {
 public:
  /// `after_reset` is awaited before a reset is answered.
  AdminEndpoints(store::Store& store, const aws::Registry& registry, const iam::CallRecord& calls,
                 aws::VirtualClock& clock, std::function<boost::asio::awaitable<void>()> after_reset);

  static bool claims(const aws::HttpRequest& request);

  /// Never throws an aws::Error; what is wrong is answered as JSON (400, 404, 405, 409).
  boost::asio::awaitable<aws::HttpResponse> handle(aws::HttpRequest request);

 private:
  json::Value services() const;
  aws::HttpResponse health() const;
  boost::asio::awaitable<aws::HttpResponse> info();
  boost::asio::awaitable<aws::HttpResponse> route(std::string method, std::string path);
  boost::asio::awaitable<aws::HttpResponse> reset();
  boost::asio::awaitable<aws::HttpResponse> snapshots(std::string method, std::string name);
  boost::asio::awaitable<void> in_background(std::function<void()> blocking);

  store::Store& store_;
  const aws::Registry& registry_;
  const iam::CallRecord& calls_;
  aws::VirtualClock& clock_;
  std::function<boost::asio::awaitable<void>()> after_reset_;
  int64_t started_ms_;
  boost::asio::thread_pool background_{1};  ///< resets and snapshots: one at a time, off the network threads
};

}  // namespace cloudling::server
