// Metrics: what is put, read back, computed and listed.

#include <filesystem>
#include <thread>

#include "tests/emulators/cloudwatch/world.h"

namespace cloudling::cloudwatch {
namespace {

constexpr int64_t kMinute = 60'000;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;

json::Value statistics(World& world, int64_t from, int64_t until, int64_t period,
                       json::Value more = json::Value::object()) {
  more["Namespace"] = "n";
  more["MetricName"] = "m";
  more["StartTime"] = world.at(from);
  more["EndTime"] = world.at(until);
  more["Period"] = period;
  if (!more.contains("Statistics") && !more.contains("ExtendedStatistics")) more["Statistics"] = {"Sum", "SampleCount"};
  return world.call("GetMetricStatistics", more).at("Datapoints");
}

TEST(Metrics, AreAddedUpByPeriods) {
  World world;
  for (int i = 1; i <= 10; ++i) world.put(i, -i * kMinute);
  world.put(100, -kMinute + 5000);
  const json::Value points = statistics(world, -10 * kMinute, 0, 300);
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].at("Sum"), 10 + 9 + 8 + 7 + 6);
  EXPECT_EQ(points[1].at("Sum"), 5 + 4 + 3 + 2 + 1 + 100);
  EXPECT_EQ(points[1].at("SampleCount"), 6);
  EXPECT_EQ(points[1].at("Unit"), "None");
  EXPECT_FALSE(points[1].contains("Average"));
  EXPECT_EQ(statistics(world, -10 * kMinute, 0, 60).size(), 10u);
}

TEST(Metrics, HaveEveryStatistic) {
  World world;
  world.call("PutMetricData", {{"Namespace", "n"},
                               {"MetricData", json::Value::array({{{"MetricName", "m"},
                                                                   {"Values", {1.0, 2.0, 3.0, 4.0}},
                                                                   {"Counts", {1.0, 1.0, 1.0, 7.0}},
                                                                   {"Unit", "Seconds"}}})}});
  const json::Value point =
      statistics(world, 0, kMinute, 60,
                 {{"Statistics", {"Average", "Minimum", "Maximum"}}, {"ExtendedStatistics", {"p50", "p10"}}})[0];
  EXPECT_EQ(point.at("Average"), 3.4);
  EXPECT_EQ(point.at("Minimum"), 1);
  EXPECT_EQ(point.at("Maximum"), 4);
  EXPECT_EQ(point.at("Unit"), "Seconds");
  EXPECT_EQ(point.at("ExtendedStatistics"), parsed(R"({"p10": 1.0, "p50": 4.0})"));
  EXPECT_EQ(statistics(world, 0, kMinute, 60, {{"Unit", "Count"}}).size(), 0u);
}

TEST(Metrics, RefuseWhatAwsRefuses) {
  World world;
  const auto refused = [&](json::Value datum) {
    datum["MetricName"] = "m";
    return world.error("PutMetricData", {{"Namespace", "n"}, {"MetricData", json::Value::array({datum})}});
  };
  EXPECT_TRUE(refused(json::Value::object()).starts_with("MissingRequiredParameterException: At least one of"));
  EXPECT_TRUE(refused({{"Value", 1}, {"Values", {1}}}).starts_with("InvalidParameterCombinationException: "));
  EXPECT_TRUE(refused({{"Value", 1e300}}).starts_with("InvalidParameterValueException: "));
  EXPECT_TRUE(
      refused({{"Value", 1}, {"Timestamp", world.at(3 * kHour)}}).starts_with("InvalidParameterValueException: "));
  EXPECT_TRUE(refused({{"Values", {1, 2}}, {"Counts", {1}}}).starts_with("InvalidParameterValueException: "));
  EXPECT_EQ(
      support::error_of([&] { statistics(world, -2 * kDay, 0, 60); }),
      "InvalidParameterCombinationException: You have requested up to 2880 datapoints, which exceeds the limit of "
      "1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.");
  EXPECT_TRUE(support::error_of([&] { statistics(world, 0, 0, 60); }).starts_with("InvalidParameterValueException: "));
  EXPECT_TRUE(
      support::error_of([&] { statistics(world, 0, kMinute, 7); }).starts_with("InvalidParameterValueException: "));
}

json::Value data_query(const std::string& id, const std::string& stat) {
  return {{"Id", id},
          {"MetricStat", {{"Metric", {{"Namespace", "n"}, {"MetricName", "m"}}}, {"Period", 60}, {"Stat", stat}}}};
}

TEST(GetMetricData, ComputesExpressions) {
  World world;
  world.put(10, -2 * kMinute);
  world.put(30, -2 * kMinute);
  world.put(50, -kMinute);
  json::Value hidden = data_query("n", "SampleCount");
  hidden["ReturnData"] = false;
  const json::Value mean{{"Id", "mean"}, {"Expression", "s / n"}, {"Label", "Mean"}};
  json::Value input{{"MetricDataQueries", json::Value::array({data_query("s", "Sum"), hidden, mean})},
                    {"StartTime", world.at(-kHour)},
                    {"EndTime", world.at(0)}};
  const json::Value results = world.call("GetMetricData", input).at("MetricDataResults");
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].at("Label"), "m");
  EXPECT_EQ(results[0].at("Values"), parsed("[50.0, 40.0]"));
  EXPECT_EQ(results[1].at("Label"), "Mean");
  EXPECT_EQ(results[1].at("Values"), parsed("[50.0, 20.0]"));
  EXPECT_EQ(results[1].at("StatusCode"), "Complete");
  input["ScanBy"] = "TimestampAscending";
  EXPECT_EQ(world.call("GetMetricData", input).at("MetricDataResults").at(1).at("Values"), parsed("[20.0, 50.0]"));
}

TEST(ListMetrics, FiltersByEverything) {
  World world;
  world.put(1, 0, {{"Dimensions", json::Value::array({{{"Name", "a"}, {"Value", "1"}}})}});
  world.put(1, 0,
            {{"Dimensions", json::Value::array({{{"Name", "a"}, {"Value", "2"}}, {{"Name", "b"}, {"Value", "3"}}})}});
  world.put(1);
  const auto count = [&](json::Value input) {
    return world.call("ListMetrics", std::move(input)).at("Metrics").size();
  };
  EXPECT_EQ(count(json::Value::object()), 3u);
  EXPECT_EQ(count({{"Dimensions", json::Value::array({{{"Name", "a"}}})}}), 2u);
  EXPECT_EQ(count({{"Dimensions", json::Value::array({{{"Name", "a"}, {"Value", "2"}}})}}), 1u);
  EXPECT_EQ(count({{"Namespace", "other"}}), 0u);
  EXPECT_EQ(count({{"MetricName", "m"}, {"Namespace", "n"}}), 3u);
  world.clock.advance(4 * kHour);
  EXPECT_EQ(count({{"RecentlyActive", "PT3H"}}), 0u);
  EXPECT_EQ(count(json::Value::object()), 3u);
}

TEST(MetricWriter, IsSeenByTheNextReader) {
  World world;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&world] {
      for (int i = 0; i < 1000; ++i) {
        world.sink().record("000000000000", "us-east-1",
                            {{.metric_namespace = "n", .name = "m", .value = 2, .unit = "Count"}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const json::Value points = statistics(world, 0, kMinute, 60);
  ASSERT_EQ(points.size(), 1u);
  EXPECT_EQ(points[0].at("Sum"), 8000);
  EXPECT_EQ(points[0].at("SampleCount"), 4000);
  EXPECT_EQ(points[0].at("Unit"), "Count");
}

TEST(Metrics, AreBoundedInNumber) {
  World world;
  world.put(1, -9 * kMinute, {{"MetricName", "old"}});
  for (int i = 0; i < 8; ++i) world.put(1, -i * kMinute);
  auto sweep = [&](store::WriteTransaction& tx) {
    return delete_old_points(tx, world.clock.now() - kDay, 5, 3) +
           delete_old_points(tx, world.clock.now() - kDay, 5, 3);
  };
  EXPECT_EQ(world.host().store().write_blocking(sweep), 4);
  EXPECT_EQ(statistics(world, -kHour, kMinute, 60).size(), 5u);
  EXPECT_EQ(world.call("ListMetrics", json::Value::object()).at("Metrics").size(), 1u);
}

TEST(Metrics, SurviveARestartAndEnd) {
  const std::string folder = ::testing::TempDir() + "cloudling-cloudwatch-restart";
  std::filesystem::remove_all(folder);
  {
    World world(folder);
    world.put(1);
    world.sink().record("000000000000", "us-east-1",
                        {{.metric_namespace = "n", .name = "m", .value = 5, .unit = "None"}});
    world.restart();
    EXPECT_EQ(statistics(world, 0, kMinute, 60)[0].at("Sum"), 6);
    world.clock.advance(64 * kDay);
    world.put(7);
    world.clock.advance(2 * kHour);
    EXPECT_TRUE(eventually([&] { return statistics(world, -65 * kDay, 0, kDay / 1000).size() == 1; }));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cloudling::cloudwatch
