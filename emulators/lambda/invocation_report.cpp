#include "emulators/lambda/invocation_report.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <utility>

#include "asl/json/json.h"

namespace cloudling::lambda {

namespace {

using Kind = RuntimeOutcome::Kind;

double milliseconds(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

std::string two_digits(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.2f", number);
  return text;
}

std::string error_payload(const std::string& type, const std::string& message) {
  json::Value payload = json::Value::object();
  payload["errorType"] = type;
  payload["errorMessage"] = message;
  return json::write(payload);
}

std::string signal_name(int signal) {
  const char* description = sigdescr_np(signal);
  std::string name = description ? description : std::to_string(signal);
  name[0] = static_cast<char>(std::tolower(name[0]));
  return name;
}

/// "Runtime exited with error: exit status 1"
std::string exit_message(const RuntimeOutcome& outcome) {
  if (outcome.kind == Kind::kMemory) return "Runtime exited with error: signal: killed";
  if (outcome.exit.signal != 0) return "Runtime exited with error: signal: " + signal_name(outcome.exit.signal);
  if (outcome.exit.status != 0) return "Runtime exited with error: exit status " + std::to_string(outcome.exit.status);
  return "Runtime exited without providing a reason";
}

std::string timeout_message(const ReportedFunction& function) {
  return "Task timed out after " + two_digits(milliseconds(function.timeout) / 1000) + " seconds";
}

std::string of_request(const ReportedFunction& function, const std::string& message) {
  return "RequestId: " + function.request_id + " Error: " + message;
}

/// The runtime did not know for which request its initialisation failed.
std::string with_request_id(const ReportedFunction& function, const std::string& payload) {
  auto description = json::parse(payload);
  const json::Value* id = description ? json::find(*description, "requestId") : nullptr;
  if (!id || *id != "") return payload;
  (*description)["requestId"] = function.request_id;
  return json::write(*description);
}

/// "Status: timeout", or "" of what went well and of errors of the handler.
std::string status_of(const RuntimeOutcome& outcome) {
  switch (outcome.kind) {
    case Kind::kAnswer:
    case Kind::kTooLarge:
      return "";
    case Kind::kError:
      return outcome.during_init ? "Status: error\tError Type: " + outcome.error_type : "";
    case Kind::kExit:
    case Kind::kMemory:
      return "Status: error\tError Type: Runtime.ExitError";
    case Kind::kTimeout:
      return "Status: timeout";
  }
  return "";
}

}  // namespace

std::string start_line(const ReportedFunction& function) {
  return "START RequestId: " + function.request_id + " Version: " + function.version;
}

std::string end_line(const ReportedFunction& function) { return "END RequestId: " + function.request_id; }

ReportFigures figures_of(const ReportedFunction& function, const RuntimeOutcome& outcome) {
  const auto memory = static_cast<uint64_t>(function.memory_mb);
  ReportFigures figures{.duration_ms = milliseconds(outcome.duration)};
  figures.init_ms = outcome.init ? milliseconds(*outcome.init) : 0;
  figures.billed_ms = std::llround(std::ceil(figures.duration_ms + figures.init_ms));
  figures.used_mb = outcome.kind == Kind::kMemory ? memory : std::min(outcome.max_memory >> 20, memory);
  return figures;
}

std::string report_line(const ReportedFunction& function, const RuntimeOutcome& outcome) {
  const ReportFigures figures = figures_of(function, outcome);
  std::string line = "REPORT RequestId: " + function.request_id + "\tDuration: " + two_digits(figures.duration_ms) +
                     " ms\tBilled Duration: " + std::to_string(figures.billed_ms) +
                     " ms\tMemory Size: " + std::to_string(function.memory_mb) + " MB";
  if (figures.used_mb > 0) line += "\tMax Memory Used: " + std::to_string(figures.used_mb) + " MB";
  if (outcome.init) line += "\tInit Duration: " + two_digits(figures.init_ms) + " ms";
  return line + "\t" + status_of(outcome);
}

std::string failure_line(const ReportedFunction& function, const RuntimeOutcome& outcome, const std::string& now) {
  switch (outcome.kind) {
    case Kind::kAnswer:
    case Kind::kTooLarge:
    case Kind::kError:
      return "";
    case Kind::kExit:
    case Kind::kMemory:
      return of_request(function, exit_message(outcome)) + "\nRuntime.ExitError";
    case Kind::kTimeout:
      return now + " " + function.request_id + " " + timeout_message(function) + "\n";
  }
  return "";
}

ReportedPayload payload_of(const ReportedFunction& function, const RuntimeOutcome& outcome) {
  switch (outcome.kind) {
    case Kind::kAnswer:
      return {.text = outcome.payload};
    case Kind::kError:
      return {.text = with_request_id(function, outcome.payload), .failed = true};
    case Kind::kTooLarge:
      return {.text = error_payload("Function.ResponseSizeTooLarge",
                                    "Response payload size exceeded maximum allowed payload size (" +
                                        std::to_string(Worker::kMaxResponse) + " bytes)."),
              .failed = true};
    case Kind::kExit:
    case Kind::kMemory:
      return {.text = error_payload("Runtime.ExitError", of_request(function, exit_message(outcome))), .failed = true};
    case Kind::kTimeout:
      return {.text = error_payload("Sandbox.Timedout", of_request(function, timeout_message(function))),
              .failed = true};
  }
  return {};
}

}  // namespace cloudling::lambda
