#pragma once

// The server's side of the supervisor: starts children, hears their output and their ends.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "asl/json/json.h"
#include "emulators/aws/one_shot.h"
#include "emulators/lambda/host.h"
#include "server/children/supervisor.h"

namespace cloudling::server {

class ChildProcess;

/// Thread-safe. Outlives the children it has started.
class ChildProcesses {
 public:
  ChildProcesses(boost::asio::io_context& io, Supervisor supervisor);

  /// Ends all children and waits for the supervisor to be gone. The io_context no longer runs.
  ~ChildProcesses();

  const std::filesystem::path& folder() const { return supervisor_.folder; }

  boost::asio::awaitable<std::unique_ptr<lambda::Child>> start(lambda::ChildSpec spec, lambda::ChildEvents events);

  void kill(pid_t pid);

 private:
  struct Pending {
    lambda::ChildEvents events;
    int output = -1;
    aws::OneShot<std::string> outcome;  ///< "" when it runs, else why not
    std::shared_ptr<ChildProcess> child;
  };

  boost::asio::awaitable<void> listen();
  bool receive();
  void handle(const json::Value& message);
  void started(const std::shared_ptr<Pending>& pending, pid_t pid);
  void exited(const json::Value& message);
  void send(const json::Value& message, int descriptor = -1);

  boost::asio::io_context& io_;
  Supervisor supervisor_;
  boost::asio::posix::stream_descriptor socket_;
  std::mutex sending_;
  std::mutex mutex_;
  int64_t last_id_ = 0;
  std::map<int64_t, std::shared_ptr<Pending>> pending_;
  std::map<pid_t, std::weak_ptr<ChildProcess>> children_;
};

}  // namespace cloudling::server
