#pragma once

// Durable jobs: what a committed change must still cause (invoke a task, deliver a notification, fire a timer, retry).
// Enqueued in the transaction of the change, performed after its commit, at least once, also after a crash.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "emulators/aws/clock.h"
#include "emulators/store/store.h"

namespace cloudling::store {

struct Job {
  int64_t id = 0;       ///< for complete(), while this process runs; not to be kept
  std::string kind;     ///< which handler, e.g. "states.task"
  std::string key;      ///< the owner's handle on it, e.g. "<execution>/<task>"; need not be unique
  std::string payload;  ///< the owner's own text
  aws::TimeMs due = 0;  ///< on the virtual clock; not before
  int attempts = 0;     ///< begun before this one; one that an earlier process left counts as begun
};

/// Performs a job. Returning means done (the job is deleted, unless the handler did so in its own transaction with
/// complete()); throwing means again later, after a backoff of 1 s doubling to 60 s.
using JobHandler = std::function<boost::asio::awaitable<void>(Job job)>;

class Jobs {
 public:
  virtual ~Jobs() = default;

  /// Whether a clock that skips idle time may do so for a job of the kind, which is due later.
  enum class Skip : uint8_t { kNever, kUntilDue };

  /// Registered once for each kind, before start(). `parallel` bounds how many of the kind run at once.
  virtual void handle(std::string kind, int parallel, JobHandler handler, Skip skip = Skip::kNever) = 0;

  /// Begins to perform jobs, on `executor`: first what an earlier process left, in the order of their ids.
  virtual void start(boost::asio::any_io_executor executor) = 0;

  /// Adds a job; it is looked at after the commit. Returns its id.
  virtual int64_t enqueue(WriteTransaction& tx, const std::string& kind, const std::string& key,
                          const std::string& payload, aws::TimeMs due = 0) = 0;

  /// Deletes a job in the transaction that makes its effect durable, so that the effect happens once.
  /// False where it is gone already (cancelled, or completed by another attempt): then the effect must not happen.
  virtual bool complete(WriteTransaction& tx, int64_t id) = 0;

  /// Deletes all jobs of that kind and key; those already running are not interrupted, but their complete() says false.
  virtual int64_t cancel(WriteTransaction& tx, const std::string& kind, const std::string& key) = 0;

  /// Jobs waiting or running, of one kind or ("") of all: for health and tests.
  virtual int64_t count_blocking(const std::string& kind) = 0;
};

}  // namespace cloudling::store
