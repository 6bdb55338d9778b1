#pragma once

// The log of one worker: what the function prints, line by line, and Lambda's own lines around it.

#include <mutex>
#include <string>
#include <string_view>

#include "emulators/aws/clock.h"
#include "emulators/ports.h"

namespace cloudling::lambda {

/// The stream it goes to.
struct LogPlace {
  std::string account;
  std::string region;
  std::string group;
  std::string stream;
};

/// Thread-safe.
class FunctionLog {
 public:
  FunctionLog(LogSink& sink, const aws::Clock& clock, LogPlace place)
      : sink_(sink), clock_(clock), place_(std::move(place)) {}

  /// Bytes as the process wrote them; a line is told when it has ended. A '\r' within is a line break of a longer
  /// entry.
  void output(std::string_view bytes);

  /// A line of Lambda's; "" for none. What the process left without a line's end comes first.
  void line(std::string text);

  /// Forgets the tail.
  void begin();

  /// The last bytes since begin(), as LogType=Tail shows them.
  std::string tail();

 private:
  void tell(std::string text);

  LogSink& sink_;
  const aws::Clock& clock_;
  const LogPlace place_;
  std::mutex mutex_;
  std::string unfinished_;
  std::string tail_;
};

}  // namespace cloudling::lambda
