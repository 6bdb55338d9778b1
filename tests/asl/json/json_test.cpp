#include "asl/json/json.h"

#include <gtest/gtest.h>

#include <string>

namespace cloudling::json {
namespace {

std::string reason(std::string_view text, const Limits& limits = {}) {
  ParseError error;
  return parse(text, &error, limits) ? "" : error.message + " at " + std::to_string(error.offset);
}

TEST(JsonParse, ReadsWhatItWrites) {
  const std::string text =
      R"({"z":1,"a":[null,true,false,-5,18446744073709551615,0.1,"\u0001\n\"\\é😀"],"m":{},"e":[]})";
  const auto value = parse(text);
  ASSERT_TRUE(value);
  EXPECT_EQ(write(*value),
            R"({"z":1,"a":[null,true,false,-5,18446744073709551615,0.1,"\u0001\n\"\\é😀"],"m":{},"e":[]})");
}

TEST(JsonParse, ADuplicateKeyKeepsItsPlaceAndTakesTheLastValue) {
  EXPECT_EQ(write(*parse(R"({"a":1,"b":2,"a":3})")), R"({"a":3,"b":2})");
}

TEST(JsonParse, RefusesWhatIsNotJson) {
  for (const char* text : {"", " ", "{", "[1,]", "{\"a\"}", "{a:1}", "01", "1 2", "nul", "\"\x01\"", "1e999", "'a'"}) {
    EXPECT_NE(reason(text), "") << text;
  }
}

TEST(JsonParse, DoesNotEndAtAZeroByte) {
  ParseError error;
  EXPECT_FALSE(parse(std::string_view("1\0 {", 5), &error));
  EXPECT_EQ(error.offset, 1u);
  EXPECT_FALSE(parse(std::string_view("{}\0", 3)));
  EXPECT_FALSE(parse(std::string_view("\0", 1)));
}

TEST(JsonParse, SaysWhereTheTextIsWrong) {
  ParseError error;
  EXPECT_FALSE(parse("[1, 2, x]", &error));
  EXPECT_EQ(error.offset, 7u);
}

TEST(JsonParse, RefusesInvalidUtf8) {
  EXPECT_NE(reason("\"\xC3\x28\""), "");
  EXPECT_NE(reason("\"\xED\xA0\x80\""), "");
  EXPECT_NE(reason("\"\\ud800\""), "");
}

TEST(JsonParse, BoundsDepthAndLength) {
  EXPECT_EQ(reason(std::string(512, '[') + std::string(512, ']')), "");
  EXPECT_NE(reason(std::string(513, '[') + std::string(513, ']')), "");
  EXPECT_NE(reason(std::string(1000000, '[')), "");
  EXPECT_NE(reason("[1,2,3]", {.max_bytes = 6}), "");
}

TEST(JsonParse, IntegersThatDoNotFitAreDoubles) {
  EXPECT_TRUE(parse("18446744073709551616")->is_number_float());
  EXPECT_TRUE(parse("-9223372036854775808")->is_number_integer());
  EXPECT_TRUE(parse("-9223372036854775809")->is_number_float());
}

TEST(JsonWrite, WritesDoublesAsAwsDoes) {
  EXPECT_EQ(write(Value(1.0)), "1.0");
  EXPECT_EQ(write(Value(0.1)), "0.1");
  EXPECT_EQ(write(Value(1e7)), "1.0E7");
  EXPECT_EQ(write(Value(1234567.5)), "1234567.5");
  EXPECT_EQ(write(Value(1.5e-4)), "1.5E-4");
  EXPECT_EQ(write(Value(1.2e300)), "1.2E300");
  EXPECT_EQ(write(Value(-0.0)), "-0.0");
}

TEST(JsonWrite, ReplacesInvalidUtf8) { EXPECT_EQ(write(Value("a\xFF\xC3z")), "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\""); }

TEST(JsonWrite, AnyDepth) {
  Value value = 1;
  for (int i = 0; i < 200000; ++i) {
    Value outer = Value::array();
    outer.push_back(std::move(value));
    value = std::move(outer);
  }
  EXPECT_EQ(write(value).size(), 400001u);
}

TEST(OrderedMap, KeepsOrderAndFindsManyKeys) {
  Value object = Value::object();
  for (int i = 0; i < 100000; ++i) object["key" + std::to_string(i)] = i;
  EXPECT_EQ(object["key99999"], 99999);
  EXPECT_EQ(object.begin().key(), "key0");
  EXPECT_EQ(find(object, "key100000"), nullptr);
  object.erase("key0");
  EXPECT_EQ(object.begin().key(), "key1");
  EXPECT_EQ(*find(object, "key77777"), 77777);
}

TEST(OrderedMap, OrderDoesNotMatterForEquality) {
  EXPECT_EQ(*parse(R"({"a":1,"b":[{"c":1,"d":2}]})"), *parse(R"({"b":[{"d":2,"c":1}],"a":1})"));
  EXPECT_NE(*parse(R"({"a":1,"b":2})"), *parse(R"({"a":1,"c":2})"));
  EXPECT_NE(*parse(R"({"a":1})"), *parse(R"({"a":1,"c":2})"));
}

TEST(OrderedMap, WorksWithTheLibrarysOwnOperations) {
  Value a = {{"b", 1}, {"a", {1, 2, 3}}};
  a.update(Value{{"c", 2}});
  a.push_back({"z", 1});
  EXPECT_EQ(write(a), R"({"b":1,"a":[1,2,3],"c":2,"z":1})");
  a.erase(a.begin());
  EXPECT_EQ(write(a), R"({"a":[1,2,3],"c":2,"z":1})");
  const auto copy = a.get<Value::object_t>();
  EXPECT_EQ(Value(copy), a);
  EXPECT_EQ(a.value("z", 0), 1);
  EXPECT_THROW(a.at("none"), std::exception);
}

}  // namespace
}  // namespace cloudling::json
