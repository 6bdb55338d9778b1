#pragma once

// The few interfaces through which services reach each other and the resizer. Operations of other services are called
// through aws::Caller; what is here has no AWS operation.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/http.h"

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

/// A request to a server outside: an HTTP integration, an API destination, an HTTP task.
struct OutgoingRequest {
  std::string method = "GET";
  std::string url;       ///< "https://host:port/path?query", escaped as it goes on the wire
  aws::Headers headers;  ///< Host, Content-Length and Connection are the client's, unless Host is given
  std::string body;
  std::chrono::milliseconds timeout{30000};  ///< for all of it
  size_t response_bytes = 10 << 20;          ///< the largest body that is read
};

struct OutgoingResponse {
  int status = 0;
  aws::Headers headers;  ///< in order; without those that frame the message
  std::string body;      ///< whole, as sent: not decompressed
};

/// Why there is no answer.
class HttpFailure : public std::runtime_error {
 public:
  enum class Kind {
    kRequest,      ///< the URL, the method or a field can't be sent
    kUnreachable,  ///< the name is unknown, or nobody listens
    kTls,          ///< the certificate can't be trusted, or the handshake failed
    kTimeout,
    kTooLarge,  ///< the answer is larger than allowed
    kBroken     ///< the connection ended early, or what came is no HTTP
  };
  HttpFailure(Kind kind, const std::string& message) : std::runtime_error(message), kind(kind) {}
  const Kind kind;
};

/// Sends requests to servers outside, HTTP/1.1, TLS verified, a connection each. Redirects are answers, not followed.
/// Names under `localhost` are this machine's; names of AWS (`*.amazonaws.com`, `*.on.aws`) are this process' own.
/// Thread-safe.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// Throws HttpFailure where there is no answer; any status is one.
  virtual boost::asio::awaitable<OutgoingResponse> send(OutgoingRequest request) = 0;
};

/// What an EventBridge connection adds to requests that are made in its name: names and values, not escaped. The headers
/// have the authorization.
struct ConnectionParameters {
  using List = std::vector<std::pair<std::string, std::string>>;
  List headers;
  List query;
  List body;
};

/// EventBridge's connections, as other services use them. Thread-safe.
class HttpConnections {
 public:
  virtual ~HttpConnections() = default;

  /// Asks the authorization server for a token where one is needed and none is at hand. Throws aws::Error: 404 where
  /// there is no such connection, 400 where it is not authorized, others where no token was given.
  virtual boost::asio::awaitable<ConnectionParameters> parameters(std::string connection_arn) = 0;

  /// A server did not accept the authorization (401, 407): the next is asked for anew.
  virtual void refused(const std::string& connection_arn) = 0;
};

}  // namespace cloudling
