#include "emulators/s3/shapes_replication.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& ReplicationRuleAndOperator::shape() {
  using T = ReplicationRuleAndOperator;
  static const Structure shape{"ReplicationRuleAndOperator",
                               {field<&T::prefix>("Prefix"), field<&T::tags>("Tags").on_wire("Tag").flattened()}};
  return shape;
}

const Structure& ReplicationRuleFilter::shape() {
  using T = ReplicationRuleFilter;
  static const Structure shape{"ReplicationRuleFilter",
                               {field<&T::prefix>("Prefix"), field<&T::tag>("Tag"), field<&T::and_>("And")}};
  return shape;
}

const Structure& SseKmsEncryptedObjects::shape() {
  using T = SseKmsEncryptedObjects;
  static const Structure shape{"SseKmsEncryptedObjects",
                               {field<&T::status>("Status").one_of({"Enabled", "Disabled"}).required()}};
  return shape;
}

const Structure& ReplicaModifications::shape() {
  using T = ReplicaModifications;
  static const Structure shape{"ReplicaModifications",
                               {field<&T::status>("Status").one_of({"Enabled", "Disabled"}).required()}};
  return shape;
}

const Structure& SourceSelectionCriteria::shape() {
  using T = SourceSelectionCriteria;
  static const Structure shape{"SourceSelectionCriteria",
                               {field<&T::sse_kms_encrypted_objects>("SseKmsEncryptedObjects"),
                                field<&T::replica_modifications>("ReplicaModifications")}};
  return shape;
}

const Structure& ExistingObjectReplication::shape() {
  using T = ExistingObjectReplication;
  static const Structure shape{"ExistingObjectReplication",
                               {field<&T::status>("Status").one_of({"Enabled", "Disabled"}).required()}};
  return shape;
}

const Structure& AccessControlTranslation::shape() {
  using T = AccessControlTranslation;
  static const Structure shape{"AccessControlTranslation",
                               {field<&T::owner>("Owner").one_of({"Destination"}).required()}};
  return shape;
}

const Structure& EncryptionConfiguration::shape() {
  using T = EncryptionConfiguration;
  static const Structure shape{"EncryptionConfiguration", {field<&T::replica_kms_key_id>("ReplicaKmsKeyID")}};
  return shape;
}

const Structure& ReplicationTimeValue::shape() {
  using T = ReplicationTimeValue;
  static const Structure shape{"ReplicationTimeValue", {field<&T::minutes>("Minutes")}};
  return shape;
}

const Structure& ReplicationTime::shape() {
  using T = ReplicationTime;
  static const Structure shape{
      "ReplicationTime",
      {field<&T::status>("Status").one_of({"Enabled", "Disabled"}).required(), field<&T::time>("Time").required()}};
  return shape;
}

const Structure& ReplicationMetrics::shape() {
  using T = ReplicationMetrics;
  static const Structure shape{"Metrics",
                               {field<&T::status>("Status").one_of({"Enabled", "Disabled"}).required(),
                                field<&T::event_threshold>("EventThreshold")}};
  return shape;
}

const Structure& ReplicationDestination::shape() {
  using T = ReplicationDestination;
  static const Structure shape{
      "Destination",
      {field<&T::bucket>("Bucket").required(), field<&T::account>("Account"),
       field<&T::storage_class>("StorageClass")
           .one_of({"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
                    "DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP"}),
       field<&T::access_control_translation>("AccessControlTranslation"),
       field<&T::encryption_configuration>("EncryptionConfiguration"), field<&T::replication_time>("ReplicationTime"),
       field<&T::metrics>("Metrics")}};
  return shape;
}

const Structure& DeleteMarkerReplication::shape() {
  using T = DeleteMarkerReplication;
  static const Structure shape{"DeleteMarkerReplication",
                               {field<&T::status>("Status").one_of({"Enabled", "Disabled"})}};
  return shape;
}

const Structure& ReplicationRule::shape() {
  using T = ReplicationRule;
  static const Structure shape{
      "ReplicationRule",
      {field<&T::id>("ID"), field<&T::priority>("Priority"), field<&T::prefix>("Prefix"), field<&T::filter>("Filter"),
       field<&T::status>("Status").one_of({"Enabled", "Disabled"}).required(),
       field<&T::source_selection_criteria>("SourceSelectionCriteria"),
       field<&T::existing_object_replication>("ExistingObjectReplication"),
       field<&T::destination>("Destination").required(),
       field<&T::delete_marker_replication>("DeleteMarkerReplication")}};
  return shape;
}

const Structure& ReplicationConfiguration::shape() {
  using T = ReplicationConfiguration;
  static const Structure shape{
      "ReplicationConfiguration",
      {field<&T::role>("Role").required(), field<&T::rules>("Rules").on_wire("Rule").flattened().required()},
      kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
