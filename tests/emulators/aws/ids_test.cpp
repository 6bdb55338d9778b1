#include "emulators/aws/ids.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "emulators/aws/encoding.h"

namespace cloudling::aws {
namespace {

TEST(IdSource, GivesTheSameIdsForTheSameSeed) {
  IdSource a(7), b(7), c(8);
  const std::string first = a.uuid();
  EXPECT_EQ(first, b.uuid());
  EXPECT_NE(first, c.uuid());
  EXPECT_NE(first, a.uuid());
}

TEST(IdSource, MakesUuidsOfVersion4) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  IdSource ids;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = ids.uuid();
    EXPECT_TRUE(std::regex_match(id, form)) << id;
    seen.insert(id);
  }
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(IdSource, MakesLetters) {
  IdSource ids(1);
  const std::string text = ids.letters(200, "ab");
  EXPECT_EQ(text.size(), 200u);
  EXPECT_EQ(text.find_first_not_of("ab"), std::string::npos);
  EXPECT_NE(text.find('a'), std::string::npos);
  EXPECT_NE(text.find('b'), std::string::npos);
  EXPECT_EQ(ids.bytes(13).size(), 13u);
}

TEST(S3Ids, HaveTheirForm) {
  EXPECT_TRUE(std::regex_match(s3_request_id("x"), std::regex("[0-9A-Z]{16}")));
  EXPECT_EQ(s3_request_id("x"), s3_request_id("x"));
  EXPECT_NE(s3_request_id("x"), s3_request_id("y"));
  EXPECT_EQ(base64_decode(s3_host_id("x"))->size(), 56u);
}

}  // namespace
}  // namespace cloudling::aws
