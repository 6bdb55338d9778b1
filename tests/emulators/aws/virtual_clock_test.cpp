#include "emulators/aws/virtual_clock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace cloudling::aws {
namespace {

TEST(VirtualClock, CallsInOrderOfTime) {
  VirtualClock clock;
  std::vector<int> order;
  std::promise<void> done;
  const TimeMs now = clock.now();
  clock.call_at(now + 30, [&] {
    order.push_back(3);
    done.set_value();
  });
  clock.call_at(now + 10, [&] { order.push_back(2); });
  clock.call_at(now - 1000, [&] { order.push_back(1); });
  done.get_future().wait();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
  EXPECT_GE(clock.now(), now + 30);
}

TEST(VirtualClock, ForgetsWhatIsCancelled) {
  VirtualClock clock;
  std::atomic<int> calls = 0;
  std::promise<void> done;
  const TimeMs soon = clock.now() + 20;
  const auto cancelled = clock.call_at(soon, [&] { ++calls; });
  clock.call_at(soon + 1, [&] { done.set_value(); });
  clock.cancel(cancelled);
  clock.cancel(cancelled);
  clock.cancel(12345);
  done.get_future().wait();
  EXPECT_EQ(calls, 0);
}

TEST(VirtualClock, MayBeUsedFromACallback) {
  VirtualClock clock;
  std::promise<void> done;
  clock.call_at(0, [&] {
    clock.cancel(clock.call_at(clock.now() + 100000, [] {}));
    clock.call_at(0, [&] { done.set_value(); });
  });
  done.get_future().wait();
}

TEST(VirtualClock, DropsWhatWaitsAtTheEnd) {
  std::atomic<int> calls = 0;
  {
    VirtualClock clock;
    clock.call_at(clock.now() + 3600000, [&] { ++calls; });
    clock.call_at(INT64_MAX, [&] { ++calls; });
  }
  EXPECT_EQ(calls, 0);
  const VirtualClock unused;
  EXPECT_GT(unused.now(), 1600000000000);
}

TEST(VirtualClock, TakesTimersFromManyThreads) {
  VirtualClock clock;
  std::atomic<int> calls = 0;
  std::promise<void> done;
  constexpr int kThreads = 4;
  constexpr int kEach = 500;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        clock.call_at(clock.now() + i % 7, [&] {
          if (++calls == kThreads * kEach) done.set_value();
        });
        clock.cancel(clock.call_at(clock.now() + 1000000, [&] { calls += 1000000; }));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  done.get_future().wait();
  EXPECT_EQ(calls, kThreads * kEach);
}

constexpr TimeMs kDay = 86'400'000;

/// What timers saw, in the order in which they fired.
class Sightings {
 public:
  explicit Sightings(VirtualClock& clock) : clock_(clock) {}

  std::function<void()> sight(int what) {
    return [this, what] {
      const std::lock_guard lock(mutex_);
      seen_.emplace_back(what, clock_.now());
      changed_.notify_all();
    };
  }

  std::vector<std::pair<int, TimeMs>> wait_for(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return seen_.size() >= count; });
    return seen_;
  }

 private:
  VirtualClock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<int, TimeMs>> seen_;
};

TimeMs advance(VirtualClock& clock, TimeMs to) {
  std::promise<void> arrived;
  clock.advance_to(to, [&] { arrived.set_value(); });
  arrived.get_future().wait();
  return clock.now();
}

TEST(VirtualClock, StandsStillUntilItIsMovedOn) {
  VirtualClock clock;
  clock.pause();
  const TimeMs begin = clock.now();
  Sightings seen(clock);
  clock.call_at(begin + 2 * kDay, seen.sight(2));
  clock.call_at(begin + kDay, [&, again = seen.sight(3), first = seen.sight(1)] {
    first();
    clock.call_at(begin + 3 * kDay, again);
  });
  clock.call_at(begin + 4 * kDay, seen.sight(4));
  EXPECT_EQ(advance(clock, begin + 3 * kDay + 5), begin + 3 * kDay + 5);
  const std::vector<std::pair<int, TimeMs>> expected{{1, begin + kDay}, {2, begin + 2 * kDay}, {3, begin + 3 * kDay}};
  EXPECT_EQ(seen.wait_for(3), expected);
  EXPECT_EQ(clock.now(), begin + 3 * kDay + 5);
  EXPECT_EQ(clock.state().next_timer, begin + 4 * kDay);
  EXPECT_EQ(advance(clock, begin), begin + 3 * kDay + 5) << "it went back";
  clock.resume();
  EXPECT_GE(clock.now(), begin + 3 * kDay + 5);
  EXPECT_LT(clock.now(), begin + 4 * kDay);
}

TEST(VirtualClock, WaitsOnTheWayForWhatATimerSetOff) {
  VirtualClock clock;
  clock.pause();
  const TimeMs begin = clock.now();
  Sightings seen(clock);
  std::thread worker;
  clock.call_at(begin + kDay, [&] {
    auto work = std::make_shared<Work>(clock);
    worker = std::thread([&, work] { clock.call_at(clock.now() + kDay, seen.sight(1)); });
  });
  clock.call_at(begin + 3 * kDay, seen.sight(2));
  advance(clock, begin + 4 * kDay);
  worker.join();
  const std::vector<std::pair<int, TimeMs>> expected{{1, begin + 2 * kDay}, {2, begin + 3 * kDay}};
  EXPECT_EQ(seen.wait_for(2), expected);
}

TEST(VirtualClock, SkipsIdleTimeUpToWhatMayBeSkippedTo) {
  VirtualClock clock(VirtualClock::Mode::kAuto);
  Sightings seen(clock);
  auto work = std::make_unique<Work>(clock);
  const TimeMs begin = clock.now();
  clock.call_at(begin + kDay, seen.sight(1));
  clock.allow_skip_to(clock.call_at(begin + 7 * kDay, seen.sight(2)));
  clock.call_at(begin + 30 * kDay, seen.sight(3));
  EXPECT_LT(clock.now(), begin + kDay) << "work was under way";
  clock.count_outside(1);
  work = nullptr;
  EXPECT_LT(clock.now(), begin + kDay) << "a task outside was under way";
  clock.count_outside(-1);
  const auto both = seen.wait_for(2);
  EXPECT_EQ(both[0], std::pair(1, begin + kDay));
  EXPECT_EQ(both[1].first, 2);
  EXPECT_GE(both[1].second, begin + 7 * kDay);
  EXPECT_LT(clock.now(), begin + 8 * kDay) << "nobody waits for the third";
}

TEST(VirtualClock, RestingWorkHoldsNothingUp) {
  VirtualClock clock(VirtualClock::Mode::kAuto);
  Sightings seen(clock);
  const Work work(clock);
  const TimeMs begin = clock.now();
  clock.allow_skip_to(clock.call_at(begin + kDay, seen.sight(1)));
  EXPECT_LT(clock.now(), begin + kDay);
  const Rest rest(clock);
  EXPECT_EQ(seen.wait_for(1).size(), 1u);
}

TEST(VirtualClock, KnowsWhatItShowedBefore) {
  VirtualClock clock;
  const TimeMs before = clock.now() - 1000;
  EXPECT_EQ(shown_at(clock, before), before);
  const TimeMs there = advance(clock, clock.now() + kDay);
  EXPECT_EQ(clock.shown_at(before), before);
  EXPECT_NEAR(static_cast<double>(clock.shown_at(there - kDay + 1000)), static_cast<double>(there + 1000), 500);
}

}  // namespace
}  // namespace cloudling::aws
