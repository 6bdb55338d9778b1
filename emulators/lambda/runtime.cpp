#include "emulators/lambda/runtime.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "emulators/lambda/bootstraps.h"
#include "emulators/lambda/isolation.h"

namespace cloudling::lambda {

namespace {

constexpr const char* kPythonBootstrap = "bootstrap.py";
constexpr const char* kNodeBootstrap = "bootstrap.mjs";

constexpr const char* kSystemFolders = "/usr/bin:/usr/local/bin:/bin";

std::optional<std::string> find_in(const std::string& folders, const std::string& name) {
  for (size_t begin = 0; begin < folders.size();) {
    const size_t end = std::min(folders.find(':', begin), folders.size());
    const std::string candidate = folders.substr(begin, end - begin) + "/" + name;
    if (candidate.front() == '/' && access(candidate.c_str(), X_OK) == 0) return candidate;
    begin = end + 1;
  }
  return std::nullopt;
}

/// The program in the system's folders, or else in PATH.
std::string require_program(const std::string& name, const std::string& runtime) {
  const char* path = std::getenv("PATH");
  auto program = find_in(kSystemFolders, name);
  if (!program && path) program = find_in(path, name);
  if (!program) throw std::runtime_error("This machine has no " + name + " to run functions of runtime " + runtime);
  return *program;
}

/// The very version where the system has it; version managers' shims in PATH promise more than they have.
std::string python(const std::string& runtime) {
  const auto exact = find_in(kSystemFolders, runtime);
  return exact ? *exact : require_program("python3", runtime);
}

/// The plan's folders as the function sees them.
LaunchPlan as_seen(LaunchPlan plan) {
  if (!plan.isolated) return plan;
  plan.code = "/var/task";
  if (!plan.layers.empty()) plan.layers = "/opt";
  plan.bootstraps = "/var/runtime";
  plan.scratch = "/tmp";
  return plan;
}

std::vector<std::string> provided_command(const LaunchPlan& plan, const LaunchPlan& seen) {
  if (access((plan.code / "bootstrap").c_str(), X_OK) == 0) return {(seen.code / "bootstrap").string()};
  if (!plan.layers.empty() && access((plan.layers / "bootstrap").c_str(), X_OK) == 0)
    return {(seen.layers / "bootstrap").string()};
  throw std::runtime_error("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
}

std::vector<std::string> inner_command(const LaunchPlan& plan, const LaunchPlan& seen) {
  switch (language_of(plan.runtime).value()) {
    case Language::kPython:
      return {python(plan.runtime), "-u", (seen.bootstraps / kPythonBootstrap).string()};
    case Language::kNode: {
      // The heap has to stay within the memory that the function has; the rest of the process takes some, too.
      const std::string heap = "--max-old-space-size=" + std::to_string(std::max<int64_t>(plan.memory_mb * 9 / 10, 64));
      return {require_program("node", plan.runtime), heap, (seen.bootstraps / kNodeBootstrap).string()};
    }
    case Language::kProvided:
      return provided_command(plan, seen);
  }
  throw std::logic_error("a language without a command");
}

/// Joined where the first is not empty.
std::string below(const std::filesystem::path& folder, const std::string& rest) {
  return folder.empty() ? "" : (folder / rest).string();
}

void write_file(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("The file cannot be written: " + file.string());
}

}  // namespace

std::optional<Language> language_of(const std::string& runtime) {
  if (runtime.starts_with("python3.")) return Language::kPython;
  if (runtime.starts_with("nodejs") && runtime.ends_with(".x")) return Language::kNode;
  if (runtime.starts_with("provided")) return Language::kProvided;
  return std::nullopt;
}

std::vector<std::string> command_of(const LaunchPlan& plan) {
  std::vector<std::string> command = inner_command(plan, as_seen(plan));
  return plan.isolated ? isolated(plan, std::move(command)) : command;
}

std::vector<std::string> environment_of(const LaunchPlan& given) {
  const LaunchPlan plan = as_seen(given);
  std::map<std::string, std::string> all{
      {"AWS_LAMBDA_RUNTIME_API", plan.runtime_api},
      {"_HANDLER", plan.handler},
      {"LAMBDA_TASK_ROOT", plan.code.string()},
      {"LAMBDA_RUNTIME_DIR", plan.bootstraps.string()},
      {"AWS_LAMBDA_FUNCTION_NAME", plan.function_name},
      {"AWS_LAMBDA_FUNCTION_VERSION", plan.version},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(plan.memory_mb)},
      {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
      {"AWS_LAMBDA_LOG_GROUP_NAME", plan.log_group},
      {"AWS_LAMBDA_LOG_STREAM_NAME", plan.log_stream},
      {"AWS_LAMBDA_LOG_FORMAT", plan.log_format},
      {"AWS_REGION", plan.region},
      {"AWS_DEFAULT_REGION", plan.region},
      {"AWS_ACCESS_KEY_ID", plan.account},
      {"AWS_SECRET_ACCESS_KEY", "cloudling"},
      {"AWS_SESSION_TOKEN", "cloudling"},
      {"AWS_ENDPOINT_URL", plan.endpoint},
      {"AWS_EC2_METADATA_DISABLED", "true"},
      {"LANG", "en_US.UTF-8"},
      {"TZ", ":UTC"},
      {"HOME", plan.scratch.string()},
      {"TMPDIR", plan.scratch.string()},
      {"PATH", "/usr/local/bin:/usr/bin:/bin:" + below(plan.layers, "bin")},
      {"LD_LIBRARY_PATH", plan.code.string() + ":" + (plan.code / "lib").string() + ":" + below(plan.layers, "lib")},
      {"NODE_PATH", below(plan.layers, "nodejs/node_modules")},
  };
  if (language_of(plan.runtime) != Language::kProvided) all["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + plan.runtime;
  if (plan.log_format == "JSON") all["AWS_LAMBDA_LOG_LEVEL"] = plan.log_level;
  if (!plan.layers.empty()) all["CLOUDLING_LAYERS"] = plan.layers.string();
  for (const auto& [name, value] : plan.variables) all[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

void write_bootstraps(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  write_file(folder / kPythonBootstrap, kPythonSource);
  write_file(folder / kNodeBootstrap, kNodeSource);
}

}  // namespace cloudling::lambda
