#include "tests/emulators/cloudwatch/world.h"

#include <chrono>
#include <thread>
#include <utility>

#include "emulators/aws/dates.h"

namespace cloudling::cloudwatch {

World::World(std::string folder) : folder_(std::move(folder)) { begin(); }
World::~World() { end(); }

void World::begin() {
  host_ = std::make_unique<support::ServiceHost>(folder_, migrations(), clock, 7);
  service_ = std::make_unique<CloudWatch>(host_->store(), host_->caller(), clock);
  register_operations(host_->registry(), host_->store(), *service_);
  host_->caller().fake("lambda", "Invoke", support::answering([this](const json::Value& input) {
                         const std::lock_guard lock(mutex_);
                         invocations_.push_back(parsed(input.at("Payload").get<std::string>()));
                         return json::Value::object();
                       }));
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
  return host_->call("cloudwatch", operation, std::move(input), std::move(context));
}

std::string World::error(const std::string& operation, json::Value input, aws::CallContext context) {
  return support::error_of([&] { call(operation, std::move(input), std::move(context)); });
}

std::string World::at(int64_t offset) const { return aws::format_iso8601(clock.now() + offset); }

void World::put(double value, int64_t offset, json::Value more) {
  more["MetricName"] = "m";
  more["Value"] = value;
  more["Timestamp"] = at(offset);
  call("PutMetricData", {{"Namespace", "n"}, {"MetricData", json::Value::array({more})}});
}

std::vector<json::Value> World::invocations() const {
  const std::lock_guard lock(mutex_);
  return invocations_;
}

json::Value parsed(const std::string& text) { return json::parse(text).value_or(json::Value()); }

bool eventually(const std::function<bool()>& check) {
  for (int i = 0; i < 3000; ++i) {
    if (check()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace cloudling::cloudwatch
