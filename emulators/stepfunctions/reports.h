#pragma once

// What CloudWatch is told of an execution: the lines of its log and the values of its metrics, both read off its
// history events (Developer Guide, "Using CloudWatch Logs to log execution history" and "Monitoring Step Functions
// metrics").
//
// A reporter belongs to one execution and to who holds that execution's turn. Reports are sent after the commit.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "asl/execution/event.h"
#include "emulators/aws/clock.h"
#include "emulators/ports.h"

namespace cloudling::stepfunctions {

/// The lines and values of one step.
struct Report {
  std::vector<LogLine> lines;
  std::vector<Measurement> values;

  bool empty() const { return lines.empty() && values.empty(); }
};

/// Where reports go; both outlive the service.
struct ReportPorts {
  LogSink& logs;
  MetricSink& metrics;
};

/// Who is reported about.
struct ReportSubject {
  std::string execution_arn;
  std::string machine_arn;
  std::string logging;  ///< the machine's logging configuration, see logging.h
  aws::TimeMs started = 0;
  int64_t redrive_count = 0;
  std::string version;  ///< that it was started by, and the alias; "" for none
  std::string alias;
};

class Reporter {
 public:
  Reporter(ReportPorts ports, ReportSubject subject);

  /// What the events say. Tasks are measured from their first event, so the events must come in order.
  Report read(const std::vector<asl::HistoryEvent>& events);

  /// What an Express execution is billed for: milliseconds, MB, and the bytes that it used.
  Report express_bill(int64_t billed_ms, int64_t billed_mb, int64_t bytes) const;

  void send(Report report) const;

 private:
  enum class Level { kOff, kFatal, kError, kAll };

  /// A task whose end is awaited, under the id of its last event.
  struct OpenTask {
    std::string resource;
    aws::TimeMs scheduled = 0;
    aws::TimeMs started = 0;
  };

  std::string line_of(const asl::HistoryEvent& event) const;
  void measure_execution(const asl::HistoryEvent& event, Report& report) const;
  void measure_task(const asl::HistoryEvent& event, Report& report);

  ReportPorts ports_;
  ReportSubject subject_;
  std::string account_;
  std::string region_;
  Level level_ = Level::kOff;
  bool with_data_ = false;
  std::string group_;
  std::string stream_;
  std::unordered_map<int64_t, OpenTask> open_;
};

}  // namespace cloudling::stepfunctions
