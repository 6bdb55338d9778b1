#include <utility>

#include "emulators/aws/json_codec.h"
#include "emulators/delivery.h"
#include "emulators/lambda/asynchronous.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lookup.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kMaxPage = 50;

struct ConfigPlace {
  std::string function;
  std::string qualifier;  ///< "$LATEST" where none was named
  std::string arn() const { return function + ":" + qualifier; }
};

ConfigPlace require_place(const aws::CallContext& context, ReadTransaction& tx, const std::string& function,
                          const std::optional<std::string>& qualifier) {
  const FunctionName name = parse_function_name(context, function, qualifier);
  resolve(tx, name);
  return {.function = name.arn, .qualifier = name.qualifier.empty() ? "$LATEST" : name.qualifier};
}

EventInvokeConfig shown(const ConfigPlace& place, const EventConfigRow& row) {
  EventInvokeConfig config;
  static_cast<EventInvokeSettings&>(config) = event_settings_of(row.settings);
  config.last_modified = {row.modified};
  config.function_arn = place.arn();
  return config;
}

EventConfigRow require_config(ReadTransaction& tx, const ConfigPlace& place) {
  auto row = find_event_config(tx, place.function, place.qualifier);
  if (!row) throw resource_not_found("The function " + place.arn() + " doesn't have an EventInvokeConfig");
  return std::move(*row);
}

void require_valid_destination(const std::optional<Destination>& destination) {
  if (!destination || destination->destination.value_or("").empty()) return;
  const auto kind = target_kind(*destination->destination);
  if (!kind || *kind == TargetKind::kStateMachine || *kind == TargetKind::kLogGroup)
    throw invalid_parameter("The destination ARN " + *destination->destination + " is invalid.");
}

std::string settings_text(const EventInvokeSettings& settings) {
  if (settings.destination_config) {
    require_valid_destination(settings.destination_config->on_success);
    require_valid_destination(settings.destination_config->on_failure);
  }
  return json::write(aws::encode_json(EventInvokeSettings::shape(), &settings, aws::JsonForm::kDocument));
}

}  // namespace

EventInvokeSettings event_settings_of(const std::string& text) {
  EventInvokeSettings settings;
  aws::MissingPaths missing;
  const json::Value value = json::parse(text).value_or(json::Value::object());
  aws::decode_json(value, EventInvokeSettings::shape(), &settings, aws::JsonForm::kDocument, "", missing);
  return settings;
}

EventInvokeConfig Lambda::put_function_event_invoke_config(const aws::CallContext& context, WriteTransaction& tx,
                                                           const EventInvokeConfigInput& input) {
  const ConfigPlace place = require_place(context, tx, input.function_name, input.qualifier);
  if (!input.maximum_retry_attempts && !input.maximum_event_age_in_seconds && !input.destination_config)
    throw invalid_parameter("You must specify at least one of error handling or destination setting.");
  const EventConfigRow row{.qualifier = place.qualifier, .settings = settings_text(input), .modified = clock_.now()};
  put_event_config(tx, place.function, row);
  return shown(place, row);
}

EventInvokeConfig Lambda::update_function_event_invoke_config(const aws::CallContext& context, WriteTransaction& tx,
                                                              const EventInvokeConfigInput& input) {
  const ConfigPlace place = require_place(context, tx, input.function_name, input.qualifier);
  EventConfigRow row = require_config(tx, place);
  EventInvokeSettings settings = event_settings_of(row.settings);
  if (input.maximum_retry_attempts) settings.maximum_retry_attempts = input.maximum_retry_attempts;
  if (input.maximum_event_age_in_seconds) settings.maximum_event_age_in_seconds = input.maximum_event_age_in_seconds;
  if (input.destination_config) settings.destination_config = input.destination_config;
  row.settings = settings_text(settings);
  row.modified = clock_.now();
  put_event_config(tx, place.function, row);
  return shown(place, row);
}

EventInvokeConfig Lambda::get_function_event_invoke_config(const aws::CallContext& context, ReadTransaction& tx,
                                                           const NamedEventInvokeConfigInput& input) {
  const ConfigPlace place = require_place(context, tx, input.function_name, input.qualifier);
  return shown(place, require_config(tx, place));
}

aws::Nothing Lambda::delete_function_event_invoke_config(const aws::CallContext& context, WriteTransaction& tx,
                                                         const NamedEventInvokeConfigInput& input) {
  const ConfigPlace place = require_place(context, tx, input.function_name, input.qualifier);
  require_config(tx, place);
  delete_event_config(tx, place.function, place.qualifier);
  return {};
}

ListEventInvokeConfigsOutput Lambda::list_function_event_invoke_configs(const aws::CallContext& context,
                                                                        ReadTransaction& tx,
                                                                        const ListEventInvokeConfigsInput& input) {
  const FunctionRow function = require_unqualified(tx, parse_function_name(context, input.function_name));
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  auto rows = list_event_configs(tx, function.arn, input.marker.value_or(""), limit + 1);
  ListEventInvokeConfigsOutput output;
  const bool more = static_cast<int64_t>(rows.size()) > limit;
  if (more) rows.pop_back();
  if (more) output.next_marker = rows.back().qualifier;
  for (const EventConfigRow& row : rows)
    output.configs.push_back(shown({.function = function.arn, .qualifier = row.qualifier}, row));
  return output;
}

}  // namespace cloudling::lambda
