// `cloudling asl`: validates, runs and tests state machines with no server.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

#include "asl/json/json.h"
#include "asl/testing/rehearsal.h"
#include "emulators/aws/dates.h"
#include "server/verbs.h"

namespace cloudling::server {

namespace fs = std::filesystem;

namespace {

constexpr asl::TimeMs kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z: every run begins then

/// What ends a verb: printed for the user.
struct Unusable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string read_text(const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Unusable("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Prints what was found, a line each; true where it is a valid machine.
bool print_diagnostics(const std::string& path, const asl::ParsedDefinition& parsed) {
  for (const asl::Diagnostic& found : parsed.diagnostics) {
    const bool error = found.severity == asl::Diagnostic::Severity::kError;
    fmt::print(stderr, "{}: {} {} {}: {}\n", path, error ? "ERROR" : "WARNING", found.code, found.location,
               found.message);
  }
  return parsed.definition != nullptr;
}

asl::ExecutionInfo info_of(const std::string& machine, std::string input, bool express) {
  const std::string account = "arn:aws:states:us-east-1:000000000000:";
  asl::ExecutionInfo info;
  info.execution_name = "run";
  info.execution_arn = account + "execution:" + machine + ":run";
  info.state_machine_name = machine;
  info.state_machine_arn = account + "stateMachine:" + machine;
  info.role_arn = "arn:aws:iam::000000000000:role/run";
  info.input = std::move(input);
  info.start_time = kStart;
  info.express = express;
  return info;
}

asl::MockCase mock_case(const std::string& path, const std::string& machine, const std::string& name) {
  if (path.empty()) return {};
  auto parsed = asl::MockConfig::parse(read_text(path));
  if (const auto* problem = std::get_if<std::string>(&parsed)) throw Unusable(path + ": " + *problem);
  const auto& config = std::get<asl::MockConfig>(parsed);
  const asl::MockCase* found = config.find(machine, name);
  if (!found) found = config.find("", name);
  if (!found) throw Unusable(path + ": there is no test case " + name + " (or several machines have one)");
  return *found;
}

const char* status_of(const asl::Rehearsal& run) {
  if (!run.outcome) return "STUCK";
  switch (run.outcome->status) {
    case asl::Outcome::Status::kSucceeded:
      return "SUCCEEDED";
    case asl::Outcome::Status::kFailed:
      return "FAILED";
    case asl::Outcome::Status::kTimedOut:
      return "TIMED_OUT";
    case asl::Outcome::Status::kAborted:
      return "ABORTED";
  }
  return "";
}

void print_run(const asl::Rehearsal& run) {
  for (const asl::HistoryEvent& event : run.history) {
    fmt::print("{:>5} {:>5}  {}  {:<28} {}\n", event.id, event.previous_id, aws::format_iso8601(event.time), event.type,
               event.details);
  }
  fmt::print("\npath    {}\nstatus  {}\n", fmt::join(run.path(), " > "), status_of(run));
  fmt::print("time    {} s\n", static_cast<double>(run.ended - kStart) / 1000);
  if (!run.problem.empty()) fmt::print("why     {}\n", run.problem);
  if (!run.outcome) return;
  if (!run.outcome->output.empty()) fmt::print("output  {}\n", run.outcome->output);
  if (run.outcome->error) fmt::print("error   {}\n", *run.outcome->error);
  if (run.outcome->cause) fmt::print("cause   {}\n", *run.outcome->cause);
}

int validate(const AslCommand& command) {
  const auto parsed = asl::parse_definition(read_text(command.path), command.express);
  if (!print_diagnostics(command.path, parsed)) return 1;
  fmt::print("{}: OK\n", command.path);
  return 0;
}

int run_machine(const AslCommand& command) {
  const auto parsed = asl::parse_definition(read_text(command.path), command.express);
  if (!print_diagnostics(command.path, parsed)) return 2;
  const std::string input = command.input.starts_with('@') ? read_text(command.input.substr(1)) : command.input;
  json::ParseError error;
  if (!json::parse(input, &error)) throw Unusable("the input is no JSON: " + error.message);
  const std::string machine = fs::path(command.path).stem().stem().string();
  const asl::MockCase mocks = mock_case(command.mocks, machine, command.test_case);
  const asl::Rehearsal run = asl::rehearse(parsed.definition, info_of(machine, input, command.express), mocks);
  print_run(run);
  return run.outcome && run.outcome->status == asl::Outcome::Status::kSucceeded ? 0 : 1;
}

/// What one expectation says and the run does not; empty where they agree.
std::string disagreement(const json::Value& expected, const asl::Rehearsal& run) {
  const auto quoted = [](const std::string& text) { return json::write(json::Value(text)); };
  const asl::Outcome outcome = run.outcome.value_or(asl::Outcome());
  for (const auto& [name, wanted] : expected.items()) {
    std::string got;
    if (name == "status") {
      got = quoted(status_of(run));
    } else if (name == "error") {
      got = quoted(outcome.error.value_or(""));
    } else if (name == "cause") {
      got = quoted(outcome.cause.value_or(""));
    } else if (name == "path") {
      got = json::write(json::Value(run.path()));
    } else if (name == "seconds") {
      got = std::to_string((run.ended - kStart) / 1000);
    } else if (name == "output") {
      got = json::write(json::parse(outcome.output).value_or(json::Value()));
    } else {
      throw Unusable("\"expect\" has no member " + name);
    }
    if (got != json::write(wanted)) return name + ": expected " + json::write(wanted) + ", was " + got;
  }
  return "";
}

/// Runs a case file; empty where it passes, else why not.
std::string run_case(const fs::path& path) {
  const auto value = json::parse(read_text(path.string()));
  const auto member = [&](const char* name) { return value ? json::find(*value, name) : nullptr; };
  const json::Value* definition = member("definition");
  const json::Value* expected = member("expect");
  if (!definition || !definition->is_string() || !expected || !expected->is_object()) {
    return "it has no \"definition\" (a file's name) or no \"expect\"";
  }
  const fs::path file = path.parent_path() / definition->get<std::string>();
  const auto parsed = asl::parse_definition(read_text(file.string()));
  if (!print_diagnostics(file.string(), parsed)) return "its definition is not valid";
  const auto text = [&](const char* name) {
    const json::Value* found = member(name);
    return found && found->is_string() ? found->get<std::string>() : std::string();
  };
  const std::string mocks = text("mocks").empty() ? "" : (path.parent_path() / text("mocks")).string();
  const std::string machine = file.stem().stem().string();
  const json::Value* input = member("input");
  const asl::ExecutionInfo info = info_of(machine, input ? json::write(*input) : "{}", false);
  return disagreement(*expected, asl::rehearse(parsed.definition, info, mock_case(mocks, machine, text("case"))));
}

int test_folder(const AslCommand& command) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(command.path)) {
    if (entry.path().string().ends_with(".case.json")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  int failed = 0;
  for (const fs::path& file : files) {
    std::string problem;
    try {
      problem = run_case(file);
    } catch (const std::exception& error) {
      problem = error.what();
    }
    failed += problem.empty() ? 0 : 1;
    fmt::print("{} {}{}{}\n", problem.empty() ? "ok  " : "FAIL", file.string(), problem.empty() ? "" : ": ", problem);
  }
  fmt::print("{} passed, {} failed\n", files.size() - static_cast<size_t>(failed), failed);
  if (files.empty()) throw Unusable("there are no *.case.json in " + command.path);
  return failed == 0 ? 0 : 1;
}

}  // namespace

int run(const AslCommand& command) {
  try {
    switch (command.action) {
      case AslCommand::Action::kValidate:
        return validate(command);
      case AslCommand::Action::kRun:
        return run_machine(command);
      case AslCommand::Action::kTest:
        return test_folder(command);
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "cloudling: {}\n", error.what());
  }
  return 2;
}

}  // namespace cloudling::server
