#include "server/children/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::server {

namespace {

constexpr rlim_t kMaxOpenFiles = 1024;  // as on Lambda
constexpr rlim_t kMaxProcesses = 1024;  // as on Lambda; of the user, where it is not root
constexpr int kCannotRun = 127;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

void limit(__rlimit_resource resource, rlim_t most) {
  rlimit bounds{};
  getrlimit(resource, &bounds);
  bounds.rlim_cur = std::min(most, bounds.rlim_max);
  bounds.rlim_max = bounds.rlim_cur;
  setrlimit(resource, &bounds);
}

/// In the new child: a session, descriptors, limits and signals of its own, then the program.
[[noreturn]] void become(const json::Value& message, int output, pid_t supervisor) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != supervisor) _exit(kCannotRun);
  dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  close_range(3, ~0u, 0);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  limit(RLIMIT_NOFILE, kMaxOpenFiles);
  limit(RLIMIT_CORE, 0);
  if (getuid() != 0) limit(RLIMIT_NPROC, kMaxProcesses);
  auto command = message.at("command").get<std::vector<std::string>>();
  auto environment = message.at("environment").get<std::vector<std::string>>();
  const std::string folder = message.at("folder").get<std::string>();
  if (chdir(folder.c_str()) == 0) execve(command[0].c_str(), pointers(command).data(), pointers(environment).data());
  const std::string problem = command[0] + ": " + std::strerror(errno) + "\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, problem.data(), problem.size());
  _exit(kCannotRun);
}

class Loop {
 public:
  Loop(int socket, std::filesystem::path folder) : socket_(socket), folder_(std::move(folder)) {}

  [[noreturn]] void run();

 private:
  bool receive();
  void start(const json::Value& message, int output);
  void reap();
  void send(const json::Value& message);
  [[noreturn]] void end();

  int socket_;
  std::filesystem::path folder_;
  std::set<pid_t> children_;
};

void Loop::run() {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child, nullptr);
  const int signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  for (;;) {
    pollfd waits[] = {{socket_, POLLIN, 0}, {signals, POLLIN, 0}};
    if (poll(waits, 2, -1) < 0 && errno != EINTR) end();
    signalfd_siginfo info;
    while (read(signals, &info, sizeof info) > 0) continue;
    reap();
    if (waits[0].revents != 0 && !receive()) end();
  }
}

/// False at the end.
bool Loop::receive() {
  std::string text(kMaxSupervisorMessage, '\0');
  iovec part{text.data(), text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  const ssize_t length = recvmsg(socket_, &header, MSG_CMSG_CLOEXEC);
  if (length < 0) return errno == EINTR;
  if (length == 0) return false;
  text.resize(static_cast<size_t>(length));
  int output = -1;
  if (const cmsghdr* attached = CMSG_FIRSTHDR(&header); attached && attached->cmsg_type == SCM_RIGHTS)
    std::memcpy(&output, CMSG_DATA(attached), sizeof output);
  const auto message = json::parse(text);
  if (message && message->contains("start")) start(*message, output);
  if (message && message->contains("kill")) {
    const pid_t pid = message->at("kill").get<pid_t>();
    if (children_.contains(pid)) ::kill(-pid, SIGKILL), ::kill(pid, SIGKILL);
  }
  if (output >= 0) close(output);
  return true;
}

void Loop::start(const json::Value& message, int output) {
  const pid_t supervisor = getpid();
  const pid_t pid = fork();
  if (pid == 0) become(message, output, supervisor);
  json::Value answer = json::Value::object();
  if (pid < 0) {
    answer["failed"] = message.at("start");
    answer["error"] = std::strerror(errno);
  } else {
    children_.insert(pid);
    answer["started"] = message.at("start");
    answer["pid"] = pid;
  }
  send(answer);
}

void Loop::reap() {
  int status = 0;
  for (pid_t pid = 0; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
    if (children_.erase(pid) == 0) continue;  // a descendant that had lost its parent
    ::kill(-pid, SIGKILL);
    json::Value message = json::Value::object();
    message["exited"] = pid;
    message["status"] = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    message["signal"] = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    send(message);
  }
}

void Loop::send(const json::Value& message) {
  const std::string text = json::write(message);
  while (::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) < 0 && errno == EINTR) continue;
}

/// Every process that descends from this one is a child of it sooner or later: so until there is none.
void Loop::end() {
  close(socket_);
  const std::string list = "/proc/self/task/" + std::to_string(getpid()) + "/children";
  for (int rounds = 0; rounds < 1000; ++rounds) {
    for (const pid_t child : children_) ::kill(-child, SIGKILL);
    std::ifstream children(list);
    for (pid_t pid = 0; children >> pid;) ::kill(pid, SIGKILL);
    while (waitpid(-1, nullptr, WNOHANG) > 0) continue;
    if (waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD) break;
    usleep(5000);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  _exit(0);
}

}  // namespace

Supervisor start_supervisor() {
  std::string folder = (std::filesystem::temp_directory_path() / "cloudling-XXXXXX").string();
  if (!mkdtemp(folder.data())) fail("The folder for functions cannot be made");
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) fail("socketpair");
  const pid_t pid = fork();
  if (pid < 0) fail("fork");
  if (pid == 0) {
    close(sockets[0]);
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(null, standard);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(signal, SIG_IGN);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NAME, "cloudling-super");
    Loop(sockets[1], folder).run();
  }
  close(sockets[1]);
  return {.socket = sockets[0], .pid = pid, .folder = folder};
}

}  // namespace cloudling::server
