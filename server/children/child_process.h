#pragma once

#include <sys/types.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <mutex>

#include "emulators/lambda/host.h"

namespace cloudling::server {

/// A child as the server sees it: the read end of its output, and what it told of its end.
class ChildProcess : public std::enable_shared_from_this<ChildProcess> {
 public:
  ChildProcess(boost::asio::io_context& io, pid_t pid, int output, lambda::ChildEvents events);

  void begin();  ///< to hand on output as it comes
  void drain();
  void exited(lambda::ChildExit exit);
  void forget();  ///< no callback begins after this

  void signal_all(int signal);  ///< to it and those of its descendants that stayed in its group

  pid_t pid() const { return pid_; }
  bool running() const { return running_; }
  uint64_t resident_bytes();

 private:
  static boost::asio::awaitable<void> read(std::shared_ptr<ChildProcess> self);
  bool read_what_is_there();

  boost::asio::posix::stream_descriptor output_;
  const pid_t pid_;
  std::recursive_mutex mutex_;  ///< held in callbacks, so that they come one at a time
  lambda::ChildEvents events_;
  std::atomic<bool> running_{true};
};

/// Bytes resident of a process and its descendants, as /proc tells; 0 where it is gone.
uint64_t resident_bytes_of(pid_t pid);

}  // namespace cloudling::server
