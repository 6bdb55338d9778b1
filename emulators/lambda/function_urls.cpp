#include "emulators/lambda/function_urls.h"

#include <algorithm>
#include <utility>

#include "emulators/aws/dates.h"
#include "emulators/aws/json_codec.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lambda_store_urls.h"
#include "emulators/lambda/lookup.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kMaxPage = 50;
constexpr size_t kIdLength = 32;
constexpr const char* kIdLetters = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kLocalStack = "localhost.localstack.cloud";

struct UrlPlace {
  std::string function;  ///< unqualified ARN
  std::string qualifier;
};

/// A function or one of its aliases. Throws ResourceNotFoundException.
UrlPlace require_place(const aws::CallContext& context, ReadTransaction& tx, const std::string& function,
                       const std::optional<std::string>& qualifier) {
  const FunctionName name = parse_function_name(context, function, qualifier);
  if (is_number(name.qualifier) || name.qualifier == "$LATEST") {
    throw aws::Error(400, "ValidationException",
                     "1 validation error detected: Value '" + name.qualifier +
                         "' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression "
                         "pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)");
  }
  try {
    resolve(tx, name);
  } catch (const aws::Error&) {
    throw resource_not_found("Function does not exist");
  }
  return {.function = name.arn, .qualifier = name.qualifier};
}

UrlRow require_url(ReadTransaction& tx, const UrlPlace& place) {
  auto url = find_url_of(tx, place.function, place.qualifier);
  if (!url) throw resource_not_found("The resource you requested does not exist.");
  return std::move(*url);
}

void require_valid(const UrlSettings& settings) {
  if (!settings.cors) return;
  constexpr const char* kMethods[] = {"GET", "PUT", "HEAD", "POST", "PATCH", "DELETE", "*"};
  for (const std::string& method : settings.cors->allow_methods.value_or(std::vector<std::string>())) {
    if (std::ranges::find(kMethods, method) == std::end(kMethods))
      throw invalid_parameter("Invalid method in AllowMethods: " + method);
  }
}

std::string settings_text(const UrlSettings& settings) {
  return json::write(aws::encode_json(UrlSettings::shape(), &settings, aws::JsonForm::kDocument));
}

FunctionUrlConfig shown(const aws::CallContext& context, const UrlRow& row, const std::string& endpoint) {
  FunctionUrlConfig config;
  static_cast<UrlSettings&>(config) = url_settings_of(row.settings);
  if (!config.invoke_mode) config.invoke_mode = "BUFFERED";
  config.function_url = function_url(context, row.id, row.region, endpoint);
  config.function_arn = row.arn();
  config.creation_time = aws::format_iso8601(row.created);
  config.last_modified_time = aws::format_iso8601(row.modified);
  return config;
}

std::string without_scheme(const std::string& endpoint) {
  const size_t scheme = endpoint.find("://");
  return scheme == std::string::npos ? endpoint : endpoint.substr(scheme + 3);
}

}  // namespace

UrlSettings url_settings_of(const std::string& text) {
  UrlSettings settings;
  aws::MissingPaths missing;
  const json::Value value = json::parse(text).value_or(json::Value::object());
  aws::decode_json(value, UrlSettings::shape(), &settings, aws::JsonForm::kDocument, "", missing);
  return settings;
}

std::string function_url(const aws::CallContext& context, const std::string& id, const std::string& region,
                         const std::string& endpoint) {
  const std::string host = context.host.empty() ? without_scheme(endpoint) : context.host;
  const size_t colon = host.rfind(':');
  const bool has_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  const std::string port = has_port ? host.substr(colon) : "";
  const std::string name = host.substr(0, host.size() - port.size());
  const std::string domain(name.ends_with(kLocalStack) ? kLocalStack : "localhost");
  return (context.tls ? "https://" : "http://") + id + ".lambda-url." + region + "." + domain + port + "/";
}

FunctionUrlConfig Lambda::create_function_url_config(const aws::CallContext& context, WriteTransaction& tx,
                                                     const CreateFunctionUrlConfigInput& input) {
  const UrlPlace place = require_place(context, tx, input.function_name, input.qualifier);
  require_valid(input);
  UrlRow row{.id = ids_.letters(kIdLength, kIdLetters),
             .account = context.account,
             .region = context.region,
             .function = place.function,
             .qualifier = place.qualifier,
             .settings = settings_text(input),
             .created = clock_.now(),
             .modified = clock_.now()};
  if (find_url_of(tx, row.function, row.qualifier)) {
    throw conflict("Failed to create function url config for [functionArn = " + row.arn() +
                   "]. Error message:  FunctionUrlConfig exists for this Lambda function");
  }
  put_url(tx, row);
  FunctionUrlConfig config = shown(context, row, host_.endpoint());
  config.last_modified_time.reset();
  return config;
}

FunctionUrlConfig Lambda::get_function_url_config(const aws::CallContext& context, ReadTransaction& tx,
                                                  const NamedFunctionUrlInput& input) {
  const UrlPlace place = require_place(context, tx, input.function_name, input.qualifier);
  return shown(context, require_url(tx, place), host_.endpoint());
}

FunctionUrlConfig Lambda::update_function_url_config(const aws::CallContext& context, WriteTransaction& tx,
                                                     const UpdateFunctionUrlConfigInput& input) {
  const UrlPlace place = require_place(context, tx, input.function_name, input.qualifier);
  require_valid(input);
  UrlRow row = require_url(tx, place);
  UrlSettings settings = url_settings_of(row.settings);
  if (input.auth_type) settings.auth_type = input.auth_type;
  if (input.cors) settings.cors = input.cors;
  if (input.invoke_mode) settings.invoke_mode = input.invoke_mode;
  row.settings = settings_text(settings);
  row.modified = clock_.now();
  put_url(tx, row);
  return shown(context, row, host_.endpoint());
}

aws::Nothing Lambda::delete_function_url_config(const aws::CallContext& context, WriteTransaction& tx,
                                                const NamedFunctionUrlInput& input) {
  const UrlPlace place = require_place(context, tx, input.function_name, input.qualifier);
  lambda::delete_url(tx, require_url(tx, place).id);
  return {};
}

ListFunctionUrlConfigsOutput Lambda::list_function_url_configs(const aws::CallContext& context, ReadTransaction& tx,
                                                               const ListFunctionUrlConfigsInput& input) {
  const UrlPlace place = require_place(context, tx, input.function_name, std::nullopt);
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  auto rows = list_urls(tx, place.function, input.marker.value_or(""), limit + 1);
  ListFunctionUrlConfigsOutput output;
  const bool more = static_cast<int64_t>(rows.size()) > limit;
  if (more) rows.pop_back();
  if (more) output.next_marker = rows.back().id;
  for (const UrlRow& row : rows) output.configs.push_back(shown(context, row, host_.endpoint()));
  return output;
}

}  // namespace cloudling::lambda
