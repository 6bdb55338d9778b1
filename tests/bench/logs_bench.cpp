// A million lines of log: putting them, beside writing them to a plain file; searching them, beside grep over that
// file. All in one run, so that the ratios hold on any machine.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "emulators/logs/logs.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_host.h"

namespace cloudling::logs {
namespace {

namespace fs = std::filesystem;

constexpr int kLines = 1'000'000;
constexpr int kBatch = 7000;  // lines in one PutLogEvents: close to a megabyte
constexpr const char* kGroup = "/bench/group";

class NoMetrics : public MetricSink {
 public:
  void record(const std::string&, const std::string&, std::vector<Measurement>) override {}
};

/// Lines as functions write them; one in a thousand is an error, one in all of them is the needle.
std::string line_at(int i) {
  char text[200];
  std::snprintf(text, sizeof text,
                R"({"level": "%s", "request": "%08x-4a38-9b55", "took": %d, "path": "/images/%d.png", "note": "%s"})",
                i % 1000 == 7 ? "ERROR" : "INFO", static_cast<unsigned>(i) * 2654435761u, i % 500, i,
                i == kLines / 2 ? "the needle" : "resized as asked");
  return text;
}

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "cloudling-logs-XXXXXX").string();
    if (!::mkdtemp(name.data())) std::abort();
    path = name;
  }
  Folder(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

/// A service with a group of `streams` streams.
class Service {
 public:
  explicit Service(int streams = 1) : streams_(streams) {
    host_ = std::make_unique<support::ServiceHost>((folder_.path / "data").string(), migrations(), clock_, 1);
    logs_ = std::make_unique<Logs>(host_->store(), host_->caller(), clock_, host_->ids(), metrics_);
    register_operations(host_->registry(), host_->store(), *logs_);
    host_->start();
    call("CreateLogGroup", {{"logGroupName", kGroup}});
    for (int i = 0; i < streams; ++i) {
      call("CreateLogStream", {{"logGroupName", kGroup}, {"logStreamName", std::to_string(i)}});
    }
  }
  ~Service() {
    host_->stop();
    logs_.reset();
  }

  json::Value call(const std::string& operation, json::Value input) {
    return host_->call("logs", operation, std::move(input));
  }

  /// Batches go to the streams in turn.
  void put_all() {
    for (int first = 0; first < kLines; first += kBatch) {
      json::Value events = json::Value::array();
      for (int i = first; i < std::min(first + kBatch, kLines); ++i) {
        events.push_back(json::Value{{"timestamp", clock_.now() - kLines + i}, {"message", line_at(i)}});
      }
      call("PutLogEvents", {{"logGroupName", kGroup},
                            {"logStreamName", std::to_string(first / kBatch % streams_)},
                            {"logEvents", std::move(events)}});
    }
  }

  /// Events that the pattern takes, over all pages.
  int64_t count(const std::string& pattern) {
    json::Value input{{"logGroupName", kGroup}, {"filterPattern", pattern}};
    int64_t found = 0;
    while (true) {
      const json::Value answer = call("FilterLogEvents", input);
      found += static_cast<int64_t>(answer.at("events").size());
      if (!answer.contains("nextToken")) return found;
      input["nextToken"] = answer.at("nextToken");
    }
  }

 private:
  Folder folder_;
  int streams_;
  support::ManualClock clock_;
  NoMetrics metrics_;
  std::unique_ptr<support::ServiceHost> host_;
  std::unique_ptr<Logs> logs_;
};

/// The same lines in a file.
const fs::path& text_file() {
  static const Folder folder;
  static const fs::path path = [] {
    fs::path file = folder.path / "lines.txt";
    std::ofstream out(file);
    for (int i = 0; i < kLines; ++i) out << line_at(i) << '\n';
    return file;
  }();
  return path;
}

Service& filled() {
  static Service service(8);
  static const bool once = (service.put_all(), true);
  benchmark::DoNotOptimize(once);
  return service;
}

void write_plain_file(benchmark::State& state) {
  for (auto _ : state) {
    Folder folder;
    std::ofstream out(folder.path / "lines.txt");
    for (int i = 0; i < kLines; ++i) out << line_at(i) << '\n';
  }
  state.SetItemsProcessed(state.iterations() * kLines);
}

void put_log_events(benchmark::State& state) {
  for (auto _ : state) {
    Service service;
    service.put_all();
  }
  state.SetItemsProcessed(state.iterations() * kLines);
}

/// Counts, and is read: grep stops at the first line where nobody reads.
void grep(benchmark::State& state, const char* pattern, int64_t expected) {
  const std::string command = "grep -c '" + std::string(pattern) + "' " + text_file().string();
  for (auto _ : state) {
    FILE* answer = ::popen(command.c_str(), "r");
    long long found = 0;
    if (!answer || std::fscanf(answer, "%lld", &found) != 1 || found != expected) state.SkipWithError("grep failed");
    if (answer) ::pclose(answer);
  }
  state.SetItemsProcessed(state.iterations() * kLines);
}

void filter(benchmark::State& state, const char* pattern, int64_t expected) {
  Service& service = filled();
  for (auto _ : state) {
    if (service.count(pattern) != expected) state.SkipWithError("other events were found than are there");
  }
  state.SetItemsProcessed(state.iterations() * kLines);
}

BENCHMARK(write_plain_file)->Iterations(1)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(put_log_events)->Iterations(1)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(grep, needle, "the needle", 1)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filter, needle, "\"the needle\"", 1)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(grep, one_in_a_thousand, "ERROR", kLines / 1000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filter, one_in_a_thousand, "ERROR", kLines / 1000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filter, regular_expression, "%took.: 49[0-9], .path.: ./images/1[0-9]{3}.png%", 20)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filter, json, "{ $.level = ERROR && $.took < 100 }", kLines / 1000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cloudling::logs
