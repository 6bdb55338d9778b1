#include "emulators/lambda/event_sources.h"

#include <algorithm>
#include <utility>

#include "emulators/aws/arn.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/json_codec.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/event_filters.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lambda_store_event_sources.h"
#include "emulators/lambda/lookup.h"
#include "emulators/lambda/settings.h"

namespace cloudling::lambda {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kMaxPage = 100;
constexpr int64_t kLargestPlainBatch = 10;  // without a batching window, and of FIFO queues
constexpr int64_t kDefaultTimeout = 3;      // seconds, of a function
constexpr size_t kMaxTags = 50;

/// AWS has these for queues, too; all others are refused by AWS as well.
constexpr const char* kNotBuilt[] = {"KMSKeyArn", "MetricsConfig", "LoggingConfig", "ProvisionedPollerConfig"};

void require_supported(const aws::Structure& shape, const void* input, const std::string& operation) {
  for (const aws::Field& field : shape.fields) {
    if (field.type->kind != aws::Kind::kDocument || !field.get(input)) continue;
    if (std::ranges::find(kNotBuilt, field.name) != std::end(kNotBuilt)) throw not_supported(operation, field.name);
    throw invalid_parameter("Unsupported " + field.name + " parameter for given event source mapping type.");
  }
}

void require_queue(const std::optional<std::string>& source, const aws::CallContext& context) {
  const std::string operation = "CreateEventSourceMapping";
  if (!source) throw invalid_parameter("Unrecognized event source.");
  const auto arn = aws::parse_arn(*source);
  if (!arn) throw invalid_parameter("Unrecognized event source.");
  if (arn->service != "sqs") throw not_supported(operation, "an event source of " + arn->service);
  if (arn->region != context.region) throw not_supported(operation, "a queue in another region");
}

void require_valid(const EventSourceSettings& settings, bool fifo) {
  const EventFilters valid(settings.filter_criteria);
  const int64_t size = settings.batch_size.value_or(kDefaultBatchSize);
  const int64_t window = settings.batching_window.value_or(0);
  if (fifo && window > 0) throw invalid_parameter("Batching window is not supported for FIFO queues.");
  if (fifo && size > kLargestPlainBatch)
    throw invalid_parameter("Batch size of FIFO queues must be less than or equal to 10.");
  if (size > kLargestPlainBatch && window == 0) {
    throw invalid_parameter(
        "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
  }
}

bool has_filters(const EventSourceSettings& settings) {
  return settings.filter_criteria && settings.filter_criteria->filters && !settings.filter_criteria->filters->empty();
}

std::string settings_text(const EventSourceSettings& settings) {
  return json::write(aws::encode_json(EventSourceSettings::shape(), &settings, aws::JsonForm::kDocument));
}

/// As answers show it; `state` in place of the one that it has now.
EventSourceMapping shown(const EventSourceRow& row, const std::string& state = "") {
  const EventSourceSettings settings = event_source_settings_of(row.settings);
  EventSourceMapping mapping;
  mapping.uuid = row.uuid;
  mapping.batch_size = settings.batch_size.value_or(kDefaultBatchSize);
  mapping.batching_window = settings.batching_window.value_or(0);
  mapping.event_source_arn = row.source_arn;
  mapping.function_arn = row.function_arn;
  mapping.last_modified = {row.modified};
  mapping.state = !state.empty() ? state : row.enabled ? "Enabled" : "Disabled";
  mapping.reason = "USER_INITIATED";
  mapping.response_types = settings.response_types.value_or(std::vector<std::string>());
  if (settings.scaling && settings.scaling->maximum_concurrency) mapping.scaling = settings.scaling;
  if (has_filters(settings)) mapping.filter_criteria = settings.filter_criteria;
  mapping.mapping_arn = event_source_mapping_arn(row.account, row.region, row.uuid);
  return mapping;
}

EventSourceRow require_mapping(ReadTransaction& tx, const aws::CallContext& context, const std::string& uuid) {
  auto row = find_event_source(tx, uuid);
  if (!row || row->account != context.account || row->region != context.region)
    throw resource_not_found("The resource you requested does not exist.");
  return std::move(*row);
}

void require_no_other(ReadTransaction& tx, const EventSourceRow& row) {
  const EventSourceFilter same{
      .account = row.account, .region = row.region, .function_arn = row.function_arn, .source_arn = row.source_arn};
  for (const EventSourceRow& other : list_event_sources(tx, same, "", 2)) {
    if (other.uuid == row.uuid) continue;
    const std::string function = row.function_arn.substr(row.function_arn.find(":function:") + 10);
    throw conflict("An event source mapping with SQS arn (\" " + row.source_arn + " \") and function (\" " + function +
                   " \") already exists. Please update or delete the existing mapping with UUID " + other.uuid);
  }
}

/// Seconds for which a received message is hidden. Throws where there is no such queue.
awaitable<int64_t> visibility_of_queue(aws::Caller& caller, aws::CallContext context, std::string queue_arn) {
  const auto arn = aws::parse_arn(queue_arn);
  json::Value input = json::Value::object();
  input["QueueUrl"] = "https://sqs." + arn->region + ".amazonaws.com/" + arn->account + "/" + arn->resource;
  input["AttributeNames"] = json::Value::array({"VisibilityTimeout"});
  std::optional<aws::CallAnswer> answer;
  try {
    auto calling = caller.call(std::move(context), "sqs", "GetQueueAttributes", std::move(input), aws::Body());
    answer = co_await std::move(calling);
  } catch (const aws::Error& error) {
    if (error.status >= 500) throw;
  }
  if (!answer) {
    throw invalid_parameter(
        "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error "
        "Message: The specified queue does not exist.");
  }
  const json::Value* attributes = json::find(answer->output, "Attributes");
  const json::Value* timeout = attributes ? json::find(*attributes, "VisibilityTimeout") : nullptr;
  const std::string seconds = timeout && timeout->is_string() ? timeout->get<std::string>() : "0";
  co_return aws::parse_integer(seconds).value_or(0);
}

void require_long_enough(int64_t visibility, const FunctionRow& function) {
  const int64_t timeout = settings_of(function.settings).timeout.value_or(kDefaultTimeout);
  if (visibility >= timeout) return;
  throw invalid_parameter("Queue visibility timeout: " + std::to_string(visibility) +
                          " seconds is less than Function timeout: " + std::to_string(timeout) + " seconds");
}

/// What is given takes the place of what was set.
void change(EventSourceSettings& settings, const EventSourceSettings& given) {
  if (given.batch_size) settings.batch_size = given.batch_size;
  if (given.batching_window) settings.batching_window = given.batching_window;
  if (given.response_types) settings.response_types = given.response_types;
  if (given.scaling) settings.scaling = given.scaling;
  if (given.filter_criteria) settings.filter_criteria = given.filter_criteria;
}

std::string state_after_update(bool was_enabled, bool is_enabled) {
  if (was_enabled == is_enabled) return "Updating";
  return is_enabled ? "Enabling" : "Disabling";
}

}  // namespace

EventSourceSettings event_source_settings_of(const std::string& text) {
  EventSourceSettings settings;
  aws::MissingPaths missing;
  const json::Value value = json::parse(text).value_or(json::Value::object());
  aws::decode_json(value, EventSourceSettings::shape(), &settings, aws::JsonForm::kDocument, "", missing);
  return settings;
}

std::string event_source_mapping_arn(const std::string& account, const std::string& region, const std::string& uuid) {
  return "arn:aws:lambda:" + region + ":" + account + ":event-source-mapping:" + uuid;
}

awaitable<EventSourceMapping> Lambda::create_event_source_mapping(const aws::CallContext& context,
                                                                  CreateEventSourceMappingInput input) {
  const std::string operation = "CreateEventSourceMapping";
  require_queue(input.event_source_arn, context);
  require_supported(CreateEventSourceMappingInput::shape(), &input, operation);
  require_valid(input, input.event_source_arn->ends_with(".fifo"));
  if (input.tags && input.tags->size() > kMaxTags)
    throw invalid_parameter("The number of tags exceeds the limit of " + std::to_string(kMaxTags));
  const FunctionName name = parse_function_name(context, input.function_name);
  auto find = [&](ReadTransaction& tx) { return resolve(tx, name).function; };
  const FunctionRow function = co_await store_.read(std::move(find));
  auto asking = visibility_of_queue(caller_, context, *input.event_source_arn);
  const int64_t visibility = co_await std::move(asking);
  require_long_enough(visibility, function);
  const EventSourceRow row{.uuid = ids_.uuid(),
                           .account = context.account,
                           .region = context.region,
                           .function_arn = name.qualified_arn(),
                           .source_arn = *input.event_source_arn,
                           .settings = settings_text(input),
                           .enabled = input.enabled.value_or(true),
                           .modified = clock_.now()};
  auto insert = [&](WriteTransaction& tx) {
    require_no_other(tx, row);
    put_event_source(tx, row);
    const std::string arn = event_source_mapping_arn(row.account, row.region, row.uuid);
    for (const auto& [key, value] : input.tags.value_or(Tags())) put_tag(tx, arn, key, value);
    poll_after(tx, row);
  };
  co_await store_.write(std::move(insert));
  co_return shown(row, "Creating");
}

EventSourceMapping Lambda::get_event_source_mapping(const aws::CallContext& context, ReadTransaction& tx,
                                                    const NamedEventSourceInput& input) {
  return shown(require_mapping(tx, context, input.uuid));
}

ListEventSourceMappingsOutput Lambda::list_event_source_mappings(const aws::CallContext& context, ReadTransaction& tx,
                                                                 const ListEventSourceMappingsInput& input) {
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  EventSourceFilter filter{.account = context.account,
                           .region = context.region,
                           .function_arn = "",
                           .source_arn = input.event_source_arn.value_or("")};
  if (input.function_name) filter.function_arn = parse_function_name(context, *input.function_name).qualified_arn();
  auto rows = list_event_sources(tx, filter, input.marker.value_or(""), limit + 1);
  ListEventSourceMappingsOutput output;
  const bool more = static_cast<int64_t>(rows.size()) > limit;
  if (more) rows.pop_back();
  if (more) output.next_marker = rows.back().uuid;
  for (const EventSourceRow& row : rows) output.mappings.push_back(shown(row));
  return output;
}

awaitable<EventSourceMapping> Lambda::update_event_source_mapping(const aws::CallContext& context,
                                                                  UpdateEventSourceMappingInput input) {
  const std::string operation = "UpdateEventSourceMapping";
  FunctionRow function;
  auto find = [&](ReadTransaction& tx) {
    EventSourceRow row = require_mapping(tx, context, input.uuid);
    if (!input.function_name) return row;
    const FunctionName name = parse_function_name(context, *input.function_name);
    function = resolve(tx, name).function;
    row.function_arn = name.qualified_arn();
    return row;
  };
  const EventSourceRow asked = co_await store_.read(std::move(find));
  require_supported(UpdateEventSourceMappingInput::shape(), &input, operation);
  if (input.function_name) {
    auto asking = visibility_of_queue(caller_, context, asked.source_arn);
    const int64_t visibility = co_await std::move(asking);
    require_long_enough(visibility, function);
  }
  std::string state;
  auto update = [&](WriteTransaction& tx) {
    EventSourceRow row = require_mapping(tx, context, input.uuid);
    EventSourceSettings settings = event_source_settings_of(row.settings);
    change(settings, input);
    require_valid(settings, row.source_arn.ends_with(".fifo"));
    row.settings = settings_text(settings);
    row.function_arn = input.function_name ? asked.function_arn : row.function_arn;
    require_no_other(tx, row);
    const bool was_enabled = std::exchange(row.enabled, input.enabled.value_or(row.enabled));
    state = state_after_update(was_enabled, row.enabled);
    row.modified = clock_.now();
    put_event_source(tx, row);
    poll_after(tx, row);
    return row;
  };
  const EventSourceRow row = co_await store_.write(std::move(update));
  co_return shown(row, state);
}

EventSourceMapping Lambda::delete_event_source_mapping(const aws::CallContext& context, WriteTransaction& tx,
                                                       const NamedEventSourceInput& input) {
  EventSourceRow row = require_mapping(tx, context, input.uuid);
  row.enabled = false;
  lambda::delete_event_source(tx, row.uuid);
  const std::string arn = event_source_mapping_arn(row.account, row.region, row.uuid);
  for (const auto& [key, value] : lambda::list_tags(tx, arn)) delete_tag(tx, arn, key);
  poll_after(tx, row);
  return shown(row, "Deleting");
}

void Lambda::poll_after(WriteTransaction& tx, const EventSourceRow& row) {
  tx.after_commit([this, row] {
    if (row.enabled)
      pollers_.start(row);
    else
      pollers_.stop(row.uuid);
  });
}

}  // namespace cloudling::lambda
