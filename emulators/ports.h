#pragma once

// The few interfaces through which services reach each other and the resizer. Operations of other services are called
// through aws::Caller; what is here has no AWS operation.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"

namespace cloudling {

/// A resized image and what it is.
struct ResizedImage {
  std::string bytes;
  std::string content_type;
  std::string extension;  ///< without dot
  int width = 0;          ///< pixels
  int height = 0;
  int source_width = 0;  ///< after EXIF orientation
  int source_height = 0;
};

/// The image core, run on the CPU pool. Options are by name, as `POST /resize` takes them (width, height, fit, format,
/// quality, ...). Throws aws::Error with status 400 (BadOption), 413 (TooLarge), 415 (UnsupportedFormat) or
/// 422 (CorruptImage).
class ImageResizer {
 public:
  virtual ~ImageResizer() = default;
  virtual boost::asio::awaitable<ResizedImage> resize(std::string image,
                                                      std::map<std::string, std::string> options) = 0;
};

/// One line of a log, at the time it was written.
struct LogLine {
  aws::TimeMs time = 0;
  std::string text;
};

/// Where a service writes the logs of its resources: CloudWatch Logs, which makes the group and the stream where they
/// are missing. Thread-safe; returns at once, never throws. Lines of one stream are kept in the order of the calls,
/// and reads of the Logs API that come after the call see them.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(const std::string& account, const std::string& region, const std::string& group,
                     const std::string& stream, std::vector<LogLine> lines) = 0;
};

/// One measured value of an AWS namespace.
struct Measurement {
  std::string metric_namespace;                   ///< "AWS/Lambda"
  std::string name;                               ///< "Invocations"
  std::map<std::string, std::string> dimensions;  ///< {"FunctionName": ...}
  double value = 0;
  std::string unit = "Count";  ///< as PutMetricData names units
};

/// Where a service tells what happened: CloudWatch, under the time of the call. Thread-safe; returns at once, never
/// throws.
class MetricSink {
 public:
  virtual ~MetricSink() = default;
  virtual void record(const std::string& account, const std::string& region, std::vector<Measurement> values) = 0;
};

}  // namespace cloudling
