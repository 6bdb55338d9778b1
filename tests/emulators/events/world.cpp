#include "tests/emulators/events/world.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

namespace cloudling::events {

const std::string kFunction = "arn:aws:lambda:us-east-1:000000000000:function:resize";
const std::string kMachine = "arn:aws:states:us-east-1:000000000000:stateMachine:pipeline";
const std::string kQueue = "arn:aws:sqs:us-east-1:000000000000:jobs";
const std::string kLogGroup = "arn:aws:logs:us-east-1:000000000000:log-group:/events/all";
const std::string kRole = "arn:aws:iam::000000000000:role/events";

json::Value parsed(const std::string& text) { return json::parse(text).value(); }

boost::asio::awaitable<OutgoingResponse> FakeHttp::send(OutgoingRequest request) {
  const std::lock_guard lock(mutex_);
  sent_.push_back(request);
  const auto found = answers_.find(request.url.substr(0, request.url.find('?')));
  if (found == answers_.end()) throw HttpFailure(HttpFailure::Kind::kUnreachable, "nobody answers");
  co_return found->second;
}

void FakeHttp::answer(const std::string& url, int status, const std::string& body) {
  const std::lock_guard lock(mutex_);
  answers_[url].status = status;
  answers_[url].body = body;
}

std::vector<OutgoingRequest> FakeHttp::sent() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

World::World() : folder_(::testing::TempDir() + "events-" + std::to_string(::getpid())) {
  std::filesystem::remove_all(folder_);
  begin();
}

World::~World() {
  host_->stop();
  service_.reset();
  host_.reset();
  std::filesystem::remove_all(folder_);
}

void World::begin() {
  host_ = std::make_unique<support::ServiceHost>(folder_, migrations(), clock_, 11);
  service_ = std::make_unique<Events>(host_->store(), host_->caller(), clock_, host_->ids(), http_);
  register_operations(host_->registry(), host_->store(), *service_);
  fake("lambda", "Invoke");
  fake("stepfunctions", "StartExecution");
  fake("sqs", "SendMessage");
  fake("logs", "CreateLogStream");
  fake("logs", "PutLogEvents");
  host_->start();
}

void World::kill_and_restart() {
  host_->kill();
  service_.reset();
  host_.reset();
  begin();
}

void World::fake(const std::string& service, const std::string& operation) {
  const std::string name = service + "." + operation;
  host_->caller().fake(service, operation, [this, name](aws::CallContext context, json::Value input, aws::Body) {
    return deliver(name, std::move(context), std::move(input));
  });
}

boost::asio::awaitable<aws::CallAnswer> World::deliver(std::string name, aws::CallContext context, json::Value input) {
  const std::lock_guard lock(mutex_);
  delivered_.push_back({name, std::move(context), std::move(input)});
  if (refused_ && name != "sqs.SendMessage") throw aws::Error(*refused_);
  aws::CallAnswer answer;
  answer.output = json::Value::object();
  co_return answer;
}

json::Value World::call(const std::string& operation, const std::string& input, aws::CallContext context) {
  return host_->call("events", operation, parsed(input), std::move(context));
}

std::string World::error(const std::string& operation, const std::string& input) {
  return support::error_of([&] { call(operation, input); });
}

void World::rule(const std::string& name, const std::string& pattern, const std::string& target_arn,
                 const std::string& more) {
  json::Value input = json::Value::object();
  input["Name"] = name;
  input["EventPattern"] = pattern;
  host_->call("events", "PutRule", input);
  call("PutTargets", R"({"Rule": ")" + name + R"(", "Targets": [{"Id": "one", "RoleArn": ")" + kRole +
                         R"(", "Arn": ")" + target_arn + "\"" + (more.empty() ? "" : ", " + more) + "}]}");
}

json::Value World::put(const std::string& detail, const std::string& bus) {
  json::Value entry = json::Value::object();
  entry["Source"] = "shop";
  entry["DetailType"] = "Order";
  entry["Detail"] = detail;
  entry["EventBusName"] = bus;
  json::Value input = json::Value::object();
  input["Entries"] = json::Value::array({entry});
  return host_->call("events", "PutEvents", input);
}

std::vector<Delivered> World::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(delivered_, {});
}

std::vector<Delivered> World::eventually(size_t count) {
  for (int i = 0; i < 4000; ++i) {
    {
      const std::lock_guard lock(mutex_);
      if (delivered_.size() >= count) break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return take();
}

void World::settle() {
  for (int i = 0; i < 4000 && host_->store().jobs().count_blocking("events.deliver") > 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

void World::refuse(std::optional<aws::Error> error) {
  const std::lock_guard lock(mutex_);
  refused_.reset();
  if (error) refused_.emplace(*error);
}

}  // namespace cloudling::events
