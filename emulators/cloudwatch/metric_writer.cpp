#include "emulators/cloudwatch/metric_writer.h"

#include <cmath>
#include <future>
#include <memory>
#include <new>
#include <utility>

namespace cloudling::cloudwatch {

using boost::asio::awaitable;

namespace {

constexpr aws::TimeMs kMinuteMs = 60'000;

}  // namespace

MetricWriter::MetricWriter(store::Store& store, aws::Clock& clock,
                           std::function<void(store::WriteTransaction&)> on_store)
    : store_(store), clock_(clock), on_store_(std::move(on_store)), thread_([this] { loop(); }) {
  store_.on_lifecycle({.quiesce = [this] { stored_blocking(); }, .recover = nullptr});
}

MetricWriter::~MetricWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  thread_.join();
}

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
  wake_.notify_one();
} catch (const std::bad_alloc&) {
  // Promised not to throw; the values are lost.
}

awaitable<void> MetricWriter::stored() {
  std::function<void(Done)> start = [this](Done done) {
    {
      const std::lock_guard lock(mutex_);
      if (settled_ < recorded_) {
        waiting_.emplace(recorded_, std::move(done));
        return;
      }
    }
    done(nullptr);
  };
  bool waits = false;
  {
    const std::lock_guard lock(mutex_);
    waits = settled_ < recorded_;
  }
  if (waits) co_await store::detail::until_done(std::move(start));
}

void MetricWriter::stored_blocking() {
  auto promise = std::make_shared<std::promise<void>>();
  {
    const std::lock_guard lock(mutex_);
    if (settled_ == recorded_) return;
    waiting_.emplace(recorded_, [promise](std::exception_ptr) { promise->set_value(); });
  }
  promise->get_future().get();
}

void MetricWriter::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || settled_ < recorded_; });
    if (settled_ == recorded_) return;
    const Sums sums = std::exchange(sums_, {});
    const uint64_t taken = recorded_;
    lock.unlock();
    try {
      if (!sums.empty()) store_all(sums);
    } catch (const std::exception&) {
      // Lost; the store has said why to the operator.
    }
    lock.lock();
    settled_ = taken;
    std::vector<Done> done;
    const auto end = waiting_.upper_bound(settled_);
    for (auto at = waiting_.begin(); at != end; ++at) done.push_back(std::move(at->second));
    waiting_.erase(waiting_.begin(), end);
    lock.unlock();
    for (Done& call : done) call(nullptr);
    lock.lock();
  }
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
