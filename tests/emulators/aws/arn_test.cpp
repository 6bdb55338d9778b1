#include "emulators/aws/arn.h"

#include <gtest/gtest.h>

namespace cloudling::aws {
namespace {

TEST(Arn, RoundTrips) {
  for (const char* text :
       {"arn:aws:states:us-east-1:000000000000:stateMachine:Resize", "arn:aws:s3:::images/a:b",
        "arn:aws:iam::123456789012:role/a/b", "arn:aws-cn:lambda:cn-north-1:123456789012:function:f:1",
        "arn:aws:states:::lambda:invoke", "arn:aws:iam::aws:policy/ReadOnlyAccess"}) {
    const auto arn = parse_arn(text);
    ASSERT_TRUE(arn) << text;
    EXPECT_EQ(arn->text(), text);
  }
}

TEST(Arn, IsTakenApart) {
  const auto arn = parse_arn("arn:aws:lambda:us-east-1:123456789012:function:f:1");
  EXPECT_EQ(arn->service, "lambda");
  EXPECT_EQ(arn->region, "us-east-1");
  EXPECT_EQ(arn->account, "123456789012");
  EXPECT_EQ(arn->resource, "function:f:1");
}

TEST(Arn, IsRefused) {
  for (const char* bad :
       {"", "arn", "arn:aws", "arn:aws:s3:::", "arn:aws::us-east-1:123456789012:x", "urn:aws:s3:::b", "arn:mars:s3:::b",
        "arn:aws:s3::12345:b", "arn:aws:s3:us east:123456789012:b", "arn:aws:s3:::"}) {
    EXPECT_FALSE(parse_arn(bad)) << bad;
  }
}

}  // namespace
}  // namespace cloudling::aws
