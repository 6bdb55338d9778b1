// What other services write: it is there for the next reader, in its order, and survives.

#include <filesystem>
#include <thread>

#include "tests/emulators/logs/world.h"

namespace cloudling::logs {
namespace {

using Names = std::vector<std::string>;

constexpr const char* kAccount = "000000000000";
constexpr const char* kRegion = "us-east-1";

TEST(LogWriter, MakesGroupAndStream) {
  World world;
  world.sink().write(kAccount, kRegion, "/aws/lambda/f", "2026/01/01/[$LATEST]abc",
                     {{world.now(), "START\n"}, {world.now(), "END\n"}});
  EXPECT_EQ(world.filter("/aws/lambda/f"), (Names{"START\n", "END\n"}));
  world.sink().write(kAccount, kRegion, "/aws/lambda/f", "2026/01/01/[$LATEST]abc", {{world.now() + 1, "REPORT\n"}});
  const json::Value streams = world.call("DescribeLogStreams", {{"logGroupName", "/aws/lambda/f"}}).at("logStreams");
  ASSERT_EQ(streams.size(), 1u);
  EXPECT_EQ(streams[0].at("logStreamName"), "2026/01/01/[$LATEST]abc");
  EXPECT_EQ(streams[0].at("lastEventTimestamp"), world.now() + 1);
  EXPECT_EQ(world.error("CreateLogGroup", {{"logGroupName", "/aws/lambda/f"}}),
            "ResourceAlreadyExistsException: The specified log group already exists");
}

TEST(LogWriter, IsSeenByTheNextReader) {
  World world;
  Names all;
  for (int i = 0; i < 300; ++i) {
    all.push_back("line " + std::to_string(i));
    world.sink().write(kAccount, kRegion, "g", "s", {{world.now(), all.back()}});
    if (i % 50 == 0) {
      EXPECT_EQ(world.filter("g"), all);
    }
  }
  EXPECT_EQ(world.filter("g"), all);
}

TEST(LogWriter, KeepsTheOrderOfEachThread) {
  World world;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&world, t] {
      for (int i = 0; i < 500; ++i) {
        world.sink().write(kAccount, kRegion, "g", "s" + std::to_string(t), {{world.now(), std::to_string(i)}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int t = 0; t < 4; ++t) {
    const Names lines = world.filter("g", {{"logStreamNames", json::Value::array({"s" + std::to_string(t)})}});
    ASSERT_EQ(lines.size(), 500u);
    for (int i = 0; i < 500; ++i) EXPECT_EQ(lines[static_cast<size_t>(i)], std::to_string(i));
  }
}

TEST(LogWriter, DropsWhatIsEmptyAndCutsWhatIsTooLong) {
  World world;
  world.sink().write(kAccount, kRegion, "g", "s", {{world.now(), ""}, {world.now(), std::string(2 << 20, 'x')}});
  const Names lines = world.filter("g");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].size(), (1u << 20) - 26);
}

TEST(LogWriter, SaysWhatWasLost) {
  World world;
  for (int i = 0; i < 200; ++i) {
    world.sink().write(kAccount, kRegion, "g", "s", {{world.now(), std::string(900'000, 'x')}});
  }
  world.filter("g", {{"filterPattern", "nothing"}});
  world.sink().write(kAccount, kRegion, "g", "s", {{world.now(), "last"}});
  const size_t kept = world.filter("g", {{"filterPattern", "xxx"}}).size();
  const Names notes = world.filter("g", {{"filterPattern", "lost"}});
  size_t lost = 0;
  for (const std::string& note : notes) lost += static_cast<size_t>(std::stoi(note));
  EXPECT_EQ(kept + lost, 200u);
  EXPECT_EQ(world.filter("g", {{"filterPattern", "last"}}), Names{"last"});
}

TEST(LogWriter, StoresAllBeforeTheEnd) {
  const std::string folder = ::testing::TempDir() + "cloudling-logs-writer";
  std::filesystem::remove_all(folder);
  {
    World world(folder);
    for (int i = 0; i < 1000; ++i) world.sink().write(kAccount, kRegion, "g", "s", {{world.now(), "line"}});
    world.restart();
    EXPECT_EQ(world.filter("g").size(), 1000u);
  }
  std::filesystem::remove_all(folder);
}

TEST(LogWriter, GoesOnAfterAReset) {
  World world;
  world.sink().write(kAccount, kRegion, "g", "s", {{world.now(), "before"}});
  world.host().store().reset_blocking();
  EXPECT_TRUE(world.error("FilterLogEvents", {{"logGroupName", "g"}}).starts_with("ResourceNotFoundException"));
  world.sink().write(kAccount, kRegion, "g", "s", {{world.now(), "after"}});
  EXPECT_EQ(world.filter("g"), Names{"after"});
}

}  // namespace
}  // namespace cloudling::logs
