#include "emulators/stepfunctions/start_shapes.h"

namespace cloudling::stepfunctions {

using aws::field;
using aws::Structure;

const Structure& StartSyncExecutionInput::shape() {
  using S = StartSyncExecutionInput;
  static const Structure shape{
      "StartSyncExecutionInput",
      {field<&S::state_machine_arn>("stateMachineArn").length(1, 256).required(), field<&S::name>("name").length(1, 80),
       field<&S::input>("input").at_most(262'144).sensitive(),
       field<&S::trace_header>("traceHeader").length(0, 256).matching("[\\x00-\\x7F]*"),
       field<&S::included_data>("includedData").one_of({"ALL_DATA", "METADATA_ONLY"})}};
  return shape;
}

const Structure& BillingDetails::shape() {
  using S = BillingDetails;
  static const Structure shape{"BillingDetails",
                               {field<&S::billed_memory_used_in_mb>("billedMemoryUsedInMB"),
                                field<&S::billed_duration_in_milliseconds>("billedDurationInMilliseconds")}};
  return shape;
}

const Structure& StartSyncExecutionOutput::shape() {
  using S = StartSyncExecutionOutput;
  static const Structure shape{
      "StartSyncExecutionOutput",
      {field<&S::execution_arn>("executionArn"), field<&S::state_machine_arn>("stateMachineArn"),
       field<&S::name>("name"), field<&S::start_date>("startDate"), field<&S::stop_date>("stopDate"),
       field<&S::status>("status"), field<&S::error>("error"), field<&S::cause>("cause"), field<&S::input>("input"),
       field<&S::input_details>("inputDetails"), field<&S::output>("output"),
       field<&S::output_details>("outputDetails"), field<&S::trace_header>("traceHeader"),
       field<&S::billing_details>("billingDetails")}};
  return shape;
}

const Structure& RedriveExecutionInput::shape() {
  using S = RedriveExecutionInput;
  static const Structure shape{"RedriveExecutionInput",
                               {field<&S::execution_arn>("executionArn").length(1, 256).required(),
                                field<&S::client_token>("clientToken").length(1, 64).matching("[!-~]+")}};
  return shape;
}

const Structure& RedriveExecutionOutput::shape() {
  static const Structure shape{"RedriveExecutionOutput", {field<&RedriveExecutionOutput::redrive_date>("redriveDate")}};
  return shape;
}

}  // namespace cloudling::stepfunctions
