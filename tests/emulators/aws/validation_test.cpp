// The table of cases/validation.txt: an input under AWS's names, and the message that AWS would answer.

#include "emulators/aws/validation.h"

#include <gtest/gtest.h>

#include "emulators/aws/document_codec.h"
#include "emulators/aws/error.h"
#include "tests/emulators/aws/sample_shapes.h"
#include "tests/emulators/aws/support.h"

namespace cloudling::aws {
namespace {

class Validation : public testing::TestWithParam<test::Case> {};

TEST_P(Validation, Says) {
  AnyShape input = AnyShape::of(test::Widget{});
  decode_document(*json::parse(GetParam().get("input")), {}, input);
  const auto violations = find_violations(input);
  EXPECT_EQ(violations.empty() ? "" : violations_message(violations), GetParam().get("message"));
}

INSTANTIATE_TEST_SUITE_P(Table, Validation, testing::ValuesIn(test::read_cases("validation.txt")),
                         [](const auto& info) { return test::test_name(info.param.name); });

TEST(Validate, ThrowsTheServicesCode) {
  AnyShape input = AnyShape::of(test::Widget{});
  try {
    validate(input, "InvalidParameterException");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.status, 400);
    EXPECT_EQ(error.code, "InvalidParameterException");
  }
}

}  // namespace
}  // namespace cloudling::aws
