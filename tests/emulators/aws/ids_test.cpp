#include "emulators/aws/ids.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "emulators/aws/encoding.h"

namespace cloudling::aws {
namespace {

/// Whether each character of the text is what the form says: 'x' a hexadecimal digit, 'v' one of 89ab, else itself.
bool has_form(const std::string& text, const std::string& form) {
  return std::ranges::equal(text, form, [](char given, char wanted) {
    if (wanted == 'x') return std::string("0123456789abcdef").find(given) != std::string::npos;
    if (wanted == 'v') return std::string("89ab").find(given) != std::string::npos;
    return given == wanted;
  });
}

TEST(IdSource, GivesTheSameIdsForTheSameSeed) {
  IdSource a(7), b(7), c(8);
  const std::string first = a.uuid();
  EXPECT_EQ(first, b.uuid());
  EXPECT_NE(first, c.uuid());
  EXPECT_NE(first, a.uuid());
}

TEST(IdSource, MakesUuidsOfVersion4) {
  IdSource ids;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = ids.uuid();
    EXPECT_TRUE(has_form(id, "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx")) << id;
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
  EXPECT_EQ(s3_request_id("x").size(), 16u);
  EXPECT_EQ(s3_request_id("x").find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), std::string::npos);
  EXPECT_EQ(s3_request_id("x"), s3_request_id("x"));
  EXPECT_NE(s3_request_id("x"), s3_request_id("y"));
  EXPECT_EQ(base64_decode(s3_host_id("x"))->size(), 56u);
}

}  // namespace
}  // namespace cloudling::aws
