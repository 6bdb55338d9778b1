#include "emulators/lambda/invocation.h"

#include <chrono>
#include <cstdio>
#include <utility>

#include "asl/json/json.h"
#include "emulators/lambda/builtin_resize.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/settings.h"

namespace cloudling::lambda {

using boost::asio::awaitable;

namespace {

using Clock = std::chrono::steady_clock;

/// The function's own calls: as a session of its role.
aws::CallContext context_of_role(const aws::CallContext& caller, const FunctionRow& function,
                                 const FunctionSettings& settings) {
  const std::string role_arn = settings.role.value_or("");
  const size_t slash = role_arn.rfind('/');
  aws::CallContext context = caller;
  context.principal.kind = aws::Principal::Kind::kAssumedRole;
  context.principal.arn = "arn:aws:sts::" + caller.account + ":assumed-role/" +
                          (slash == std::string::npos ? role_arn : role_arn.substr(slash + 1)) + "/" + function.name;
  context.principal.access_key = "";
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

/// The lines around a run. Memory is not measured: the function runs inside this process.
std::string log_of(const std::string& request_id, int64_t memory_mb, Clock::duration took) {
  const double ms = std::chrono::duration<double, std::milli>(took).count();
  char report[200];
  std::snprintf(report, sizeof report, "\tDuration: %.2f ms\tBilled Duration: %lld ms\tMemory Size: %lld MB\t\n", ms,
                static_cast<long long>(ms) + 1, static_cast<long long>(memory_mb));
  return "START RequestId: " + request_id + " Version: $LATEST\nEND RequestId: " + request_id +
         "\nREPORT RequestId: " + request_id + report;
}

}  // namespace

void require_invocable(const FunctionRow& function, const std::string& payload) {
  const FunctionSettings settings = settings_of(function.settings);
  if (!is_builtin(settings)) {
    throw not_supported("Invoke", "running functions of runtime " + settings.runtime.value_or("") +
                                      " (only provided.al2023 with handler cloudling.resize runs)");
  }
  json::ParseError error;
  if (!payload.empty() && !json::parse(payload, &error)) {
    throw invalid_request_content("Could not parse request body into json: " + error.message);
  }
}

awaitable<InvocationResult> perform(aws::Caller& caller, ImageResizer& resizer, Invocation invocation) {
  const FunctionSettings settings = settings_of(invocation.function.settings);
  const auto began = Clock::now();
  InvocationResult result;
  try {
    json::Value event = json::Value::object();
    if (!invocation.payload.empty()) event = json::parse(invocation.payload).value_or(json::Value::object());
    ResizeSurroundings surroundings{.caller = caller,
                                    .resizer = resizer,
                                    .context = context_of_role(invocation.context, invocation.function, settings),
                                    .variables = {}};
    if (settings.environment) surroundings.variables = settings.environment->variables.value_or(Variables());
    json::Value answer = co_await builtin_resize(std::move(surroundings), std::move(event));
    result.payload = json::write(answer);
  } catch (const aws::Error& error) {
    result.payload = error_payload(error);
    result.function_error = "Unhandled";
  }
  result.log = log_of(invocation.context.request_id, settings.memory_size.value_or(128), Clock::now() - began);
  co_return result;
}

}  // namespace cloudling::lambda
