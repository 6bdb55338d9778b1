#pragma once

// What Lambda says of a run, in its own words: the lines around it in the log, and the payloads of failures that are
// not the runtime's. (AWS Lambda Developer Guide, "View logs for Lambda functions", "Troubleshoot invocation issues".)

#include <string>

#include "emulators/lambda/worker.h"

namespace cloudling::lambda {

struct ReportedFunction {
  std::string request_id;
  std::string version;
  int64_t memory_mb = 128;
  std::chrono::milliseconds timeout{3000};
};

std::string start_line(const ReportedFunction& function);
std::string end_line(const ReportedFunction& function);

struct ReportFigures {
  double duration_ms = 0;
  int64_t billed_ms = 0;  ///< rounded up, with the initialisation
  uint64_t used_mb = 0;   ///< 0 where it was not measured
  double init_ms = 0;
};
ReportFigures figures_of(const ReportedFunction& function, const RuntimeOutcome& outcome);

/// Durations in milliseconds with two digits; billed time is rounded up and has the initialisation in it.
std::string report_line(const ReportedFunction& function, const RuntimeOutcome& outcome);

/// What is logged of an outcome beside what the function printed; "" of answers and of errors that the runtime logs.
std::string failure_line(const ReportedFunction& function, const RuntimeOutcome& outcome, const std::string& now);

/// The payload of an outcome, and whether it is an error.
struct ReportedPayload {
  std::string text;
  bool failed = false;
};
ReportedPayload payload_of(const ReportedFunction& function, const RuntimeOutcome& outcome);

}  // namespace cloudling::lambda
