#include "emulators/aws/system_clock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <vector>

namespace cloudling::aws {
namespace {

TEST(SystemClock, CallsInOrderOfTime) {
  SystemClock clock;
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

TEST(SystemClock, ForgetsWhatIsCancelled) {
  SystemClock clock;
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

TEST(SystemClock, MayBeUsedFromACallback) {
  SystemClock clock;
  std::promise<void> done;
  clock.call_at(0, [&] {
    clock.cancel(clock.call_at(clock.now() + 100000, [] {}));
    clock.call_at(0, [&] { done.set_value(); });
  });
  done.get_future().wait();
}

TEST(SystemClock, DropsWhatWaitsAtTheEnd) {
  std::atomic<int> calls = 0;
  {
    SystemClock clock;
    clock.call_at(clock.now() + 3600000, [&] { ++calls; });
    clock.call_at(INT64_MAX, [&] { ++calls; });
  }
  EXPECT_EQ(calls, 0);
  const SystemClock unused;
  EXPECT_GT(unused.now(), 1600000000000);
}

TEST(SystemClock, TakesTimersFromManyThreads) {
  SystemClock clock;
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

}  // namespace
}  // namespace cloudling::aws
