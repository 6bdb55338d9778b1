#include "emulators/lambda/invocation.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/credentials.h"
#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/lambda/builtin_resize.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/invocation_report.h"
#include "emulators/lambda/layers.h"
#include "emulators/lambda/settings.h"
#include "emulators/lambda/system_log.h"

namespace cloudling::lambda {

using boost::asio::awaitable;
using std::chrono::steady_clock;

namespace {

constexpr int64_t kDefaultMemory = 128;  // MB
constexpr int64_t kDefaultTimeout = 3;   // seconds
constexpr int64_t kCredentialsSeconds = 12 * 3600;

/// The function's role, which is one of its own account.
std::string role_in(const std::string& account, const FunctionSettings& settings) {
  const std::string role = settings.role.value_or("");
  return "arn:aws:iam::" + account + ":role/" + role.substr(role.rfind('/') + 1);
}

/// Temporary credentials of the function's role, as variables of its environment.
awaitable<Variables> credentials_of_role(aws::Caller& caller, const Invocation& invocation,
                                         const FunctionSettings& settings) {
  aws::CallContext context;
  context.account = invocation.context.account;
  context.region = invocation.context.region;
  context.principal.kind = aws::Principal::Kind::kService;
  context.calling_service = "lambda.amazonaws.com";
  context.depth = invocation.context.depth + 1;
  json::Value input = json::Value::object();
  input["RoleArn"] = role_in(context.account, settings);
  const std::string& name = invocation.function.name;
  input["RoleSessionName"] = name.size() < 2 ? name + "-" : name;  // sessions' names have two characters at least
  input["DurationSeconds"] = kCredentialsSeconds;
  auto calling = caller.call(std::move(context), "sts", "AssumeRole", std::move(input), aws::Body());
  const aws::CallAnswer answer = co_await std::move(calling);
  const json::Value& issued = answer.output.at("Credentials");
  co_return Variables{{"AWS_ACCESS_KEY_ID", issued.at("AccessKeyId").get<std::string>()},
                      {"AWS_SECRET_ACCESS_KEY", issued.at("SecretAccessKey").get<std::string>()},
                      {"AWS_SESSION_TOKEN", issued.at("SessionToken").get<std::string>()}};
}

/// The function's own calls: as a session of its role.
aws::CallContext context_of_role(const aws::CallContext& caller, const FunctionRow& function,
                                 const FunctionSettings& settings) {
  aws::CallContext context = caller;
  context.principal = aws::role_session(role_in(caller.account, settings), function.name);
  context.calling_service = "";
  context.source_arn = function.arn;
  return context;
}

std::string error_payload(const aws::Error& error) {
  json::Value payload = json::Value::object();
  payload["errorMessage"] = error.message;
  payload["errorType"] = error.code;
  return json::write(payload);
}

ReportedFunction reported(const Invocation& invocation, const FunctionSettings& settings) {
  return {.request_id = invocation.context.request_id,
          .version = invocation.function.version,
          .memory_mb = settings.memory_size.value_or(kDefaultMemory),
          .timeout = std::chrono::seconds(settings.timeout.value_or(kDefaultTimeout))};
}

/// "Root=1-<time>-<24 digits>;Parent=...;Sampled=0", made of the request where the caller sent none.
std::string trace_of(const aws::CallContext& context, aws::TimeMs now) {
  if (!context.trace_id.empty()) return context.trace_id;
  const std::string digits = aws::hex_encode(aws::sha256(context.request_id));
  char seconds[17];
  std::snprintf(seconds, sizeof seconds, "%08llx", static_cast<unsigned long long>(now / 1000));
  return std::string("Root=1-") + seconds + "-" + digits.substr(0, 24) + ";Parent=" + digits.substr(24, 16) +
         ";Sampled=0";
}

WorkerKey key_of(const FunctionRow& function) {
  return {.function_arn = function.arn, .version = function.version, .revision = function.revision_id};
}

RuntimeEvent event_of(Invocation& invocation, const FunctionSettings& settings, aws::TimeMs now) {
  return {.request_id = invocation.context.request_id,
          .payload = invocation.payload.empty() ? "{}" : std::move(invocation.payload),
          .function_arn = invocation.invoked_arn,
          .trace_id = trace_of(invocation.context, now),
          .client_context = std::move(invocation.client_context),
          .timeout = std::chrono::seconds(settings.timeout.value_or(kDefaultTimeout)),
          .stream = invocation.stream};
}

}  // namespace

void require_invocable(const FunctionRow& function, const std::string& payload) {
  const FunctionSettings settings = settings_of(function.settings);
  const std::string runtime = settings.runtime.value_or("");
  if (!is_builtin(settings) && !language_of(runtime)) {
    throw not_supported("Invoke",
                        "running functions of runtime " + runtime + " (python3.x, nodejs*.x and provided.* run)");
  }
  json::ParseError error;
  if (!payload.empty() && !json::parse(payload, &error)) {
    throw invalid_request_content("Could not parse request body into json: " + error.message);
  }
}

awaitable<InvocationResult> Invoker::perform(Invocation invocation) {
  if (is_builtin(settings_of(invocation.function.settings))) {
    FunctionLog log(parts_.logs, parts_.clock, log_place(invocation));
    auto performing = perform_builtin(std::move(invocation), log);
    auto result = co_await std::move(performing);
    co_return result;
  }
  auto performing = perform_by_worker(std::move(invocation));
  auto result = co_await std::move(performing);
  co_return result;
}

/// Memory is not measured: the function runs inside this process.
awaitable<InvocationResult> Invoker::perform_builtin(Invocation invocation, FunctionLog& log) {
  const FunctionSettings settings = settings_of(invocation.function.settings);
  const SystemLog own(settings, reported(invocation, settings), parts_.clock);
  const auto began = steady_clock::now();
  log.line(own.start());
  InvocationResult result;
  try {
    json::Value event = json::Value::object();
    if (!invocation.payload.empty()) event = json::parse(invocation.payload).value_or(json::Value::object());
    ResizeSurroundings surroundings{.caller = parts_.caller,
                                    .resizer = parts_.resizer,
                                    .context = context_of_role(invocation.context, invocation.function, settings),
                                    .variables = {}};
    if (settings.environment) surroundings.variables = settings.environment->variables.value_or(Variables());
    json::Value answer = co_await builtin_resize(std::move(surroundings), std::move(event));
    result.payload = json::write(answer);
  } catch (const aws::Error& error) {
    result.payload = error_payload(error);
    result.function_error = "Unhandled";
    log.line("[ERROR] " + error.code + ": " + error.message);
  }
  RuntimeOutcome outcome{.kind = RuntimeOutcome::Kind::kAnswer, .duration = steady_clock::now() - began};
  log.line(own.end());
  log.line(own.report(outcome));
  measure_end(invocation, result, outcome.duration);
  result.log = log.tail();
  co_return result;
}

awaitable<InvocationResult> Invoker::perform_by_worker(Invocation invocation) {
  const FunctionSettings settings = settings_of(invocation.function.settings);
  const ReportedFunction shown = reported(invocation, settings);
  const SystemLog own(settings, shown, parts_.clock);
  WorkerKey key = key_of(invocation.function);
  if (settings.local_folder) {
    const std::string files = co_await folders_.revision_of(*settings.local_folder);
    key.revision += "/" + files;
    pool_.retire_others(key);
  }
  std::string problem;
  std::shared_ptr<Worker> worker;
  try {
    WorkerPool::Start start = [this, &invocation] { return start_worker(invocation); };
    auto acquiring = pool_.acquire(key, invocation.function.reserved_concurrency, std::move(start));
    worker = co_await std::move(acquiring);
  } catch (const aws::Error& error) {
    if (error.status == 429) measure(invocation, {{"Throttles", 1, "Count"}});
    throw;
  } catch (const std::runtime_error& error) {
    problem = error.what();
  }
  if (!worker) throw cannot_run(problem);
  measure(invocation, {{"ConcurrentExecutions", static_cast<double>(pool_.busy(key.function_arn)), "Count"}});
  FunctionLog& log = worker->log();
  log.begin();
  RuntimeEvent event = event_of(invocation, settings, parts_.clock.now());
  event.start_line = own.start();
  auto running = worker->run(std::move(event));
  const RuntimeOutcome outcome = co_await std::move(running);
  log.line(own.failure(outcome));
  log.line(own.end());
  log.line(own.report(outcome));
  ReportedPayload payload = payload_of(shown, outcome);
  InvocationResult result{.payload = std::move(payload.text), .function_error = std::nullopt, .log = log.tail()};
  if (payload.failed) result.function_error = "Unhandled";
  pool_.release(key, std::move(worker));
  measure_end(invocation, result, outcome.duration);
  co_return result;
}

awaitable<std::shared_ptr<Worker>> Invoker::start_worker(const Invocation& invocation) {
  auto planning = plan(invocation);
  LaunchPlan launch = co_await std::move(planning);
  LogPlace place = log_place(invocation);
  launch.log_group = place.group;
  launch.log_stream = place.stream;
  auto log = std::make_shared<FunctionLog>(parts_.logs, parts_.clock, std::move(place));
  const SystemLog own(settings_of(invocation.function.settings), {}, parts_.clock);
  log->line(own.init_start(launch.runtime, runtime_version_arn(launch.region, launch.runtime)));
  auto starting = Worker::start(parts_.host, std::move(launch), std::move(log));
  auto worker = co_await std::move(starting);
  co_return worker;
}

awaitable<LaunchPlan> Invoker::plan(const Invocation& invocation) {
  const FunctionRow& function = invocation.function;
  const FunctionSettings settings = settings_of(function.settings);
  LaunchPlan plan{.account = invocation.context.account,
                  .region = invocation.context.region,
                  .function_name = function.name,
                  .version = function.version,
                  .runtime = settings.runtime.value_or(""),
                  .handler = settings.handler.value_or(""),
                  .memory_mb = settings.memory_size.value_or(kDefaultMemory)};
  plan.storage_mb = settings.ephemeral_storage.value_or(EphemeralStorage()).size;
  if (settings.environment) plan.variables = settings.environment->variables.value_or(Variables());
  auto issuing = credentials_of_role(parts_.caller, invocation, settings);
  Variables credentials = co_await std::move(issuing);
  plan.variables.merge(std::move(credentials));
  if (settings.logging_config) {
    plan.log_format = settings.logging_config->log_format.value_or("Text");
    plan.log_level = settings.logging_config->application_log_level.value_or("INFO");
  }
  plan.endpoint = parts_.host.endpoint();
  plan.scratch = folders_.scratch();
  plan.isolated = co_await isolation_.available(parts_.host);
  plan.bootstraps = co_await folders_.bootstraps();
  if (settings.local_folder)
    plan.code = *settings.local_folder;
  else
    plan.code = co_await folders_.folder_of(function.code);
  auto find_layers = [&settings](store::ReadTransaction& tx) { return layer_archives(tx, settings); };
  auto archives = co_await parts_.store.read(std::move(find_layers));
  if (archives.size() < settings.layers.value_or(std::vector<std::string>()).size())
    parts_.host.log("Function " + function.name +
                    " has a layer that is not here; what is in it comes from this machine or is missing.");
  plan.layers = co_await folders_.layers_folder_of(std::move(archives));
  co_return plan;
}

/// "/aws/lambda/NAME", "2024/05/01/[$LATEST]<32 digits>"
LogPlace Invoker::log_place(const Invocation& invocation) {
  const FunctionRow& function = invocation.function;
  const FunctionSettings settings = settings_of(function.settings);
  std::string group = "/aws/lambda/" + function.name;
  if (settings.logging_config) group = settings.logging_config->log_group.value_or(group);
  std::string day = aws::format_iso8601(parts_.clock.now()).substr(0, 10);
  std::replace(day.begin(), day.end(), '-', '/');
  const std::string stream = day + "/[" + function.version + "]" + aws::hex_encode(parts_.ids.bytes(16));
  return {.account = invocation.context.account,
          .region = invocation.context.region,
          .group = std::move(group),
          .stream = stream};
}

/// Under the function's name, and under that of the version or alias that was asked for.
void Invoker::measure(const Invocation& invocation, const std::vector<Value>& values) {
  const std::string& name = invocation.function.name;
  using Place = std::map<std::string, std::string>;
  std::vector<Place> places{Place{{"FunctionName", name}}};
  const std::string& arn = invocation.function.arn;
  if (invocation.invoked_arn.size() > arn.size())
    places.push_back({{"FunctionName", name}, {"Resource", name + invocation.invoked_arn.substr(arn.size())}});
  std::vector<Measurement> all;
  for (const auto& place : places) {
    for (const auto& [metric, value, unit] : values) all.push_back({"AWS/Lambda", metric, place, value, unit});
  }
  parts_.metrics.record(invocation.context.account, invocation.context.region, std::move(all));
}

void Invoker::measure_end(const Invocation& invocation, const InvocationResult& result,
                          std::chrono::nanoseconds duration) {
  const double ms = std::chrono::duration<double, std::milli>(duration).count();
  measure(invocation, {{"Invocations", 1, "Count"},
                       {"Errors", result.function_error ? 1.0 : 0.0, "Count"},
                       {"Duration", ms, "Milliseconds"}});
}

}  // namespace cloudling::lambda
