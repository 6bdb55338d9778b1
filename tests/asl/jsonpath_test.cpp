#include <gtest/gtest.h>

#include "asl/jsonpath/path.h"
#include "tests/asl/cases.h"

namespace cloudling::jsonpath {
namespace {

using json::Value;

/// {"path", "document"} and one of "value", "missing" (the words) or "invalid": true.
TEST(JsonPath, Cases) {
  const Value cases = asl::read_cases("jsonpath");
  for (const Value& one : cases) {
    const auto text = one.at("path").get<std::string>();
    SCOPED_TRACE(text);
    std::string problem;
    const auto path = Path::parse(text, &problem);
    if (one.contains("invalid")) {
      EXPECT_FALSE(path) << "is a path";
      EXPECT_NE(problem, "");
      continue;
    }
    ASSERT_TRUE(path) << problem;
    const Result result = path->evaluate(one.at("document"));
    if (one.contains("missing")) {
      EXPECT_FALSE(result.found()) << json::write(result.value());
      EXPECT_EQ(result.problem, one.at("missing").get<std::string>());
    } else {
      ASSERT_TRUE(result.found()) << result.problem;
      EXPECT_EQ(json::write(result.value()), json::write(one.at("value")));
    }
  }
}

TEST(JsonPath, SaysWhatAReferencePathIs) {
  for (const char* text : {"$", "$.a.b", "$['a b'][0]", "$$.Execution.Id", "$.a[-1]"}) {
    EXPECT_TRUE(Path::parse(text)->reference()) << text;
  }
  for (const char* text : {"$.*", "$..a", "$.a[0,1]", "$.a[1:2]", "$['a','b']", "$[?(@.a)]", "$.a.length()"}) {
    EXPECT_FALSE(Path::parse(text)->reference()) << text;
  }
}

TEST(JsonPath, StoresWhereAReferencePathPoints) {
  const auto stored = [](const char* path, const char* document) {
    Value value = *json::parse(document);
    return Path::parse(path)->store(value, 7) ? json::write(value) : "impossible";
  };
  EXPECT_EQ(stored("$", "{}"), "7");
  EXPECT_EQ(stored("$.a", R"({"b":1})"), R"({"b":1,"a":7})");
  EXPECT_EQ(stored("$.a.b.c", R"({"a":{"x":1}})"), R"({"a":{"x":1,"b":{"c":7}}})");
  EXPECT_EQ(stored("$.a[1]", R"({"a":[1,2,3]})"), R"({"a":[1,7,3]})");
  EXPECT_EQ(stored("$[1].p", R"([{},{"id":7}])"), R"([{},{"id":7,"p":7}])");
  EXPECT_EQ(stored("$.a[3]", R"({"a":[1,2,3]})"), "impossible");
  EXPECT_EQ(stored("$.a.b", R"({"a":1})"), "impossible");
}

TEST(JsonPath, BoundsItsWork) {
  Value list = Value::array();
  for (int i = 0; i < 2000; ++i) list.push_back(Value::array({1, 2, 3}));
  const auto path = Path::parse("$..[?(@ in $..*)]");
  const Result result = path->evaluate(list);
  EXPECT_EQ(result.status, Result::Status::kTooMuchWork);
}

}  // namespace
}  // namespace cloudling::jsonpath
