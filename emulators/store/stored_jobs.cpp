#include "emulators/store/stored_jobs.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <stdexcept>

#include "emulators/aws/virtual_clock.h"

namespace cloudling::store {

namespace {

constexpr aws::TimeMs kFirstBackoffMs = 1000;
constexpr aws::TimeMs kLongestBackoffMs = 60'000;

aws::TimeMs backoff_ms(int attempts) { return std::min(kLongestBackoffMs, kFirstBackoffMs << std::min(attempts, 10)); }

std::string text_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "unknown error";
  }
}

Job job_of(const Rows& rows, const std::string& kind, int64_t id_offset) {
  return {rows.integer(0) + id_offset,      kind, rows.string(1), rows.string(2), rows.integer(3),
          static_cast<int>(rows.integer(4))};
}

}  // namespace

/// Holds the mutex; what must not run under it runs after it was released. The clock hears what runs before that.
class StoredJobs::Locked {
 public:
  explicit Locked(StoredJobs& jobs) : jobs_(jobs), lock_(jobs.mutex_) {}
  Locked(const Locked&) = delete;
  ~Locked() {
    jobs_.count_work();
    lock_.unlock();
    for (auto& action : after_) action();
  }

  void afterwards(std::function<void()> action) { after_.push_back(std::move(action)); }

 private:
  StoredJobs& jobs_;
  std::unique_lock<std::mutex> lock_;
  std::vector<std::function<void()>> after_;
};

// ---- what services call --------------------------------------------------------------------------------------------

void StoredJobs::handle(std::string kind, int parallel, JobHandler handler, Skip skip) {
  std::lock_guard lock(mutex_);
  if (state_ != State::kBeforeStart) throw std::logic_error("jobs are handled from start() on");
  auto [entry, added] = kinds_.try_emplace(kind);
  if (!added || parallel < 1) throw std::logic_error("jobs of kind " + kind + " have a handler, or no place");
  entry->second.name = std::move(kind);
  entry->second.parallel = parallel;
  entry->second.handler = std::move(handler);
  entry->second.skip = skip;
}

void StoredJobs::start(boost::asio::any_io_executor executor) {
  if (!clock_) throw std::logic_error("jobs need a clock");
  executor_ = std::move(executor);
  count_attempts_left_over_blocking();
  activate();
}

/// What an earlier process left it may have begun: an attempt each, as far as anybody can tell.
void StoredJobs::count_attempts_left_over_blocking() {
  wait_until_done([this](Engine::Done done) {
    auto work = [this](WriteTransaction& tx) {
      tx.run("UPDATE store_jobs SET due = 0, attempts = attempts + 1 WHERE id < ? AND due <= ?",
             std::exchange(first_own_row_, 0), clock_->now());
    };
    engine_->writer.post(std::move(work), std::move(done));
  });
}

int64_t StoredJobs::enqueue(WriteTransaction& tx, const std::string& kind, const std::string& key,
                            const std::string& payload, aws::TimeMs due) {
  Kind& known = kind_named(kind);
  int64_t row = next_row_++;
  tx.run("INSERT INTO store_jobs (id, kind, key, payload, due, attempts) VALUES (?, ?, ?, ?, ?, 0)", row, kind, key,
         payload, due);
  Job job{row + id_offset_, kind, key, payload, due, 0};
  tx.after_commit([self = shared_from_this(), &known, job, generation = generation_.load()] {
    self->committed(known, job, generation);
  });
  // Begun only now, so that one that a transaction of the same group has cancelled never is.
  tx.after_group([self = shared_from_this()] { self->spawn_admitted(); });
  return job.id;
}

bool StoredJobs::complete(WriteTransaction& tx, int64_t id) {
  if (tx.run("DELETE FROM store_jobs WHERE id = ?", id - id_offset_) == 0) return false;
  tx.after_commit([self = shared_from_this(), id] { self->mark_completed(id); });
  return true;
}

int64_t StoredJobs::cancel(WriteTransaction& tx, const std::string& kind, const std::string& key) {
  Kind& known = kind_named(kind);
  tx.after_commit([self = shared_from_this(), &known, key] { self->mark_cancelled(known, key); });
  return tx.run("DELETE FROM store_jobs WHERE kind = ? AND key = ?", kind, key);
}

int64_t StoredJobs::count_blocking(const std::string& kind) {
  int64_t count = 0;
  wait_until_done([&](Engine::Done done) {
    auto work = [&](ReadTransaction& tx) {
      Rows rows = tx.query("SELECT count(*) FROM store_jobs WHERE ?1 = '' OR kind = ?1", kind);
      rows.next();
      count = rows.integer(0);
    };
    engine_->readers.post(work, std::move(done));
  });
  return count;
}

StoredJobs::Kind& StoredJobs::kind_named(const std::string& name) {
  std::lock_guard lock(mutex_);
  auto found = kinds_.find(name);
  if (found == kinds_.end()) throw std::logic_error("no handler for jobs of kind " + name);
  return found->second;
}

// ---- which job runs when -------------------------------------------------------------------------------------------

void StoredJobs::committed(Kind& kind, Job job, uint64_t generation) {
  Locked locked(*this);
  if (generation != generation_) return;
  bool place = state_ == State::kActive && !kind.more && !kind.loading && kind.running.size() < size_t(kind.parallel);
  if (clock_ && job.due > clock_->now()) {
    if (state_ == State::kActive) arm(kind, job.due);
  } else if (place) {
    admitted_.push_back(admitted(kind, std::move(job)));
  } else {
    kind.more = true;
    pump(locked, kind);
  }
}

/// Reads jobs from the table where there may be some and there is a free place.
void StoredJobs::pump(Locked& locked, Kind& kind) {
  if (state_ != State::kActive || !kind.more || kind.loading || kind.running.size() >= size_t(kind.parallel)) return;
  kind.more = false;
  kind.loading = true;
  kind.gone.clear();
  kind.cancelled.clear();
  // The first `parallel` rows hold at least as many that do not run as there are free places.
  auto limit = static_cast<size_t>(kind.parallel);
  locked.afterwards([self = shared_from_this(), &kind, limit, generation = generation_.load()] {
    self->load(kind, limit, generation);
  });
}

void StoredJobs::load(Kind& kind, size_t limit, uint64_t generation) {
  auto result = std::make_shared<Loaded>();
  result->limit = limit;
  auto work = [self = shared_from_this(), &kind, result](ReadTransaction& tx) {
    aws::TimeMs now = self->clock_->now();
    Rows rows = tx.query(
        "SELECT id, key, payload, due, attempts FROM store_jobs WHERE kind = ? AND due <= ? ORDER BY due, id LIMIT ?",
        kind.name, now, result->limit);
    while (rows.next()) result->jobs.push_back(job_of(rows, kind.name, self->id_offset_));
    Rows next = tx.query("SELECT min(due) FROM store_jobs WHERE kind = ? AND due > ?", kind.name, now);
    if (next.next()) result->next_due = next.optional_integer(0);
  };
  auto done = [self = shared_from_this(), &kind, result, generation](std::exception_ptr error) {
    self->loaded(kind, *result, error, generation);
  };
  engine_->readers.post(std::move(work), std::move(done));
}

void StoredJobs::loaded(Kind& kind, const Loaded& loaded, std::exception_ptr error, uint64_t generation) {
  Locked locked(*this);
  if (generation != generation_) return;
  kind.loading = false;
  if (state_ != State::kActive || error) {
    kind.more = true;
    if (state_ != State::kActive) return;
    engine_->log("jobs of kind " + kind.name + " cannot be read: " + text_of(error));
    return arm(kind, clock_->now() + kFirstBackoffMs);
  }
  if (loaded.jobs.size() == loaded.limit) kind.more = true;
  for (const Job& job : loaded.jobs) {
    if (kind.running.contains(job.id) || kind.gone.contains(job.id) || kind.cancelled.contains(job.key)) continue;
    if (kind.running.size() < size_t(kind.parallel))
      locked.afterwards(admitted(kind, job));
    else
      kind.more = true;
  }
  if (loaded.next_due) arm(kind, *loaded.next_due);
  pump(locked, kind);
}

/// Gives the job its place, and what spawns it.
std::function<void()> StoredJobs::admitted(Kind& kind, Job job) {
  kind.running[job.id].key = job.key;
  return [self = shared_from_this(), &kind, job = std::move(job), generation = generation_.load()] {
    auto log_failure = [self](std::exception_ptr error) {
      if (error) self->engine_->log("a job was not performed: " + text_of(error));
    };
    boost::asio::co_spawn(self->executor_, perform(self, &kind, job, generation), std::move(log_failure));
  };
}

void StoredJobs::spawn_admitted() {
  std::vector<std::function<void()>> spawns;
  {
    std::lock_guard lock(mutex_);
    spawns.swap(admitted_);
  }
  for (auto& spawn : spawns) spawn();
}

void StoredJobs::arm(Kind& kind, aws::TimeMs due) {
  if (kind.timer && kind.timer->due <= due) return;
  if (kind.timer) clock_->cancel(kind.timer->id);
  auto fired = [weak = weak_from_this(), &kind, due] {
    if (auto self = weak.lock()) self->timer_fired(kind, due);
  };
  kind.timer = Timer{clock_->call_at(due, std::move(fired)), due};
  if (kind.skip == Skip::kUntilDue) aws::allow_skip_to(*clock_, kind.timer->id);
}

void StoredJobs::timer_fired(Kind& kind, aws::TimeMs due) {
  Locked locked(*this);
  if (kind.timer && kind.timer->due == due) kind.timer.reset();
  kind.more = true;
  pump(locked, kind);
}

// ---- a job's run ---------------------------------------------------------------------------------------------------

boost::asio::awaitable<void> StoredJobs::perform(std::shared_ptr<StoredJobs> self, Kind* kind, Job job,
                                                 uint64_t generation) {
  if (!self->begin(*kind, job.id, generation)) co_return;
  std::exception_ptr error;
  try {
    auto work = kind->handler(job);
    co_await std::move(work);
  } catch (...) {
    error = std::current_exception();
  }
  self->ended(*kind, job, error, generation);
}

/// False where it was cancelled, paused or forgotten between its commit and now.
bool StoredJobs::begin(Kind& kind, int64_t id, uint64_t generation) {
  Locked locked(*this);
  if (generation != generation_) return false;
  Running& running = kind.running.at(id);
  bool is_void = running.cancelled || running.completed;
  if (is_void || state_ != State::kActive) {
    if (!is_void) kind.more = true;
    finish(locked, kind, id);
    return false;
  }
  running.begun = true;
  return true;
}

void StoredJobs::ended(Kind& kind, const Job& job, std::exception_ptr error, uint64_t generation) {
  if (error) engine_->log("job " + kind.name + " " + job.key + " failed: " + text_of(error));
  {
    Locked locked(*this);
    if (generation != generation_) return;
    if (kind.running.at(job.id).completed) return finish(locked, kind, job.id);
  }
  settle(kind, job, error != nullptr, generation);
}

/// Writes how it ended: deleted, or due again later.
void StoredJobs::settle(Kind& kind, const Job& job, bool failed, uint64_t generation) {
  aws::TimeMs due = clock_->now() + backoff_ms(job.attempts);
  auto self = shared_from_this();
  auto work = [self, id = job.id, failed, due](WriteTransaction& tx) {
    int64_t row = id - self->id_offset_;
    if (failed)
      tx.run("UPDATE store_jobs SET attempts = attempts + 1, due = ? WHERE id = ?", due, row);
    else
      tx.run("DELETE FROM store_jobs WHERE id = ?", row);
  };
  auto done = [self, &kind, job, failed, due, generation](std::exception_ptr error) {
    self->settled(kind, job, failed, due, error, generation);
  };
  engine_->writer.post(std::move(work), std::move(done));
}

/// Where it could not be written (a full disk), the job keeps its place and that is tried again, so that it is not
/// performed again meanwhile.
void StoredJobs::settled(Kind& kind, const Job& job, bool failed, aws::TimeMs due, std::exception_ptr error,
                         uint64_t generation) {
  Locked locked(*this);
  if (generation != generation_ || state_ == State::kStopped) return;
  if (!error) {
    if (failed) arm(kind, due);
    return finish(locked, kind, job.id);
  }
  engine_->log("the end of job " + kind.name + " " + job.key + " is not written yet: " + text_of(error));
  clock_->call_at(clock_->now() + kFirstBackoffMs, [weak = weak_from_this(), &kind, job, failed, generation] {
    if (auto self = weak.lock()) self->settle(kind, job, failed, generation);
  });
}

void StoredJobs::finish(Locked& locked, Kind& kind, int64_t id) {
  kind.running.erase(id);
  if (kind.loading) kind.gone.insert(id);
  if (kind.running.empty()) idle_.notify_all();
  pump(locked, kind);
}

void StoredJobs::mark_completed(int64_t id) {
  std::lock_guard lock(mutex_);
  for (auto& [name, kind] : kinds_) {
    if (kind.loading) kind.gone.insert(id);
    auto running = kind.running.find(id);
    if (running != kind.running.end()) running->second.completed = true;
  }
}

void StoredJobs::mark_cancelled(Kind& kind, const std::string& key) {
  std::lock_guard lock(mutex_);
  if (kind.loading) kind.cancelled.insert(key);
  for (auto& [id, running] : kind.running) {
    if (running.key == key && !running.begun) running.cancelled = true;
  }
}

/// While jobs run, or may be about to, the clock must not skip. Called with the mutex held.
void StoredJobs::count_work() {
  int64_t work = 0;
  for (const auto& [name, kind] : kinds_) {
    work += static_cast<int64_t>(kind.running.size());
    if (state_ == State::kActive && (kind.more || kind.loading)) ++work;
  }
  if (work == work_) return;
  if (auto* clock = dynamic_cast<aws::VirtualClock*>(clock_)) clock->count_work(work - work_);
  work_ = work;
}

// ---- the store's side ----------------------------------------------------------------------------------------------

void StoredJobs::reload(Connection& connection) {
  int64_t last_row = connection.number("SELECT max(id) FROM store_jobs");
  Locked locked(*this);
  ++generation_;
  id_offset_ += next_row_ - 1;
  next_row_ = last_row + 1;
  first_own_row_ = next_row_;
  for (auto& [name, kind] : kinds_) {
    kind.running.clear();
    kind.loading = false;
    if (kind.timer) clock_->cancel(kind.timer->id);
    kind.timer.reset();
  }
  idle_.notify_all();
}

void StoredJobs::pause() {
  Locked locked(*this);
  if (state_ == State::kActive) state_ = State::kPaused;
}

bool StoredJobs::wait_idle_blocking(int seconds) {
  std::unique_lock lock(mutex_);
  auto idle = [this] {
    return std::all_of(kinds_.begin(), kinds_.end(), [](const auto& entry) { return entry.second.running.empty(); });
  };
  return idle_.wait_for(lock, std::chrono::seconds(seconds), idle);
}

void StoredJobs::resume() {
  {
    std::lock_guard lock(mutex_);
    if (state_ != State::kPaused) return;
  }
  try {
    count_attempts_left_over_blocking();
  } catch (const std::exception& error) {
    engine_->log(std::string("attempts of jobs are not counted: ") + error.what());
  }
  activate();
}

void StoredJobs::activate() {
  Locked locked(*this);
  if (state_ == State::kStopped) return;
  state_ = State::kActive;
  for (auto& [name, kind] : kinds_) {
    kind.more = true;
    pump(locked, kind);
  }
}

void StoredJobs::stop() {
  Locked locked(*this);
  state_ = State::kStopped;
  for (auto& [name, kind] : kinds_) {
    if (kind.timer) clock_->cancel(kind.timer->id);
    kind.timer.reset();
  }
}

}  // namespace cloudling::store
