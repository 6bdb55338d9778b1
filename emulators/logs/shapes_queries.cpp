#include "emulators/logs/shapes_queries.h"

#include "emulators/logs/shape_fields.h"

namespace cloudling::logs {

using aws::field;
using aws::Structure;

namespace {

template <auto Member>
aws::Field language_field() {
  return field<Member>("queryLanguage").one_of({"CWLI", "SQL", "PPL"});
}
template <auto Member>
aws::Field query_id_field() {
  return field<Member>("queryId").length(1, 256).required();
}

}  // namespace

const Structure& StartQueryInput::shape() {
  using S = StartQueryInput;
  static const Structure shape{
      "StartQueryRequest",
      {language_field<&S::query_language>(), group_name_field<&S::log_group_name>(),
       field<&S::log_group_names>("logGroupNames").each(text_rules(1, 512, kGroupNamePattern)),
       field<&S::log_group_identifiers>("logGroupIdentifiers").each(text_rules(1, 2048, kIdentifierPattern)),
       time_field<&S::start_time>("startTime").required(), time_field<&S::end_time>("endTime").required(),
       field<&S::query_string>("queryString").length(0, 10'000).required(),
       field<&S::limit>("limit").range(1, 100'000)}};
  return shape;
}

const Structure& StartQueryOutput::shape() {
  static const Structure shape{"StartQueryResponse", {field<&StartQueryOutput::query_id>("queryId")}};
  return shape;
}

const Structure& GetQueryResultsInput::shape() {
  using S = GetQueryResultsInput;
  static const Structure shape{"GetQueryResultsRequest",
                               {query_id_field<&S::query_id>(), field<&S::next_token>("nextToken").at_most(1024),
                                field<&S::max_items>("maxItems").range(0, 10'000)}};
  return shape;
}

const Structure& ResultField::shape() {
  using S = ResultField;
  static const Structure shape{"ResultField", {aws::field<&S::field>("field"), aws::field<&S::value>("value")}};
  return shape;
}

const Structure& QueryStatistics::shape() {
  using S = QueryStatistics;
  static const Structure shape{
      "QueryStatistics",
      {field<&S::records_matched>("recordsMatched"), field<&S::records_scanned>("recordsScanned"),
       field<&S::bytes_scanned>("bytesScanned"), field<&S::log_groups_scanned>("logGroupsScanned")}};
  return shape;
}

const Structure& GetQueryResultsOutput::shape() {
  using S = GetQueryResultsOutput;
  static const Structure shape{"GetQueryResultsResponse",
                               {field<&S::query_language>("queryLanguage"), field<&S::results>("results"),
                                field<&S::statistics>("statistics"), field<&S::status>("status")}};
  return shape;
}

const Structure& StopQueryInput::shape() {
  static const Structure shape{"StopQueryRequest", {query_id_field<&StopQueryInput::query_id>()}};
  return shape;
}

const Structure& StopQueryOutput::shape() {
  static const Structure shape{"StopQueryResponse", {field<&StopQueryOutput::success>("success")}};
  return shape;
}

const Structure& DescribeQueriesInput::shape() {
  using S = DescribeQueriesInput;
  static const Structure shape{"DescribeQueriesRequest",
                               {group_name_field<&S::log_group_name>(),
                                field<&S::status>("status").one_of(
                                    {"Scheduled", "Running", "Complete", "Failed", "Cancelled", "Timeout", "Unknown"}),
                                field<&S::max_results>("maxResults").range(1, 1000), token_field<&S::next_token>(),
                                language_field<&S::query_language>()}};
  return shape;
}

const Structure& QueryInfo::shape() {
  using S = QueryInfo;
  static const Structure shape{"QueryInfo",
                               {field<&S::query_language>("queryLanguage"), field<&S::query_id>("queryId"),
                                field<&S::query_string>("queryString"), field<&S::status>("status"),
                                field<&S::create_time>("createTime"), field<&S::log_group_name>("logGroupName")}};
  return shape;
}

const Structure& DescribeQueriesOutput::shape() {
  using S = DescribeQueriesOutput;
  static const Structure shape{"DescribeQueriesResponse",
                               {field<&S::queries>("queries"), field<&S::next_token>("nextToken")}};
  return shape;
}

}  // namespace cloudling::logs
