#include "emulators/iam/actions.h"

#include <gtest/gtest.h>

#include "emulators/aws/catalogue.h"
#include "emulators/iam/managed_policies.h"
#include "emulators/iam/shapes.h"
#include "emulators/policy/validation.h"

namespace cloudling::iam {
namespace {

TEST(Actions, KnowEveryServiceAndNameNoOperationThatAwsHasNot) {
  const auto services = named_services();
  for (const auto& service : aws::catalogue()) {
    EXPECT_NE(std::find(services.begin(), services.end(), service.id), services.end()) << service.id;
  }
  EXPECT_EQ(services.size(), aws::catalogue().size());
  for (const std::string& name : named_operations()) {
    const size_t dot = name.find('.');
    const auto* service = aws::find_service(name.substr(0, dot));
    ASSERT_NE(service, nullptr) << name;
    EXPECT_NE(service->find(name.substr(dot + 1)), nullptr) << name;
  }
}

/// An input with the members that actions.txt speaks of.
struct Sample {
  std::string function_name, key, bucket, copy_source, queue_url, role;
  static const Structure& shape() {
    static const Structure shape{"Sample",
                                 {field<&Sample::function_name>("FunctionName"), field<&Sample::bucket>("Bucket"),
                                  field<&Sample::key>("Key"), field<&Sample::copy_source>("CopySource"),
                                  field<&Sample::queue_url>("QueueUrl"), field<&Sample::role>("Role")}};
    return shape;
  }
};

std::string needed(const std::string& service, const std::string& name, Sample sample) {
  aws::Operation operation;
  operation.service = service;
  operation.name = name;
  std::string all;
  for (const Permission& one : permissions_of({}, operation, aws::AnyShape::of(std::move(sample))))
    all += (all.empty() ? "" : "; ") + one.action + " " + one.resource;
  return all;
}

TEST(Actions, ComeFromTheInput) {
  EXPECT_EQ(needed("lambda", "Invoke", {.function_name = "f"}),
            "lambda:InvokeFunction arn:aws:lambda:us-east-1:000000000000:function:f");
  EXPECT_EQ(needed("lambda", "Invoke", {.function_name = "arn:aws:lambda:eu-west-1:111111111111:function:f:live"}),
            "lambda:InvokeFunction arn:aws:lambda:eu-west-1:111111111111:function:f:live");
  EXPECT_EQ(needed("lambda", "CreateFunction", {.function_name = "f", .role = "arn:aws:iam::000000000000:role/r"}),
            "lambda:CreateFunction arn:aws:lambda:us-east-1:000000000000:function:f; iam:PassRole "
            "arn:aws:iam::000000000000:role/r");
  EXPECT_EQ(needed("lambda", "ListFunctions", {}), "lambda:ListFunctions *");
  EXPECT_EQ(needed("s3", "GetObject", {.key = "a/b", .bucket = "in"}), "s3:GetObject arn:aws:s3:::in/a/b");
  EXPECT_EQ(needed("s3", "GetBucketPolicy", {.bucket = "in"}), "s3:GetBucketPolicy arn:aws:s3:::in");
  EXPECT_EQ(needed("s3", "CopyObject", {.key = "k", .bucket = "out", .copy_source = "/in/a%20b?versionId=1"}),
            "s3:PutObject arn:aws:s3:::out/k; s3:GetObject arn:aws:s3:::in/a b");
  EXPECT_EQ(needed("sqs", "SendMessageBatch", {.queue_url = "http://localhost:4566/000000000000/q"}),
            "sqs:SendMessage arn:aws:sqs:us-east-1:000000000000:q");
}

TEST(ManagedPolicies, AreValidAndFoundByTheirArns) {
  EXPECT_GT(managed_policies().size(), 50u);
  for (const ManagedPolicy& policy : managed_policies()) {
    EXPECT_EQ(policy::problem_of(policy.document, policy::Use::kIdentity).value_or(""), "") << policy.arn;
    EXPECT_EQ(find_managed_policy(policy.arn), &policy);
  }
  const ManagedPolicy* basic = find_managed_policy("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
  ASSERT_NE(basic, nullptr);
  EXPECT_EQ(basic->path, "/service-role/");
}

}  // namespace
}  // namespace cloudling::iam
