#include "emulators/lambda/event_source_shapes.h"

#include <utility>

#include "emulators/lambda/shape_patterns.h"

namespace cloudling::lambda {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr const char* kSourceArn =
    "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";

template <auto Member>
Field name_field() {
  return field<Member>("FunctionName").length(1, 256).matching(kNamespacedFunctionName);
}

aws::Rules response_type() {
  aws::Rules rules;
  rules.values = {"ReportBatchItemFailures"};
  return rules;
}

template <class S>
std::vector<Field> settings_fields() {
  using B = EventSourceSettings;
  return {
      of_base<S, B, &B::batch_size>(field<&B::batch_size>("BatchSize").range(1, 10'000)),
      of_base<S, B, &B::batching_window>(field<&B::batching_window>("MaximumBatchingWindowInSeconds").range(0, 300)),
      of_base<S, B, &B::response_types>(
          field<&B::response_types>("FunctionResponseTypes").length(0, 1).each(response_type())),
      of_base<S, B, &B::scaling>(field<&B::scaling>("ScalingConfig")),
      of_base<S, B, &B::filter_criteria>(field<&B::filter_criteria>("FilterCriteria"))};
}

template <class S, auto Member>
Field other(const char* name) {
  return of_base<S, OtherSourceSettings, Member>(field<Member>(name));
}

template <class S>
std::vector<Field> other_fields() {
  using B = OtherSourceSettings;
  return {other<S, &B::parallelization_factor>("ParallelizationFactor"),
          other<S, &B::starting_position>("StartingPosition"),
          other<S, &B::starting_position_timestamp>("StartingPositionTimestamp"),
          other<S, &B::destination_config>("DestinationConfig"),
          other<S, &B::maximum_record_age>("MaximumRecordAgeInSeconds"),
          other<S, &B::bisect_batch>("BisectBatchOnFunctionError"),
          other<S, &B::maximum_retry_attempts>("MaximumRetryAttempts"),
          other<S, &B::tumbling_window>("TumblingWindowInSeconds"),
          other<S, &B::topics>("Topics"),
          other<S, &B::queues>("Queues"),
          other<S, &B::source_access>("SourceAccessConfigurations"),
          other<S, &B::self_managed_source>("SelfManagedEventSource"),
          other<S, &B::managed_kafka>("AmazonManagedKafkaEventSourceConfig"),
          other<S, &B::self_managed_kafka>("SelfManagedKafkaEventSourceConfig"),
          other<S, &B::document_db>("DocumentDBEventSourceConfig"),
          other<S, &B::kms_key_arn>("KMSKeyArn"),
          other<S, &B::metrics_config>("MetricsConfig"),
          other<S, &B::logging_config>("LoggingConfig"),
          other<S, &B::provisioned_pollers>("ProvisionedPollerConfig")};
}

template <class S>
void add_input_fields(Structure& shape) {
  using B = EventSourceInput;
  shape.fields.push_back(of_base<S, B, &B::enabled>(field<&B::enabled>("Enabled")));
  for (Field& member : settings_fields<S>()) shape.fields.push_back(std::move(member));
  for (Field& member : other_fields<S>()) shape.fields.push_back(std::move(member));
}

}  // namespace

const Structure& EventFilter::shape() {
  static const Structure shape{"Filter", {field<&EventFilter::pattern>("Pattern").length(0, 4096)}};
  return shape;
}

const Structure& FilterCriteria::shape() {
  static const Structure shape{"FilterCriteria", {field<&FilterCriteria::filters>("Filters")}};
  return shape;
}

const Structure& ScalingConfig::shape() {
  static const Structure shape{"ScalingConfig",
                               {field<&ScalingConfig::maximum_concurrency>("MaximumConcurrency").range(2, 1000)}};
  return shape;
}

const Structure& EventSourceSettings::shape() {
  static const Structure shape{"EventSourceSettings", settings_fields<EventSourceSettings>()};
  return shape;
}

const Structure& CreateEventSourceMappingInput::shape() {
  using S = CreateEventSourceMappingInput;
  static const Structure shape = [] {
    Structure create{"CreateEventSourceMappingRequest",
                     {field<&S::event_source_arn>("EventSourceArn").matching(kSourceArn),
                      name_field<&S::function_name>().required(), field<&S::tags>("Tags")}};
    add_input_fields<S>(create);
    return create;
  }();
  return shape;
}

const Structure& UpdateEventSourceMappingInput::shape() {
  using S = UpdateEventSourceMappingInput;
  static const Structure shape = [] {
    Structure update{"UpdateEventSourceMappingRequest",
                     {field<&S::uuid>("UUID").in_path().required(), name_field<&S::function_name>()}};
    add_input_fields<S>(update);
    return update;
  }();
  return shape;
}

const Structure& NamedEventSourceInput::shape() {
  static const Structure shape{"GetEventSourceMappingRequest",
                               {field<&NamedEventSourceInput::uuid>("UUID").in_path().required()}};
  return shape;
}

const Structure& EventSourceMapping::shape() {
  using S = EventSourceMapping;
  static const Structure shape{
      "EventSourceMappingConfiguration",
      {field<&S::uuid>("UUID"), field<&S::batch_size>("BatchSize"),
       field<&S::batching_window>("MaximumBatchingWindowInSeconds"), field<&S::event_source_arn>("EventSourceArn"),
       field<&S::function_arn>("FunctionArn"), field<&S::last_modified>("LastModified"), field<&S::state>("State"),
       field<&S::reason>("StateTransitionReason"), field<&S::response_types>("FunctionResponseTypes"),
       field<&S::scaling>("ScalingConfig"), field<&S::filter_criteria>("FilterCriteria"),
       field<&S::mapping_arn>("EventSourceMappingArn")}};
  return shape;
}

const Structure& ListEventSourceMappingsInput::shape() {
  using S = ListEventSourceMappingsInput;
  static const Structure shape{
      "ListEventSourceMappingsRequest",
      {field<&S::event_source_arn>("EventSourceArn").in_query("EventSourceArn").matching(kSourceArn),
       name_field<&S::function_name>().in_query("FunctionName"), field<&S::marker>("Marker").in_query("Marker"),
       field<&S::max_items>("MaxItems").in_query("MaxItems").range(1, 10'000)}};
  return shape;
}

const Structure& ListEventSourceMappingsOutput::shape() {
  using S = ListEventSourceMappingsOutput;
  static const Structure shape{"ListEventSourceMappingsResponse",
                               {field<&S::next_marker>("NextMarker"), field<&S::mappings>("EventSourceMappings")}};
  return shape;
}

}  // namespace cloudling::lambda
