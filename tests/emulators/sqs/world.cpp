#include "tests/emulators/sqs/world.h"

#include <utility>

namespace cloudling::sqs {

World::World(const std::string& folder)
    : host_(std::make_unique<support::ServiceHost>(folder, migrations(), clock, 7)) {
  service_ = std::make_unique<Sqs>(host_->store(), clock, host_->ids());
  register_operations(host_->registry(), host_->store(), *service_);
  host_->start();
}

World::~World() {
  host_->stop();
  service_.reset();
}

json::Value World::call(const std::string& operation, json::Value input, aws::CallContext context) {
  return host_->call("sqs", operation, std::move(input), std::move(context));
}

std::string World::error(const std::string& operation, json::Value input, aws::CallContext context) {
  return support::error_of([&] { call(operation, std::move(input), std::move(context)); });
}

std::string World::create(const std::string& name, const std::map<std::string, std::string>& attributes) {
  json::Value input = json::Value::object();
  input["QueueName"] = name;
  input["Attributes"] = json::Value::object();
  for (const auto& [key, value] : attributes) input["Attributes"][key] = value;
  return call("CreateQueue", input).at("QueueUrl").get<std::string>();
}

std::string World::attribute(const std::string& url, const std::string& name) {
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  input["AttributeNames"] = json::Value::array({name});
  const json::Value output = call("GetQueueAttributes", input);
  return output.contains("Attributes") ? output.at("Attributes").value(name, "") : "";
}

json::Value World::send(const std::string& url, const std::string& body, json::Value more) {
  more["QueueUrl"] = url;
  more["MessageBody"] = body;
  return call("SendMessage", std::move(more));
}

json::Value World::receive(const std::string& url, int max, json::Value more) {
  more["QueueUrl"] = url;
  more["MaxNumberOfMessages"] = max;
  const json::Value output = call("ReceiveMessage", std::move(more));
  return output.contains("Messages") ? output.at("Messages") : json::Value::array();
}

std::vector<std::string> World::bodies(const std::string& url, int max) {
  std::vector<std::string> texts;
  for (const json::Value& message : receive(url, max)) texts.push_back(message.at("Body").get<std::string>());
  return texts;
}

void World::remove(const std::string& url, const json::Value& message) {
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  input["ReceiptHandle"] = message.at("ReceiptHandle");
  call("DeleteMessage", input);
}

json::Value parsed(const std::string& text) { return *json::parse(text); }

std::string arn_of(const std::string& name) { return "arn:aws:sqs:us-east-1:000000000000:" + name; }

std::string redrive_to(const std::string& name, int max_receives) {
  return R"({"deadLetterTargetArn":")" + arn_of(name) + R"(","maxReceiveCount":)" + std::to_string(max_receives) + "}";
}

}  // namespace cloudling::sqs
