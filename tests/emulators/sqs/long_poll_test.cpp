// Receivers that wait, and that messages survive.

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <set>
#include <thread>

#include "tests/emulators/sqs/world.h"

namespace cloudling::sqs {

namespace {

using Strings = std::vector<std::string>;

/// Receives in a thread of its own, for up to 20 seconds.
std::future<json::Value> receiving(World& world, const std::string& url, int max = 1) {
  return std::async(std::launch::async,
                    [&world, url, max] { return world.receive(url, max, parsed(R"({"WaitTimeSeconds": 20})")); });
}

/// Until so many timers wait: receivers that know when a hidden message comes back.
void until_waiting(World& world, size_t timers) {
  while (world.clock.waiting() < timers) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST(LongPolls, EndWhenAMessageArrives) {
  World world;
  const std::string url = world.create("jobs");
  auto received = receiving(world, url);
  world.send(url, "hello");
  EXPECT_EQ(received.get().at(0).at("Body"), "hello");
}

TEST(LongPolls, EndWithOneMessageEach) {
  World world;
  const std::string url = world.create("jobs");
  std::vector<std::future<json::Value>> receivers;
  for (int i = 0; i < 8; ++i) receivers.push_back(receiving(world, url));
  for (int i = 0; i < 8; ++i) world.send(url, std::to_string(i));
  std::set<std::string> bodies;
  for (auto& receiver : receivers) bodies.insert(receiver.get().at(0).at("Body").get<std::string>());
  EXPECT_EQ(bodies.size(), 8u);
}

TEST(LongPolls, EndWhenADelayIsOver) {
  World world;
  const std::string url = world.create("jobs");
  world.send(url, "late", parsed(R"({"DelaySeconds": 60})"));
  auto received = receiving(world, url);
  until_waiting(world, 1);
  world.clock.advance(60'000);
  EXPECT_EQ(received.get().at(0).at("Body"), "late");
}

TEST(LongPolls, EndWhenAVisibilityTimeoutIsOver) {
  World world;
  const std::string url = world.create("jobs");
  world.send(url, "hello");
  world.receive(url);
  auto received = receiving(world, url);
  until_waiting(world, 1);
  world.clock.advance(30'000);
  EXPECT_EQ(received.get().at(0).at("Body"), "hello");
}

TEST(LongPolls, EndWhenAMessageIsGivenBack) {
  World world;
  const std::string url = world.create("jobs");
  world.send(url, "hello");
  const json::Value message = world.receive(url).at(0);
  auto received = receiving(world, url);
  until_waiting(world, 1);
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  input["ReceiptHandle"] = message.at("ReceiptHandle");
  input["VisibilityTimeout"] = 0;
  world.call("ChangeMessageVisibility", input);
  EXPECT_EQ(received.get().at(0).at("Body"), "hello");
}

TEST(LongPolls, EndWhenAGroupIsFree) {
  World world;
  const std::string url = world.create("jobs.fifo", {{"FifoQueue", "true"}, {"ContentBasedDeduplication", "true"}});
  for (const char* body : {"first", "second"}) world.send(url, body, parsed(R"({"MessageGroupId": "g"})"));
  const json::Value message = world.receive(url, 1).at(0);
  auto received = receiving(world, url);
  until_waiting(world, 1);
  world.remove(url, message);
  EXPECT_EQ(received.get().at(0).at("Body"), "second");
}

TEST(LongPolls, EndWhenTheQueueIsDeleted) {
  World world;
  const std::string url = world.create("jobs");
  world.send(url, "hidden");
  world.receive(url);
  auto received = receiving(world, url);
  until_waiting(world, 1);
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  world.call("DeleteQueue", input);
  EXPECT_THROW(received.get(), aws::Error);
}

TEST(LongPolls, EndWithNothing) {
  World world;
  const std::string url = world.create("jobs", {{"ReceiveMessageWaitTimeSeconds", "1"}});
  EXPECT_EQ(world.receive(url), json::Value::array());
  EXPECT_EQ(world.clock.waiting(), 0u);
}

TEST(Durability, KeepsMessagesAndReceipts) {
  const auto folder = std::filesystem::temp_directory_path() / ("cloudling-sqs-" + std::to_string(getpid()));
  json::Value message;
  std::string url;
  {
    World world(folder);
    url = world.create("jobs", {{"VisibilityTimeout", "60"}});
    world.send(url, "one");
    world.send(url, "two");
    message = world.receive(url, 1).at(0);
  }
  {
    World world(folder);
    EXPECT_EQ(world.bodies(url), Strings({"two"}));
    world.remove(url, message);
    world.clock.advance(60'000);
    EXPECT_EQ(world.bodies(url), Strings({"two"}));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace

}  // namespace cloudling::sqs
