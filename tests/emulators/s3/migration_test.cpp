// A database of before buckets had settings is opened and goes on.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "emulators/s3/s3.h"
#include "tests/support/service_host.h"

namespace cloudling::s3 {
namespace {

TEST(Migration, TakesBucketsAndObjectsAlong) {
  const std::string folder = ::testing::TempDir() + "migration-" + std::to_string(::getpid());
  std::filesystem::remove_all(folder);
  support::ManualClock clock;
  auto before = migrations();
  before.erase(before.begin() + 2, before.end());
  {
    support::ServiceHost host(folder, before, clock, 1);
    auto fill = [](store::WriteTransaction& tx) {
      tx.run(
          "INSERT INTO s3_buckets (name, account, region, created_ms, versioning, tags) VALUES "
          "('old', '000000000000', 'us-east-1', 1000, 0, 'a=b')");
      tx.run(
          "INSERT INTO s3_versions (bucket, key, current, version_id, delete_marker, modified_ms, size, etag, parts, "
          "content, bytes) VALUES (1, CAST('key' AS BLOB), 1, 'null', 0, 1000, 3, 'abc', 0, 0, CAST('old' AS BLOB))");
    };
    auto filling = host.store().write(fill);
    host.run(std::move(filling));
    host.stop();
  }
  support::ServiceHost host(folder, migrations(), clock, 2);
  const aws::Accounts accounts;
  S3 s3(S3Parts{host.store(), host.caller(), clock, host.ids(), accounts});
  register_operations(host.registry(), host.store(), s3);
  host.start();
  const auto call = [&](const char* operation, const char* more) {
    return host.call_with_body("s3", operation, *json::parse(std::string(R"({"Bucket": "old")") + more + "}"),
                               aws::Body());
  };
  auto answer = call("GetObject", R"(, "Key": "key")");
  auto reading = answer.body.read_all(100);
  EXPECT_EQ("old", host.run(std::move(reading)));
  EXPECT_EQ("AES256", answer.output.at("ServerSideEncryption"));
  EXPECT_EQ(1u, call("ListObjectVersions", "").output.at("Versions").size());
  EXPECT_EQ("b", call("GetBucketTagging", "").output.at("TagSet").at(0).at("Value"));
  EXPECT_EQ(
      "BucketOwnerEnforced",
      call("GetBucketOwnershipControls", "").output.at("OwnershipControls").at("Rules").at(0).at("ObjectOwnership"));
  call("PutBucketVersioning", R"(, "VersioningConfiguration": {"Status": "Enabled"})");
  call("PutObject", R"(, "Key": "key")");
  EXPECT_EQ(2u, call("ListObjectVersions", "").output.at("Versions").size());
  host.stop();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cloudling::s3
