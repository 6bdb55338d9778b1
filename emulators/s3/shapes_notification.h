#pragma once

// Shapes of the notification configuration of a bucket.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct FilterRule {
  std::optional<std::string> name, value;
  static const aws::Structure& shape();
};

struct KeyFilter {
  std::optional<std::vector<FilterRule>> rules;
  static const aws::Structure& shape();
};

struct NotificationFilter {
  std::optional<KeyFilter> key;
  static const aws::Structure& shape();
};

/// What the three kinds of destinations have in common.
struct Destination {
  std::optional<std::string> id;
  std::string arn;
  std::vector<std::string> events;
  std::optional<NotificationFilter> filter;
};

struct TopicConfiguration {
  Destination to;
  static const aws::Structure& shape();
};
struct QueueConfiguration {
  Destination to;
  static const aws::Structure& shape();
};
struct FunctionConfiguration {
  Destination to;
  static const aws::Structure& shape();
};

struct EventBridgeConfiguration {
  static const aws::Structure& shape();
};

struct NotificationConfiguration {
  std::optional<std::vector<TopicConfiguration>> topics;
  std::optional<std::vector<QueueConfiguration>> queues;
  std::optional<std::vector<FunctionConfiguration>> functions;
  std::optional<EventBridgeConfiguration> event_bridge;
  static const aws::Structure& shape();
};

struct PutBucketNotificationConfigurationInput {
  BucketTarget target;
  NotificationConfiguration configuration;
  std::optional<bool> skip_validation;
  static const aws::Structure& shape();
};

struct GetBucketNotificationConfigurationInput {
  BucketTarget target;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
