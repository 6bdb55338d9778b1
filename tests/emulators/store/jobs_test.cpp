// Durable jobs: at least once, in time, so many at once; completed or cancelled they have no effect.

#include <boost/asio/steady_timer.hpp>
#include <future>
#include <map>

#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

using boost::asio::awaitable;

class JobsTest : public StoreFixture {
 protected:
  /// Keeps what it performs; the handler of kind "work".
  struct Performed {
    std::mutex mutex;
    std::vector<Job> jobs;

    void add(const Job& job) {
      std::lock_guard lock(mutex);
      jobs.push_back(job);
    }
    size_t count() {
      std::lock_guard lock(mutex);
      return jobs.size();
    }
    Texts keys() {
      std::lock_guard lock(mutex);
      Texts all;
      for (const Job& job : jobs) all.push_back(job.key);
      return all;
    }
  };

  ~JobsTest() override {
    if (store_) store_->stop();
    context_.stop();  // handlers that wait for ever
  }

  Jobs& jobs() { return store().jobs(); }
  void start() { jobs().start(context_.get_executor()); }

  JobHandler keep() {
    return [this](Job job) -> awaitable<void> {
      performed_.add(job);
      co_return;
    };
  }

  int64_t enqueue(const std::string& key, aws::TimeMs due = 0) {
    return store().write_blocking(
        [&](WriteTransaction& tx) { return jobs().enqueue(tx, "work", key, "payload " + key, due); });
  }

  bool complete(int64_t id) {
    return store().write_blocking([&](WriteTransaction& tx) { return jobs().complete(tx, id); });
  }

  int64_t cancel(const std::string& key) {
    return store().write_blocking([&](WriteTransaction& tx) { return jobs().cancel(tx, "work", key); });
  }

  bool none_left() {
    return eventually([&] { return jobs().count_blocking("") == 0; });
  }

  Performed performed_;
};

TEST_F(JobsTest, ACommittedJobIsPerformedOnceAndGoes) {
  jobs().handle("work", 4, keep());
  start();
  enqueue("a");
  EXPECT_TRUE(none_left());
  ASSERT_EQ(performed_.count(), 1u);
  EXPECT_EQ(performed_.jobs[0].kind, "work");
  EXPECT_EQ(performed_.jobs[0].key, "a");
  EXPECT_EQ(performed_.jobs[0].payload, "payload a");
  EXPECT_EQ(performed_.jobs[0].attempts, 0);
}

TEST_F(JobsTest, AJobOfAnUndoneTransactionNeverWas) {
  jobs().handle("work", 4, keep());
  start();
  auto undone = [&](WriteTransaction& tx) {
    jobs().enqueue(tx, "work", "undone", "");
    throw std::runtime_error("no");
  };
  EXPECT_THROW(store().write_blocking(undone), std::runtime_error);
  enqueue("done");
  EXPECT_TRUE(none_left());
  EXPECT_EQ(performed_.keys(), Texts{"done"});
}

TEST_F(JobsTest, KindsMustBeKnown) {
  EXPECT_THROW(enqueue("a"), std::logic_error);
  jobs().handle("work", 1, keep());
  EXPECT_THROW(jobs().handle("work", 1, keep()), std::logic_error);
  start();
  EXPECT_THROW(jobs().handle("late", 1, keep()), std::logic_error);
}

TEST_F(JobsTest, NoMoreThanTheLimitRunAtOnceAndAllGetTheirTurnInOrder) {
  std::atomic<int> running{0}, most{0};
  auto slow = [&](Job job) -> awaitable<void> {
    int now = ++running;
    if (now > most) most = now;
    boost::asio::steady_timer pause(context_, std::chrono::milliseconds(1));
    co_await pause.async_wait(boost::asio::use_awaitable);
    performed_.add(job);
    --running;
  };
  jobs().handle("work", 3, slow);
  Texts keys;
  for (int i = 0; i < 20; ++i) enqueue(keys.emplace_back("before " + std::to_string(i)));
  start();
  for (int i = 0; i < 20; ++i) enqueue(keys.emplace_back("after " + std::to_string(i)));
  EXPECT_TRUE(none_left());
  EXPECT_EQ(most, 3);
  EXPECT_EQ(performed_.count(), 40u) << "each once";
  Texts sorted = performed_.keys();
  std::sort(sorted.begin(), sorted.end());
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(sorted, keys);
}

TEST_F(JobsTest, OneAtATimeKeepsTheOrder) {
  jobs().handle("work", 1, keep());
  Texts keys;
  for (int i = 0; i < 10; ++i) enqueue(keys.emplace_back(std::to_string(i)));
  start();
  for (int i = 10; i < 50; ++i) enqueue(keys.emplace_back(std::to_string(i)));
  EXPECT_TRUE(none_left());
  EXPECT_EQ(performed_.keys(), keys);
}

TEST_F(JobsTest, NothingRunsBeforeItIsDue) {
  jobs().handle("work", 4, keep());
  start();
  aws::TimeMs now = clock_.now();
  enqueue("in an hour", now + 3'600'000);
  enqueue("in a minute", now + 60'000);
  enqueue("now", now);
  EXPECT_TRUE(eventually([&] { return performed_.count() == 1; }));
  clock_.advance(59'999);
  EXPECT_EQ(performed_.keys(), Texts{"now"});
  clock_.advance(1);
  EXPECT_TRUE(eventually([&] { return performed_.count() == 2; }));
  clock_.advance(3'600'000);
  EXPECT_TRUE(none_left());
  EXPECT_EQ(performed_.keys(), (Texts{"now", "in a minute", "in an hour"}));
}

TEST_F(JobsTest, AFailingJobIsTriedAgainLaterAndLater) {
  std::atomic<int> tries{0};
  jobs().handle("work", 4, [&](Job job) -> awaitable<void> {
    performed_.add(job);
    if (++tries <= 8) throw std::runtime_error("try " + std::to_string(tries));
    co_return;
  });
  start();
  enqueue("a");
  int64_t waits[] = {1000, 2000, 4000, 8000, 16'000, 32'000, 60'000, 60'000};
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(eventually([&] { return tries == i + 1 && clock_.waiting() == 1; })) << i;
    clock_.advance(waits[i] - 1);
    EXPECT_EQ(tries, i + 1) << "too early";
    clock_.advance(1);
  }
  EXPECT_TRUE(none_left());
  EXPECT_EQ(tries, 9);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(performed_.jobs[static_cast<size_t>(i)].attempts, i);
  EXPECT_NE(log().find("job work a failed: try 3"), std::string::npos);
}

TEST_F(JobsTest, CompleteIsTrueOnce) {
  std::promise<std::pair<bool, bool>> said;
  jobs().handle("work", 4, [&](Job job) -> awaitable<void> {
    auto complete = [&](WriteTransaction& tx) { return jobs().complete(tx, job.id); };
    bool first = co_await store().write(complete);
    bool second = co_await store().write(complete);
    said.set_value({first, second});
  });
  start();
  enqueue("a");
  EXPECT_EQ(said.get_future().get(), std::pair(true, false));
  EXPECT_TRUE(none_left());
}

TEST_F(JobsTest, CancelledJobsDoNotBegin) {
  jobs().handle("work", 4, keep());
  start();
  enqueue("a", clock_.now() + 1000);
  enqueue("a", clock_.now() + 1000);
  int64_t kept = enqueue("b", clock_.now() + 1000);
  EXPECT_EQ(cancel("a"), 2);
  EXPECT_EQ(cancel("a"), 0);
  EXPECT_EQ(jobs().count_blocking("work"), 1);
  clock_.advance(1000);
  EXPECT_TRUE(none_left());
  EXPECT_EQ(performed_.keys(), Texts{"b"});
  EXPECT_FALSE(complete(kept));
}

TEST_F(JobsTest, AJobCancelledWithItsEnqueueDoesNotBegin) {
  jobs().handle("work", 4, keep());
  start();
  store().write_blocking([&](WriteTransaction& tx) {
    jobs().enqueue(tx, "work", "gone", "");
    jobs().cancel(tx, "work", "gone");
  });
  enqueue("a");
  EXPECT_TRUE(eventually([&] { return performed_.count() >= 1; }));
  EXPECT_EQ(performed_.keys(), Texts{"a"});
}

TEST_F(JobsTest, ARunningJobThatIsCancelledCannotComplete) {
  std::promise<void> begun, go_on;
  auto going_on = go_on.get_future().share();
  std::promise<bool> completed;
  jobs().handle("work", 4, [&](Job job) -> awaitable<void> {
    begun.set_value();
    going_on.wait();
    auto complete = [&](WriteTransaction& tx) { return jobs().complete(tx, job.id); };
    bool mine = co_await store().write(complete);
    completed.set_value(mine);
  });
  start();
  enqueue("a");
  begun.get_future().wait();
  EXPECT_EQ(cancel("a"), 1);
  go_on.set_value();
  EXPECT_FALSE(completed.get_future().get());
}

TEST_F(JobsTest, WhatAnEarlierProcessLeftComesFirst) {
  jobs().handle("work", 1, keep());
  enqueue("left 1", 5);
  enqueue("left 2");
  enqueue("left, not due", clock_.now() + 5000);
  reopen();
  jobs().handle("work", 1, keep());
  start();
  enqueue("new");
  EXPECT_TRUE(eventually([&] { return performed_.count() == 3; }));
  clock_.advance(5000);
  EXPECT_TRUE(none_left());
  EXPECT_EQ(performed_.keys(), (Texts{"left 1", "left 2", "new", "left, not due"}));
  EXPECT_EQ(performed_.jobs[0].attempts, 1) << "it may have begun";
  EXPECT_EQ(performed_.jobs[2].attempts, 0);
  EXPECT_EQ(performed_.jobs[3].attempts, 0);
}

TEST_F(JobsTest, AResetEndsAllAndAStragglerHasNoEffect) {
  std::promise<void> begun, go_on;
  auto going_on = go_on.get_future().share();
  std::promise<bool> completed;
  jobs().handle("work", 4, [&](Job job) -> awaitable<void> {
    if (job.key != "straggler") co_return performed_.add(job);
    begun.set_value();
    while (going_on.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      boost::asio::steady_timer pause(context_, std::chrono::milliseconds(1));
      co_await pause.async_wait(boost::asio::use_awaitable);
    }
    auto complete = [&](WriteTransaction& tx) { return jobs().complete(tx, job.id); };
    bool mine = co_await store().write(complete);
    completed.set_value(mine);
  });
  start();
  int64_t straggler = enqueue("straggler");
  begun.get_future().wait();
  enqueue("later", clock_.now() + 1000);
  store().reset_blocking();
  EXPECT_EQ(jobs().count_blocking(""), 0);
  int64_t fresh = enqueue("fresh", clock_.now() + 500);
  EXPECT_GT(fresh, straggler);
  go_on.set_value();
  EXPECT_FALSE(completed.get_future().get());
  EXPECT_EQ(jobs().count_blocking(""), 1);
  clock_.advance(2000);
  EXPECT_TRUE(none_left());
  EXPECT_EQ(performed_.keys(), Texts{"fresh"});
}

TEST_F(JobsTest, ALoadedSnapshotsJobsArePerformed) {
  jobs().handle("work", 4, keep());
  start();
  enqueue("saved", clock_.now() + 1000);
  store().save_snapshot_blocking("with-a-job");
  clock_.advance(1000);
  EXPECT_TRUE(none_left());
  store().load_snapshot_blocking("with-a-job");
  EXPECT_TRUE(none_left());
  EXPECT_EQ(performed_.keys(), (Texts{"saved", "saved"}));
  EXPECT_NE(performed_.jobs[0].id, performed_.jobs[1].id);
}

TEST_F(JobsTest, QuiescingLetsNoJobBegin) {
  jobs().handle("work", 4, keep());
  start();
  store().on_lifecycle({[&] { enqueue("while quiet"); }, [&] { enqueue("recovered"); }});
  store().save_snapshot_blocking("empty");
  store().load_snapshot_blocking("empty");
  EXPECT_TRUE(eventually([&] { return performed_.count() == 1; }));
  EXPECT_TRUE(none_left());
  EXPECT_EQ(performed_.keys(), Texts{"recovered"});
}

}  // namespace
}  // namespace cloudling::store
