#include "emulators/policy/validation.h"

#include <gtest/gtest.h>

namespace cloudling::policy {
namespace {

std::string with(const std::string& statement) { return R"({"Version":"2012-10-17","Statement":[)" + statement + "]}"; }

TEST(Validation, SaysWhatAwsSays) {
  struct Row {
    Use use;
    std::string text, problem;
  };
  const std::string allow = R"("Effect":"Allow","Action":"s3:GetObject","Resource":"*")";
  const std::string trust =
      R"("Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole")";
  const Row rows[] = {
      {Use::kIdentity, with("{" + allow + "}"), ""},
      {Use::kIdentity, "{", "This policy contains invalid Json"},
      {Use::kIdentity, R"({"Version":"2012-10-17"})", "Syntax errors in policy."},
      {Use::kIdentity, R"({"Version":"2011-10-17","Statement":[{)" + allow + "}]}", "Syntax errors in policy."},
      {Use::kIdentity, R"({"Statement":[{)" + allow + "}]}", "Policy document must be version 2012-10-17 or greater."},
      {Use::kIdentity, with(R"({"Effect":"allow","Action":"*","Resource":"*"})"), "Syntax errors in policy."},
      {Use::kIdentity, with(R"({"Effect":"Allow","Resource":"*"})"), "Policy statement must contain actions."},
      {Use::kIdentity, with(R"({"Effect":"Allow","Action":"s3:*"})"), "Policy statement must contain resources."},
      {Use::kIdentity, with(R"({"Effect":"Allow","Action":"GetObject","Resource":"*"})"),
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {Use::kIdentity, with(R"({"Effect":"Allow","Action":"s3:*","Resource":"bucket"})"),
       "Resource bucket must be in ARN format or \"*\"."},
      {Use::kIdentity, with("{" + allow + R"(,"Principal":"*"})"), "Policy document should not specify a principal."},
      {Use::kIdentity, with("{" + allow + R"(,"Condition":{"StringFoo":{"a":"b"}}})"), "Syntax errors in policy."},
      {Use::kIdentity, with(R"({"Sid":"A",)" + allow + R"(},{"Sid":"A",)" + allow + "}"),
       "Statement IDs (SID) in a single policy must be unique."},
      {Use::kTrust, with("{" + trust + "}"), ""},
      {Use::kTrust, with("{" + trust + R"(,"Resource":"*"})"), "Has prohibited field Resource"},
      {Use::kTrust, with(R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject"})"),
       "AssumeRole policy may only specify STS AssumeRole actions."},
      {Use::kTrust, with(R"({"Effect":"Allow","Principal":{"AWS":"anna"},"Action":"sts:AssumeRole"})"),
       "Invalid principal in policy: \"AWS\":\"anna\""},
      {Use::kResource, with("{" + allow + "}"), "Missing required field Principal"}};
  for (const Row& row : rows) EXPECT_EQ(problem_of(row.text, row.use).value_or(""), row.problem) << row.text;
}

}  // namespace
}  // namespace cloudling::policy
