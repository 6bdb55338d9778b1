#include "emulators/stepfunctions/test_state_shapes.h"

#include <utility>

namespace cloudling::stepfunctions {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

template <auto Member>
Field data_field(std::string name) {
  return field<Member>(std::move(name)).length(0, 262'144).sensitive();
}
template <auto Member>
Field state_name_field(std::string name) {
  return field<Member>(std::move(name)).length(1, 80).sensitive();
}

}  // namespace

const Structure& MockErrorOutput::shape() {
  using S = MockErrorOutput;
  static const Structure shape{
      "MockErrorOutput",
      {field<&S::error>("error").length(0, 256).sensitive(), field<&S::cause>("cause").length(0, 32'768).sensitive()}};
  return shape;
}

const Structure& MockInput::shape() {
  using S = MockInput;
  static const Structure shape{
      "MockInput",
      {data_field<&S::result>("result"), field<&S::error_output>("errorOutput"),
       field<&S::field_validation_mode>("fieldValidationMode").one_of({"STRICT", "PRESENT", "NONE"})}};
  return shape;
}

const Structure& TestStateConfiguration::shape() {
  using S = TestStateConfiguration;
  static const Structure shape{"TestStateConfiguration",
                               {field<&S::retrier_retry_count>("retrierRetryCount").at_least(0),
                                state_name_field<&S::error_caused_by_state>("errorCausedByState"),
                                field<&S::map_iteration_failure_count>("mapIterationFailureCount").at_least(0),
                                data_field<&S::map_item_reader_data>("mapItemReaderData")}};
  return shape;
}

const Structure& TestStateInput::shape() {
  using S = TestStateInput;
  static const Structure shape{
      "TestStateInput",
      {field<&S::definition>("definition").length(1, 1'048'576).required().sensitive(),
       field<&S::role_arn>("roleArn").length(1, 256), data_field<&S::input>("input"),
       field<&S::inspection_level>("inspectionLevel").one_of({"INFO", "DEBUG", "TRACE"}),
       field<&S::reveal_secrets>("revealSecrets"), data_field<&S::variables>("variables"),
       state_name_field<&S::state_name>("stateName"), field<&S::mock>("mock"), data_field<&S::context>("context"),
       field<&S::state_configuration>("stateConfiguration")}};
  return shape;
}

const Structure& InspectionErrorDetails::shape() {
  using S = InspectionErrorDetails;
  static const Structure shape{"InspectionErrorDetails",
                               {field<&S::catch_index>("catchIndex"), field<&S::retry_index>("retryIndex"),
                                field<&S::retry_backoff_interval_seconds>("retryBackoffIntervalSeconds")}};
  return shape;
}

const Structure& InspectionDataRequest::shape() {
  using S = InspectionDataRequest;
  static const Structure shape{"InspectionDataRequest",
                               {field<&S::protocol>("protocol"), field<&S::method>("method"), field<&S::url>("url"),
                                field<&S::headers>("headers"), field<&S::body>("body")}};
  return shape;
}

const Structure& InspectionDataResponse::shape() {
  using S = InspectionDataResponse;
  static const Structure shape{
      "InspectionDataResponse",
      {field<&S::protocol>("protocol"), field<&S::status_code>("statusCode"),
       field<&S::status_message>("statusMessage"), field<&S::headers>("headers"), field<&S::body>("body")}};
  return shape;
}

const Structure& InspectionData::shape() {
  using S = InspectionData;
  static const Structure shape{
      "InspectionData",
      {field<&S::input>("input"), field<&S::after_input_path>("afterInputPath"),
       field<&S::after_arguments>("afterArguments"), field<&S::after_parameters>("afterParameters"),
       field<&S::result>("result"), field<&S::after_result_selector>("afterResultSelector"),
       field<&S::after_result_path>("afterResultPath"), field<&S::request>("request"), field<&S::response>("response"),
       field<&S::variables>("variables"), field<&S::error_details>("errorDetails"),
       field<&S::after_items_path>("afterItemsPath"), field<&S::after_item_selector>("afterItemSelector"),
       field<&S::after_item_batcher>("afterItemBatcher"), field<&S::tolerated_failure_count>("toleratedFailureCount"),
       field<&S::tolerated_failure_percentage>("toleratedFailurePercentage"),
       field<&S::max_concurrency>("maxConcurrency")}};
  return shape;
}

const Structure& TestStateOutput::shape() {
  using S = TestStateOutput;
  static const Structure shape{
      "TestStateOutput",
      {field<&S::output>("output"), field<&S::error>("error"), field<&S::cause>("cause"),
       field<&S::inspection_data>("inspectionData"), field<&S::next_state>("nextState"), field<&S::status>("status")}};
  return shape;
}

}  // namespace cloudling::stepfunctions
