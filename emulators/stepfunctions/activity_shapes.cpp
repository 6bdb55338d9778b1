#include "emulators/stepfunctions/activity_shapes.h"

namespace cloudling::stepfunctions {

using aws::field;
using aws::Structure;

namespace {

constexpr int64_t kMaxArn = 256;
constexpr int64_t kMaxName = 80;
constexpr int64_t kMaxPage = 1000;
constexpr int64_t kMaxPageToken = 1024;
constexpr int64_t kMaxTaskToken = 2048;
constexpr int64_t kMaxError = 256;
constexpr int64_t kMaxCause = 32'768;

}  // namespace

const Structure& CreateActivityInput::shape() {
  using S = CreateActivityInput;
  static const Structure shape{"CreateActivityInput",
                               {field<&S::name>("name").required().length(1, kMaxName), field<&S::tags>("tags"),
                                field<&S::encryption_configuration>("encryptionConfiguration")}};
  return shape;
}

const Structure& CreateActivityOutput::shape() {
  using S = CreateActivityOutput;
  static const Structure shape{"CreateActivityOutput",
                               {field<&S::activity_arn>("activityArn"), field<&S::creation_date>("creationDate")}};
  return shape;
}

const Structure& DescribeActivityInput::shape() {
  using S = DescribeActivityInput;
  static const Structure shape{"DescribeActivityInput",
                               {field<&S::activity_arn>("activityArn").required().length(1, kMaxArn)}};
  return shape;
}

const Structure& DescribeActivityOutput::shape() {
  using S = DescribeActivityOutput;
  static const Structure shape{
      "DescribeActivityOutput",
      {field<&S::activity_arn>("activityArn"), field<&S::name>("name"), field<&S::creation_date>("creationDate"),
       field<&S::encryption_configuration>("encryptionConfiguration")}};
  return shape;
}

const Structure& DeleteActivityInput::shape() {
  using S = DeleteActivityInput;
  static const Structure shape{"DeleteActivityInput",
                               {field<&S::activity_arn>("activityArn").required().length(1, kMaxArn)}};
  return shape;
}

const Structure& ListActivitiesInput::shape() {
  using S = ListActivitiesInput;
  static const Structure shape{"ListActivitiesInput",
                               {field<&S::max_results>("maxResults").range(0, kMaxPage),
                                field<&S::next_token>("nextToken").length(1, kMaxPageToken)}};
  return shape;
}

const Structure& ActivityListItem::shape() {
  using S = ActivityListItem;
  static const Structure shape{
      "ActivityListItem",
      {field<&S::activity_arn>("activityArn"), field<&S::name>("name"), field<&S::creation_date>("creationDate")}};
  return shape;
}

const Structure& ListActivitiesOutput::shape() {
  using S = ListActivitiesOutput;
  static const Structure shape{"ListActivitiesOutput",
                               {field<&S::activities>("activities"), field<&S::next_token>("nextToken")}};
  return shape;
}

const Structure& GetActivityTaskInput::shape() {
  using S = GetActivityTaskInput;
  static const Structure shape{"GetActivityTaskInput",
                               {field<&S::activity_arn>("activityArn").required().length(1, kMaxArn),
                                field<&S::worker_name>("workerName").length(1, kMaxName)}};
  return shape;
}

const Structure& GetActivityTaskOutput::shape() {
  using S = GetActivityTaskOutput;
  static const Structure shape{"GetActivityTaskOutput",
                               {field<&S::task_token>("taskToken"), field<&S::input>("input")}};
  return shape;
}

const Structure& SendTaskSuccessInput::shape() {
  using S = SendTaskSuccessInput;
  static const Structure shape{
      "SendTaskSuccessInput",
      {field<&S::task_token>("taskToken").required().length(1, kMaxTaskToken), field<&S::output>("output").required()}};
  return shape;
}

const Structure& SendTaskFailureInput::shape() {
  using S = SendTaskFailureInput;
  static const Structure shape{
      "SendTaskFailureInput",
      {field<&S::task_token>("taskToken").required().length(1, kMaxTaskToken),
       field<&S::error>("error").length(0, kMaxError), field<&S::cause>("cause").length(0, kMaxCause)}};
  return shape;
}

const Structure& SendTaskHeartbeatInput::shape() {
  using S = SendTaskHeartbeatInput;
  static const Structure shape{"SendTaskHeartbeatInput",
                               {field<&S::task_token>("taskToken").required().length(1, kMaxTaskToken)}};
  return shape;
}

}  // namespace cloudling::stepfunctions
