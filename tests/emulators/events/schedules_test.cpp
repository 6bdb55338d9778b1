#include <algorithm>
#include "tests/emulators/events/world.h"

namespace cloudling::events {
namespace {

class Schedules : public World {
 protected:
  void schedule(const std::string& expression) {
    call("PutRule", R"({"Name": "tick", "ScheduleExpression": ")" + expression + "\"}");
    call("PutTargets", R"({"Rule": "tick", "Targets": [{"Id": "1", "Arn": ")" + kFunction + "\"}]}");
  }
  /// The times of `count` ticks that come of moving the clock on by a minute and again.
  std::vector<std::string> ticks(size_t count) {
    std::vector<std::string> times;
    for (int i = 0; i < 2000 && times.size() < count; ++i) {
      clock_.advance(60'000);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      for (const auto& one : take()) times.push_back(parsed(one.text("Payload")).at("time"));
    }
    std::sort(times.begin(), times.end());
    return times;
  }
};

TEST_F(Schedules, ARateFires) {
  schedule("rate(5 minutes)");
  EXPECT_TRUE(take().empty());
  EXPECT_EQ((std::vector<std::string>{"2023-11-14T22:18:20Z", "2023-11-14T22:23:20Z"}), ticks(2));
}

TEST_F(Schedules, ACronFiresWithAnEvent) {
  schedule("cron(15 22 * * ? *)");
  clock_.advance(120'000);
  const auto delivered = eventually(1);
  ASSERT_EQ(1u, delivered.size());
  const auto event = parsed(delivered[0].text("Payload"));
  EXPECT_EQ("Scheduled Event", event.at("detail-type"));
  EXPECT_EQ("aws.events", event.at("source"));
  EXPECT_EQ("2023-11-14T22:15:00Z", event.at("time"));
  EXPECT_EQ("arn:aws:events:us-east-1:000000000000:rule/tick", event.at("resources").at(0));
}

TEST_F(Schedules, AJumpOfTheClockIsCaughtUpWith) {
  schedule("rate(1 minute)");
  clock_.advance(3 * 60'000);
  EXPECT_EQ(3u, eventually(3).size());
}

TEST_F(Schedules, ADisabledRuleIsSilent) {
  schedule("rate(1 minute)");
  call("DisableRule", R"({"Name": "tick"})");
  EXPECT_EQ(0, host_->store().jobs().count_blocking("events.schedule"));
  call("EnableRule", R"({"Name": "tick"})");
  EXPECT_EQ(1, host_->store().jobs().count_blocking("events.schedule"));
  call("RemoveTargets", R"({"Rule": "tick", "Ids": ["1"]})");
  call("DeleteRule", R"({"Name": "tick"})");
  EXPECT_EQ(0, host_->store().jobs().count_blocking("events.schedule"));
}

TEST_F(Schedules, GoOnAfterAKill) {
  schedule("rate(5 minutes)");
  kill_and_restart();
  EXPECT_EQ(1u, ticks(1).size());
}

}  // namespace
}  // namespace cloudling::events
