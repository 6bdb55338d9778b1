#include "tests/emulators/logs/world.h"

#include <chrono>
#include <thread>
#include <utility>

namespace cloudling::logs {

void FakeMetrics::record(const std::string&, const std::string&, std::vector<Measurement> values) {
  const std::lock_guard lock(mutex_);
  values_.insert(values_.end(), values.begin(), values.end());
}

std::vector<Measurement> FakeMetrics::values() const {
  const std::lock_guard lock(mutex_);
  return values_;
}

World::World(std::string folder, IngestionLimits limits) : folder_(std::move(folder)), limits_(limits) { begin(); }
World::~World() { end(); }

void World::begin() {
  host_ = std::make_unique<support::ServiceHost>(folder_, migrations(), clock, 7);
  service_ = std::make_unique<Logs>(host_->store(), host_->caller(), clock, host_->ids(), metrics, limits_);
  register_operations(host_->registry(), host_->store(), *service_);
  host_->start();
}

void World::end() {
  host_->stop();
  service_.reset();
  host_.reset();
}

void World::restart() {
  end();
  begin();
}

json::Value World::call(const std::string& operation, json::Value input, aws::CallContext context) {
  return host_->call("logs", operation, std::move(input), std::move(context));
}

std::string World::error(const std::string& operation, json::Value input, aws::CallContext context) {
  return support::error_of([&] { call(operation, std::move(input), std::move(context)); });
}

void World::make_group(const std::string& group) {
  call("CreateLogGroup", {{"logGroupName", group}});
  make_stream(group, "stream");
}

void World::make_stream(const std::string& group, const std::string& stream) {
  call("CreateLogStream", {{"logGroupName", group}, {"logStreamName", stream}});
}

json::Value World::put(const std::string& group, const std::string& stream,
                       const std::vector<std::pair<int64_t, std::string>>& events) {
  json::Value list = json::Value::array();
  for (const auto& [offset, message] : events) {
    list.push_back(json::Value{{"timestamp", now() + offset}, {"message", message}});
  }
  return call("PutLogEvents", {{"logGroupName", group}, {"logStreamName", stream}, {"logEvents", list}});
}

std::vector<std::string> World::filter(const std::string& group, json::Value more) {
  more["logGroupName"] = group;
  std::vector<std::string> all;
  while (true) {
    const json::Value answer = call("FilterLogEvents", more);
    for (const std::string& message : messages(answer)) all.push_back(message);
    if (!answer.contains("nextToken")) return all;
    more["nextToken"] = answer.at("nextToken");
  }
}

json::Value parsed(const std::string& text) { return json::parse(text).value_or(json::Value()); }

std::vector<std::string> messages(const json::Value& answer) {
  std::vector<std::string> all;
  for (const json::Value& event : answer.at("events")) all.push_back(event.at("message").get<std::string>());
  return all;
}

bool eventually(const std::function<bool()>& check) {
  for (int i = 0; i < 3000; ++i) {
    if (check()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace cloudling::logs
