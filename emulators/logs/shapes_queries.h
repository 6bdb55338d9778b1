#pragma once

// The inputs and outputs of Insights queries, as AWS's model describes them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::logs {

struct StartQueryInput {
  std::optional<std::string> query_language;  ///< refused where it is not CWLI
  std::optional<std::string> log_group_name;
  std::optional<std::vector<std::string>> log_group_names;
  std::optional<std::vector<std::string>> log_group_identifiers;
  int64_t start_time = 0;  ///< seconds since the epoch, included
  int64_t end_time = 0;
  std::string query_string;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct StartQueryOutput {
  std::string query_id;
  static const aws::Structure& shape();
};

struct GetQueryResultsInput {
  std::string query_id;
  std::optional<std::string> next_token;  ///< refused where given, as the next
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ResultField {
  std::string field;
  std::string value;
  static const aws::Structure& shape();
};

struct QueryStatistics {
  double records_matched = 0;
  double records_scanned = 0;
  double bytes_scanned = 0;
  double log_groups_scanned = 0;
  static const aws::Structure& shape();
};

struct GetQueryResultsOutput {
  std::string query_language = "CWLI";
  std::vector<std::vector<ResultField>> results;
  QueryStatistics statistics;
  std::string status;
  static const aws::Structure& shape();
};

struct StopQueryInput {
  std::string query_id;
  static const aws::Structure& shape();
};

struct StopQueryOutput {
  bool success = false;
  static const aws::Structure& shape();
};

struct DescribeQueriesInput {
  std::optional<std::string> log_group_name;
  std::optional<std::string> status;
  std::optional<int64_t> max_results;
  std::optional<std::string> next_token;
  std::optional<std::string> query_language;
  static const aws::Structure& shape();
};

struct QueryInfo {
  std::string query_language = "CWLI";
  std::string query_id;
  std::string query_string;
  std::string status;
  int64_t create_time = 0;
  std::optional<std::string> log_group_name;
  static const aws::Structure& shape();
};

struct DescribeQueriesOutput {
  std::vector<QueryInfo> queries;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

}  // namespace cloudling::logs
