#pragma once

// What a bucket tells of its objects, and to whom: the notification configuration once it was checked. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/ids.h"
#include "emulators/s3/s3_store.h"
#include "emulators/s3/shapes_notification.h"

namespace cloudling::s3 {

struct NotificationRule {
  std::string id;
  std::string arn;  ///< of a function or a queue
  bool queue = false;
  std::vector<std::string> events;            ///< "s3:ObjectCreated:*", "s3:ObjectRemoved:Delete"
  std::optional<std::string> prefix, suffix;  ///< of keys

  /// Whether it is to be told of `event` ("ObjectCreated:Put") of `key`.
  bool wants(std::string_view event, std::string_view key) const;
};

struct NotificationRules {
  std::vector<NotificationRule> rules;
  bool event_bridge = false;

  bool empty() const { return rules.empty() && !event_bridge; }
  std::string to_text() const;
  static NotificationRules from_text(std::string_view text);
};

/// Checks a configuration for a bucket and gives ids to what has none. Throws InvalidArgument (400) in AWS's words for
/// unknown events, bad filters, malformed ARNs and overlaps; NotImplemented (501) for topics. Whether destinations are
/// there is not looked at.
NotificationRules checked_rules(const NotificationConfiguration& configuration, const BucketRow& bucket,
                                aws::IdSource& ids);

/// As GetBucketNotificationConfiguration shows it.
NotificationConfiguration shown(const NotificationRules& rules);

}  // namespace cloudling::s3
