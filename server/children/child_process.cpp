#include "server/children/child_process.h"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>

namespace cloudling::server {

namespace asio = boost::asio;

namespace {

constexpr int kMaxDepth = 16;  // generations of descendants that are looked at

uint64_t resident_bytes_of(pid_t pid, int depth) {
  const std::string process = "/proc/" + std::to_string(pid);
  uint64_t size = 0;
  uint64_t resident = 0;
  std::ifstream(process + "/statm") >> size >> resident;
  resident *= static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  if (depth == 0) return resident;
  std::ifstream children(process + "/task/" + std::to_string(pid) + "/children");
  for (pid_t child = 0; children >> child;) resident += resident_bytes_of(child, depth - 1);
  return resident;
}

}  // namespace

uint64_t resident_bytes_of(pid_t pid) { return resident_bytes_of(pid, kMaxDepth); }

ChildProcess::ChildProcess(asio::io_context& io, pid_t pid, int output, lambda::ChildEvents events)
    : output_(io, output), pid_(pid), events_(std::move(events)) {
  output_.non_blocking(true);
}

void ChildProcess::begin() { asio::co_spawn(output_.get_executor(), read(shared_from_this()), asio::detached); }

asio::awaitable<void> ChildProcess::read(std::shared_ptr<ChildProcess> self) {
  for (;;) {
    auto token = asio::as_tuple(asio::use_awaitable);
    const auto [error] = co_await self->output_.async_wait(asio::posix::stream_descriptor::wait_read, token);
    if (error || !self->read_what_is_there()) co_return;
  }
}

/// False at the end of the output.
bool ChildProcess::read_what_is_there() {
  const std::lock_guard lock(mutex_);
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    const ssize_t length = ::read(output_.native_handle(), buffer.data(), buffer.size());
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) return length < 0 && errno == EAGAIN;
    if (events_.on_output) events_.on_output(std::string_view(buffer.data(), static_cast<size_t>(length)));
  }
}

void ChildProcess::drain() { read_what_is_there(); }

void ChildProcess::exited(lambda::ChildExit exit) {
  running_ = false;
  read_what_is_there();
  const std::lock_guard lock(mutex_);
  if (events_.on_exit) events_.on_exit(exit);
}

void ChildProcess::forget() {
  const std::lock_guard lock(mutex_);
  events_ = {};
  boost::system::error_code ignored;
  output_.cancel(ignored);
}

void ChildProcess::signal_all(int signal) {
  if (running_) ::killpg(pid_, signal);
}

uint64_t ChildProcess::resident_bytes() { return running_ ? resident_bytes_of(pid_) : 0; }

}  // namespace cloudling::server
