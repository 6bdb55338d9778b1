#include "server/children/child_processes.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "server/children/child_process.h"

namespace cloudling::server {

namespace asio = boost::asio;
using asio::awaitable;

namespace {

constexpr int kPatienceMs = 100;

/// What the owner of a child holds: its end ends the process.
class OwnedChild final : public lambda::Child {
 public:
  OwnedChild(ChildProcesses& processes, std::shared_ptr<ChildProcess> process)
      : processes_(processes), process_(std::move(process)) {}

  ~OwnedChild() override {
    process_->forget();
    kill();
  }

  void kill() override {
    if (process_->running()) processes_.kill(process_->pid());
  }
  void freeze() override { process_->signal_all(SIGSTOP); }
  void thaw() override { process_->signal_all(SIGCONT); }
  void drain() override { process_->drain(); }
  uint64_t resident_bytes() override { return process_->resident_bytes(); }

 private:
  ChildProcesses& processes_;
  std::shared_ptr<ChildProcess> process_;
};

}  // namespace

ChildProcesses::ChildProcesses(asio::io_context& io, Supervisor supervisor)
    : io_(io), supervisor_(std::move(supervisor)), socket_(io, supervisor_.socket) {
  asio::co_spawn(io_, listen(), asio::detached);
}

ChildProcesses::~ChildProcesses() {
  socket_.close();
  waitpid(supervisor_.pid, nullptr, 0);
}

awaitable<std::unique_ptr<lambda::Child>> ChildProcesses::start(lambda::ChildSpec spec, lambda::ChildEvents events) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
  auto pending = std::make_shared<Pending>();
  pending->events = std::move(events);
  pending->output = ends[0];
  json::Value message = json::Value::object();
  {
    const std::lock_guard lock(mutex_);
    message["start"] = ++last_id_;
    pending_[last_id_] = pending;
  }
  message["command"] = spec.command;
  message["environment"] = spec.environment;
  message["folder"] = spec.folder;
  std::string unsent;
  try {
    send(message, ends[1]);
  } catch (const std::runtime_error& error) {
    unsent = error.what();
  }
  close(ends[1]);
  if (!unsent.empty()) {
    close(ends[0]);
    const std::lock_guard lock(mutex_);
    pending_.erase(message["start"].get<int64_t>());
    throw std::runtime_error(unsent);
  }
  const std::string problem = co_await pending->outcome.get();
  if (!problem.empty()) throw std::runtime_error(spec.command[0] + ": " + problem);
  std::unique_ptr<lambda::Child> child = std::make_unique<OwnedChild>(*this, pending->child);
  pending->child->begin();
  co_return child;
}

void ChildProcesses::kill(pid_t pid) {
  json::Value message = json::Value::object();
  message["kill"] = pid;
  try {
    send(message);
  } catch (const std::runtime_error&) {
    return;  // the supervisor is gone, and its children with it
  }
}

awaitable<void> ChildProcesses::listen() {
  for (;;) {
    auto token = asio::as_tuple(asio::use_awaitable);
    const auto [error] = co_await socket_.async_wait(asio::posix::stream_descriptor::wait_read, token);
    if (error || !receive()) co_return;
  }
}

/// False where the supervisor is gone.
bool ChildProcesses::receive() {
  std::string text(kMaxSupervisorMessage, '\0');
  const ssize_t length = recv(socket_.native_handle(), text.data(), text.size(), MSG_DONTWAIT);
  if (length < 0) return errno == EAGAIN || errno == EINTR;
  if (length == 0) return false;
  text.resize(static_cast<size_t>(length));
  if (const auto message = json::parse(text)) handle(*message);
  return true;
}

void ChildProcesses::handle(const json::Value& message) {
  if (message.contains("exited")) return exited(message);
  const bool runs = message.contains("started");
  std::shared_ptr<Pending> pending;
  {
    const std::lock_guard lock(mutex_);
    const auto found = pending_.find(message.at(runs ? "started" : "failed").get<int64_t>());
    if (found == pending_.end()) return;
    pending = found->second;
    pending_.erase(found);
  }
  if (runs) started(pending, message.at("pid").get<pid_t>());
  if (!runs) close(pending->output);
  pending->outcome.set(runs ? "" : message.at("error").get<std::string>());
}

void ChildProcesses::started(const std::shared_ptr<Pending>& pending, pid_t pid) {
  pending->child = std::make_shared<ChildProcess>(io_, pid, pending->output, std::move(pending->events));
  const std::lock_guard lock(mutex_);
  children_[pid] = pending->child;
}

void ChildProcesses::exited(const json::Value& message) {
  std::shared_ptr<ChildProcess> child;
  {
    const std::lock_guard lock(mutex_);
    const auto found = children_.find(message.at("exited").get<pid_t>());
    if (found == children_.end()) return;
    child = found->second.lock();
    children_.erase(found);
  }
  if (child) child->exited({message.at("status").get<int>(), message.at("signal").get<int>()});
}

void ChildProcesses::send(const json::Value& message, int descriptor) {
  std::string text = json::write(message);
  if (text.size() > kMaxSupervisorMessage) throw std::runtime_error("Its command and environment are too long");
  iovec part{text.data(), text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  if (descriptor >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    cmsghdr* attached = CMSG_FIRSTHDR(&header);
    attached->cmsg_level = SOL_SOCKET;
    attached->cmsg_type = SCM_RIGHTS;
    attached->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(attached), &descriptor, sizeof descriptor);
  }
  const std::lock_guard lock(sending_);
  while (sendmsg(socket_.native_handle(), &header, MSG_NOSIGNAL) < 0) {
    if (errno != EAGAIN && errno != EINTR) throw std::runtime_error(std::string("supervisor: ") + std::strerror(errno));
    // Many children at once: the supervisor takes a message in far less than a millisecond.
    pollfd room{socket_.native_handle(), POLLOUT, 0};
    poll(&room, 1, kPatienceMs);
  }
}

}  // namespace cloudling::server
