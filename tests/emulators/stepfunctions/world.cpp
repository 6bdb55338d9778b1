#include "tests/emulators/stepfunctions/world.h"

#include <stdlib.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <thread>
#include <utility>

#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

const char* const kPass = R"({"StartAt": "Only", "States": {"Only": {"Type": "Pass", "End": true}}})";

const char* const kResizePipeline = R"({
  "StartAt": "ResizeImage",
  "States": {
    "ResizeImage": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:000000000000:function:resize",
      "Parameters": {"bucket.$": "$.bucket", "key.$": "$.key"},
      "Next": "CheckResult"
    },
    "CheckResult": {
      "Type": "Choice",
      "Choices": [{"Variable": "$.status", "StringEquals": "success", "Next": "SuccessState"}],
      "Default": "FailState"
    },
    "SuccessState": {"Type": "Succeed"},
    "FailState": {"Type": "Fail", "Error": "ResizeFailed", "Cause": "Image resizing failed"}
  }
})";

namespace {

using Answer = std::function<json::Value(const json::Value&)>;

/// Invoke's answer for what a function returned; {"errorType": ...} is a failure of the function.
json::Value invoke_answer(const Answer& function, const json::Value& input) {
  const json::Value* payload = json::find(input, "Payload");
  const json::Value result = function(payload ? json::parse(payload->get<std::string>()).value() : json::Value());
  json::Value output = json::Value::object();
  output["StatusCode"] = 200;
  output["Payload"] = json::write(result);
  output["ExecutedVersion"] = "$LATEST";
  if (json::find(result, "errorType") || json::find(result, "errorMessage")) output["FunctionError"] = "Unhandled";
  return output;
}

awaitable<aws::CallAnswer> never() {
  auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor, std::chrono::steady_clock::time_point::max());
  co_await timer.async_wait(boost::asio::use_awaitable);
  co_return aws::CallAnswer();
}

awaitable<aws::CallAnswer> refuse(aws::Error error) {
  throw error;
  co_return aws::CallAnswer();
}

}  // namespace

void FakeLogs::write(const std::string&, const std::string&, const std::string& group, const std::string& stream,
                     std::vector<LogLine> lines) {
  const std::lock_guard lock(mutex_);
  place_ = group + " " + stream;
  for (LogLine& line : lines) lines_.push_back(std::move(line.text));
}

std::vector<std::string> FakeLogs::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

std::string FakeLogs::place() const {
  const std::lock_guard lock(mutex_);
  return place_;
}

void FakeMetrics::record(const std::string&, const std::string&, std::vector<Measurement> values) {
  const std::lock_guard lock(mutex_);
  for (const Measurement& value : values) {
    const auto& [dimension, of] = *value.dimensions.begin();
    sums_[value.name + " " + dimension + "=" + of.substr(8)] += value.value;
  }
}

std::map<std::string, double> FakeMetrics::sums() const {
  const std::lock_guard lock(mutex_);
  return sums_;
}

World::World(std::string folder) : folder_(std::move(folder)) {
  lambda_answers([](const json::Value& event) { return event; });
  open();
}

void World::open() {
  host_ = std::make_unique<support::ServiceHost>(folder_, migrations(), clock, seed_++);
  service_ = std::make_unique<StepFunctions>(
      Parts{host_->store(), {host_->caller(), host_->ids(), http, http}, clock, {logs, metrics}, host_->registry()});
  register_operations(host_->registry(), host_->store(), *service_);
  host_->caller().fake("lambda", "Invoke", lambda_);
  host_->start();
}

boost::asio::awaitable<OutgoingResponse> NoHttp::send(OutgoingRequest request) {
  throw HttpFailure(HttpFailure::Kind::kUnreachable, "nobody listens at " + request.url);
  co_return OutgoingResponse();
}

boost::asio::awaitable<ConnectionParameters> NoHttp::parameters(std::string) { co_return ConnectionParameters(); }

World::~World() {
  host_->stop();
  service_.reset();
}

void World::restart() {
  host_->kill();
  service_.reset();
  host_.reset();
  open();
}

json::Value World::call(const std::string& operation, json::Value input, aws::CallContext context) {
  return host_->call("stepfunctions", operation, std::move(input), std::move(context));
}

std::string World::error(const std::string& operation, json::Value input, aws::CallContext context) {
  return support::error_of([&] { call(operation, std::move(input), std::move(context)); });
}

void World::lambda_answers(Answer function) {
  lambda_ = support::answering(
      [function = std::move(function)](const json::Value& input) { return invoke_answer(function, input); });
  if (host_) host_->caller().fake("lambda", "Invoke", lambda_);
}

void World::lambda_never_answers() {
  lambda_ = [](aws::CallContext, json::Value, aws::Body) { return never(); };
  host_->caller().fake("lambda", "Invoke", lambda_);
}

void World::lambda_throws(aws::Error error) {
  lambda_ = [error](aws::CallContext, json::Value, aws::Body) { return refuse(error); };
  host_->caller().fake("lambda", "Invoke", lambda_);
}

std::string World::create(const std::string& name, const std::string& definition) {
  json::Value input = json::Value::object();
  input["name"] = name;
  input["definition"] = definition;
  input["roleArn"] = kRole;
  return call("CreateStateMachine", input).at("stateMachineArn").get<std::string>();
}

std::string World::start(const std::string& machine_arn, const std::string& input, const std::string& name) {
  json::Value request = json::Value::object();
  request["stateMachineArn"] = machine_arn;
  request["input"] = input;
  if (!name.empty()) request["name"] = name;
  return call("StartExecution", request).at("executionArn").get<std::string>();
}

json::Value World::describe(const std::string& execution_arn) {
  json::Value input = json::Value::object();
  input["executionArn"] = execution_arn;
  return call("DescribeExecution", input);
}

json::Value World::wait(const std::string& execution_arn) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  auto waiting = service_->wait_for_end(execution_arn, deadline);
  EXPECT_TRUE(host_->run(std::move(waiting))) << execution_arn << " has not ended";
  return describe(execution_arn);
}

json::Value World::history(const std::string& execution_arn) {
  json::Value input = json::Value::object();
  input["executionArn"] = execution_arn;
  input["maxResults"] = 1000;
  json::Value events = call("GetExecutionHistory", input).at("events");
  for (json::Value& event : events) event.erase("timestamp");
  return events;
}

std::vector<std::string> World::types(const std::string& execution_arn) {
  std::vector<std::string> types;
  for (const json::Value& event : history(execution_arn)) types.push_back(event.at("type").get<std::string>());
  return types;
}

void World::await_event(const std::string& execution_arn, const std::string& type) {
  for (int i = 0; i < 3000; ++i) {
    const auto seen = types(execution_arn);
    if (std::ranges::find(seen, type) != seen.end()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  FAIL() << execution_arn << " has no event " << type;
}

json::Value parsed(const std::string& text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value.has_value()) << text;
  return value.value_or(json::Value());
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "cloudling-states-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace cloudling::stepfunctions
