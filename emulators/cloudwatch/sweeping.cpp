#include <utility>

#include "emulators/cloudwatch/cloudwatch.h"
#include "emulators/cloudwatch/jobs.h"

namespace cloudling::cloudwatch {

using boost::asio::awaitable;
using store::WriteTransaction;

namespace {

constexpr aws::TimeMs kHourMs = 3'600'000;
constexpr aws::TimeMs kKeptMs = 63 * 24 * kHourMs;
constexpr int64_t kKeptPoints = 2'000'000;
constexpr int64_t kSlice = 1000;

}  // namespace

/// Sees to it that old points are deleted within an hour or so, whatever was measured since the last time.
void CloudWatch::keep_sweeping(WriteTransaction& tx) {
  if (begin_sweep(tx)) store_.jobs().enqueue(tx, kSweepJob, "", "", clock_.now() + kHourMs);
}

awaitable<void> CloudWatch::sweep(store::Job job) {
  bool more = true;
  while (more) {
    auto slice = [&](WriteTransaction& tx) {
      const int64_t deleted = delete_old_points(tx, clock_.now() - kKeptMs, kKeptPoints, kSlice);
      if (deleted < kSlice && store_.jobs().complete(tx, job.id)) end_sweep(tx);
      return deleted == kSlice;
    };
    more = co_await store_.write(std::move(slice));
  }
}

}  // namespace cloudling::cloudwatch
