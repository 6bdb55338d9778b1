#include "emulators/lambda/isolation.h"

#include <array>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

#include "emulators/aws/one_shot.h"

namespace cloudling::lambda {

using boost::asio::awaitable;
namespace fs = std::filesystem;

namespace {

constexpr const char* kProgram = "/usr/bin/bwrap";

/// What programs look for outside of /usr: names, certificates, time zone. Nothing that is secret.
constexpr std::array kSettings = {"/etc/alternatives", "/etc/ca-certificates", "/etc/group",      "/etc/hosts",
                                  "/etc/ld.so.cache",  "/etc/localtime",       "/etc/mime.types", "/etc/nsswitch.conf",
                                  "/etc/passwd",       "/etc/resolv.conf",     "/etc/ssl",        "/etc/fonts"};

using Arguments = std::vector<std::string>;

void add(Arguments& arguments, Arguments more) {
  for (std::string& argument : more) arguments.push_back(std::move(argument));
}

/// The machine's programs and libraries; folders that are links into /usr stay so.
Arguments system_arguments() {
  Arguments arguments{kProgram,     "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts",
                      "--hostname", "localhost",         "--proc",        "/proc",         "--dev",
                      "/dev",       "--ro-bind",         "/usr",          "/usr"};
  for (const std::string folder : {"/bin", "/lib", "/lib64", "/sbin"}) {
    std::error_code none;
    if (fs::is_symlink(folder, none))
      add(arguments, {"--symlink", fs::read_symlink(folder, none).string(), folder});
    else if (fs::is_directory(folder, none))
      add(arguments, {"--ro-bind", folder, folder});
  }
  for (const char* setting : kSettings) add(arguments, {"--ro-bind-try", setting, setting});
  return arguments;
}

/// The folder that an interpreter from elsewhere (a version manager's, say) needs beside /usr.
void add_interpreter(Arguments& arguments, const std::string& program) {
  for (const char* known : {"/usr/", "/bin/", "/var/task/", "/opt/"}) {
    if (program.starts_with(known)) return;
  }
  std::error_code none;
  for (const fs::path& path : {fs::path(program), fs::weakly_canonical(program, none)}) {
    const std::string prefix = path.parent_path().parent_path().string();
    if (prefix.size() > 1) add(arguments, {"--ro-bind-try", prefix, prefix});
  }
}

}  // namespace

awaitable<bool> Isolation::available(Host& host) {
  {
    const std::lock_guard lock(mutex_);
    if (available_) co_return *available_;
  }
  auto ended = std::make_shared<aws::OneShot<ChildExit>>();
  ChildSpec spec{.command = system_arguments(), .environment = {}, .folder = "/"};
  add(spec.command, {"--size", "4096", "--tmpfs", "/tmp", "/bin/true"});
  ChildEvents events{.on_output = [](std::string_view) {}, .on_exit = [ended](ChildExit exit) { ended->set(exit); }};
  bool works = fs::exists(kProgram);
  if (works) {
    auto starting = host.start(std::move(spec), std::move(events));
    const std::unique_ptr<Child> child = co_await std::move(starting);
    const ChildExit exit = co_await ended->get();
    works = exit.status == 0 && exit.signal == 0;
  }
  const std::lock_guard lock(mutex_);
  if (!available_ && !works)
    host.log("Functions run without a file system of their own: bubblewrap is missing or not permitted here.");
  available_ = works;
  co_return works;
}

std::vector<std::string> isolated(const LaunchPlan& plan, std::vector<std::string> command) {
  Arguments arguments = system_arguments();
  add_interpreter(arguments, command[0]);
  add(arguments, {"--ro-bind", plan.code.string(), "/var/task", "--ro-bind", plan.bootstraps.string(), "/var/runtime",
                  "--size", std::to_string(plan.storage_mb << 20), "--tmpfs", "/tmp"});
  if (!plan.layers.empty()) add(arguments, {"--ro-bind", plan.layers.string(), "/opt"});
  add(arguments, {"--chdir", "/var/task"});
  add(arguments, std::move(command));
  return arguments;
}

}  // namespace cloudling::lambda
