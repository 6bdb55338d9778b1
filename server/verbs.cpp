#include "server/verbs.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "asl/json/json.h"
#include "emulators/aws/error.h"
#include "emulators/aws/http.h"
#include "server/http_fetch.h"
#include "server/image_pool.h"
#include "server/operations.h"

namespace cloudling::server {

namespace {

/// Asks the server; its answer where that is a success. Prints what is wrong, and sets the exit code, where not.
std::optional<json::Value> ask(const std::string& endpoint, const char* method, const std::string& path, int& code,
                               const std::string& body = "") {
  try {
    const FetchedResponse response = http_fetch(endpoint, method, path, body);
    auto answer = json::parse(response.body);
    if (response.status == 200 && answer) return answer;
    const json::Value* message = answer ? json::find(*answer, "message") : nullptr;
    fmt::print(stderr, "cloudling: {}\n", message != nullptr ? message->get<std::string>() : response.body);
    code = 1;
  } catch (const std::runtime_error& error) {
    fmt::print(stderr, "cloudling: {}\n", error.what());
    code = 2;
  }
  return std::nullopt;
}

std::string text(const json::Value& value, const char* name) {
  const json::Value* member = json::find(value, name);
  if (member == nullptr) return "";
  return member->is_string() ? member->get<std::string>() : json::write(*member);
}

std::string read_file(const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream file;
  if (path != "-") file.open(path, std::ios::binary | std::ios::trunc);
  std::ostream& out = path == "-" ? std::cout : file;
  if (!(out << bytes).flush()) throw std::runtime_error("cannot write " + path);
}

/// The output's format: what was asked for, else what the file's name says, else the input's.
std::map<std::string, std::string> with_format(std::map<std::string, std::string> options, const std::string& path) {
  const size_t dot = path.rfind('.');
  if (dot == std::string::npos || path.find('/', dot) != std::string::npos) return options;
  const std::string extension = path.substr(dot + 1);
  for (const char* known : {"jpg", "jpeg", "png", "webp"}) {
    if (extension == known) options.try_emplace("format", extension);
  }
  return options;
}

}  // namespace

int run(const SnapshotCommand& command) {
  int code = 0;
  const std::string path = "/_cloudling/snapshots";
  if (command.action == SnapshotCommand::Action::kList) {
    const auto answer = ask(command.endpoint, "GET", path, code);
    if (!answer) return code;
    const json::Value& snapshots = (*answer)["snapshots"];
    if (snapshots.empty()) fmt::print("There are no snapshots. Make one with: cloudling snapshot save NAME\n");
    for (const json::Value& one : snapshots) {
      fmt::print("{:<32} {:>14} bytes  {}\n", text(one, "name"), text(one, "size"), text(one, "created"));
    }
    return 0;
  }
  const bool load = command.action == SnapshotCommand::Action::kLoad;
  const auto answer = ask(command.endpoint, "POST", path + "/" + command.name + (load ? "/load" : ""), code);
  if (answer) fmt::print("{} snapshot {}\n", load ? "Loaded" : "Saved", command.name);
  return code;
}

int run(const ResetCommand& command) {
  int code = 0;
  if (ask(command.endpoint, "POST", "/_cloudling/reset", code)) fmt::print("Everything is deleted.\n");
  return code;
}

int run(const HealthCommand& command) {
  int code = 0;
  const auto answer = ask(command.endpoint, "GET", "/_cloudling/health", code);
  if (answer) fmt::print("{}\n", json::write(*answer));
  return code;
}

int run(const ClockCommand& command) {
  int code = 0;
  const auto answer =
      ask(command.endpoint, command.request.empty() ? "GET" : "POST", "/_cloudling/clock", code, command.request);
  if (answer) fmt::print("{}\n", json::write(*answer));
  return code;
}

int run(const ResizeCommand& command) {
  try {
    const ResizedImage image = resize_now(read_file(command.input), with_format(command.options, command.output));
    write_file(command.output, image.bytes);
    fmt::print(stderr, "{} x {} -> {} x {}, {} bytes, {}\n", image.source_width, image.source_height, image.width,
               image.height, image.bytes.size(), image.content_type);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "cloudling: {}\n", error.what());
    return 1;
  }
}

int run(const IamExplainCommand& command) {
  int code = 0;
  const std::string path = "/_cloudling/iam/explain?identity=" + aws::percent_encode(command.identity);
  const auto answer = ask(command.endpoint, "GET", path, code);
  if (answer) fmt::print("{}\n", answer->dump(2));
  return code;
}

int run(const OperationsCommand&) {
  fmt::print("{}", operations_table());
  return 0;
}

}  // namespace cloudling::server
