#pragma once

// StartLiveTail: sessions that see events as they come in. One writes (the store's writer thread, after the commit),
// one reads (the answer's body, which asks each second).

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "emulators/aws/body.h"
#include "emulators/aws/shape.h"
#include "emulators/logs/event_block.h"
#include "emulators/logs/filter_pattern.h"
#include "emulators/logs/logs_store.h"
#include "emulators/logs/shapes.h"

namespace cloudling::logs {

struct LiveTailEvent {
  std::string stream;
  std::string group;  ///< "ACCOUNT:NAME", as AWS shows it
  std::string text;
  aws::TimeMs time = 0;
  aws::TimeMs ingested = 0;
};

/// What a session asked for.
struct LiveTailFilter {
  std::set<GroupId> groups;
  std::vector<std::string> streams;          ///< empty: all,
  std::vector<std::string> stream_prefixes;  ///< or those with one of these
  std::shared_ptr<const FilterPattern> pattern;

  bool takes(const GroupRow& group, const StreamRow& stream) const;
};

/// Thread-safe.
class LiveTailSession {
 public:
  static constexpr size_t kMaxWaiting = 5000;  ///< events; beyond, the oldest are dropped

  explicit LiveTailSession(LiveTailFilter filter) : filter_(std::move(filter)) {}

  const LiveTailFilter& filter() const { return filter_; }
  void add(const std::vector<LiveTailEvent>& events);

  /// What has come since the last call, in order.
  std::vector<LiveTailEvent> take();

 private:
  const LiveTailFilter filter_;
  std::mutex mutex_;
  std::vector<LiveTailEvent> waiting_;
};

/// The sessions that are open: each as long as its reader holds it. Thread-safe.
class LiveTails {
 public:
  static constexpr size_t kMaxSessions = 15;

  /// Throws LimitExceededException.
  std::shared_ptr<LiveTailSession> open(LiveTailFilter filter);

  /// What the sessions want of these events, for add() once they are committed.
  std::vector<std::pair<std::shared_ptr<LiveTailSession>, std::vector<LiveTailEvent>>> wanted(
      const GroupRow& group, const StreamRow& stream, const std::vector<Event>& events);

 private:
  std::vector<std::shared_ptr<LiveTailSession>> sessions();

  std::mutex mutex_;
  std::vector<std::weak_ptr<LiveTailSession>> sessions_;
};

struct StartLiveTailInput {
  Names log_group_identifiers;
  std::optional<Names> log_stream_names;
  std::optional<Names> log_stream_name_prefixes;
  std::optional<std::string> log_event_filter_pattern;
  static const aws::Structure& shape();
};

struct StartLiveTailOutput {
  aws::Body response_stream;  ///< sessionStart, then sessionUpdate each second, for three hours
  static const aws::Structure& shape();
};

}  // namespace cloudling::logs
