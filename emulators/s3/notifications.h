#pragma once

// Tells of what happened to objects: makes the records that AWS sends, and leaves a durable job for each destination in
// the transaction in which it happened. What is told survives a kill of the process; it is told at least once.

#include <cstdint>
#include <optional>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/s3/s3_store.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::s3 {

/// What happened to an object in a transaction.
struct ObjectEvent {
  const aws::CallContext& context;  ///< of the request that did it
  const BucketRow& bucket;
  std::string name;  ///< "ObjectCreated:Put"
  std::string key;
  std::optional<int64_t> size;                           ///< where the object is there afterwards
  std::string etag;                                      ///< without quotes; "" where it is gone
  std::optional<std::string> version_id = std::nullopt;  ///< where the bucket has versions
  std::string storage_class = {};                        ///< of a restore: what it is from
  int64_t restored_until_ms = 0;                         ///< of a restore that is done
};

/// Owns no state; thread-safe. One for each S3.
class Notifications {
 public:
  /// Registers the job that delivers. All must outlive it.
  Notifications(store::Store& store, aws::Caller& caller, const aws::Clock& clock, aws::IdSource& ids);

  /// Costs one look into an index where the bucket has no notification configuration.
  void tell(store::WriteTransaction& tx, const ObjectEvent& event);

 private:
  boost::asio::awaitable<void> deliver_queued(store::Job job);

  store::Store& store_;
  aws::Caller& caller_;
  const aws::Clock& clock_;
  aws::IdSource& ids_;
};

/// In whose name S3 calls its destinations.
aws::CallContext notification_context(const BucketRow& bucket);

}  // namespace cloudling::s3
