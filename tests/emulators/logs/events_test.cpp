// Events: what PutLogEvents takes, and how GetLogEvents and FilterLogEvents read them.

#include <algorithm>
#include <filesystem>

#include "tests/emulators/logs/world.h"

namespace cloudling::logs {
namespace {

using Names = std::vector<std::string>;
using Events = std::vector<std::pair<int64_t, std::string>>;

constexpr int64_t kHour = 3'600'000;
constexpr int64_t kDay = 24 * kHour;

json::Value place() { return {{"logGroupName", "g"}, {"logStreamName", "stream"}}; }

json::Value get(World& world, json::Value more = json::Value::object()) {
  json::Value input = place();
  for (const auto& [key, value] : more.items()) input[key] = value;
  return world.call("GetLogEvents", std::move(input));
}

Events numbered(int count, int64_t step = 1) {
  Events events;
  for (int i = 0; i < count; ++i) events.emplace_back((i - count) * step, "event " + std::to_string(i));
  return events;
}

TEST(PutLogEvents, RefusesInAwsWords) {
  World world;
  world.make_group("g");
  const auto refused = [&](const Events& events) {
    return support::error_of([&] { world.put("g", "stream", events); });
  };
  EXPECT_EQ(refused({{0, "b"}, {-1, "a"}}),
            "InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order.");
  EXPECT_EQ(refused({{-kDay - 1, "a"}, {0, "b"}}),
            "InvalidParameterException: The batch of log events in a single PutLogEvents request cannot span more than "
            "24 hours.");
  EXPECT_EQ(refused({{0, std::string(1 << 20, 'x')}}),
            "InvalidParameterException: Log event too large: 1048602 bytes exceeds limit of 1048576");
  EXPECT_EQ(refused({{0, std::string(600'000, 'x')}, {0, std::string(600'000, 'x')}}),
            "InvalidParameterException: Upload too large: 1200052 bytes exceeds limit of 1048576");
  EXPECT_EQ(
      refused({{0, ""}}),
      "InvalidParameterException: 1 validation error detected: Value '' at 'logEvents.1.member.message' failed to "
      "satisfy constraint: Member must have length greater than or equal to 1");
  EXPECT_TRUE(refused(numbered(10'001)).ends_with("Member must have length less than or equal to 10000"));
  EXPECT_EQ(support::error_of([&] { world.put("h", "stream", {{0, "a"}}); }),
            "ResourceNotFoundException: The specified log group does not exist.");
  EXPECT_EQ(support::error_of([&] { world.put("g", "nobody", {{0, "a"}}); }),
            "ResourceNotFoundException: The specified log stream does not exist.");
}

TEST(PutLogEvents, LeavesOutWhatIsTooOldOrTooNew) {
  World world;
  world.make_group("g");
  EXPECT_FALSE(world.put("g", "stream", {{0, "fine"}}).contains("rejectedLogEventsInfo"));
  const json::Value answer =
      world.put("g", "stream", {{-15 * kDay, "old"}, {-14 * kDay - 1, "old"}, {0, "taken"}, {2 * kHour + 1, "new"}});
  EXPECT_EQ(answer.at("rejectedLogEventsInfo"),
            parsed(R"({"tooOldLogEventEndIndex": 2, "tooNewLogEventStartIndex": 3})"));
  EXPECT_EQ(world.filter("g"), (Names{"fine", "taken"}));
  world.call("PutRetentionPolicy", {{"logGroupName", "g"}, {"retentionInDays", 1}});
  EXPECT_EQ(world.put("g", "stream", {{-2 * kDay, "expired"}, {-1, "taken"}}).at("rejectedLogEventsInfo"),
            parsed(R"({"expiredLogEventEndIndex": 1})"));
}

TEST(PutLogEvents, TakesAnySequenceToken) {
  World world;
  world.make_group("g");
  json::Value input = place();
  input["logEvents"] = json::Value::array({{{"timestamp", world.now()}, {"message", "a"}}});
  input["sequenceToken"] = "wrong";
  EXPECT_EQ(world.call("PutLogEvents", input).at("nextSequenceToken").get<std::string>().size(), 56u);
}

TEST(GetLogEvents, GivesTheLatestFirstAndPagesBothWays) {
  World world;
  world.make_group("g");
  world.put("g", "stream", numbered(10));
  const json::Value last = get(world, {{"limit", 3}});
  EXPECT_EQ(messages(last), (Names{"event 7", "event 8", "event 9"}));
  const json::Value before = get(world, {{"limit", 5}, {"nextToken", last.at("nextBackwardToken")}});
  EXPECT_EQ(messages(before), (Names{"event 2", "event 3", "event 4", "event 5", "event 6"}));
  const json::Value first = get(world, {{"limit", 5}, {"nextToken", before.at("nextBackwardToken")}});
  EXPECT_EQ(messages(first), (Names{"event 0", "event 1"}));
  const json::Value nothing = get(world, {{"nextToken", first.at("nextBackwardToken")}});
  EXPECT_EQ(messages(nothing), Names{});
  EXPECT_EQ(nothing.at("nextBackwardToken"), first.at("nextBackwardToken"));
  const json::Value again = get(world, {{"limit", 2}, {"nextToken", before.at("nextForwardToken")}});
  EXPECT_EQ(messages(again), (Names{"event 7", "event 8"}));
}

TEST(GetLogEvents, FollowsAStream) {
  World world;
  world.make_group("g");
  json::Value page = get(world, {{"startFromHead", true}});
  EXPECT_EQ(messages(page), Names{});
  world.put("g", "stream", numbered(3));
  page = get(world, {{"nextToken", page.at("nextForwardToken")}});
  EXPECT_EQ(messages(page), (Names{"event 0", "event 1", "event 2"}));
  const json::Value end = get(world, {{"nextToken", page.at("nextForwardToken")}});
  EXPECT_EQ(messages(end), Names{});
  EXPECT_EQ(end.at("nextForwardToken"), page.at("nextForwardToken"));
  world.put("g", "stream", {{-1, "same time"}, {0, "later"}});
  page = get(world, {{"nextToken", end.at("nextForwardToken")}});
  EXPECT_EQ(messages(page), (Names{"same time", "later"}));
  EXPECT_EQ(messages(get(world, {{"nextToken", page.at("nextBackwardToken")}, {"limit", 1}})), (Names{"event 2"}));
}

TEST(GetLogEvents, KeepsToTheTimeRange) {
  World world;
  world.make_group("g");
  world.put("g", "stream", numbered(10));
  const int64_t now = world.now();
  EXPECT_EQ(messages(get(world, {{"startTime", now - 7}, {"endTime", now - 5}})), (Names{"event 3", "event 4"}));
  EXPECT_EQ(support::error_of([&] { get(world, {{"nextToken", "f/12/s"}}); }),
            "InvalidParameterException: The specified nextToken is invalid.");
}

TEST(GetLogEvents, SortsWhatComesOutOfOrder) {
  World world;
  world.make_group("g");
  world.put("g", "stream", {{-50, "50"}, {-10, "10"}});
  world.put("g", "stream", {{-60, "60"}, {-30, "30"}});
  world.put("g", "stream", {{-40, "40"}, {-30, "30 again"}});
  const Names sorted = {"60", "50", "40", "30", "30 again", "10"};
  EXPECT_EQ(messages(get(world)), sorted);
  EXPECT_EQ(world.filter("g"), sorted);
  EXPECT_EQ(messages(get(world, {{"limit", 2}})), (Names{"30 again", "10"}));
  Names one_by_one;
  json::Value page = get(world, {{"startFromHead", true}, {"limit", 1}});
  for (; !messages(page).empty(); page = get(world, {{"limit", 1}, {"nextToken", page.at("nextForwardToken")}})) {
    one_by_one.push_back(messages(page).front());
  }
  EXPECT_EQ(one_by_one, sorted);
}

/// Batches of every size, over hours, read in both directions and in pages.
TEST(GetLogEvents, ReadsManyBlocks) {
  World world;
  world.make_group("g");
  Names all;
  for (int batch = 0; batch < 60; ++batch) {
    Events events;
    for (int i = 0; i < (batch % 5 == 0 ? 400 : 3); ++i) {
      all.push_back("event " + std::to_string(all.size()) + std::string(static_cast<size_t>(i % 90), '.'));
      events.emplace_back((batch - 60) * 200'000 + i * 7, all.back());
    }
    world.put("g", "stream", events);
  }
  Names forward, backward;
  json::Value page = get(world, {{"startFromHead", true}, {"limit", 777}});
  for (; !messages(page).empty(); page = get(world, {{"limit", 777}, {"nextToken", page.at("nextForwardToken")}})) {
    const Names some = messages(page);
    forward.insert(forward.end(), some.begin(), some.end());
  }
  for (page = get(world, {{"limit", 777}}); !messages(page).empty();
       page = get(world, {{"limit", 777}, {"nextToken", page.at("nextBackwardToken")}})) {
    const Names some = messages(page);
    backward.insert(backward.begin(), some.begin(), some.end());
  }
  EXPECT_EQ(forward, all);
  EXPECT_EQ(backward, all);
  EXPECT_EQ(world.filter("g", {{"limit", 1000}}), all);
}

TEST(FilterLogEvents, InterleavesStreams) {
  World world;
  world.make_group("g");
  for (const char* stream : {"a1", "a2", "b"}) world.make_stream("g", stream);
  world.put("g", "a1", {{-9, "a1 9"}, {-3, "a1 3"}});
  world.put("g", "a2", {{-8, "a2 8"}, {-1, "a2 1"}});
  world.put("g", "b", {{-5, "b 5"}});
  EXPECT_EQ(world.filter("g"), (Names{"a1 9", "a2 8", "b 5", "a1 3", "a2 1"}));
  EXPECT_EQ(world.filter("g", {{"limit", 1}}), (Names{"a1 9", "a2 8", "b 5", "a1 3", "a2 1"}));
  EXPECT_EQ(world.filter("g", {{"logStreamNames", {"a2", "b"}}}), (Names{"a2 8", "b 5", "a2 1"}));
  EXPECT_EQ(world.filter("g", {{"logStreamNamePrefix", "a"}}), (Names{"a1 9", "a2 8", "a1 3", "a2 1"}));
  EXPECT_EQ(world.filter("g", {{"logStreamNamePrefix", "x"}}), Names{});
  EXPECT_EQ(world.filter("g", {{"startTime", world.now() - 8}, {"endTime", world.now() - 3}}),
            (Names{"a2 8", "b 5", "a1 3"}));
  EXPECT_EQ(world.filter("g", {{"filterPattern", "a1"}}), (Names{"a1 9", "a1 3"}));
  EXPECT_EQ(world.error("FilterLogEvents", {{"logGroupName", "g"}, {"logStreamNames", {"nobody"}}}),
            "ResourceNotFoundException: The specified log stream does not exist.");
}

TEST(FilterLogEvents, ShowsEventsWhole) {
  World world;
  world.make_group("g");
  world.put("g", "stream", {{-1, "one"}, {0, "two"}});
  world.clock.advance(5);
  world.put("g", "stream", {{0, "three"}});
  const json::Value answer = world.call("FilterLogEvents", {{"logGroupName", "g"}});
  const json::Value& events = answer.at("events");
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].at("logStreamName"), "stream");
  EXPECT_EQ(events[0].at("timestamp"), world.now() - 6);
  EXPECT_EQ(events[0].at("ingestionTime"), world.now() - 5);
  EXPECT_EQ(events[2].at("ingestionTime"), world.now());
  EXPECT_EQ(events[0].at("eventId").get<std::string>().size(), 56u);
  EXPECT_LT(events[0].at("eventId"), events[1].at("eventId"));
  EXPECT_EQ(answer.at("searchedLogStreams"), json::Value::array());
}

TEST(FilterLogEvents, StopsAtAMegabyte) {
  World world;
  world.make_group("g");
  Names all;
  for (int i = 0; i < 12; ++i) {
    all.push_back(std::string(250'000, static_cast<char>('a' + i)));
    world.put("g", "stream", {{i - 12, all.back()}});
  }
  EXPECT_EQ(messages(world.call("FilterLogEvents", {{"logGroupName", "g"}})).size(), 4u);
  EXPECT_EQ(world.filter("g"), all);
}

TEST(Events, SurviveARestart) {
  const std::string folder = ::testing::TempDir() + "cloudling-logs-restart";
  std::filesystem::remove_all(folder);
  {
    World world(folder);
    world.make_group("g");
    world.put("g", "stream", numbered(5));
    const json::Value page = get(world, {{"startFromHead", true}, {"limit", 2}});
    world.restart();
    EXPECT_EQ(messages(get(world, {{"nextToken", page.at("nextForwardToken")}})),
              (Names{"event 2", "event 3", "event 4"}));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cloudling::logs
