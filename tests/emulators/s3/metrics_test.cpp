#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "emulators/s3/request_metrics.h"
#include "emulators/s3/storage_metrics.h"
#include "tests/emulators/s3/s3_fixture.h"
#include "tests/support/service_host.h"

namespace cloudling::s3 {
namespace {

const std::string kEverything = " BucketName=photos FilterId=everything";
const std::string kHolidays = " BucketName=photos FilterId=holidays";

std::string configuration(const std::string& id, const std::string& filter) {
  return "<MetricsConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Id>" + id + "</Id>" + filter +
         "</MetricsConfiguration>";
}

/// Keeps what was measured: sums by "NAME dimension=value ...", and of each the unit.
class KeptMetrics : public MetricSink {
 public:
  void record(const std::string& account, const std::string& region, std::vector<Measurement> values) override {
    const std::lock_guard lock(mutex_);
    for (const auto& value : values) {
      std::string name = account + " " + region + " " + value.metric_namespace + " " + value.name;
      for (const auto& [dimension, text] : value.dimensions) name += " " + dimension + "=" + text;
      auto& [sum, unit] = sums_[name];
      sum += value.value;
      unit = value.unit;
    }
  }

  /// "12 Bytes"; "" where nothing was measured.
  std::string sum(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = sums_.find("000000000000 us-east-1 AWS/S3 " + name);
    if (found == sums_.end()) return "";
    return std::to_string(static_cast<int64_t>(found->second.first)) + " " + found->second.second;
  }

  size_t size() const {
    const std::lock_guard lock(mutex_);
    return sums_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::pair<double, std::string>> sums_;
};

class MetricsTest : public S3Fixture {
 protected:
  /// As the server does it: the metrics stand around the gateway.
  boost::asio::awaitable<int> exchange(aws::HttpRequest request) {
    auto measured = requests_.begin(request);
    auto response = co_await gateway_->handle(std::move(request));
    if (measured) requests_.end(std::move(measured), response);
    auto body = co_await response.body.read_all(1u << 30);
    co_return response.status;
  }

  int measured(const std::string& method, const std::string& target, std::string body = "",
               const HeaderList& headers = {}) {
    aws::HttpRequest request;
    request.method = method;
    request.target = target;
    request.headers.add("Host", "localhost:4566");
    request.headers.add("Authorization",
                        "AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/s3/aws4_request, "
                        "SignedHeaders=host, Signature=" +
                            std::string(64, '0'));
    request.headers.add("x-amz-date", "20260101T000000Z");
    if (!body.empty()) request.headers.add("Content-Length", std::to_string(body.size()));
    for (const auto& [name, value] : headers) request.headers.add(name, value);
    request.body = aws::Body(std::move(body));
    return run(exchange(std::move(request)));
  }

  void configure(const std::string& id, const std::string& filter) {
    ASSERT_EQ(200, put("/photos?metrics&id=" + id, configuration(id, filter)).status);
  }

  KeptMetrics metrics_;
  RequestMetrics requests_{*store_, metrics_};
  StorageMetrics storage_{*store_, clock_, metrics_};
};

TEST_F(MetricsTest, requests_are_measured_where_the_bucket_is_configured_so) {
  make_bucket("photos");
  make_bucket("others");
  EXPECT_EQ(200, measured("PUT", "/photos/a", "before"));
  EXPECT_EQ(0U, metrics_.size());
  configure("everything", "");
  const std::string large = sample_bytes(100'000);
  EXPECT_EQ(200, measured("PUT", "/photos/a", large));
  EXPECT_EQ(200, measured("GET", "/photos/a"));
  EXPECT_EQ(200, measured("HEAD", "/photos/a"));
  EXPECT_EQ(404, measured("GET", "/photos/nothing"));
  EXPECT_EQ(200, measured("GET", "/photos?list-type=2"));
  EXPECT_EQ(204, measured("DELETE", "/photos/a"));
  EXPECT_EQ(200, measured("PUT", "/others/a", "b"));
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"AllRequests", "6 Count"},  {"PutRequests", "1 Count"},
      {"GetRequests", "2 Count"},  {"HeadRequests", "1 Count"},
      {"ListRequests", "1 Count"}, {"DeleteRequests", "1 Count"},
      {"PostRequests", ""},        {"4xxErrors", "1 Count"},
      {"5xxErrors", "0 Count"},    {"BytesUploaded", "100000 Bytes"}};
  for (const auto& [name, sum] : expected) EXPECT_EQ(sum, metrics_.sum(name + kEverything)) << name;
  EXPECT_GT(std::stoll(metrics_.sum("BytesDownloaded" + kEverything)), 100'000);
  EXPECT_NE("", metrics_.sum("FirstByteLatency" + kEverything));
  EXPECT_NE("", metrics_.sum("TotalRequestLatency" + kEverything));
  EXPECT_EQ("", metrics_.sum("AllRequests BucketName=others FilterId=everything"));
}

TEST_F(MetricsTest, selects_tell_what_they_scanned_and_returned) {
  make_bucket("photos");
  configure("everything", "");
  ASSERT_EQ(200, put("/photos/table", "1,a\n2,b\n").status);
  const std::string query =
      "<SelectObjectContentRequest xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Expression>SELECT _2 FROM "
      "S3Object "
      "WHERE _1 = 2</Expression><ExpressionType>SQL</ExpressionType><InputSerialization><CSV/></InputSerialization>"
      "<OutputSerialization><CSV/></OutputSerialization></SelectObjectContentRequest>";
  EXPECT_EQ(200, measured("POST", "/photos/table?select&select-type=2", query));
  EXPECT_EQ("1 Count", metrics_.sum("SelectRequests" + kEverything));
  EXPECT_EQ("8 Bytes", metrics_.sum("SelectBytesScanned" + kEverything));
  EXPECT_EQ("2 Bytes", metrics_.sum("SelectBytesReturned" + kEverything));
}

TEST_F(MetricsTest, filters_choose_by_key_and_tags_until_they_are_deleted) {
  make_bucket("photos");
  configure("holidays",
            "<Filter><And><Prefix>2026/</Prefix><Tag><Key>kind</Key><Value>holiday</Value></Tag></And></Filter>");
  const auto sum = [&](const std::string& name) { return metrics_.sum(name + kHolidays); };
  EXPECT_EQ(200, measured("PUT", "/photos/2026/a", "a", {{"x-amz-tagging", "kind=holiday"}}));
  EXPECT_EQ(200, measured("PUT", "/photos/2026/b", "b"));
  EXPECT_EQ(200, measured("PUT", "/photos/2025/c", "c", {{"x-amz-tagging", "kind=holiday"}}));
  EXPECT_EQ("1 Count", sum("PutRequests"));
  EXPECT_EQ(200, measured("GET", "/photos/2026/a"));
  EXPECT_EQ(200, measured("GET", "/photos/2026/b"));
  EXPECT_EQ(204, measured("DELETE", "/photos/2026/a"));
  EXPECT_EQ(200, measured("GET", "/photos"));
  EXPECT_EQ("1 Count", sum("GetRequests"));
  EXPECT_EQ("1 Count", sum("DeleteRequests"));
  EXPECT_EQ("", sum("ListRequests"));
  EXPECT_EQ(204, send("DELETE", "/photos?metrics&id=holidays").status);
  EXPECT_EQ(404, measured("GET", "/photos/2026/a"));
  EXPECT_EQ("3 Count", sum("AllRequests"));
}

TEST_F(MetricsTest, storage_is_measured_with_versions_and_parts) {
  make_bucket("photos");
  make_bucket("empty");
  EXPECT_EQ(
      200,
      put("/photos?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>").status);
  EXPECT_EQ(200, put("/photos/a", std::string(10, 'a')).status);
  EXPECT_EQ(200, put("/photos/a", std::string(20, 'a')).status);
  EXPECT_EQ(200, put("/photos/b", std::string(400, 'b'), {{"x-amz-storage-class", "STANDARD_IA"}}).status);
  EXPECT_EQ(204, send("DELETE", "/photos/b").status);
  const std::string upload = send("POST", "/photos/c?uploads").element("UploadId");
  EXPECT_EQ(200, put("/photos/c?partNumber=1&uploadId=" + upload, std::string(3000, 'c')).status);
  run(storage_.measure());
  EXPECT_EQ("5 Count", metrics_.sum("NumberOfObjects BucketName=photos StorageType=AllStorageTypes"));
  EXPECT_EQ("3030 Bytes", metrics_.sum("BucketSizeBytes BucketName=photos StorageType=StandardStorage"));
  EXPECT_EQ("400 Bytes", metrics_.sum("BucketSizeBytes BucketName=photos StorageType=StandardIAStorage"));
  EXPECT_EQ(3U, metrics_.size());
}

TEST(StorageMetrics, are_measured_every_midnight) {
  support::ManualClock clock;
  KeptMetrics metrics;
  const aws::Accounts accounts;
  support::ServiceHost host("", migrations(), clock, 5);
  S3 s3(S3Parts{host.store(), host.caller(), clock, host.ids(), accounts});
  StorageMetrics storage(host.store(), clock, metrics);
  register_operations(host.registry(), host.store(), s3);
  host.start();
  host.call_with_body("s3", "CreateBucket", {{"Bucket", "photos"}}, {});
  host.call_with_body("s3", "PutObject", {{"Bucket", "photos"}, {"Key", "a"}}, aws::Body(std::string("12345")));
  const auto counted = [&](const std::string& sum) {
    for (int i = 0; i < 4000; ++i) {
      if (metrics.sum("BucketSizeBytes BucketName=photos StorageType=StandardStorage") == sum) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  };
  EXPECT_TRUE(counted(""));
  clock.advance(86'400'000);
  EXPECT_TRUE(counted("5 Bytes"));
  const auto scheduled = [&](store::ReadTransaction& tx) {
    return tx.connection().number("SELECT count(*) FROM store_jobs WHERE kind = 's3.storage_metrics' AND due > " +
                                  std::to_string(clock.now()));
  };
  for (int i = 0; i < 4000 && host.store().read_blocking(scheduled) != 1; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  clock.advance(86'400'000);
  EXPECT_TRUE(counted("10 Bytes"));
  host.stop();
}

}  // namespace
}  // namespace cloudling::s3
