#include "emulators/s3/conditions.h"

#include <gtest/gtest.h>

#include "emulators/aws/error.h"

namespace cloudling::s3 {
namespace {

constexpr int64_t kModified = 1'700'000'000'000;
constexpr int64_t kNow = kModified + 3'600'000;

std::optional<aws::Timestamp> at(int64_t offset_ms) { return aws::Timestamp{kModified + offset_ms}; }

struct ReadCase {
  const char* name;
  ReadConditions conditions;
  Verdict verdict;
  const char* condition;
};

// RFC 9110 section 13.2.2 and the combinations that S3's GetObject documents.
const ReadCase kReadCases[] = {
    {"none", {}, Verdict::kHolds, ""},
    {"match", {.if_match = "\"abc\""}, Verdict::kHolds, ""},
    {"match unquoted", {.if_match = "abc"}, Verdict::kHolds, ""},
    {"match any", {.if_match = "*"}, Verdict::kHolds, ""},
    {"match in list", {.if_match = "\"x\", \"abc\""}, Verdict::kHolds, ""},
    {"no match", {.if_match = "\"abd\""}, Verdict::kFailed, "If-Match"},
    {"none-match other", {.if_none_match = "\"abd\""}, Verdict::kHolds, ""},
    {"none-match same", {.if_none_match = "\"abc\""}, Verdict::kNotModified, "If-None-Match"},
    {"none-match weak", {.if_none_match = "W/\"abc\""}, Verdict::kNotModified, "If-None-Match"},
    {"none-match any", {.if_none_match = "*"}, Verdict::kNotModified, "If-None-Match"},
    {"modified since before", {.if_modified_since = at(-1000)}, Verdict::kHolds, ""},
    {"modified since then", {.if_modified_since = at(0)}, Verdict::kNotModified, "If-Modified-Since"},
    {"modified since later", {.if_modified_since = at(1000)}, Verdict::kNotModified, "If-Modified-Since"},
    {"modified since the future", {.if_modified_since = at(7'200'000)}, Verdict::kHolds, ""},
    {"unmodified since before", {.if_unmodified_since = at(-1000)}, Verdict::kFailed, "If-Unmodified-Since"},
    {"unmodified since then", {.if_unmodified_since = at(0)}, Verdict::kHolds, ""},
    {"match outweighs unmodified", {.if_match = "abc", .if_unmodified_since = at(-1000)}, Verdict::kHolds, ""},
    {"none-match outweighs modified", {.if_none_match = "abd", .if_modified_since = at(1000)}, Verdict::kHolds, ""},
    {"same and modified",
     {.if_none_match = "abc", .if_modified_since = at(-1000)},
     Verdict::kNotModified,
     "If-None-Match"},
    {"failed comes first", {.if_match = "abd", .if_none_match = "abc"}, Verdict::kFailed, "If-Match"},
};

TEST(Conditions, JudgeReads) {
  for (const auto& test : kReadCases) {
    Judgement judgement = judge_read(test.conditions, {"abc", kModified}, kNow);
    EXPECT_EQ(static_cast<int>(test.verdict), static_cast<int>(judgement.verdict)) << test.name;
    EXPECT_EQ(test.condition, judgement.condition) << test.name;
  }
}

TEST(Conditions, OfCopySourcesAllFailWith412) {
  for (const auto& test : kReadCases) {
    std::string code = "none", condition;
    try {
      require_copy_source(test.conditions, {"abc", kModified}, kNow);
    } catch (const aws::Error& error) {
      code = error.code + " " + std::to_string(error.status);
      condition = error.fields.at(0).second;
    }
    const bool holds = test.verdict == Verdict::kHolds;
    EXPECT_EQ(holds ? "none" : "PreconditionFailed 412", code) << test.name;
    EXPECT_EQ(holds ? "" : std::string("x-amz-copy-source-") + test.condition, condition) << test.name;
  }
}

struct WriteCase {
  const char* name;
  WriteConditions conditions;
  bool exists;
  const char* code;
};

const WriteCase kWriteCases[] = {
    {"none on nothing", {}, false, ""},
    {"create only, nothing there", {.if_none_match = "*"}, false, ""},
    {"create only, something there", {.if_none_match = "*"}, true, "PreconditionFailed"},
    {"none-match of a tag", {.if_none_match = "\"abc\""}, true, "NotImplemented"},
    {"match", {.if_match = "\"abc\""}, true, ""},
    {"no match", {.if_match = "\"x\""}, true, "PreconditionFailed"},
    {"match on nothing", {.if_match = "\"abc\""}, false, "NoSuchKey"},
    {"both", {.if_match = "abc", .if_none_match = "*"}, true, "NotImplemented"},
};

TEST(Conditions, JudgeWrites) {
  for (const auto& test : kWriteCases) {
    std::string code;
    try {
      std::optional<ConditionSubject> subject;
      if (test.exists) subject = ConditionSubject{"abc", kModified};
      require_write(test.conditions, subject, "key");
    } catch (const aws::Error& error) {
      code = error.code;
    }
    EXPECT_EQ(test.code, code) << test.name;
  }
}

}  // namespace
}  // namespace cloudling::s3
