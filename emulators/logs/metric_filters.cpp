#include <utility>

#include "emulators/logs/errors.h"
#include "emulators/logs/filter_pattern.h"
#include "emulators/logs/filters_store.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/metric_values.h"
#include "emulators/logs/names.h"
#include "emulators/logs/pages.h"

namespace cloudling::logs {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kDefaultPage = 50;
constexpr int64_t kMaxMetricFilters = 100;
constexpr size_t kMaxDimensions = 3;

void require_supported(const PutMetricFilterInput& input) {
  const std::string operation = "PutMetricFilter";
  if (input.apply_on_transformed_logs.value_or(false)) throw not_supported(operation, "applyOnTransformedLogs");
  if (input.field_selection_criteria) throw not_supported(operation, "fieldSelectionCriteria");
  if (input.emit_system_field_dimensions) throw not_supported(operation, "emitSystemFieldDimensions");
  const MetricTransformation& transformation = input.metric_transformations.front();
  if (!transformation.dimensions) return;
  if (transformation.dimensions->size() > kMaxDimensions) {
    throw invalid_parameter("A metric filter can have no more than 3 dimensions.");
  }
  if (transformation.default_value) {
    throw invalid_parameter(
        "Invalid metric transformation: dimensions and default value are mutually exclusive "
        "properties.");
  }
}

MetricFilter shown(const MetricFilterRow& row) {
  MetricFilter filter;
  filter.filter_name = row.name;
  filter.filter_pattern = row.pattern;
  filter.metric_transformations.push_back(transformation_of(row.transformation));
  filter.creation_time = row.created;
  filter.log_group_name = row.group_name;
  return filter;
}

/// "GROUP\nNAME" of the last one shown; names have no line breaks.
void go_on_after(MetricFilterQuery& query, const std::optional<std::string>& position) {
  if (!position) return;
  const size_t end = position->find('\n');
  query.after_group = position->substr(0, end);
  query.after_name = position->substr(end + 1);
}

}  // namespace

aws::Nothing Logs::put_metric_filter(const aws::CallContext& context, WriteTransaction& tx,
                                     const PutMetricFilterInput& input) {
  require_supported(input);
  cached_pattern(input.filter_pattern);
  const GroupRow group = require_group(context, tx, input.log_group_name);
  const MetricTransformation& transformation = input.metric_transformations.front();
  logs::put_metric_filter(tx, {.group = group.id,
                               .group_name = group.name,
                               .name = input.filter_name,
                               .pattern = input.filter_pattern,
                               .transformation = transformation_text(transformation),
                               .metric_namespace = transformation.metric_namespace,
                               .metric_name = transformation.metric_name,
                               .created = clock_.now()});
  const auto after = find_group(tx, group.id);
  if (after && after->metric_filters > kMaxMetricFilters) throw limit_exceeded();
  return {};
}

DescribeMetricFiltersOutput Logs::describe_metric_filters(const aws::CallContext& context, ReadTransaction& tx,
                                                          const DescribeMetricFiltersInput& input) {
  if (input.log_group_name) require_group(context, tx, *input.log_group_name);
  if (input.metric_name.has_value() != input.metric_namespace.has_value()) {
    throw invalid_parameter("metricName and metricNamespace must be given together.");
  }
  const int64_t limit = input.limit.value_or(kDefaultPage);
  const std::string purpose = "DescribeMetricFilters/" + context.account + "/" + context.region;
  MetricFilterQuery query{.account = context.account,
                          .region = context.region,
                          .group_name = input.log_group_name,
                          .prefix = input.filter_name_prefix.value_or(""),
                          .metric_name = input.metric_name,
                          .metric_namespace = input.metric_namespace};
  query.limit = limit + 1;
  go_on_after(query, position_of(input.next_token, purpose));
  auto rows = list_metric_filters(tx, query);
  DescribeMetricFiltersOutput output;
  if (cut(rows, limit)) output.next_token = token_for(rows.back().group_name + "\n" + rows.back().name, purpose);
  for (const MetricFilterRow& row : rows) output.metric_filters.push_back(shown(row));
  return output;
}

aws::Nothing Logs::delete_metric_filter(const aws::CallContext& context, WriteTransaction& tx,
                                        const DeleteFilterInput& input) {
  const GroupRow group = require_group(context, tx, input.log_group_name);
  if (!logs::delete_metric_filter(tx, group.id, input.filter_name)) {
    throw resource_not_found("The specified metric filter does not exist.");
  }
  return {};
}

TestMetricFilterOutput Logs::test_metric_filter(const aws::CallContext&, ReadTransaction&,
                                                const TestMetricFilterInput& input) {
  const FilterPattern pattern(input.filter_pattern);
  TestMetricFilterOutput output;
  for (size_t i = 0; i < input.log_event_messages.size(); ++i) {
    const std::string& message = input.log_event_messages[i];
    if (!pattern.matches(message)) continue;
    output.matches.push_back({static_cast<int64_t>(i) + 1, message, pattern.extract(message)});
  }
  return output;
}

}  // namespace cloudling::logs
