#pragma once

// What running functions need of the process around them: child processes, a folder for their files, and an HTTP
// listener a worker. The server has them; tests may bring their own.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "emulators/aws/http.h"

namespace cloudling::lambda {

/// How a child process is started.
struct ChildSpec {
  std::vector<std::string> command;      ///< the program's absolute path and its arguments
  std::vector<std::string> environment;  ///< "NAME=value": all that it gets
  std::string folder;                    ///< its working directory
};

/// How it ended: by an exit status or by a signal.
struct ChildExit {
  int status = 0;
  int signal = 0;
};

/// A running child, the leader of a session of its own. Thread-safe. Its end takes what it started with it.
class Child {
 public:
  virtual ~Child() = default;  ///< kills it; the callbacks are not called any more

  virtual void kill() = 0;

  /// Stops it and what it started until thaw(), without an end of anything. Cheap.
  virtual void freeze() = 0;
  virtual void thaw() = 0;

  /// Hands what it has written by now to on_output, before this returns.
  virtual void drain() = 0;

  /// Bytes of memory that it and its descendants have resident, and the most that was seen so far.
  virtual uint64_t resident_bytes() = 0;
};

struct ChildEvents {
  std::function<void(std::string_view bytes)> on_output;  ///< of standard output and error, one call at a time
  std::function<void(ChildExit)> on_exit;                 ///< once, after the last output
};

/// An open HTTP listener on the loopback address; ends with its destruction.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual uint16_t port() const = 0;
};

using RequestHandler = std::function<boost::asio::awaitable<aws::HttpResponse>(aws::HttpRequest)>;

class Host {
 public:
  virtual ~Host() = default;

  /// Throws std::runtime_error, saying why, where it cannot be started.
  virtual boost::asio::awaitable<std::unique_ptr<Child>> start(ChildSpec spec, ChildEvents events) = 0;

  virtual std::unique_ptr<Listener> listen(RequestHandler handler) = 0;

  /// For code and temporary files; only this user reads it. Gone when the process has ended, however it ended.
  virtual std::filesystem::path folder() const = 0;

  /// Where functions reach this process: "http://127.0.0.1:4566".
  virtual std::string endpoint() const = 0;

  /// Runs what belongs to no request.
  virtual boost::asio::any_io_executor executor() const = 0;

  /// For the operator: a line in the server's log.
  virtual void log(const std::string& line) = 0;
};

}  // namespace cloudling::lambda
