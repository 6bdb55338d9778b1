#include <set>

#include "tests/emulators/events/world.h"

namespace cloudling::events {
namespace {

const std::string kBus = "arn:aws:events:us-east-1:000000000000:event-bus/default";

class Archives : public World {
 protected:
  void create(const std::string& name, const std::string& more = "") {
    call("CreateArchive", R"({"ArchiveName": ")" + name + R"(", "EventSourceArn": ")" + kBus + "\"" + more + "}");
  }
  json::Value described(const std::string& name) {
    return call("DescribeArchive", R"({"ArchiveName": ")" + name + "\"}");
  }

  std::string replay(const std::string& name, const std::string& from, const std::string& to) {
    return R"({"ReplayName": ")" + name + R"(", "EventSourceArn": "arn:aws:events:us-east-1:000000000000:archive/all",
        "EventStartTime": ")" +
           from + R"(", "EventEndTime": ")" + to + R"(", "Destination": {"Arn": ")" + kBus + R"("}})";
  }
  std::string eventually_ended(const std::string& name) {
    for (int i = 0; i < 4000; ++i) {
      const auto shown = call("DescribeReplay", R"({"ReplayName": ")" + name + "\"}");
      if (shown.contains("ReplayEndTime")) return shown.at("State");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return "";
  }
};

TEST_F(Archives, KeepWhatMatches) {
  create("all");
  create("large", R"(, "EventPattern": "{\"detail\": {\"total\": [{\"numeric\": [\">\", 5]}]}}")");
  put(R"({"total": 5})");
  put(R"({"total": 6})");
  EXPECT_EQ(2, described("all").at("EventCount"));
  EXPECT_EQ(1, described("large").at("EventCount"));
  EXPECT_LT(100, described("all").at("SizeBytes").get<int64_t>());
  EXPECT_EQ(2u, call("ListArchives", "{}").at("Archives").size());
  EXPECT_EQ("ResourceAlreadyExistsException: Archive all already exists.", support::error_of([&] { create("all"); }));
  call("DeleteArchive", R"({"ArchiveName": "large"})");
  EXPECT_EQ("ResourceNotFoundException: Archive large does not exist.",
            error("DescribeArchive", R"({"ArchiveName": "large"})"));
}

TEST_F(Archives, ForgetAfterTheRetention) {
  create("all", R"(, "RetentionDays": 1)");
  put("{}");
  clock_.advance(25LL * 3600 * 1000);
  put("{}");
  EXPECT_EQ(1, described("all").at("EventCount"));
  call("UpdateArchive", R"({"ArchiveName": "all", "RetentionDays": 0})");
  EXPECT_EQ(0, described("all").at("RetentionDays"));
}

TEST_F(Archives, AreReplayed) {
  create("all");
  for (int i = 0; i < 150; ++i) {
    put(R"({"i": )" + std::to_string(i) + "}");
    if (i == 119) clock_.advance(3'600'000);
  }
  rule("orders", R"({"source": ["shop"]})", kMachine);
  const auto started = call("StartReplay", replay("again", "2023-11-14T22:00:00Z", "2023-11-14T23:00:00Z"));
  EXPECT_EQ("STARTING", started.at("State"));
  EXPECT_EQ("COMPLETED", eventually_ended("again"));
  auto first = eventually(120);
  settle();
  ASSERT_EQ(120u, first.size());
  EXPECT_EQ("again", parsed(first[0].text("input")).at("replay-name"));
  call("StartReplay", replay("more", "2023-11-14T22:00:00Z", "2023-11-15T23:00:00Z"));
  auto second = eventually(150);
  std::set<std::string> names;
  for (const auto& one : first) names.insert(one.text("name"));
  for (const auto& one : second) names.insert(one.text("name"));
  EXPECT_EQ(270u, names.size());
  EXPECT_EQ(150, described("all").at("EventCount"));
  EXPECT_EQ(2u, call("ListReplays", "{}").at("Replays").size());
  EXPECT_EQ("ResourceAlreadyExistsException: Replay more already exists.",
            error("StartReplay", replay("more", "2023-11-14T22:00:00Z", "2023-11-15T23:00:00Z")));
  EXPECT_TRUE(error("CancelReplay", R"({"ReplayName": "again"})").starts_with("IllegalStatusException"));
}

TEST_F(Archives, ReplaysAreChecked) {
  create("all");
  EXPECT_EQ(
      "ValidationException: Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.",
      error("StartReplay", replay("r", "2023-11-15T22:00:00Z", "2023-11-14T23:00:00Z")));
  EXPECT_EQ("ResourceNotFoundException: Replay r does not exist.", error("DescribeReplay", R"({"ReplayName": "r"})"));
}

}  // namespace
}  // namespace cloudling::events
