// The step machine alone: whole executions with nothing stored, with every event stored, and a large Map.

#include <benchmark/benchmark.h>

#include <stdexcept>

#include "asl/execution/execution.h"

namespace {

using namespace cloudling;

constexpr const char* kPipeline = R"({"StartAt":"Resize","States":{
  "Resize":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:f",
            "Parameters":{"bucket.$":"$.bucket","key.$":"$.key"},"Next":"Check"},
  "Check":{"Type":"Choice","Choices":[{"Variable":"$.status","StringEquals":"success","Next":"Done"}],"Default":"Failed"},
  "Done":{"Type":"Succeed"},
  "Failed":{"Type":"Fail","Error":"ResizeFailed","Cause":"Image resizing failed"}}})";

/// What stepfunctions_bench.py gives the server and its peers.
constexpr const char* kThree = R"({"StartAt":"Prepare","States":{
  "Prepare":{"Type":"Pass","Parameters":{"key.$":"$.key","status":"success"},"Next":"Check"},
  "Check":{"Type":"Choice","Choices":[{"Variable":"$.status","StringEquals":"success","Next":"Done"}],"Default":"Failed"},
  "Done":{"Type":"Succeed"},"Failed":{"Type":"Fail"}}})";

constexpr const char* kMap = R"({"StartAt":"Map","States":{"Map":{"Type":"Map","End":true,
  "ItemProcessor":{"StartAt":"Item","States":{"Item":{"Type":"Pass","End":true}}}}}})";

std::shared_ptr<const asl::Definition> definition_of(const char* text) {
  auto parsed = asl::parse_definition(text);
  if (!parsed.definition) throw std::runtime_error(asl::invalid_definition_message(parsed.diagnostics));
  return parsed.definition;
}

asl::ExecutionInfo info_of(std::string input, bool express) {
  asl::ExecutionInfo info;
  info.execution_arn = "arn:aws:states:us-east-1:000000000000:execution:machine:4a6f7d2c-1f9a-4a38-9b55-0f4f7ad8cf01";
  info.execution_name = "4a6f7d2c-1f9a-4a38-9b55-0f4f7ad8cf01";
  info.state_machine_arn = "arn:aws:states:us-east-1:000000000000:stateMachine:machine";
  info.state_machine_name = "machine";
  info.role_arn = "arn:aws:iam::000000000000:role/machine";
  info.input = std::move(input);
  info.start_time = 1'700'000'000'000;
  info.express = express;
  return info;
}

/// Three states: Task, Choice, Succeed.
void pipeline(benchmark::State& state, bool store) {
  const auto definition = definition_of(kPipeline);
  const auto info = info_of(R"({"bucket":"images-original","key":"dog.png"})", false);
  const json::Value result = {{"status", "success"}, {"resized_bucket", "resizes-image"}, {"resized_key", "t-dog.png"}};
  for (auto _ : state) {
    asl::Execution execution(definition, info);
    const asl::Effects started = execution.apply({info.start_time, 1, asl::Started{}});
    if (store) benchmark::DoNotOptimize(execution.take_changes());
    const auto task = std::get<asl::InvokeTask>(started.commands.front()).task;
    const asl::Effects ended = execution.apply({info.start_time + 5, 2, asl::TaskSucceeded{task, result}});
    if (store) benchmark::DoNotOptimize(execution.take_changes());
    if (!ended.outcome) throw std::runtime_error("the execution has not ended");
  }
  state.SetItemsProcessed(state.iterations());
}

/// Three states: Pass, Choice, Succeed.
void no_task(benchmark::State& state) {
  const auto definition = definition_of(kThree);
  const auto info = info_of(R"({"key":"dog.png"})", false);
  for (auto _ : state) {
    asl::Execution execution(definition, info);
    const asl::Effects effects = execution.apply({info.start_time, 1, asl::Started{}});
    if (!effects.outcome) throw std::runtime_error("the execution has not ended");
  }
  state.SetItemsProcessed(state.iterations());
}

void map_items(benchmark::State& state) {
  const auto definition = definition_of(kMap);
  json::Value items = json::Value::array();
  for (int i = 0; i < state.range(0); ++i) items.push_back({{"key", "image-" + std::to_string(i) + ".png"}});
  const auto info = info_of(json::write(items), true);
  for (auto _ : state) {
    asl::Execution execution(definition, info);
    asl::Effects effects = execution.apply({info.start_time, 1, asl::Started{}});
    while (!effects.outcome) {
      const auto timer = std::get<asl::StartTimer>(effects.commands.back()).timer;
      effects = execution.apply({info.start_time, 1, asl::TimerFired{timer}});
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void parse_definitions(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(asl::parse_definition(kPipeline));
}

BENCHMARK_CAPTURE(pipeline, three_states, false);
BENCHMARK_CAPTURE(pipeline, three_states_stored, true);
BENCHMARK(no_task);
BENCHMARK(map_items)->Arg(1000)->Arg(5000);
BENCHMARK(parse_definitions);

}  // namespace
