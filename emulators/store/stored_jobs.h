#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "emulators/store/engine.h"
#include "emulators/store/jobs.h"

namespace cloudling::store {

/// Jobs over the table store_jobs. In memory are only the jobs that run and, a kind, when the next is due.
///
/// A job that is due and has a free place is begun straight from its commit; one that has not stays in the table, and
/// is read from there when a place is free. `more` says that the table may hold such jobs. Thread-safe; held by
/// shared_ptr because running jobs may outlive the store.
class StoredJobs final : public Jobs, public std::enable_shared_from_this<StoredJobs> {
 public:
  StoredJobs(std::shared_ptr<Engine> engine, aws::Clock* clock) : engine_(std::move(engine)), clock_(clock) {}

  void handle(std::string kind, int parallel, JobHandler handler, Skip skip) override;
  void start(boost::asio::any_io_executor executor) override;
  int64_t enqueue(WriteTransaction& tx, const std::string& kind, const std::string& key, const std::string& payload,
                  aws::TimeMs due) override;
  bool complete(WriteTransaction& tx, int64_t id) override;
  int64_t cancel(WriteTransaction& tx, const std::string& kind, const std::string& key) override;
  int64_t count_blocking(const std::string& kind) override;

  /// A database was opened or exchanged: forgets what runs, so that its complete() finds nothing. On the writer, or
  /// before there is one.
  void reload(Connection& connection);

  /// Begins no more jobs, until resume().
  void pause();

  /// Waits for the jobs that run; false where some still do after `seconds`. Blocking.
  bool wait_idle_blocking(int seconds);

  void resume();

  /// Begins no more jobs, ever, and gives the clock back.
  void stop();

 private:
  struct Running {
    std::string key;
    bool begun = false;
    bool cancelled = false;
    bool completed = false;
  };
  struct Timer {
    aws::Clock::TimerId id;
    aws::TimeMs due;
  };
  struct Kind {
    std::string name;
    int parallel = 1;
    JobHandler handler;
    Skip skip = Skip::kNever;
    std::map<int64_t, Running> running;  ///< by job id: begun or about to be
    bool more = false;                   ///< the table may hold jobs that are due and do not run
    bool loading = false;
    std::set<int64_t> gone;           ///< ended while loading, so that what was read of them is void
    std::set<std::string> cancelled;  ///< keys, likewise
    std::optional<Timer> timer;       ///< of the next job that is not due yet
  };
  struct Loaded {
    std::vector<Job> jobs;
    std::optional<int64_t> next_due;
    size_t limit = 0;
  };
  enum class State { kBeforeStart, kActive, kPaused, kStopped };
  class Locked;

  void committed(Kind& kind, Job job, uint64_t generation);
  void pump(Locked& locked, Kind& kind);
  void load(Kind& kind, size_t limit, uint64_t generation);
  void loaded(Kind& kind, const Loaded& loaded, std::exception_ptr error, uint64_t generation);
  std::function<void()> admitted(Kind& kind, Job job);
  void spawn_admitted();
  void arm(Kind& kind, aws::TimeMs due);
  void timer_fired(Kind& kind, aws::TimeMs due);
  bool begin(Kind& kind, int64_t id, uint64_t generation);
  static boost::asio::awaitable<void> perform(std::shared_ptr<StoredJobs> self, Kind* kind, Job job,
                                              uint64_t generation);
  void ended(Kind& kind, const Job& job, std::exception_ptr error, uint64_t generation);
  void settle(Kind& kind, const Job& job, bool failed, uint64_t generation);
  void settled(Kind& kind, const Job& job, bool failed, aws::TimeMs due, std::exception_ptr error, uint64_t generation);
  void finish(Locked& locked, Kind& kind, int64_t id);
  void mark_completed(int64_t id);
  void mark_cancelled(Kind& kind, const std::string& key);
  void count_attempts_left_over_blocking();
  void activate();
  void count_work();
  Kind& kind_named(const std::string& name);

  std::shared_ptr<Engine> engine_;
  aws::Clock* const clock_;
  boost::asio::any_io_executor executor_;

  std::mutex mutex_;
  std::condition_variable idle_;
  State state_ = State::kBeforeStart;
  int64_t work_ = 0;  ///< as the clock was told
  std::atomic<uint64_t> generation_ = 0;         ///< counts the databases that came and went
  std::vector<std::function<void()>> admitted_;  ///< of the group that was committed: in `running`, to be spawned
  std::map<std::string, Kind> kinds_;            ///< filled before start(); never shrinks

  // Written on the writer thread alone. A job's id is its row's plus the offset, so that ids never repeat while the
  // process runs, whatever database is exchanged for whatever other.
  std::atomic<int64_t> next_row_ = 1;
  std::atomic<int64_t> id_offset_ = 0;
  int64_t first_own_row_ = 0;  ///< rows below were left by an earlier process and are not counted yet
};

}  // namespace cloudling::store
