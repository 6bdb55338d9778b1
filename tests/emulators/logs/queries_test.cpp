// Insights queries: over events of every kind, with results as AWS shows them.

#include <algorithm>

#include "tests/emulators/logs/world.h"

namespace cloudling::logs {
namespace {

using Rows = std::vector<std::string>;

constexpr const char* kReport =
    "REPORT RequestId: 5f1c\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t"
    "Init Duration: 100.25 ms\t\n";

class Queries : public ::testing::Test {
 protected:
  void SetUp() override {
    world.make_group("g");
    world.put("g", "stream",
              {{-5000, R"({"level": "INFO", "took": 10, "user": {"name": "ada"}, "tags": ["a", "b"]})"},
               {-4000, R"({"level": "ERROR", "took": 30, "user": {"name": "bob"}})"},
               {-3000, R"({"level": "ERROR", "took": 20, "user": {"name": "ada"}})"},
               {-2000, "plain text user=cyd, took 7 ms"},
               {-1000, kReport}});
  }

  json::Value start(const std::string& query, json::Value more = json::Value::object()) {
    more["logGroupName"] = "g";
    more["startTime"] = (world.now() - 3'600'000) / 1000;
    more["endTime"] = world.now() / 1000;
    more["queryString"] = query;
    return world.call("StartQuery", std::move(more)).at("queryId");
  }

  json::Value ended(const json::Value& id) {
    json::Value answer;
    EXPECT_TRUE(eventually([&] {
      answer = world.call("GetQueryResults", {{"queryId", id}});
      return answer.at("status") != "Running";
    }));
    return answer;
  }

  /// Rows as "field=value field=value", without pointers.
  Rows rows(const std::string& query) {
    const json::Value answer = ended(start(query));
    EXPECT_EQ(answer.at("status"), "Complete");
    Rows all;
    for (const json::Value& row : answer.at("results")) {
      std::string text;
      for (const json::Value& field : row) {
        if (field.at("field") == "@ptr") continue;
        text += (text.empty() ? "" : " ") + field.at("field").get<std::string>() + "=" +
                field.at("value").get<std::string>();
      }
      all.push_back(text);
    }
    return all;
  }

  std::string refused(const std::string& query) {
    return support::error_of([&] { start(query); });
  }

  World world;
};

TEST_F(Queries, FilterSortAndShow) {
  EXPECT_EQ(rows("fields level, took | filter level = \"ERROR\" | sort took desc"),
            (Rows{"level=ERROR took=30", "level=ERROR took=20"}));
  EXPECT_EQ(rows("fields user.name as who, took * 2 as twice | filter took < 25 and not level = 'INFO'"),
            (Rows{"who=ada twice=40"}));
  EXPECT_EQ(rows("fields tags.1 | filter ispresent(tags.1)"), (Rows{"tags.1=b"}));
  EXPECT_EQ(rows("fields @timestamp, level | filter level in ['INFO', 'WARN']"),
            (Rows{"@timestamp=2023-11-14 22:13:15.000 level=INFO"}));
  EXPECT_EQ(rows("filter @message like /^plain/"),
            (Rows{"@timestamp=2023-11-14 22:13:18.000 @message=plain text user=cyd, took 7 ms"}));
  EXPECT_EQ(rows("filter @message like 'cyd' | fields @logStream, strlen(@message) as n | display n"), (Rows{"n=30"}));
  EXPECT_EQ(rows("fields took | filter took >= 10 | limit 2"), (Rows{"took=20", "took=30"}));
  EXPECT_EQ(rows("fields took | sort took asc | limit 2 | filter took > 100"), Rows{});
  EXPECT_EQ(rows("fields toupper(level) as l, substr(level, 1, 2), concat(level, '-', took) as c | filter took = 10"),
            (Rows{"l=INFO substr(level, 1, 2)=NF c=INFO-10"}));
}

TEST_F(Queries, Parse) {
  EXPECT_EQ(rows("parse @message 'user=*, took * ms' as who, ms | filter ispresent(who) | display who, ms"),
            (Rows{"who=cyd ms=7"}));
  EXPECT_EQ(rows("parse /user=(?<who>\\w+), took (?<ms>\\d+)/ | filter ms > 5 and who = 'cyd' | display who, ms"),
            (Rows{"who=cyd ms=7"}));
}

TEST_F(Queries, Statistics) {
  EXPECT_EQ(rows("stats count(*) as n, avg(took), max(took) as most by level | filter ispresent(most) | sort level"),
            (Rows{"level=INFO n=1 avg(took)=10 most=10", "level=ERROR n=2 avg(took)=25 most=30"}));
  EXPECT_EQ(rows("stats count(*)"), (Rows{"count(*)=5"}));
  EXPECT_EQ(
      rows("stats count(took) as n, sum(took) / count(took) as mean, pct(took, 50) as p, count_distinct(level) as d"),
      (Rows{"n=3 mean=20 p=20 d=2"}));
  EXPECT_EQ(rows("stats count(*) as n by bin(1h)"), (Rows{"bin(1h)=2023-11-14 22:00:00.000 n=5"}));
  EXPECT_EQ(rows("stats earliest(took) as e, latest(took) as l, min(took) as s"), (Rows{"e=10 l=20 s=10"}));
  EXPECT_EQ(rows("filter level = 'NONE' | stats count(*) as n"), (Rows{"n=0"}));
}

TEST_F(Queries, KnowLambdasReports) {
  EXPECT_EQ(
      rows("filter @type = \"REPORT\" | stats max(@memorySize / 1000 / 1000) as mb, max(@maxMemoryUsed / 1) as used"),
      (Rows{"mb=128 used=64000000"}));
  EXPECT_EQ(rows("fields @requestId, @duration, @billedDuration, @initDuration | filter @type = 'REPORT'"),
            (Rows{"@requestId=5f1c @duration=12.5 @billedDuration=13 @initDuration=100.25"}));
}

TEST_F(Queries, Refuse) {
  EXPECT_EQ(refused("fields @message | explode"),
            "MalformedQueryException: unexpected symbol found explode at position 19");
  EXPECT_EQ(refused("filter a ="), "MalformedQueryException: unexpected symbol found  at position 11");
  EXPECT_EQ(refused("filter a = \"b"), "MalformedQueryException: what begins here has no end at position 12");
  EXPECT_EQ(refused("fields nosuch(a)"), "MalformedQueryException: there is no function nosuch at position 8");
  EXPECT_EQ(refused("filter count(*) > 1"), "MalformedQueryException: count can only be used with stats at position 8");
  EXPECT_EQ(refused("limit 0"), "MalformedQueryException: limit must be a number from 1 to 10000 at position 7");
  EXPECT_TRUE(refused("filter " + std::string(200, '(') + "a" + std::string(200, ')'))
                  .starts_with("MalformedQueryException: the query is nested too deep"));
  EXPECT_EQ(support::error_of([&] { start("fields a", {{"queryLanguage", "SQL"}}); }),
            "NotImplemented: StartQuery: queryLanguage SQL is not implemented yet");
  EXPECT_EQ(world.error("GetQueryResults", {{"queryId", "nobody"}}),
            "ResourceNotFoundException: Query with id nobody does not exist.");
}

TEST_F(Queries, AreListed) {
  const json::Value id = start("stats count(*)");
  const json::Value answer = ended(id);
  EXPECT_EQ(answer.at("statistics").at("recordsScanned"), 5.0);
  EXPECT_EQ(answer.at("statistics").at("recordsMatched"), 5.0);
  const json::Value list = world.call("DescribeQueries", {{"logGroupName", "g"}}).at("queries");
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("queryId"), id);
  EXPECT_EQ(list[0].at("queryString"), "stats count(*)");
  EXPECT_EQ(list[0].at("status"), "Complete");
  EXPECT_EQ(world.call("DescribeQueries", {{"status", "Running"}}).at("queries").size(), 0u);
  EXPECT_TRUE(world.error("StopQuery", {{"queryId", id}}).starts_with("InvalidParameterException: "));
}

}  // namespace
}  // namespace cloudling::logs
