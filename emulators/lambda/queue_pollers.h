#pragma once

// What reads queues and invokes functions with their messages: a poller for each event source mapping that is enabled.
// It waits in sqs:ReceiveMessage, so that one without messages costs a look at the database now and then, and invokes
// by lambda:Invoke. Messages of batches that failed are left to their visibility timeout, as by AWS.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/lambda/host.h"
#include "emulators/lambda/lambda_store_event_sources.h"
#include "emulators/store/store.h"

namespace cloudling::lambda {

struct QueuePoller;

/// Thread-safe. Store and caller outlive the work on the host's executor.
class QueuePollers {
 public:
  QueuePollers(store::Store& store, aws::Caller& caller, aws::Clock& clock, Host& host)
      : store_(store), caller_(caller), clock_(clock), host_(host) {}
  ~QueuePollers() { stop_all(); }
  QueuePollers(const QueuePollers&) = delete;

  /// Starts those that the store has. Reads it: blocking.
  void start_all();

  /// Begins to poll for the mapping, in place of a former poller of it.
  void start(const EventSourceRow& mapping);

  /// Ends at once what waits for messages; batches that the function has are finished.
  void stop(const std::string& uuid);
  void stop_all();

 private:
  store::Store& store_;
  aws::Caller& caller_;
  aws::Clock& clock_;
  Host& host_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<QueuePoller>> pollers_;  ///< by UUID
};

}  // namespace cloudling::lambda
