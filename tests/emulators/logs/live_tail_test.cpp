// StartLiveTail: what its events say, and which events of the log they show.

#include "tests/emulators/logs/world.h"

namespace cloudling::logs {
namespace {

uint32_t number_at(const std::string& bytes, size_t at) {
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<uint8_t>(bytes.at(at + i));
  return number;
}

/// One session; its messages one by one.
class Tail {
 public:
  Tail(World& world, json::Value input) : world_(world) {
    body_ = world.host().call_with_body("logs", "StartLiveTail", std::move(input), aws::Body()).body;
  }

  /// The payload of the next message, and its headers' bytes.
  std::pair<std::string, json::Value> next() {
    if (buffer_.empty()) buffer_ = world_.host().run(body_.next());
    if (buffer_.empty()) return {};
    const size_t total = number_at(buffer_, 0);
    const size_t headers = number_at(buffer_, 4);
    std::pair<std::string, json::Value> message{buffer_.substr(12, headers),
                                                parsed(buffer_.substr(12 + headers, total - headers - 16))};
    buffer_.erase(0, total);
    return message;
  }

  /// Events of updates until there is one that has some.
  json::Value results(bool* sampled = nullptr) {
    for (int i = 0; i < 30; ++i) {
      json::Value update = next().second;
      if (sampled) *sampled = update.at("sessionMetadata").at("sampled").get<bool>();
      if (!update.at("sessionResults").empty()) return update.at("sessionResults");
    }
    return json::Value::array();
  }

 private:
  World& world_;
  aws::Body body_;
  std::string buffer_;
};

std::vector<std::string> texts(const json::Value& results) {
  std::vector<std::string> texts;
  for (const json::Value& event : results) texts.push_back(event.at("message").get<std::string>());
  return texts;
}

TEST(LiveTail, BeginsWithWhatWasAskedFor) {
  World world;
  world.make_group("g");
  Tail tail(world, {{"logGroupIdentifiers", {"arn:aws:logs:us-east-1:000000000000:log-group:g"}},
                    {"logStreamNamePrefixes", {"st"}},
                    {"logEventFilterPattern", "ERROR"}});
  const auto initial = tail.next();
  EXPECT_NE(initial.first.find("initial-response"), std::string::npos);
  const auto [headers, start] = tail.next();
  EXPECT_NE(headers.find("sessionStart"), std::string::npos);
  EXPECT_EQ(start.at("logGroupIdentifiers"), parsed(R"(["arn:aws:logs:us-east-1:000000000000:log-group:g"])"));
  EXPECT_EQ(start.at("logStreamNamePrefixes"), parsed(R"(["st"])"));
  EXPECT_EQ(start.at("logEventFilterPattern"), "ERROR");
  EXPECT_EQ(start.at("sessionId").get<std::string>().size(), 36u);
}

TEST(LiveTail, ShowsWhatIsTakenFromNowOn) {
  World world;
  world.make_group("g");
  world.make_group("other");
  world.make_stream("g", "elsewhere");
  world.put("g", "stream", {{0, "ERROR before"}});
  Tail tail(world,
            {{"logGroupIdentifiers", {"g"}}, {"logStreamNames", {"stream"}}, {"logEventFilterPattern", "ERROR"}});
  tail.next();
  tail.next();
  world.put("g", "stream", {{0, "ERROR a"}, {0, "INFO b"}});
  world.put("g", "elsewhere", {{0, "ERROR c"}});
  world.put("other", "stream", {{0, "ERROR d"}});
  world.sink().write("000000000000", "us-east-1", "g", "stream", {{world.now(), "ERROR e"}});
  world.filter("g");  // until what was handed in is stored
  const json::Value results = tail.results();
  EXPECT_EQ(texts(results), (std::vector<std::string>{"ERROR a", "ERROR e"}));
  EXPECT_EQ(results[0].at("logGroupIdentifier"), "000000000000:g");
  EXPECT_EQ(results[0].at("logStreamName"), "stream");
  EXPECT_EQ(results[0].at("timestamp"), world.now());
}

TEST(LiveTail, ShowsASampleOfTooMany) {
  World world;
  world.make_group("g");
  Tail tail(world, {{"logGroupIdentifiers", {"g"}}});
  tail.next();
  tail.next();
  std::vector<std::pair<int64_t, std::string>> events;
  for (int i = 0; i < 1000; ++i) events.emplace_back(0, std::to_string(i));
  world.put("g", "stream", events);
  bool sampled = false;
  const auto shown = texts(tail.results(&sampled));
  EXPECT_TRUE(sampled);
  ASSERT_EQ(shown.size(), 500u);
  EXPECT_EQ(shown[1], "2");
}

TEST(LiveTail, RefusesWhatCannotBe) {
  World world;
  world.make_group("g");
  world.make_group("h");
  EXPECT_EQ(world.error("StartLiveTail", {{"logGroupIdentifiers", {"missing"}}}),
            "ResourceNotFoundException: The specified log group does not exist.");
  const std::string several =
      world.error("StartLiveTail", {{"logGroupIdentifiers", {"g", "h"}}, {"logStreamNames", {"s"}}});
  EXPECT_TRUE(several.starts_with("InvalidParameterException")) << several;
  const std::string both = world.error(
      "StartLiveTail", {{"logGroupIdentifiers", {"g"}}, {"logStreamNames", {"s"}}, {"logStreamNamePrefixes", {"s"}}});
  EXPECT_TRUE(both.starts_with("InvalidParameterException")) << both;
  std::vector<std::unique_ptr<Tail>> open;
  for (int i = 0; i < 15; ++i)
    open.push_back(std::make_unique<Tail>(world, json::Value{{"logGroupIdentifiers", {"g"}}}));
  EXPECT_TRUE(world.error("StartLiveTail", {{"logGroupIdentifiers", {"g"}}}).starts_with("LimitExceededException"));
  open.clear();
  EXPECT_EQ(world.error("StartLiveTail", {{"logGroupIdentifiers", {"g"}}}), "");
}

}  // namespace
}  // namespace cloudling::logs
