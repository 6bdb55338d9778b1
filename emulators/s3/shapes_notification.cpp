#include "emulators/s3/shapes_notification.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

namespace {

/// The fields of a configuration whose ARN is called `arn`, and `element` in XML.
template <auto To>
FieldList destination(const char* arn, const char* element) {
  return fields(embedded<To, &Destination::id>("Id"), embedded<To, &Destination::arn>(arn).on_wire(element).required(),
                embedded<To, &Destination::events>("Events").on_wire("Event").flattened().required(),
                embedded<To, &Destination::filter>("Filter"));
}

}  // namespace

const Structure& FilterRule::shape() {
  using T = FilterRule;
  static const Structure shape{"FilterRule", {field<&T::name>("Name"), field<&T::value>("Value")}};
  return shape;
}

const Structure& KeyFilter::shape() {
  static const Structure shape{"S3KeyFilter",
                               {field<&KeyFilter::rules>("FilterRules").on_wire("FilterRule").flattened()}};
  return shape;
}

const Structure& NotificationFilter::shape() {
  static const Structure shape{"NotificationConfigurationFilter",
                               {field<&NotificationFilter::key>("Key").on_wire("S3Key")}};
  return shape;
}

const Structure& TopicConfiguration::shape() {
  static const Structure shape{"TopicConfiguration", destination<&TopicConfiguration::to>("TopicArn", "Topic")};
  return shape;
}

const Structure& QueueConfiguration::shape() {
  static const Structure shape{"QueueConfiguration", destination<&QueueConfiguration::to>("QueueArn", "Queue")};
  return shape;
}

const Structure& FunctionConfiguration::shape() {
  static const Structure shape{"LambdaFunctionConfiguration",
                               destination<&FunctionConfiguration::to>("LambdaFunctionArn", "CloudFunction")};
  return shape;
}

const Structure& EventBridgeConfiguration::shape() {
  static const Structure shape{"EventBridgeConfiguration", {}};
  return shape;
}

const Structure& NotificationConfiguration::shape() {
  using T = NotificationConfiguration;
  static const Structure shape{
      "NotificationConfiguration",
      {field<&T::topics>("TopicConfigurations").on_wire("TopicConfiguration").flattened(),
       field<&T::queues>("QueueConfigurations").on_wire("QueueConfiguration").flattened(),
       field<&T::functions>("LambdaFunctionConfigurations").on_wire("CloudFunctionConfiguration").flattened(),
       field<&T::event_bridge>("EventBridgeConfiguration")},
      kXmlNamespace};
  return shape;
}

const Structure& PutBucketNotificationConfigurationInput::shape() {
  using T = PutBucketNotificationConfigurationInput;
  static const Structure shape{
      "PutBucketNotificationConfigurationRequest",
      fields(bucket_target<&T::target>(), field<&T::configuration>("NotificationConfiguration").as_payload().required(),
             field<&T::skip_validation>("SkipDestinationValidation").in_header("x-amz-skip-destination-validation"))};
  return shape;
}

const Structure& GetBucketNotificationConfigurationInput::shape() {
  static const Structure shape{"GetBucketNotificationConfigurationRequest",
                               bucket_target<&GetBucketNotificationConfigurationInput::target>()};
  return shape;
}

}  // namespace cloudling::s3
