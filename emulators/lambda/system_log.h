#pragma once

// Lambda's own lines in a function's log: text, or with LogFormat JSON an object a line, as far as SystemLogLevel lets
// them be (AWS Lambda Developer Guide, "Configuring advanced logging controls for Lambda functions").

#include <string>

#include "emulators/aws/clock.h"
#include "emulators/lambda/invocation_report.h"
#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

/// Of one invocation. A line that is not to be logged is "".
class SystemLog {
 public:
  SystemLog(const FunctionSettings& settings, ReportedFunction function, const aws::Clock& clock);

  std::string init_start(const std::string& runtime, const std::string& version_arn) const;
  std::string start() const;
  std::string failure(const RuntimeOutcome& outcome) const;  ///< beside what the function printed
  std::string end() const;
  std::string report(const RuntimeOutcome& outcome) const;

 private:
  std::string event(const char* type, json::Value record) const;

  const ReportedFunction function_;
  const aws::Clock& clock_;
  bool json_ = false;
  bool only_warnings_ = false;
};

}  // namespace cloudling::lambda
