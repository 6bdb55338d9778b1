// Holds the language to what real AWS answered: whole histories, and the diagnostics of definitions.
//
// Every file of the recordings is a test. Cases that need what is not built are skipped by the feature they need, and
// counted; no case is skipped by its name.

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "asl/definition/definition.h"
#include "tests/asl/runner.h"
#include "tests/conformance/compare.h"
#include "tests/conformance/recorded.h"
#include "tests/conformance/replay.h"

namespace cloudling::conformance {
namespace {

using json::Value;

struct Counts {
  int passed = 0;
  int failed = 0;
  std::map<std::string, int> skipped;
};

/// Counts by topic, printed when all tests have run. Cases with JSONata or variables are counted apart.
class Report : public testing::Environment {
 public:
  std::map<std::string, Counts> json_path;
  std::map<std::string, Counts> json_ata;

  void TearDown() override {
    print("JSONPath", json_path);
    print("JSONata and variables", json_ata);
  }

 private:
  static void print(const std::string& title, const std::map<std::string, Counts>& topics) {
    Counts all;
    for (const auto& [topic, counts] : topics) {
      std::cout << title << "  " << topic << ": " << line(counts) << "\n";
      all.passed += counts.passed;
      all.failed += counts.failed;
      for (const auto& [reason, count] : counts.skipped) all.skipped[reason] += count;
    }
    if (!topics.empty()) std::cout << title << "  ALL: " << line(all) << "\n";
  }

  static std::string line(const Counts& counts) {
    std::string out = std::to_string(counts.passed) + " passed, " + std::to_string(counts.failed) + " failed";
    for (const auto& [reason, count] : counts.skipped)
      out += ", " + std::to_string(count) + " skipped (" + reason + ")";
    return out;
  }
};

Report* const report = static_cast<Report*>(testing::AddGlobalTestEnvironment(new Report));

bool plain_id(const Value& event) { return event.at("id").is_number(); }

/// One event against its recording; ids only where the recording kept them.
std::string event_difference(const Value& recorded, const asl::HistoryEvent& actual, Tokens& tokens) {
  Value shown = Value::object();
  shown["type"] = actual.type;
  if (plain_id(recorded)) {
    shown["id"] = actual.id;
    shown["previousEventId"] = actual.previous_id;
  }
  if (!actual.details_name.empty())
    shown[std::string(actual.details_name)] = json::parse(actual.details).value_or(Value());
  Value expected = recorded;
  expected.erase("timestamp");
  if (!plain_id(recorded)) {
    expected.erase("id");
    expected.erase("previousEventId");
  }
  return tokens.difference(expected, shown);
}

/// Where a recording lost the ids of branches' events, it lost their order and events between them too: each of its
/// events has to be one of ours.
std::string partial_difference(const Value& recorded, const std::vector<asl::HistoryEvent>& actual, Tokens& tokens) {
  std::vector<bool> used(actual.size());
  for (const Value& event : recorded) {
    const auto type = event.at("type").get<std::string>();
    std::string difference = ": missing";
    for (size_t at = 0; at < actual.size() && !difference.empty(); ++at) {
      if (used[at] || actual[at].type != type) continue;
      if (plain_id(event) && event.at("id") != actual[at].id) continue;
      Tokens tried = tokens;
      difference = event_difference(event, actual[at], tried);
      if (!difference.empty()) continue;
      used[at] = true;
      tokens = tried;
    }
    if (!difference.empty()) return "event " + json::write(event.at("id")) + " " + type + difference;
  }
  return "";
}

std::string history_difference(const Value& recorded, const std::vector<asl::HistoryEvent>& actual, Tokens& tokens) {
  if (!std::ranges::all_of(recorded, plain_id)) return partial_difference(recorded, actual, tokens);
  for (size_t at = 0; at < recorded.size(); ++at) {
    const Value& event = recorded[at];
    const std::string where = "event " + json::write(event.at("id")) + " " + event.at("type").get<std::string>();
    if (at == actual.size()) return where + ": missing";
    if (auto found = event_difference(event, actual[at], tokens); !found.empty()) return where + found;
  }
  if (recorded.size() < actual.size()) return "not recorded: " + std::string(actual[recorded.size()].type);
  return "";
}

struct Verdict {
  std::string skipped;
  std::string difference;
};

asl::Objects objects_of(const Value& recorded) {
  asl::Objects objects;
  const Value* given = json::find(recorded, "objects");
  if (given == nullptr) return objects;
  for (const Value& object : *given) {
    objects[object.at("bucket").get<std::string>() + "/" + object.at("key").get<std::string>()] =
        object.at("body").get<std::string>();
  }
  return objects;
}

Verdict run_execution(const Value& recorded_case) {
  const Value& runs = recorded_case.at("runs");
  const asl::Objects objects = objects_of(recorded_case);
  Value definition;
  for (size_t i = 0; i < runs.size(); ++i) {
    const Value& run = runs[i];
    if (const Value* own = json::find(run, "definition")) definition = *own;
    const Value* type = json::find(run, "type");
    const bool express = type != nullptr && *type == "EXPRESS";
    const auto parsed = asl::parse_definition(json::write(definition), express);
    if (!parsed.definition) return {"", asl::invalid_definition_message(parsed.diagnostics)};
    const Value& recorded = run.at("history");
    const Value* input = json::find(run, "input");
    // A recording keeps a text that is no object as it was written.
    const Value& started = recorded.at(0).at("executionStartedEventDetails").at("input");
    std::string text = input == nullptr ? "{}" : json::write(*input);
    if (started.is_string() && json::parse(started.get<std::string>()) == *input) text = started.get<std::string>();
    Tokens tokens;
    if (input != nullptr) tokens.learn(started, *input);
    const auto history = replay(parsed.definition, text, express, recorded, false, objects);
    const auto reloaded = replay(parsed.definition, text, express, recorded, true, objects);
    if (asl::history_text(history) != asl::history_text(reloaded)) {
      return {"", "run " + std::to_string(i) + ": another history when stored and loaded on the way"};
    }
    auto found = history_difference(recorded, history, tokens);
    if (!found.empty()) return {"", "run " + std::to_string(i) + ": " + found};
  }
  return {};
}

Verdict run_validation(const Value& runs) {
  for (const Value& run : runs) {
    const Value& request = run.at("request");
    const Value* type = json::find(request, "type");
    const auto parsed =
        asl::parse_definition(request.at("definition").get<std::string>(), type != nullptr && *type == "EXPRESS");
    Value diagnostics = Value::array();
    for (const asl::Diagnostic& found : parsed.diagnostics) {
      Value shown = {{"code", found.code}, {"message", found.message}};
      shown["severity"] = found.severity == asl::Diagnostic::Severity::kError ? "ERROR" : "WARNING";
      if (!found.location.empty()) shown["location"] = found.location;
      diagnostics.push_back(std::move(shown));
    }
    Tokens tokens;
    auto found = tokens.difference(run.at("response").at("diagnostics"), diagnostics, "diagnostics");
    if (!found.empty()) return {"", found};
  }
  return {};
}

bool about_json_ata(const Value& recorded) {
  const std::string text = json::write(recorded);
  return text.find("JSONata") != std::string::npos || text.find("\"Assign\"") != std::string::npos;
}

class Recorded : public testing::TestWithParam<std::string> {};

TEST_P(Recorded, Cases) {
  const RecordedFile file = read_recorded(GetParam());
  int ran = 0;
  std::set<std::string> needed;
  for (const Value& recorded : file.cases) {
    const auto kind = recorded.at("kind").get<std::string>();
    if (kind != "execution" && kind != "validate") continue;  // calls of the API, which need the service
    Counts& counts = (about_json_ata(recorded) ? report->json_ata : report->json_path)[file.topic];
    const auto name = recorded.at("name").get<std::string>();
    Verdict verdict;
    try {
      verdict = kind == "execution" ? run_execution(recorded) : run_validation(recorded.at("runs"));
    } catch (const std::exception& problem) {
      // What the tasks of child executions answered is in no history of the parent.
      const bool silent = std::string_view(problem.what()).find("the script has no end") != std::string_view::npos;
      (silent ? verdict.skipped : verdict.difference) = silent ? "answers that are not recorded" : problem.what();
    }
    if (!verdict.skipped.empty()) {
      ++counts.skipped[verdict.skipped];
      needed.insert(verdict.skipped);
      continue;
    }
    ++ran;
    ++(verdict.difference.empty() ? counts.passed : counts.failed);
    EXPECT_EQ(verdict.difference, "") << file.topic << " " << name;
  }
  if (ran > 0) return;
  std::string reason = needed.empty() ? "the cases are calls of the API, which need the service" : "all cases need";
  for (const std::string& feature : needed) reason += " " + feature + ",";
  GTEST_SKIP() << reason;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) { return info.param; }

INSTANTIATE_TEST_SUITE_P(StepFunctions, Recorded, testing::ValuesIn(recorded_topics()), test_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Recorded);

TEST(RecordedData, IsThere) {
  if (!recorded_folder()) GTEST_SKIP() << "no recordings here: set CLOUDLING_SHARED to the folder that holds them";
  EXPECT_FALSE(recorded_topics().empty());
}

}  // namespace
}  // namespace cloudling::conformance
