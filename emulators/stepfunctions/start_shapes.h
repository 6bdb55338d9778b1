#pragma once

// The inputs and outputs of StartSyncExecution and RedriveExecution (API version 2016-11-23).

#include <cstdint>
#include <optional>
#include <string>

#include "emulators/stepfunctions/shapes.h"

namespace cloudling::stepfunctions {

struct StartSyncExecutionInput {
  std::string state_machine_arn;
  std::optional<std::string> name;
  std::optional<std::string> input;
  std::optional<std::string> trace_header;
  std::optional<std::string> included_data;
  static const aws::Structure& shape();
};

struct BillingDetails {
  int64_t billed_memory_used_in_mb = 0;
  int64_t billed_duration_in_milliseconds = 0;
  static const aws::Structure& shape();
};

struct StartSyncExecutionOutput {
  std::string execution_arn;
  std::string state_machine_arn;
  std::string name;
  aws::Timestamp start_date;
  aws::Timestamp stop_date;
  std::string status;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  std::optional<std::string> input;
  ExecutionDataDetails input_details;
  std::optional<std::string> output;
  std::optional<ExecutionDataDetails> output_details;
  std::optional<std::string> trace_header;
  BillingDetails billing_details;
  static const aws::Structure& shape();
};

struct RedriveExecutionInput {
  std::string execution_arn;
  std::optional<std::string> client_token;
  static const aws::Structure& shape();
};

struct RedriveExecutionOutput {
  aws::Timestamp redrive_date;
  static const aws::Structure& shape();
};

}  // namespace cloudling::stepfunctions
