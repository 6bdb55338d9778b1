#pragma once

// The inputs and outputs about event source mappings (Lambda API, version 2015-03-31, as AWS's model describes them).

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

struct EventFilter {
  std::optional<std::string> pattern;
  static const aws::Structure& shape();
};

struct FilterCriteria {
  std::optional<std::vector<EventFilter>> filters;
  static const aws::Structure& shape();
};

struct ScalingConfig {
  std::optional<int64_t> maximum_concurrency;
  static const aws::Structure& shape();
};

/// What is set of a mapping; stored as JSON, too.
struct EventSourceSettings {
  std::optional<int64_t> batch_size;
  std::optional<int64_t> batching_window;  ///< seconds
  std::optional<std::vector<std::string>> response_types;
  std::optional<ScalingConfig> scaling;
  std::optional<FilterCriteria> filter_criteria;
  static const aws::Structure& shape();
};

/// What only other sources know, or is not built: refused where it is given.
struct OtherSourceSettings {
  std::optional<json::Value> parallelization_factor;
  std::optional<json::Value> starting_position;
  std::optional<json::Value> starting_position_timestamp;
  std::optional<json::Value> destination_config;
  std::optional<json::Value> maximum_record_age;
  std::optional<json::Value> bisect_batch;
  std::optional<json::Value> maximum_retry_attempts;
  std::optional<json::Value> tumbling_window;
  std::optional<json::Value> topics;
  std::optional<json::Value> queues;
  std::optional<json::Value> source_access;
  std::optional<json::Value> self_managed_source;
  std::optional<json::Value> managed_kafka;
  std::optional<json::Value> self_managed_kafka;
  std::optional<json::Value> document_db;
  std::optional<json::Value> kms_key_arn;
  std::optional<json::Value> metrics_config;
  std::optional<json::Value> logging_config;
  std::optional<json::Value> provisioned_pollers;
};

/// What CreateEventSourceMapping and UpdateEventSourceMapping share.
struct EventSourceInput : EventSourceSettings, OtherSourceSettings {
  std::optional<bool> enabled;
};

struct CreateEventSourceMappingInput : EventSourceInput {
  std::optional<std::string> event_source_arn;
  std::string function_name;
  std::optional<std::map<std::string, std::string>> tags;
  static const aws::Structure& shape();
};

struct UpdateEventSourceMappingInput : EventSourceInput {
  std::string uuid;
  std::optional<std::string> function_name;
  static const aws::Structure& shape();
};

/// Of GetEventSourceMapping and DeleteEventSourceMapping.
struct NamedEventSourceInput {
  std::string uuid;
  static const aws::Structure& shape();
};

struct EventSourceMapping {
  std::string uuid;
  int64_t batch_size = 0;
  int64_t batching_window = 0;
  std::string event_source_arn;
  std::string function_arn;
  aws::Timestamp last_modified;
  std::string state;
  std::string reason;
  std::vector<std::string> response_types;
  std::optional<ScalingConfig> scaling;
  std::optional<FilterCriteria> filter_criteria;
  std::string mapping_arn;
  static const aws::Structure& shape();
};

struct ListEventSourceMappingsInput {
  std::optional<std::string> event_source_arn;
  std::optional<std::string> function_name;
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ListEventSourceMappingsOutput {
  std::optional<std::string> next_marker;
  std::vector<EventSourceMapping> mappings;
  static const aws::Structure& shape();
};

}  // namespace cloudling::lambda
