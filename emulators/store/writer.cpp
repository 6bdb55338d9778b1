#include "emulators/store/writer.h"

#include <sqlite3.h>

#include <algorithm>

namespace cloudling::store {

namespace {

using std::chrono::milliseconds;

/// A group that has run so long commits; what still waits makes the next one.
constexpr milliseconds kGroupTime{10};

/// Background work goes first after so many groups went before it.
constexpr int kBackgroundPatience = 8;

/// The log is copied into the database once it has grown by so much, and when nothing was written for kIdleTime.
constexpr int kCheckpointPages = (16 << 20) / kPageSize;
constexpr milliseconds kIdleTime{1000};

/// Writes that never pause have kept the log from beginning anew. From here on the writer lets it, once little of it is
/// left to copy; from kLargeLogPages on it waits for the checkpointer and copies what is left, however much.
constexpr int kLongLogPages = (64 << 20) / kPageSize;
constexpr int kLittlePages = (8 << 20) / kPageSize;
constexpr int kLargeLogPages = (128 << 20) / kPageSize;

/// It waits for readers, too, but only so long.
constexpr int kLargeLogWaitMs = 200;
constexpr int kUsualWaitMs = 10'000;

std::exception_ptr stopped_error() {
  return std::make_exception_ptr(StoreError(SQLITE_MISUSE, "the store has been stopped"));
}

/// Code and message of `error` where SQLite raised it, for those whose changes went with it.
std::exception_ptr shared_failure(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const StoreError& e) {
    return std::make_exception_ptr(StoreError(e.code, std::string("not written: ") + e.what()));
  } catch (...) {
    return std::make_exception_ptr(StoreError(SQLITE_ABORT_ROLLBACK, "not written: the transaction was undone"));
  }
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, std::unique_ptr<Connection> log_connection, Log log)
    : connection_(std::move(connection)), log_(std::move(log)), checkpointer_(std::move(log_connection), log_) {
  sqlite3_wal_hook(connection_->handle(), &Writer::on_commit, this);
  thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() { stop(); }

void Writer::post(Work work, Done done) { enqueue({std::move(work), nullptr, std::move(done)}); }

void Writer::post_exclusive(Exclusive work, Done done) { enqueue({nullptr, std::move(work), std::move(done)}); }

void Writer::enqueue(Item item) {
  {
    std::lock_guard lock(mutex_);
    if (!stopping_) {
      queue_.push_back(std::move(item));
      if (queue_.size() == 1) wake_.notify_one();
      return;
    }
  }
  item.done(stopped_error());
}

void Writer::post_background(Work work, Done done) {
  std::lock_guard lock(mutex_);
  if (stopping_) return;
  background_.push_back({std::move(work), nullptr, std::move(done)});
  wake_.notify_one();
}

void Writer::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  std::call_once(joined_, [this] { thread_.join(); });
}

void Writer::loop() {
  on_store_thread = true;
  std::unique_lock lock(mutex_);
  while (wait_for_work(lock)) run_next(lock);
  Items dropped = std::exchange(background_, {});
  lock.unlock();
  dropped.clear();
  checkpointer_.stop();
  checkpoint_to_the_end(SQLITE_CHECKPOINT_TRUNCATE);
  connection_.reset();
}

/// False once stopped with nothing left to do. Where the log waits for a checkpoint it sleeps kIdleTime and asks for
/// it, else without end.
bool Writer::wait_for_work(std::unique_lock<std::mutex>& lock) {
  auto ready = [this] { return !queue_.empty() || !background_.empty() || stopping_; };
  while (log_dirty_ && !wake_.wait_for(lock, kIdleTime, ready)) {
    request_checkpoint();
  }
  wake_.wait(lock, ready);
  return !queue_.empty() || !stopping_;
}

void Writer::run_next(std::unique_lock<std::mutex>& lock) {
  bool background = !background_.empty() && (queue_.empty() || groups_since_background_ >= kBackgroundPatience);
  if (background) {
    Item item = std::move(background_.front());
    background_.pop_front();
    groups_since_background_ = 0;
    lock.unlock();
    run_background(std::move(item));
  } else {
    Items items = std::exchange(queue_, {});
    ++groups_since_background_;
    lock.unlock();
    run_all(std::move(items));
  }
  checkpoint_if_grown();
  lock.lock();
}

void Writer::run_all(Items items) {
  for (size_t next = 0; next < items.size();) {
    if (items[next].exclusive)
      run_exclusive(items[next++]);
    else
      next = commit_group(items, next);
  }
}

void Writer::run_exclusive(Item& item) {
  std::exception_ptr error;
  checkpointer_.finish();
  try {
    item.exclusive(*connection_);
  } catch (...) {
    error = std::current_exception();
  }
  roll_back();
  guarded("a completion", [&] { item.done(error); });
}

void Writer::run_background(Item item) {
  Items items;
  items.push_back({std::move(item.work), nullptr, [this, &item](std::exception_ptr error) {
                     if (error) guarded("background work", [&] { std::rethrow_exception(error); });
                     item.done(error);
                   }});
  commit_group(items, 0);
}

/// Runs items from `first` on, commits them together and tells them; returns the first that was not taken.
size_t Writer::commit_group(Items& items, size_t first) {
  std::vector<Outcome> outcomes;
  std::exception_ptr lost;
  size_t next = first;
  try {
    connection_->execute("BEGIN IMMEDIATE");
    Time deadline = std::chrono::steady_clock::now() + kGroupTime;
    do {
      outcomes.push_back(run_one(items[next++].work));
      if (connection_->autocommit()) lost = outcomes.back().error;
    } while (!lost && next < items.size() && !items[next].exclusive && std::chrono::steady_clock::now() < deadline);
    if (!lost) connection_->execute("COMMIT");
  } catch (...) {
    lost = std::current_exception();
  }
  if (lost) {
    roll_back();
    next = std::max(next, first + 1);
    outcomes.assign(next - first, {shared_failure(lost), {}, {}});
  }
  settle(items, first, outcomes);
  return next;
}

void Writer::roll_back() {
  guarded("a rollback", [this] {
    if (!connection_->autocommit()) connection_->execute("ROLLBACK");
  });
}

/// Runs one in its savepoint. Where SQLite undid the whole transaction (autocommit() after it) the error says why.
Writer::Outcome Writer::run_one(const Work& work) {
  WriteTransaction tx(*connection_);
  try {
    connection_->execute("SAVEPOINT work");
    work(tx);
    if (connection_->autocommit())
      throw StoreError(SQLITE_ABORT_ROLLBACK, "the transaction was undone by an earlier error");
    int unmet = 0, unused = 0;
    sqlite3_db_status(connection_->handle(), SQLITE_DBSTATUS_DEFERRED_FKS, &unmet, &unused, 0);
    if (unmet) throw StoreError(SQLITE_CONSTRAINT_FOREIGNKEY, "FOREIGN KEY constraint failed");
    connection_->execute("RELEASE work");
    return {nullptr, tx.take_after_commit(), tx.take_after_group()};
  } catch (...) {
    Outcome outcome{std::current_exception(), {}, {}};
    if (!connection_->autocommit()) {
      connection_->execute("ROLLBACK TO work");
      connection_->execute("RELEASE work");
    }
    return outcome;
  }
}

void Writer::settle(Items& items, size_t first, std::vector<Outcome>& outcomes) {
  for (Outcome& outcome : outcomes) {
    for (auto& action : outcome.after_commit) guarded("an after-commit action", action);
  }
  for (Outcome& outcome : outcomes) {
    for (auto& action : outcome.after_group) guarded("an after-group action", action);
  }
  for (size_t i = 0; i < outcomes.size(); ++i) {
    guarded("a completion", [&] { items[first + i].done(outcomes[i].error); });
    items[first + i] = {};
  }
}

int Writer::on_commit(void* self, sqlite3*, const char*, int log_pages) {
  auto* writer = static_cast<Writer*>(self);
  if (log_pages < writer->log_pages_) writer->checkpointed_pages_ = writer->restart_pages_ = 0;
  writer->log_pages_ = log_pages;
  writer->log_dirty_ = true;
  return SQLITE_OK;
}

void Writer::checkpoint_if_grown() {
  const bool is_long = log_pages_ >= kLongLogPages, is_large = log_pages_ >= kLargeLogPages;
  const bool little_left = log_pages_ - checkpointer_.copied_pages() <= kLittlePages;
  if (is_long && (little_left || is_large) && log_pages_ - restart_pages_ >= kCheckpointPages) {
    restart_pages_ = log_pages_;
    if (is_large) checkpointer_.finish();
    checkpoint_to_the_end(SQLITE_CHECKPOINT_RESTART);
  } else if (log_pages_ - checkpointed_pages_ >= (is_long ? kLittlePages : kCheckpointPages)) {
    request_checkpoint();
  }
}

void Writer::request_checkpoint() {
  log_dirty_ = false;
  checkpointed_pages_ = log_pages_;
  checkpointer_.request();
}

/// Of what the checkpointer has left. Where that still runs, or readers don't end, the log only goes on growing: this
/// is tried again then.
void Writer::checkpoint_to_the_end(int mode) {
  sqlite3* db = connection_->handle();
  sqlite3_busy_timeout(db, kLargeLogWaitMs);
  const int code = sqlite3_wal_checkpoint_v2(db, nullptr, mode, nullptr, nullptr);
  sqlite3_busy_timeout(db, kUsualWaitMs);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) log_(std::string("checkpoint: ") + sqlite3_errstr(code));
}

void Writer::guarded(const char* what, const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& error) {
    log_(std::string(what) + " failed: " + error.what());
  } catch (...) {
    log_(std::string(what) + " failed");
  }
}

}  // namespace cloudling::store
