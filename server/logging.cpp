#include "server/logging.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/sink.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace cloudling::server {

namespace {

constexpr size_t kGatheredBytes = 64 * 1024;
constexpr std::chrono::milliseconds kGatherFor{100};
constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";  // %v: members

void write_all(std::string_view text) {
  while (!text.empty()) {
    ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody reads: a log is no reason to fail
    text.remove_prefix(static_cast<size_t>(written));
  }
}

std::unique_ptr<spdlog::formatter> formatter(LogFormat format) {
  const char* pattern = format == LogFormat::kJson ? kJsonPattern : kTextPattern;
  return std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc);
}

/// Gathers lines and writes them within kGatherFor, or at once with flush(). Its thread sleeps while there are none.
class StderrSink : public spdlog::sinks::sink {
 public:
  explicit StderrSink(LogFormat format) : formatter_(formatter(format)), interactive_(isatty(STDERR_FILENO) != 0) {}

  ~StderrSink() override {
    {
      std::lock_guard lock(mutex_);
      ended_ = true;
    }
    gathered_.notify_all();
    if (writer_.joinable()) writer_.join();
    write_all(lines_);
  }

  void log(const spdlog::details::log_msg& message) override {
    std::lock_guard lock(mutex_);
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    bool first = lines_.empty();
    lines_.append(line.data(), line.size());
    if (interactive_ || lines_.size() >= kGatheredBytes) {
      write_gathered();
    } else if (!writer_.joinable() && message.logger_name == "access") {
      writer_ = std::thread([this] { write_now_and_then(); });
    } else if (first) {
      gathered_.notify_one();
    }
  }

  void flush() override {
    std::lock_guard lock(mutex_);
    write_gathered();
  }

  void set_pattern(const std::string&) override {}
  void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

 private:
  void write_gathered() {
    write_all(lines_);
    lines_.clear();
  }

  void write_now_and_then() {
    std::unique_lock lock(mutex_);
    while (!ended_) {
      gathered_.wait(lock, [this] { return ended_ || !lines_.empty(); });
      gathered_.wait_for(lock, kGatherFor, [this] { return ended_; });
      write_gathered();
    }
  }

  std::mutex mutex_;
  std::condition_variable gathered_;
  std::unique_ptr<spdlog::formatter> formatter_;
  std::string lines_;
  std::thread writer_;
  bool interactive_;
  bool ended_ = false;
};

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kDebug:
      break;
  }
  return spdlog::level::debug;
}

void append_escaped(std::string& out, std::string_view text) {
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
}

/// A raw target may hold bytes that are no UTF-8, which JSON does not allow.
void append_target(std::string& out, std::string_view target) {
  for (char c : target) {
    if (static_cast<unsigned char>(c) < 0x80) {
      append_escaped(out, {&c, 1});
    } else {
      fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
}

/// A line stays a line, and a terminal is not driven by what a client sent.
std::string printable(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) c = ' ';
  }
  return line;
}

std::string as_text(const AccessRecord& record) {
  return fmt::format(
      "{} {} {} {} {} B in {} B out {:.1f} ms{}", record.peer, record.method.empty() ? "-" : record.method,
      record.target.empty() ? "-" : printable(record.target), record.status, record.request_body_bytes,
      record.response_body_bytes, static_cast<double>(record.duration.count()) / 1000, record.tls ? " tls" : "");
}

std::string as_json(const AccessRecord& record) {
  std::string line = "\"message\":\"request\",\"method\":\"";
  append_escaped(line, record.method);
  line += "\",\"target\":\"";
  append_target(line, record.target);
  fmt::format_to(std::back_inserter(line),
                 R"(","status":{},"request_bytes":{},"response_bytes":{},"ms":{:.3f},"peer":"{}","tls":{})",
                 record.status, record.request_body_bytes, record.response_body_bytes,
                 static_cast<double>(record.duration.count()) / 1000, record.peer, record.tls);
  return line;
}

}  // namespace

struct Loggers {
  explicit Loggers(const LogConfig& given)
      : config(given),
        sink(std::make_shared<StderrSink>(given.format)),
        messages("cloudling", sink),
        access("access", sink) {
    messages.set_level(spdlog_level(config.level));
    messages.flush_on(spdlog::level::debug);
    access.set_level(spdlog_level(config.level));
  }

  void message(spdlog::level::level_enum level, std::string_view text) {
    if (!messages.should_log(level)) return;
    std::string line;
    if (config.format == LogFormat::kJson) {
      line = "\"message\":\"";
      append_escaped(line, text);
      line += '"';
    } else {
      line = printable(text);
    }
    messages.log(level, spdlog::string_view_t(line));
  }

  void request(const AccessRecord& record) {
    std::string line = config.format == LogFormat::kJson ? as_json(record) : as_text(record);
    access.info(spdlog::string_view_t(line));
  }

  LogConfig config;
  std::shared_ptr<StderrSink> sink;
  spdlog::logger messages;
  spdlog::logger access;
};

namespace {

std::atomic<Loggers*> current_loggers{nullptr};

void log(spdlog::level::level_enum level, std::string_view message) {
  if (Loggers* loggers = current_loggers.load()) loggers->message(level, message);
}

}  // namespace

Logging::Logging(const LogConfig& config) : loggers_(std::make_shared<Loggers>(config)) {
  current_loggers = loggers_.get();
}

Logging::~Logging() {
  current_loggers = nullptr;
  loggers_->sink->flush();
}

std::function<void(const AccessRecord&)> Logging::access_logger() {
  if (!loggers_->config.access || loggers_->config.level < LogLevel::kInfo) return {};
  return [loggers = loggers_](const AccessRecord& record) { loggers->request(record); };
}

void log_error(std::string_view message) { log(spdlog::level::err, message); }
void log_warning(std::string_view message) { log(spdlog::level::warn, message); }
void log_info(std::string_view message) { log(spdlog::level::info, message); }
void log_debug(std::string_view message) { log(spdlog::level::debug, message); }

}  // namespace cloudling::server
