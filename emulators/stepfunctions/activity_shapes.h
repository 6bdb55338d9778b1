#pragma once

// The inputs and outputs of activities and task tokens, as AWS's model describes them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/stepfunctions/shapes.h"

namespace cloudling::stepfunctions {

struct CreateActivityInput {
  std::string name;
  std::optional<std::vector<Tag>> tags;
  std::optional<EncryptionConfiguration> encryption_configuration;
  static const aws::Structure& shape();
};

struct CreateActivityOutput {
  std::string activity_arn;
  aws::Timestamp creation_date;
  static const aws::Structure& shape();
};

struct DescribeActivityInput {
  std::string activity_arn;
  static const aws::Structure& shape();
};

struct DescribeActivityOutput {
  std::string activity_arn;
  std::string name;
  aws::Timestamp creation_date;
  std::optional<EncryptionConfiguration> encryption_configuration;
  static const aws::Structure& shape();
};

struct DeleteActivityInput {
  std::string activity_arn;
  static const aws::Structure& shape();
};

struct ListActivitiesInput {
  std::optional<int64_t> max_results;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct ActivityListItem {
  std::string activity_arn;
  std::string name;
  aws::Timestamp creation_date;
  static const aws::Structure& shape();
};

struct ListActivitiesOutput {
  std::vector<ActivityListItem> activities;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct GetActivityTaskInput {
  std::string activity_arn;
  std::optional<std::string> worker_name;
  static const aws::Structure& shape();
};

struct GetActivityTaskOutput {
  std::optional<std::string> task_token;
  std::optional<std::string> input;
  static const aws::Structure& shape();
};

struct SendTaskSuccessInput {
  std::string task_token;
  std::string output;
  static const aws::Structure& shape();
};

struct SendTaskFailureInput {
  std::string task_token;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  static const aws::Structure& shape();
};

struct SendTaskHeartbeatInput {
  std::string task_token;
  static const aws::Structure& shape();
};

}  // namespace cloudling::stepfunctions
