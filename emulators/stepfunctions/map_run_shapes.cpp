#include "emulators/stepfunctions/map_run_shapes.h"

namespace cloudling::stepfunctions {

using aws::field;
using aws::Structure;

namespace {

constexpr int64_t kMaxLongArn = 2000;

}  // namespace

const Structure& DescribeMapRunInput::shape() {
  using S = DescribeMapRunInput;
  static const Structure shape{"DescribeMapRunInput",
                               {field<&S::map_run_arn>("mapRunArn").required().length(1, kMaxLongArn)}};
  return shape;
}

const Structure& MapRunCountsShape::shape() {
  using S = MapRunCountsShape;
  static const Structure shape{
      "MapRunCounts",
      {field<&S::pending>("pending"), field<&S::running>("running"), field<&S::succeeded>("succeeded"),
       field<&S::failed>("failed"), field<&S::timed_out>("timedOut"), field<&S::aborted>("aborted"),
       field<&S::total>("total"), field<&S::results_written>("resultsWritten"),
       field<&S::failures_not_redrivable>("failuresNotRedrivable"), field<&S::pending_redrive>("pendingRedrive")}};
  return shape;
}

const Structure& DescribeMapRunOutput::shape() {
  using S = DescribeMapRunOutput;
  static const Structure shape{"DescribeMapRunOutput",
                               {field<&S::map_run_arn>("mapRunArn"), field<&S::execution_arn>("executionArn"),
                                field<&S::status>("status"), field<&S::start_date>("startDate"),
                                field<&S::stop_date>("stopDate"), field<&S::max_concurrency>("maxConcurrency"),
                                field<&S::tolerated_failure_percentage>("toleratedFailurePercentage"),
                                field<&S::tolerated_failure_count>("toleratedFailureCount"),
                                field<&S::item_counts>("itemCounts"), field<&S::execution_counts>("executionCounts"),
                                field<&S::redrive_count>("redriveCount"), field<&S::redrive_date>("redriveDate")}};
  return shape;
}

const Structure& ListMapRunsInput::shape() {
  using S = ListMapRunsInput;
  static const Structure shape{
      "ListMapRunsInput",
      {field<&S::execution_arn>("executionArn").required().length(1, 256),
       field<&S::max_results>("maxResults").range(0, 1000), field<&S::next_token>("nextToken").length(1, 1024)}};
  return shape;
}

const Structure& MapRunListItem::shape() {
  using S = MapRunListItem;
  static const Structure shape{"MapRunListItem",
                               {field<&S::execution_arn>("executionArn"), field<&S::map_run_arn>("mapRunArn"),
                                field<&S::state_machine_arn>("stateMachineArn"), field<&S::start_date>("startDate"),
                                field<&S::stop_date>("stopDate")}};
  return shape;
}

const Structure& ListMapRunsOutput::shape() {
  using S = ListMapRunsOutput;
  static const Structure shape{"ListMapRunsOutput",
                               {field<&S::map_runs>("mapRuns"), field<&S::next_token>("nextToken")}};
  return shape;
}

const Structure& UpdateMapRunInput::shape() {
  using S = UpdateMapRunInput;
  static const Structure shape{"UpdateMapRunInput",
                               {field<&S::map_run_arn>("mapRunArn").required().length(1, kMaxLongArn),
                                field<&S::max_concurrency>("maxConcurrency").at_least(0),
                                field<&S::tolerated_failure_percentage>("toleratedFailurePercentage").range(0, 100),
                                field<&S::tolerated_failure_count>("toleratedFailureCount").at_least(0)}};
  return shape;
}

}  // namespace cloudling::stepfunctions
