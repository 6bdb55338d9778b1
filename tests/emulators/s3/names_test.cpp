#include "emulators/s3/names.h"

#include <gtest/gtest.h>

#include "emulators/aws/error.h"

namespace cloudling::s3 {
namespace {

TEST(Names, OfBucketsFollowTheRules) {
  for (const char* name : {"abc", "a.b", "my-bucket", "1abc", "abc1", "a-b.c-d", "192.168.1", "images-original"})
    EXPECT_TRUE(valid_bucket_name(name)) << name;
  EXPECT_TRUE(valid_bucket_name(std::string(63, 'a')));
  for (const char* name : {"", "ab", "Abc", "a_b", "-abc", "abc-", ".abc", "abc.", "a..b", "192.168.5.4", "999.1.1.1",
                           "xn--abc", "sthree-abc", "abc-s3alias", "abc--ol-s3", "abc.mrap", "abc--x-s3", "a b", "a/b"})
    EXPECT_FALSE(valid_bucket_name(name)) << name;
  EXPECT_FALSE(valid_bucket_name(std::string(64, 'a')));
}

TEST(Names, OfKeysAreUtf8OfAtMost1024Bytes) {
  auto code = [](const std::string& key) -> std::string {
    try {
      require_key(key);
      return "";
    } catch (const aws::Error& error) {
      return error.code;
    }
  };
  for (const std::string key : {"a", "//", "..", "a/../b", "\xC3\xA9", " ", "\xF0\x9F\x98\x80", "\x01"})
    EXPECT_EQ("", code(key));
  EXPECT_EQ("", code(std::string(1024, 'k')));
  EXPECT_EQ("KeyTooLongError", code(std::string(1025, 'k')));
  for (const std::string key : {"", "\xFF", "a\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE0\x80\x80"})
    EXPECT_EQ("InvalidURI", code(key));
}

TEST(Names, OfCanonicalUsersDependOnTheAccountAlone) {
  EXPECT_EQ(64u, canonical_id("000000000000").size());
  EXPECT_EQ(canonical_id("1"), canonical_id("1"));
  EXPECT_NE(canonical_id("1"), canonical_id("2"));
}

}  // namespace
}  // namespace cloudling::s3
