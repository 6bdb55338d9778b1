#pragma once

// TestState's input and output (API version 2016-11-23).

#include <cstdint>
#include <optional>
#include <string>

#include "emulators/aws/shape.h"

namespace cloudling::stepfunctions {

struct MockErrorOutput {
  std::optional<std::string> error;
  std::optional<std::string> cause;
  static const aws::Structure& shape();
};

struct MockInput {
  std::optional<std::string> result;
  std::optional<MockErrorOutput> error_output;
  std::optional<std::string> field_validation_mode;
  static const aws::Structure& shape();
};

struct TestStateConfiguration {
  std::optional<int64_t> retrier_retry_count;
  std::optional<std::string> error_caused_by_state;
  std::optional<int64_t> map_iteration_failure_count;
  std::optional<std::string> map_item_reader_data;
  static const aws::Structure& shape();
};

struct TestStateInput {
  std::string definition;
  std::optional<std::string> role_arn;
  std::optional<std::string> input;
  std::optional<std::string> inspection_level;
  std::optional<bool> reveal_secrets;
  std::optional<std::string> variables;
  std::optional<std::string> state_name;
  std::optional<MockInput> mock;
  std::optional<std::string> context;
  std::optional<TestStateConfiguration> state_configuration;
  static const aws::Structure& shape();
};

struct InspectionErrorDetails {
  std::optional<int64_t> catch_index;
  std::optional<int64_t> retry_index;
  std::optional<int64_t> retry_backoff_interval_seconds;
  static const aws::Structure& shape();
};

struct InspectionDataRequest {
  std::string protocol;
  std::string method;
  std::string url;
  std::string headers;
  std::optional<std::string> body;
  static const aws::Structure& shape();
};

struct InspectionDataResponse {
  std::string protocol;
  std::string status_code;
  std::string status_message;
  std::string headers;
  std::string body;
  static const aws::Structure& shape();
};

struct InspectionData {
  std::optional<std::string> input;
  std::optional<std::string> after_input_path;
  std::optional<std::string> after_arguments;
  std::optional<std::string> after_parameters;
  std::optional<std::string> result;
  std::optional<std::string> after_result_selector;
  std::optional<std::string> after_result_path;
  std::optional<InspectionDataRequest> request;
  std::optional<InspectionDataResponse> response;
  std::optional<std::string> variables;
  std::optional<InspectionErrorDetails> error_details;
  std::optional<std::string> after_items_path;
  std::optional<std::string> after_item_selector;
  std::optional<std::string> after_item_batcher;
  std::optional<int64_t> tolerated_failure_count;
  std::optional<double> tolerated_failure_percentage;
  std::optional<int64_t> max_concurrency;
  static const aws::Structure& shape();
};

struct TestStateOutput {
  std::optional<std::string> output;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  std::optional<InspectionData> inspection_data;
  std::optional<std::string> next_state;
  std::string status;
  static const aws::Structure& shape();
};

}  // namespace cloudling::stepfunctions
