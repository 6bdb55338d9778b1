#include "emulators/stepfunctions/express.h"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <stdexcept>
#include <utility>

#include "emulators/stepfunctions/errands.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

constexpr const char* kJob = "states.express";
constexpr int kParallelJobs = 1000;
constexpr size_t kMaxPrepared = 256;
constexpr int64_t kBilledMs = 100;
constexpr int64_t kBilledMemoryMb = 64;

int64_t in_steps_of(int64_t step, int64_t amount) { return std::max<int64_t>(1, (amount + step - 1) / step) * step; }

std::string text_of(const ExpressRun& run) {
  json::Value text = json::Value::object();
  text["execution"] = run.arn;
  text["name"] = run.name;
  text["stateMachine"] = run.machine_arn;
  text["revision"] = run.revision;
  text["role"] = run.role_arn;
  text["input"] = run.input;
  text["started"] = run.started;
  text["machine"] = run.machine_name;
  text["case"] = run.test_case;
  return json::write(text);
}

ExpressRun run_of(const std::string& text) {
  const json::Value value = json::parse(text).value_or(json::Value::object());
  const auto member = [&](const char* name) { return value.at(name).get<std::string>(); };
  return {.arn = member("execution"),
          .name = member("name"),
          .machine_arn = member("stateMachine"),
          .revision = value.at("revision").get<RevisionId>(),
          .role_arn = member("role"),
          .input = member("input"),
          .started = value.at("started").get<aws::TimeMs>(),
          .machine_name = member("machine"),
          .test_case = member("case")};
}

asl::ExecutionInfo info_of(const ExpressRun& run) {
  asl::ExecutionInfo info;
  info.execution_arn = run.arn;
  info.execution_name = run.name;
  info.state_machine_arn = run.machine_arn;
  info.state_machine_name = run.machine_arn.substr(run.machine_arn.rfind(':') + 1);
  info.role_arn = run.role_arn;
  info.input = run.input;
  info.start_time = run.started;
  info.express = true;
  return info;
}

}  // namespace

ExpressRuns::ExpressRuns(store::Store& store, TaskPorts ports, aws::Clock& clock, ReportPorts reports,
                         const MockedTasks& mocks)
    : store_(store), ports_(ports), clock_(clock), reports_(reports), mocks_(mocks) {
  store_.jobs().handle(kJob, kParallelJobs, [this](store::Job job) { return run_job(std::move(job)); });
}

void ExpressRuns::start(store::WriteTransaction& tx, const ExpressRun& run) {
  store_.jobs().enqueue(tx, kJob, run.arn, text_of(run));
}

awaitable<void> ExpressRuns::run_job(store::Job job) {
  ExpressRun execution = run_of(job.payload);
  co_await run(std::move(execution));
}

awaitable<ExpressEnd> ExpressRuns::run(ExpressRun run) {
  const Prepared prepared = prepare(run.revision);
  auto executor = co_await boost::asio::this_coro::executor;
  asl::Execution execution(prepared.definition, info_of(run));
  Errands errands({ports_, clock_, executor},
                  {.execution_arn = run.arn, .machine_arn = run.machine_arn, .role_arn = run.role_arn});
  if (!run.test_case.empty()) errands.mock(mocks_.require(run.machine_name, run.test_case));
  Reporter reporter(
      reports_,
      {.execution_arn = run.arn, .machine_arn = run.machine_arn, .logging = prepared.logging, .started = run.started});
  Errands::Happening happening = asl::Started{};
  aws::TimeMs now = run.started;
  ExpressEnd end;
  while (true) {
    asl::Effects effects = execution.apply({.time = now, .seed = ports_.ids.next(), .what = std::move(happening)});
    errands.do_all(effects.commands);
    reporter.send(reporter.read(effects.history));
    if (effects.outcome) {
      end.outcome = std::move(*effects.outcome);
      break;
    }
    happening = co_await errands.next();
    now = std::max(now, clock_.now());
  }
  end.stopped = std::max(now, clock_.now());
  end.billed_ms = in_steps_of(kBilledMs, end.stopped - run.started);
  const size_t bytes = prepared.definition_bytes + run.input.size() + end.outcome.output.size();
  end.billed_memory_mb = in_steps_of(kBilledMemoryMb, static_cast<int64_t>(bytes >> 20));
  reporter.send(reporter.express_bill(end.billed_ms, end.billed_memory_mb, static_cast<int64_t>(bytes)));
  co_return end;
}

ExpressRuns::Prepared ExpressRuns::prepare(RevisionId revision) {
  const uint64_t epoch = store_.epoch();
  {
    const std::lock_guard lock(mutex_);
    if (epoch_ != epoch || prepared_.size() >= kMaxPrepared) prepared_.clear();
    epoch_ = epoch;
    const auto found = prepared_.find(revision);
    if (found != prepared_.end()) return found->second;
  }
  const auto stored = store_.read_inline([&](store::ReadTransaction& tx) { return find_revision(tx, revision); });
  auto parsed = stored ? asl::parse_definition(stored->definition, true) : asl::ParsedDefinition();
  if (!parsed.definition) throw std::runtime_error("a stored definition is no longer there, or no longer valid");
  Prepared prepared{.definition = std::move(parsed.definition),
                    .definition_bytes = stored->definition.size(),
                    .logging = stored->logging};
  const std::lock_guard lock(mutex_);
  if (epoch == epoch_) prepared_[revision] = prepared;
  return prepared;
}

}  // namespace cloudling::stepfunctions
