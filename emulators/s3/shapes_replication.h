#pragma once

// Shapes of replication configurations, which are kept and refused to run.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct ReplicationRuleAndOperator {
  std::optional<std::string> prefix;
  std::optional<std::vector<Tag>> tags;
  static const aws::Structure& shape();
};

struct ReplicationRuleFilter {
  std::optional<std::string> prefix;
  std::optional<Tag> tag;
  std::optional<ReplicationRuleAndOperator> and_;
  static const aws::Structure& shape();
};

struct SseKmsEncryptedObjects {
  std::string status;
  static const aws::Structure& shape();
};

struct ReplicaModifications {
  std::string status;
  static const aws::Structure& shape();
};

struct SourceSelectionCriteria {
  std::optional<SseKmsEncryptedObjects> sse_kms_encrypted_objects;
  std::optional<ReplicaModifications> replica_modifications;
  static const aws::Structure& shape();
};

struct ExistingObjectReplication {
  std::string status;
  static const aws::Structure& shape();
};

struct AccessControlTranslation {
  std::string owner;
  static const aws::Structure& shape();
};

struct EncryptionConfiguration {
  std::optional<std::string> replica_kms_key_id;
  static const aws::Structure& shape();
};

struct ReplicationTimeValue {
  std::optional<int64_t> minutes;
  static const aws::Structure& shape();
};

struct ReplicationTime {
  std::string status;
  ReplicationTimeValue time;
  static const aws::Structure& shape();
};

struct ReplicationMetrics {
  std::string status;
  std::optional<ReplicationTimeValue> event_threshold;
  static const aws::Structure& shape();
};

struct ReplicationDestination {
  std::string bucket;
  std::optional<std::string> account, storage_class;
  std::optional<AccessControlTranslation> access_control_translation;
  std::optional<EncryptionConfiguration> encryption_configuration;
  std::optional<ReplicationTime> replication_time;
  std::optional<ReplicationMetrics> metrics;
  static const aws::Structure& shape();
};

struct DeleteMarkerReplication {
  std::optional<std::string> status;
  static const aws::Structure& shape();
};

struct ReplicationRule {
  std::optional<std::string> id;
  std::optional<int64_t> priority;
  std::optional<std::string> prefix;
  std::optional<ReplicationRuleFilter> filter;
  std::string status;
  std::optional<SourceSelectionCriteria> source_selection_criteria;
  std::optional<ExistingObjectReplication> existing_object_replication;
  ReplicationDestination destination;
  std::optional<DeleteMarkerReplication> delete_marker_replication;
  static const aws::Structure& shape();
};

struct ReplicationConfiguration {
  std::string role;
  std::vector<ReplicationRule> rules;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
