#pragma once

// The inputs and outputs of the operations on map runs, as AWS's model describes them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::stepfunctions {

struct DescribeMapRunInput {
  std::string map_run_arn;
  static const aws::Structure& shape();
};

/// MapRunItemCounts and MapRunExecutionCounts, which have the same members.
struct MapRunCountsShape {
  int64_t pending = 0, running = 0, succeeded = 0, failed = 0, timed_out = 0, aborted = 0, total = 0,
          results_written = 0, failures_not_redrivable = 0, pending_redrive = 0;
  static const aws::Structure& shape();
};

struct DescribeMapRunOutput {
  std::string map_run_arn;
  std::string execution_arn;
  std::string status;
  aws::Timestamp start_date;
  std::optional<aws::Timestamp> stop_date;
  int64_t max_concurrency = 0;
  double tolerated_failure_percentage = 0;
  int64_t tolerated_failure_count = 0;
  MapRunCountsShape item_counts;
  MapRunCountsShape execution_counts;
  int64_t redrive_count = 0;
  std::optional<aws::Timestamp> redrive_date;
  static const aws::Structure& shape();
};

struct ListMapRunsInput {
  std::string execution_arn;
  std::optional<int64_t> max_results;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct MapRunListItem {
  std::string execution_arn;
  std::string map_run_arn;
  std::string state_machine_arn;
  aws::Timestamp start_date;
  std::optional<aws::Timestamp> stop_date;
  static const aws::Structure& shape();
};

struct ListMapRunsOutput {
  std::vector<MapRunListItem> map_runs;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct UpdateMapRunInput {
  std::string map_run_arn;
  std::optional<int64_t> max_concurrency;
  std::optional<double> tolerated_failure_percentage;
  std::optional<int64_t> tolerated_failure_count;
  static const aws::Structure& shape();
};

}  // namespace cloudling::stepfunctions
