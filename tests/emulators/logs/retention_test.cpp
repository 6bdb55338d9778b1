// What ends: events by retention and by the bound of what is kept, and all that belonged to what was deleted.

#include "emulators/logs/blocks_store.h"
#include "tests/emulators/logs/world.h"

namespace cloudling::logs {
namespace {

using Names = std::vector<std::string>;

constexpr int64_t kHour = 3'600'000;
constexpr int64_t kDay = 24 * kHour;

int64_t stored(World& world) {
  return world.host().store().read_blocking([](store::ReadTransaction& tx) { return stored_bytes(tx); });
}

TEST(Retention, HidesAndThenDeletes) {
  World world;
  world.make_group("g");
  world.put("g", "stream", {{-20 * kHour, "old"}, {-1 * kHour, "new"}});
  world.call("PutRetentionPolicy", {{"logGroupName", "g"}, {"retentionInDays", 1}});
  EXPECT_EQ(world.filter("g"), (Names{"old", "new"}));
  world.clock.advance(5 * kHour);
  EXPECT_EQ(world.filter("g"), Names{"new"});
  EXPECT_EQ(messages(world.call("GetLogEvents", {{"logGroupName", "g"}, {"logStreamName", "stream"}})), Names{"new"});
  EXPECT_TRUE(eventually([&] { return stored(world) == 3; }));
  world.clock.advance(2 * kDay);
  EXPECT_TRUE(eventually([&] { return stored(world) == 0; }));
  EXPECT_EQ(world.call("DescribeLogGroups", json::Value::object()).at("logGroups").at(0).at("storedBytes"), 0);
  world.put("g", "stream", {{0, "newest"}});
  world.clock.advance(3 * kDay);
  EXPECT_TRUE(eventually([&] { return stored(world) == 0; }));
}

TEST(Retention, CanBeTakenBack) {
  World world;
  world.make_group("g");
  world.put("g", "stream", {{0, "kept"}});
  world.call("PutRetentionPolicy", {{"logGroupName", "g"}, {"retentionInDays", 1}});
  EXPECT_EQ(world.call("DescribeLogGroups", json::Value::object()).at("logGroups").at(0).at("retentionInDays"), 1);
  world.call("DeleteRetentionPolicy", {{"logGroupName", "g"}});
  world.clock.advance(400 * kDay);
  EXPECT_EQ(world.filter("g"), Names{"kept"});
  EXPECT_TRUE(world.error("PutRetentionPolicy", {{"logGroupName", "g"}, {"retentionInDays", 2}})
                  .starts_with("InvalidParameterException: 1 validation error detected: Value '2' at "
                               "'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: "
                               "[1, 3, 5, 7, 14, 30,"));
}

TEST(Retention, BoundsWhatIsKept) {
  World world("", {.max_bytes = 500'000});
  world.make_group("g");
  for (int i = 0; i < 30; ++i) world.put("g", "stream", {{i, std::to_string(i) + std::string(50'000, 'x')}});
  EXPECT_LE(stored(world), 500'000);
  const Names kept = world.filter("g");
  ASSERT_FALSE(kept.empty());
  EXPECT_TRUE(kept.back().starts_with("29x"));
  EXPECT_GE(kept.size(), 8u);
}

TEST(Deletion, GivesSpaceBack) {
  World world;
  world.make_group("g");
  world.make_stream("g", "other");
  world.make_group("h");
  for (int i = 0; i < 20; ++i) world.put("g", "stream", {{i, std::string(100'000, 'x')}});
  world.put("g", "other", {{0, "12345"}});
  world.put("h", "stream", {{0, "123"}});
  world.call("DeleteLogStream", {{"logGroupName", "g"}, {"logStreamName", "stream"}});
  EXPECT_TRUE(eventually([&] { return stored(world) == 8; }));
  world.call("DeleteLogGroup", {{"logGroupName", "g"}});
  EXPECT_TRUE(eventually([&] { return stored(world) == 3; }));
  EXPECT_EQ(world.filter("h"), Names{"123"});
}

}  // namespace
}  // namespace cloudling::logs
