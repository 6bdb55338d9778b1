#pragma once

// A file system and a process space of its own for each worker, by bubblewrap where the machine has it and lets it
// work: the code as /var/task and the layers as /opt, both read-only, the worker's own folder as /tmp, of the rest of
// the machine the programs and libraries. The network stays the machine's: functions have to reach this process.

#include <boost/asio/awaitable.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "emulators/lambda/host.h"
#include "emulators/lambda/runtime.h"

namespace cloudling::lambda {

/// Whether bubblewrap works here: tried once. Thread-safe.
class Isolation {
 public:
  boost::asio::awaitable<bool> available(Host& host);

 private:
  std::mutex mutex_;
  std::optional<bool> available_;
};

/// The command, as it runs inside.
std::vector<std::string> isolated(const LaunchPlan& plan, std::vector<std::string> command);

}  // namespace cloudling::lambda
