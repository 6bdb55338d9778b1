#include "emulators/aws/http.h"

#include <gtest/gtest.h>

namespace cloudling::aws {
namespace {

TEST(Headers, KeepOrderAndRepetitionAndCompareWithoutCase) {
  Headers headers;
  headers.add("A", "1");
  headers.add("b", "2");
  headers.add("a", "3");
  EXPECT_EQ(headers.get("a"), "1");
  EXPECT_EQ(headers.get("B"), "2");
  EXPECT_EQ(headers.get("c"), "");
  EXPECT_EQ(headers.find("c"), nullptr);
  EXPECT_EQ(headers.all("A"), (std::vector<std::string_view>{"1", "3"}));
  headers.set("a", "4");
  EXPECT_EQ(headers.size(), 2u);
  EXPECT_EQ(headers.get("A"), "4");
  headers.erase("B");
  EXPECT_FALSE(headers.has("b"));
}

TEST(Request, TakesItsTargetApart) {
  HttpRequest request;
  request.target = "/a%2Fb?x=1&y&z=%2B+a&=e&&x=2";
  request.headers.add("host", "images.localhost:4566");
  EXPECT_EQ(request.raw_path(), "/a%2Fb");
  EXPECT_EQ(request.host(), "images.localhost");
  const Query query = request.query();
  ASSERT_EQ(query.size(), 5u);
  EXPECT_EQ(query[0].value, "1");
  EXPECT_EQ(query[1].name, "y");
  EXPECT_FALSE(query[1].has_value);
  EXPECT_EQ(query[2].value, "+ a");
  EXPECT_EQ(query[3].value, "e");
  EXPECT_EQ(query[4].value, "2");
  EXPECT_EQ(find(query, "x")->value, "1");
  EXPECT_EQ(find(query, "q"), nullptr);
}

TEST(Request, HasAPathAlways) {
  HttpRequest request;
  EXPECT_EQ(request.raw_path(), "/");
  request.target = "?a";
  EXPECT_EQ(request.raw_path(), "/");
  EXPECT_EQ(request.raw_query(), "a");
}

TEST(Request, KnowsAnAddressOfVersion6) {
  HttpRequest request;
  request.headers.add("Host", "[::1]:4566");
  EXPECT_EQ(request.host(), "[::1]");
}

TEST(Percent, DecodesAndKeepsWhatIsNoEscape) {
  EXPECT_EQ(percent_decode("a%2fb%20c+d"), "a/b c+d");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("%4"), "%4");
  EXPECT_EQ(percent_decode("%zz%41"), "%zzA");
}

TEST(Percent, EncodesAsAwsDoes) {
  EXPECT_EQ(percent_encode("a b/c~*'(\xc3\xa4"), "a%20b%2Fc~%2A%27%28%C3%A4");
  EXPECT_EQ(percent_encode("a/b c", true), "a/b%20c");
}

}  // namespace
}  // namespace cloudling::aws
