// What is attached to groups: functions that get their events, metrics that are measured of them.

#include <zlib.h>

#include "emulators/aws/encoding.h"
#include "tests/emulators/logs/world.h"

namespace cloudling::logs {
namespace {

constexpr const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:f";

std::string gunzip(const std::string& bytes) {
  z_stream stream{};
  std::string out(1 << 20, '\0');
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

/// A world with a function that keeps the messages it is invoked with.
struct Subscribed {
  Subscribed() {
    world.host().caller().fake("lambda", "GetFunctionConfiguration", support::answering([](const json::Value& input) {
                                 if (input.at("FunctionName") != kFunction)
                                   throw aws::Error(404, "ResourceNotFoundException", "no");
                                 return json::Value::object();
                               }));
    world.host().caller().fake("lambda", "Invoke", support::answering([this](const json::Value& input) {
                                 const json::Value event = parsed(input.at("Payload").get<std::string>());
                                 const auto bytes =
                                     aws::base64_decode(event.at("awslogs").at("data").get<std::string>());
                                 const std::lock_guard lock(mutex);
                                 received.push_back(parsed(gunzip(*bytes)));
                                 return json::Value{{"StatusCode", 202}};
                               }));
    world.make_group("g");
  }

  void subscribe(const std::string& name, const std::string& pattern) {
    world.call(
        "PutSubscriptionFilter",
        {{"logGroupName", "g"}, {"filterName", name}, {"filterPattern", pattern}, {"destinationArn", kFunction}});
  }

  size_t count() {
    const std::lock_guard lock(mutex);
    return received.size();
  }

  World world;
  std::mutex mutex;
  std::vector<json::Value> received;
};

TEST(Subscriptions, AreDelivered) {
  Subscribed to;
  to.subscribe("errors", "ERROR");
  to.world.put("g", "stream", {{-2, "INFO a"}, {-1, "ERROR b"}, {0, "ERROR c"}});
  ASSERT_TRUE(eventually([&] { return to.count() == 1; }));
  json::Value message = to.received.front();
  for (json::Value& event : message.at("logEvents")) {
    EXPECT_EQ(event.at("id").get<std::string>().size(), 56u);
    event.erase("id");
  }
  json::Value expected = parsed(R"({"messageType": "DATA_MESSAGE", "owner": "000000000000", "logGroup": "g",
    "logStream": "stream", "subscriptionFilters": ["errors"], "logEvents": [{"message": "ERROR b"},
    {"message": "ERROR c"}]})");
  expected["logEvents"][0]["timestamp"] = to.world.now() - 1;
  expected["logEvents"][1]["timestamp"] = to.world.now();
  EXPECT_EQ(message, expected);
}

TEST(Subscriptions, CarryTheWords) {
  Subscribed to;
  to.subscribe("words", "[level = ERROR, code]");
  to.world.sink().write("000000000000", "us-east-1", "g", "s", {{to.world.now(), "ERROR 12"}, {to.world.now(), "x"}});
  ASSERT_TRUE(eventually([&] { return to.count() == 1; }));
  EXPECT_EQ(to.received.front().at("logEvents").at(0).at("extractedFields"),
            parsed(R"({"code": "12", "level": "ERROR"})"));
}

TEST(Subscriptions, AreListedAndDeleted) {
  Subscribed to;
  to.subscribe("a", "ERROR");
  to.subscribe("b", "");
  const auto refused = support::error_of([&] { to.subscribe("c", ""); });
  EXPECT_EQ(refused, "LimitExceededException: Resource limit exceeded.");
  const json::Value list =
      to.world.call("DescribeSubscriptionFilters", {{"logGroupName", "g"}}).at("subscriptionFilters");
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].at("filterName"), "a");
  EXPECT_EQ(list[0].at("filterPattern"), "ERROR");
  EXPECT_EQ(list[0].at("destinationArn"), kFunction);
  EXPECT_EQ(list[0].at("distribution"), "ByLogStream");
  to.world.call("DeleteSubscriptionFilter", {{"logGroupName", "g"}, {"filterName", "b"}});
  EXPECT_TRUE(to.world.error("DeleteSubscriptionFilter", {{"logGroupName", "g"}, {"filterName", "b"}})
                  .starts_with("ResourceNotFoundException"));
  to.world.put("g", "stream", {{0, "INFO"}});
  to.world.put("g", "stream", {{0, "ERROR"}});
  ASSERT_TRUE(eventually([&] { return to.count() == 1; }));
}

TEST(Subscriptions, NeedAFunction) {
  Subscribed to;
  json::Value input = parsed(R"({"logGroupName": "g", "filterName": "x", "filterPattern": ""})");
  input["destinationArn"] = "arn:aws:lambda:us-east-1:000000000000:function:nobody";
  EXPECT_TRUE(to.world.error("PutSubscriptionFilter", input)
                  .starts_with("InvalidParameterException: Could not execute the lambda function."));
  input["destinationArn"] = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
  EXPECT_EQ(to.world.error("PutSubscriptionFilter", input),
            "NotImplemented: PutSubscriptionFilter: destinations of kinesis is not implemented yet");
}

json::Value metric_filter(const std::string& pattern, const std::string& value) {
  return {{"logGroupName", "g"},
          {"filterName", "f"},
          {"filterPattern", pattern},
          {"metricTransformations",
           json::Value::array({{{"metricName", "m"}, {"metricNamespace", "n"}, {"metricValue", value}}})}};
}

TEST(MetricFilters, Measure) {
  World world;
  world.make_group("g");
  json::Value input = metric_filter("{ $.latency = * }", "$.latency");
  input["metricTransformations"][0]["dimensions"] = json::Value{{"path", "$.path"}};
  world.call("PutMetricFilter", input);
  world.put("g", "stream", {{0, R"({"latency": 12.5, "path": "/a"})"}, {0, R"({"latency": "x"})"}, {0, "text"}});
  ASSERT_TRUE(eventually([&] { return world.metrics.values().size() == 1; }));
  const Measurement value = world.metrics.values().front();
  EXPECT_EQ(value.metric_namespace, "n");
  EXPECT_EQ(value.name, "m");
  EXPECT_EQ(value.value, 12.5);
  EXPECT_EQ(value.unit, "None");
  EXPECT_EQ(value.dimensions, (std::map<std::string, std::string>{{"path", "/a"}}));
}

TEST(MetricFilters, CountAndHaveADefault) {
  World world;
  world.make_group("g");
  json::Value input = metric_filter("ERROR", "1");
  input["metricTransformations"][0]["defaultValue"] = 0;
  input["metricTransformations"][0]["unit"] = "Count";
  world.call("PutMetricFilter", input);
  world.put("g", "stream", {{0, "fine"}});
  world.put("g", "stream", {{0, "ERROR 1"}, {0, "ERROR 2"}});
  ASSERT_TRUE(eventually([&] { return world.metrics.values().size() == 3; }));
  EXPECT_EQ(world.metrics.values()[0].value, 0);
  EXPECT_EQ(world.metrics.values()[1].value, 1);
  EXPECT_EQ(world.metrics.values()[1].unit, "Count");
}

TEST(MetricFilters, AreListedAndDeleted) {
  World world;
  world.make_group("g");
  world.call("PutMetricFilter", metric_filter("ERROR", "1"));
  const json::Value list = world.call("DescribeMetricFilters", {{"logGroupName", "g"}}).at("metricFilters");
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("filterPattern"), "ERROR");
  EXPECT_EQ(list[0].at("metricTransformations"),
            parsed(R"([{"metricName": "m", "metricNamespace": "n", "metricValue": "1"}])"));
  EXPECT_EQ(
      world.call("DescribeMetricFilters", {{"metricName", "m"}, {"metricNamespace", "n"}}).at("metricFilters").size(),
      1u);
  EXPECT_EQ(world.call("DescribeMetricFilters", {{"filterNamePrefix", "x"}}).at("metricFilters").size(), 0u);
  EXPECT_EQ(world.call("DescribeLogGroups", json::Value::object()).at("logGroups").at(0).at("metricFilterCount"), 1);
  world.call("DeleteMetricFilter", {{"logGroupName", "g"}, {"filterName", "f"}});
  EXPECT_EQ(world.error("DeleteMetricFilter", {{"logGroupName", "g"}, {"filterName", "f"}}),
            "ResourceNotFoundException: The specified metric filter does not exist.");
}

}  // namespace
}  // namespace cloudling::logs
