#pragma once

// Runtimes: which program runs a function's code here, and with which environment. (AWS Lambda Developer Guide,
// "Lambda runtimes", "Using environment variables", "Working with layers".)

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cloudling::lambda {

enum class Language { kPython, kNode, kProvided };

/// Nothing for runtimes that are stored only (Java, .NET, Ruby, Go 1.x).
std::optional<Language> language_of(const std::string& runtime);

/// What a worker is started with. Folders are absolute.
struct LaunchPlan {
  std::string account;
  std::string region;
  std::string function_name;
  std::string version;
  std::string runtime;
  std::string handler;
  int64_t memory_mb = 128;
  int64_t storage_mb = 512;                      ///< of /tmp, where the worker is isolated
  std::map<std::string, std::string> variables;  ///< the function's own
  std::filesystem::path code;                    ///< /var/task
  std::filesystem::path layers;                  ///< /opt; "" without layers
  std::filesystem::path bootstraps;              ///< where those of ours are
  std::filesystem::path scratch;                 ///< /tmp, of this worker alone
  std::string log_group;
  std::string log_stream;
  std::string log_format = "Text";  ///< of what the function logs, or "JSON"
  std::string log_level;            ///< the lowest that is logged, of JSON
  bool isolated = false;            ///< the folders are seen as /var/task, /opt, /var/runtime and /tmp
  std::string endpoint;             ///< of this process
  std::string runtime_api;          ///< "127.0.0.1:PORT"
};

/// The program and its arguments. Throws std::runtime_error, for the operator and the caller, where the machine lacks
/// the interpreter.
std::vector<std::string> command_of(const LaunchPlan& plan);

/// "NAME=value", AWS's own names first.
std::vector<std::string> environment_of(const LaunchPlan& plan);

/// Writes the bootstraps of ours into the folder.
void write_bootstraps(const std::filesystem::path& folder);

}  // namespace cloudling::lambda
