// Alarms: kept, shown, evaluated each minute, acted upon.

#include "tests/emulators/cloudwatch/world.h"

namespace cloudling::cloudwatch {
namespace {

constexpr int64_t kMinute = 60'000;
constexpr const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:f";

json::Value alarm(const std::string& name) {
  json::Value input = parsed(R"({"Namespace": "n", "MetricName": "m", "Statistic": "Sum", "Period": 60,
    "EvaluationPeriods": 1, "Threshold": 10, "ComparisonOperator": "GreaterThanThreshold"})");
  input["AlarmName"] = name;
  return input;
}

json::Value described(World& world, const std::string& name) {
  return world.call("DescribeAlarms", {{"AlarmNames", json::Value::array({name})}}).at("MetricAlarms").at(0);
}

std::string state(World& world, const std::string& name) {
  return described(world, name).at("StateValue").get<std::string>();
}

TEST(Alarms, AreShownAsPut) {
  World world;
  json::Value input = alarm("a");
  input["AlarmDescription"] = "too much";
  input["Dimensions"] = json::Value::array({{{"Name", "d"}, {"Value", "1"}}});
  world.call("PutMetricAlarm", input);
  const json::Value shown = described(world, "a");
  for (const auto& [key, value] : input.items()) EXPECT_EQ(shown.at(key), value) << key;
  EXPECT_EQ(shown.at("AlarmArn"), "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a");
  EXPECT_EQ(shown.at("StateValue"), "INSUFFICIENT_DATA");
  EXPECT_EQ(shown.at("StateReason"), "Unchecked: Initial alarm creation");
  EXPECT_EQ(shown.at("ActionsEnabled"), true);
  EXPECT_EQ(shown.at("AlarmActions"), json::Value::array());
}

TEST(Alarms, AreListed) {
  World world;
  for (const char* name : {"b1", "a", "b2"}) world.call("PutMetricAlarm", alarm(name));
  const auto names = [&](json::Value input) {
    std::string all;
    const json::Value answer = world.call("DescribeAlarms", std::move(input));
    for (const json::Value& item : answer.at("MetricAlarms")) all += item.at("AlarmName").get<std::string>() + " ";
    return all + answer.value("NextToken", "");
  };
  EXPECT_EQ(names(json::Value::object()), "a b1 b2 ");
  EXPECT_EQ(names({{"AlarmNamePrefix", "b"}}), "b1 b2 ");
  EXPECT_EQ(names({{"StateValue", "OK"}}), "");
  EXPECT_EQ(names({{"AlarmTypes", {"CompositeAlarm"}}}), "");
  json::Value paged{{"MaxRecords", 2}};
  paged["NextToken"] = world.call("DescribeAlarms", paged).at("NextToken");
  EXPECT_EQ(names(paged), "b2 ");
  EXPECT_EQ(world.call("DescribeAlarmsForMetric", {{"Namespace", "n"}, {"MetricName", "m"}}).at("MetricAlarms").size(),
            3u);
  world.call("DeleteAlarms", {{"AlarmNames", {"a", "nobody"}}});
  EXPECT_EQ(names(json::Value::object()), "b1 b2 ");
}

TEST(Alarms, FollowTheirMetric) {
  World world;
  json::Value input = alarm("a");
  input["AlarmActions"] = {kFunction};
  world.call("PutMetricAlarm", input);
  world.put(11);
  world.clock.advance(kMinute);
  ASSERT_TRUE(eventually([&] { return state(world, "a") == "ALARM"; }));
  ASSERT_TRUE(eventually([&] { return world.invocations().size() == 1; }));
  const json::Value event = world.invocations().front();
  EXPECT_EQ(event.at("source"), "aws.cloudwatch");
  EXPECT_EQ(event.at("alarmData").at("state").at("value"), "ALARM");
  EXPECT_EQ(event.at("alarmData").at("previousState").at("value"), "INSUFFICIENT_DATA");
  world.put(5);
  world.clock.advance(kMinute);
  ASSERT_TRUE(eventually([&] { return state(world, "a") == "OK"; }));
  ASSERT_TRUE(eventually([&] {
    return world.call("DescribeAlarmHistory", {{"AlarmName", "a"}, {"HistoryItemType", "Action"}})
               .at("AlarmHistoryItems")
               .size() == 1;
  }));
  const json::Value history =
      world.call("DescribeAlarmHistory", {{"AlarmName", "a"}, {"HistoryItemType", "StateUpdate"}})
          .at("AlarmHistoryItems");
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].at("HistorySummary"), "Alarm updated from ALARM to OK");
}

TEST(Alarms, CanBeSet) {
  World world;
  json::Value input = alarm("a");
  input["OKActions"] = {kFunction};
  world.call("PutMetricAlarm", input);
  world.call("DisableAlarmActions", {{"AlarmNames", {"a"}}});
  world.call("SetAlarmState", {{"AlarmName", "a"}, {"StateValue", "OK"}, {"StateReason", "by hand"}});
  EXPECT_EQ(described(world, "a").at("StateReason"), "by hand");
  world.call("EnableAlarmActions", {{"AlarmNames", {"a"}}});
  world.call("SetAlarmState", {{"AlarmName", "a"}, {"StateValue", "ALARM"}, {"StateReason", "x"}});
  world.call("SetAlarmState", {{"AlarmName", "a"}, {"StateValue", "OK"}, {"StateReason", "y"}});
  ASSERT_TRUE(eventually([&] { return world.invocations().size() == 1; }));
  EXPECT_EQ(world.error("SetAlarmState", {{"AlarmName", "b"}, {"StateValue", "OK"}, {"StateReason", ""}}),
            "ResourceNotFound: Unknown alarm: b");
}

TEST(Alarms, RefuseWhatIsNotBuilt) {
  World world;
  const auto refused = [&](const char* member, json::Value value) {
    json::Value input = alarm("a");
    input[member] = std::move(value);
    return world.error("PutMetricAlarm", input);
  };
  EXPECT_EQ(refused("AlarmActions", {"arn:aws:sns:us-east-1:000000000000:topic"}),
            "NotImplemented: PutMetricAlarm: actions of sns is not implemented yet");
  EXPECT_TRUE(
      refused("Metrics", json::Value::array({{{"Id", "a"}, {"Expression", "b"}}})).starts_with("NotImplemented: "));
  EXPECT_TRUE(refused("Period", 7).starts_with("ValidationError: "));
  EXPECT_TRUE(refused("TreatMissingData", "somehow").starts_with("ValidationError: "));
  EXPECT_TRUE(refused("ExtendedStatistic", "p99").starts_with("ValidationError: "));
}

TEST(Alarms, HaveTags) {
  World world;
  json::Value input = alarm("a");
  input["Tags"] = json::Value::array({{{"Key", "k"}, {"Value", "v"}}});
  world.call("PutMetricAlarm", input);
  const json::Value arn{{"ResourceARN", "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a"}};
  json::Value more = arn;
  more["Tags"] = json::Value::array({{{"Key", "l"}, {"Value", "w"}}});
  world.call("TagResource", more);
  json::Value less = arn;
  less["TagKeys"] = {"k"};
  world.call("UntagResource", less);
  EXPECT_EQ(world.call("ListTagsForResource", arn), parsed(R"({"Tags": [{"Key": "l", "Value": "w"}]})"));
}

}  // namespace
}  // namespace cloudling::cloudwatch
