#include "emulators/aws/catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "emulators/aws/operations_table.h"

namespace cloudling::aws {
namespace {

TEST(Catalogue, HasTheServices) {
  std::set<std::string_view> ids;
  for (const CatalogueService& service : catalogue()) {
    ids.insert(service.id);
    EXPECT_FALSE(service.operations().empty()) << service.id;
    EXPECT_FALSE(service.signing_name.empty()) << service.id;
    EXPECT_FALSE(service.version.empty()) << service.id;
  }
  EXPECT_EQ(ids.size(), 13u);
  EXPECT_EQ(find_service("s3")->operations().size(), 110u);
  EXPECT_EQ(find_service("dynamodb"), nullptr);
}

TEST(Catalogue, KnowsRoutes) {
  const CatalogueOperation* copy = find_service("s3")->find("UploadPartCopy");
  ASSERT_NE(copy, nullptr);
  EXPECT_EQ(copy->method, "PUT");
  EXPECT_EQ(copy->path, (std::vector<std::string_view>{"{Bucket}", "{Key+}"}));
  ASSERT_EQ(copy->query.size(), 2u);
  EXPECT_EQ(copy->query[1].name, "uploadId");
  ASSERT_EQ(copy->headers.size(), 1u);
  EXPECT_EQ(copy->headers[0].name, "x-amz-copy-source");
  EXPECT_EQ(find_service("s3")->find("DeleteObject")->status, 204);
  EXPECT_EQ(find_service("lambda")->find("CreateFunction")->status, 201);
  EXPECT_EQ(find_service("s3")->find("Fly"), nullptr);
}

TEST(Catalogue, KnowsHowErrorsDiffer) {
  const CatalogueService& lambda = *find_service("lambda");
  ASSERT_NE(lambda.find_error("ResourceNotFoundException"), nullptr);
  EXPECT_TRUE(lambda.find_error("ResourceNotFoundException")->capital_message);
  EXPECT_TRUE(lambda.find_error("ResourceNotFoundException")->has_type);
  EXPECT_FALSE(lambda.find_error("ResourceConflictException")->capital_message);
  EXPECT_EQ(lambda.find_error("ValidationException"), nullptr);
  EXPECT_EQ(find_service("sqs")->find_error("QueueDoesNotExist")->query_code,
            "AWS.SimpleQueueService.NonExistentQueue");
}

TEST(Catalogue, WordsUnknownOperationsAsTheServicesDo) {
  EXPECT_EQ(unknown_operation(*find_service("stepfunctions"), "Fly").code, "UnknownOperationException");
  EXPECT_EQ(unknown_operation(*find_service("stepfunctions"), "Fly").status, 400);
  EXPECT_EQ(unknown_operation(*find_service("lambda"), "").status, 404);
  EXPECT_EQ(unknown_operation(*find_service("s3"), "").code, "MethodNotAllowed");
  EXPECT_EQ(unknown_operation(*find_service("iam"), "Fly").message,
            "Could not find operation Fly for version 2010-05-08");
}

TEST(OperationsTable, MarksWhatTheRegistryHas) {
  Registry registry;
  Operation operation;
  operation.service = "s3";
  operation.name = "PutObject";
  registry.add(std::move(operation));
  const std::string table = operations_table(registry);
  EXPECT_NE(table.find("| PutObject | yes |\n"), std::string::npos);
  EXPECT_NE(table.find("| GetObject | |\n"), std::string::npos);
  EXPECT_NE(table.find("(`s3`) | 1 | 110 |\n"), std::string::npos);
  EXPECT_EQ(table.find("| Invoke | yes |"), std::string::npos);
}

}  // namespace
}  // namespace cloudling::aws
