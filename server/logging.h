#pragma once

// Log lines on stderr: text for people, JSON for collectors. Access lines are gathered and written some moments later
// by a thread that starts with the first of them; all other lines are written at once. Any thread may log.

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "server/http/http_server.h"

namespace cloudling::server {

enum class LogFormat : uint8_t { kText, kJson };
enum class LogLevel : uint8_t { kError, kWarning, kInfo, kDebug };

struct LogConfig {
  LogFormat format = LogFormat::kText;
  LogLevel level = LogLevel::kInfo;
  bool access = true;  ///< one line a request; at level kInfo and kDebug only
};

struct Loggers;

/// One in a process, made by main; where there is none, the functions below do nothing. Writes out what is gathered
/// when it ends.
class Logging {
 public:
  explicit Logging(const LogConfig& config);
  ~Logging();
  Logging(const Logging&) = delete;
  Logging& operator=(const Logging&) = delete;

  /// For HttpServerOptions::on_request; empty where access lines are off. Good for as long as this object is.
  std::function<void(const AccessRecord&)> access_logger();

 private:
  std::shared_ptr<Loggers> loggers_;
};

void log_error(std::string_view message);
void log_warning(std::string_view message);
void log_info(std::string_view message);
void log_debug(std::string_view message);

}  // namespace cloudling::server
