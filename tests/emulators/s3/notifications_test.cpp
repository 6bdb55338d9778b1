#include "emulators/s3/notifications.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "asl/json/json.h"
#include "emulators/s3/s3.h"
#include "tests/support/service_host.h"

namespace cloudling::s3 {
namespace {

const std::string kFunction = "arn:aws:lambda:us-east-1:000000000000:function:resize";
const std::string kQueue = "arn:aws:sqs:us-east-1:000000000000:told";

json::Value parsed(const std::string& text) { return json::parse(text).value(); }

/// S3 with fake destinations.
class NotificationsTest : public ::testing::Test {
 protected:
  struct Told {
    aws::CallContext context;
    json::Value input;
  };

  NotificationsTest() : folder_(::testing::TempDir() + "notifications-" + std::to_string(::getpid())) {
    std::filesystem::remove_all(folder_);
    begin();
    call("CreateBucket", R"({"Bucket": "pictures"})");
  }
  ~NotificationsTest() override {
    end();
    std::filesystem::remove_all(folder_);
  }

  void begin() {
    host_ = std::make_unique<support::ServiceHost>(folder_, migrations(), clock_, 5);
    s3_ = std::make_unique<S3>(S3Parts{host_->store(), host_->caller(), clock_, host_->ids(), accounts_});
    register_operations(host_->registry(), host_->store(), *s3_);
    take("lambda", "Invoke");
    take("sqs", "SendMessage");
    take("events", "PutEvents");
    host_->start();
  }
  void end() {
    host_->stop();
    s3_.reset();
    host_.reset();
  }

  void take(const std::string& service, const std::string& operation) {
    host_->caller().fake(service, operation, [this](aws::CallContext context, json::Value input, aws::Body) {
      return answer(std::move(context), std::move(input));
    });
  }
  boost::asio::awaitable<aws::CallAnswer> answer(aws::CallContext context, json::Value input) {
    const std::lock_guard lock(mutex_);
    if (refused_ && !json::find(input, "Entries")) throw aws::Error(*refused_);
    told_.push_back({std::move(context), std::move(input)});
    aws::CallAnswer answer;
    answer.output = json::Value::object();
    co_return answer;
  }

  json::Value call(const std::string& operation, const std::string& input, std::string body = "") {
    return host_->call_with_body("s3", operation, parsed(input), aws::Body(std::move(body))).output;
  }
  std::string error(const std::string& operation, const std::string& input) {
    return support::error_of([&] { call(operation, input); });
  }
  void configure(const std::string& configuration) {
    call("PutBucketNotificationConfiguration",
         R"({"Bucket": "pictures", "NotificationConfiguration": )" + configuration + "}");
    take_told();
  }

  std::vector<Told> take_told() {
    const std::lock_guard lock(mutex_);
    return std::exchange(told_, {});
  }
  std::vector<Told> eventually_told(size_t count) {
    for (int i = 0; i < 4000; ++i) {
      {
        const std::lock_guard lock(mutex_);
        if (told_.size() >= count) break;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return take_told();
  }
  json::Value record_of(const Told& told) {
    const char* member = told.input.contains("Payload") ? "Payload" : "MessageBody";
    return parsed(told.input.at(member).get<std::string>()).at("Records").at(0);
  }

  std::string folder_;
  support::ManualClock clock_;
  std::unique_ptr<support::ServiceHost> host_;
  aws::Accounts accounts_;
  std::unique_ptr<S3> s3_;
  std::mutex mutex_;
  std::vector<Told> told_;
  std::optional<aws::Error> refused_;
};

const std::string kToFunction =
    R"({"LambdaFunctionConfigurations": [{"LambdaFunctionArn": ")" + kFunction + R"(", "Id": "mine",
        "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]}]})";

TEST_F(NotificationsTest, AFunctionIsToldOfAnUpload) {
  configure(kToFunction);
  call("PutObject", R"({"Bucket": "pictures", "Key": "in/my dog+cat.png"})", "hello");
  const auto told = eventually_told(1);
  ASSERT_EQ(1u, told.size());
  EXPECT_EQ("s3.amazonaws.com", told[0].context.calling_service);
  EXPECT_EQ("arn:aws:s3:::pictures", told[0].context.source_arn);
  EXPECT_EQ(kFunction, told[0].input.at("FunctionName"));
  EXPECT_EQ("Event", told[0].input.at("InvocationType"));
  const auto record = record_of(told[0]);
  EXPECT_EQ("2.1", record.at("eventVersion"));
  EXPECT_EQ("aws:s3", record.at("eventSource"));
  EXPECT_EQ("ObjectCreated:Put", record.at("eventName"));
  EXPECT_EQ("2023-11-14T22:13:20.000Z", record.at("eventTime"));
  EXPECT_EQ("mine", record.at("s3").at("configurationId"));
  EXPECT_EQ("arn:aws:s3:::pictures", record.at("s3").at("bucket").at("arn"));
  const auto& object = record.at("s3").at("object");
  EXPECT_EQ("in/my+dog%2Bcat.png", object.at("key"));
  EXPECT_EQ(5, object.at("size"));
  EXPECT_EQ("5d41402abc4b2a76b9719d911017c592", object.at("eTag"));
}

TEST_F(NotificationsTest, EveryWayInAndOutIsTold) {
  configure(kToFunction);
  call("PutObject", R"({"Bucket": "pictures", "Key": "a"})", "1");
  call("CopyObject", R"({"Bucket": "pictures", "Key": "b", "CopySource": "pictures/a"})");
  const auto upload = call("CreateMultipartUpload", R"({"Bucket": "pictures", "Key": "c"})");
  const std::string id = upload.at("UploadId");
  const auto part =
      call("UploadPart", R"({"Bucket": "pictures", "Key": "c", "PartNumber": 1, "UploadId": ")" + id + "\"}", "part");
  auto done = parsed(R"({"Bucket": "pictures", "Key": "c", "MultipartUpload": {"Parts": [{"PartNumber": 1}]}})");
  done["UploadId"] = id;
  done["MultipartUpload"]["Parts"][0]["ETag"] = part.at("ETag");
  call("CompleteMultipartUpload", json::write(done));
  call("DeleteObject", R"({"Bucket": "pictures", "Key": "a"})");
  call("DeleteObjects", R"({"Bucket": "pictures", "Delete": {"Objects": [{"Key": "b"}, {"Key": "none"}]}})");
  const auto told = eventually_told(5);
  std::multimap<std::string, std::string> names;
  std::map<std::string, std::string> sequencers;
  for (const auto& one : told) {
    const auto record = record_of(one);
    names.emplace(record.at("s3").at("object").at("key"), record.at("eventName"));
    sequencers[record.at("s3").at("object").at("sequencer")] = record.at("eventName");
  }
  EXPECT_EQ((std::multimap<std::string, std::string>{{"a", "ObjectCreated:Put"},
                                                     {"a", "ObjectRemoved:Delete"},
                                                     {"b", "ObjectCreated:Copy"},
                                                     {"b", "ObjectRemoved:Delete"},
                                                     {"c", "ObjectCreated:CompleteMultipartUpload"}}),
            names);
  ASSERT_EQ(5u, sequencers.size());
  EXPECT_EQ("ObjectCreated:Put", sequencers.begin()->second);
  EXPECT_EQ("ObjectRemoved:Delete", sequencers.rbegin()->second);
}

TEST_F(NotificationsTest, DeleteMarkersAndLifecycleAreTold) {
  constexpr int64_t kDay = 86'400'000;
  configure(R"({"LambdaFunctionConfigurations": [{"LambdaFunctionArn": ")" + kFunction + R"(",
                "Events": ["s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"]}]})");
  call("PutBucketVersioning", R"({"Bucket": "pictures", "VersioningConfiguration": {"Status": "Enabled"}})");
  for (const char* key : {"kept", "hidden", "expiring"})
    call("PutObject", R"({"Bucket": "pictures", "Key": ")" + std::string(key) + "\"}", "1");
  call("PutObject", R"({"Bucket": "pictures", "Key": "kept"})", "2");
  call("DeleteObject", R"({"Bucket": "pictures", "Key": "hidden"})");
  call("PutBucketLifecycleConfiguration", R"({"Bucket": "pictures", "LifecycleConfiguration": {"Rules": [
       {"ID": "a", "Status": "Enabled", "Filter": {"Prefix": "expiring"}, "Expiration": {"Days": 1}},
       {"ID": "b", "Status": "Enabled", "Filter": {}, "Expiration": {"ExpiredObjectDeleteMarker": true},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1}}]}})");
  for (int day = 0; day < 7; ++day) {
    clock_.advance(kDay);
    auto running = s3_->run_lifecycle("pictures");
    host_->run(std::move(running));
  }
  std::multimap<std::string, std::string> names;
  for (const auto& one : eventually_told(7)) {
    const auto record = record_of(one);
    names.emplace(record.at("s3").at("object").at("key"), record.at("eventName"));
  }
  EXPECT_EQ((std::multimap<std::string, std::string>{
                {"expiring", "LifecycleExpiration:DeleteMarkerCreated"},
                {"expiring", "LifecycleExpiration:Delete"},
                {"expiring", "LifecycleExpiration:Delete"},
                {"hidden", "ObjectRemoved:DeleteMarkerCreated"},
                {"hidden", "LifecycleExpiration:Delete"},
                {"hidden", "LifecycleExpiration:Delete"},
                {"kept", "LifecycleExpiration:Delete"},
            }),
            names);
  const auto left = call("ListObjectVersions", R"({"Bucket": "pictures"})");
  EXPECT_EQ(1u, left.at("Versions").size());
  EXPECT_TRUE(left.at("DeleteMarkers").empty());
}

TEST_F(NotificationsTest, ARestoreIsToldFromItsBeginningToItsEnd) {
  constexpr int64_t kHour = 3'600'000;
  configure(R"({"EventBridgeConfiguration": {}, "QueueConfigurations": [{"QueueArn": ")" + kQueue +
            R"(", "Events": ["s3:ObjectRestore:*"]}]})");
  call("PutObject", R"({"Bucket": "pictures", "Key": "cold", "StorageClass": "GLACIER"})", "frozen");
  eventually_told(1);
  const auto restore = [&](const std::string& days) {
    call("RestoreObject", R"({"Bucket": "pictures", "Key": "cold", "RestoreRequest": {"Days": )" + days + "}}");
  };
  /// What queue and EventBridge are told next.
  const auto told = [&] {
    std::pair<json::Value, json::Value> pair;
    for (const auto& one : eventually_told(2))
      if (one.input.contains("Entries"))
        pair.second = one.input.at("Entries").at(0);
      else
        pair.first = record_of(one);
    return pair;
  };
  restore("1");
  auto [begun, begun_bridge] = told();
  EXPECT_EQ("ObjectRestore:Post", begun.at("eventName"));
  EXPECT_EQ("Object Restore Initiated", begun_bridge.at("DetailType"));
  end();
  begin();
  clock_.advance(3 * kHour);
  auto [done, done_bridge] = told();
  EXPECT_EQ("ObjectRestore:Completed", done.at("eventName"));
  EXPECT_EQ(parsed(R"({"restoreEventData": {"lifecycleRestorationExpiryTime": "2023-11-17T00:00:00.000Z",
                                            "lifecycleRestoreStorageClass": "GLACIER"}})"),
            done.at("glacierEventData"));
  const auto detail = parsed(done_bridge.at("Detail"));
  EXPECT_EQ("2023-11-17T00:00:00Z", detail.at("restore-expiry-time"));
  EXPECT_EQ("GLACIER", detail.at("source-storage-class"));
  EXPECT_EQ("s3.amazonaws.com", detail.at("requester"));
  restore("2");
  clock_.advance(80 * kHour);
  auto [gone, gone_bridge] = told();
  EXPECT_EQ("ObjectRestore:Delete", gone.at("eventName"));
  EXPECT_EQ("Object Restore Expired", gone_bridge.at("DetailType"));
  EXPECT_TRUE(take_told().empty());
}

TEST_F(NotificationsTest, EventBridgeGetsEvents) {
  configure(R"({"EventBridgeConfiguration": {}})");
  call("PutObject", R"({"Bucket": "pictures", "Key": "my dog.png"})", "hello");
  const auto told = eventually_told(1);
  ASSERT_EQ(1u, told.size());
  EXPECT_EQ("s3.amazonaws.com", told[0].context.calling_service);
  const auto& entry = told[0].input.at("Entries").at(0);
  EXPECT_EQ("aws.s3", entry.at("Source"));
  EXPECT_EQ("Object Created", entry.at("DetailType"));
  EXPECT_EQ("arn:aws:s3:::pictures", entry.at("Resources").at(0));
  EXPECT_EQ("arn:aws:events:us-east-1:000000000000:event-bus/default", entry.at("EventBusName"));
  const auto detail = parsed(entry.at("Detail"));
  EXPECT_EQ("0", detail.at("version"));
  EXPECT_EQ("pictures", detail.at("bucket").at("name"));
  EXPECT_EQ("my dog.png", detail.at("object").at("key"));
  EXPECT_EQ(5, detail.at("object").at("size"));
  EXPECT_EQ("PutObject", detail.at("reason"));
  EXPECT_EQ("000000000000", detail.at("requester"));
}

TEST_F(NotificationsTest, AQueueIsTestedFirst) {
  const std::string input =
      R"({"Bucket": "pictures", "NotificationConfiguration": {"QueueConfigurations": [{"QueueArn": ")" + kQueue +
      R"(", "Events": ["s3:ObjectCreated:Put"]}]}})";
  call("PutBucketNotificationConfiguration", input);
  const auto tested = take_told();
  ASSERT_EQ(1u, tested.size());
  const auto event = parsed(tested[0].input.at("MessageBody"));
  EXPECT_EQ("s3:TestEvent", event.at("Event"));
  EXPECT_EQ("pictures", event.at("Bucket"));
  call("PutObject", R"({"Bucket": "pictures", "Key": "a"})", "1");
  EXPECT_EQ("ObjectCreated:Put", record_of(eventually_told(1).at(0)).at("eventName"));
}

TEST_F(NotificationsTest, ADestinationThatIsNotThereIsRefused) {
  refused_.emplace(404, "ResourceNotFoundException", "Function not found");
  const std::string input = R"({"Bucket": "pictures", "NotificationConfiguration": )" + kToFunction;
  EXPECT_EQ("InvalidArgument: Unable to validate the following destination configurations",
            error("PutBucketNotificationConfiguration", input + "}"));
  EXPECT_FALSE(
      call("GetBucketNotificationConfiguration", R"({"Bucket": "pictures"})").contains("LambdaFunctionConfigurations"));
  call("PutBucketNotificationConfiguration", input + R"(, "SkipDestinationValidation": true})");
  const auto shown = call("GetBucketNotificationConfiguration", R"({"Bucket": "pictures"})");
  EXPECT_EQ(kFunction, shown.at("LambdaFunctionConfigurations").at(0).at("LambdaFunctionArn"));
}

TEST_F(NotificationsTest, WithoutAConfigurationNothingIsQueued) {
  call("PutObject", R"({"Bucket": "pictures", "Key": "a"})", "1");
  EXPECT_EQ(0, host_->store().jobs().count_blocking(""));
  configure(kToFunction);
  configure("{}");
  call("PutObject", R"({"Bucket": "pictures", "Key": "a"})", "2");
  EXPECT_EQ(0, host_->store().jobs().count_blocking(""));
}

TEST_F(NotificationsTest, WhatIsRefusedForGoodIsDroppedWhatIsThrottledComesAgain) {
  configure(kToFunction);
  refused_.emplace(429, "TooManyRequestsException", "Rate Exceeded.");
  call("PutObject", R"({"Bucket": "pictures", "Key": "a"})", "1");
  EXPECT_EQ(1, host_->store().jobs().count_blocking("s3.notify"));
  {
    const std::lock_guard lock(mutex_);
    refused_.reset();
  }
  std::vector<Told> told;
  for (int i = 0; i < 100 && told.empty(); ++i) {
    clock_.advance(2000);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    told = take_told();
  }
  ASSERT_EQ(1u, told.size());
}

TEST_F(NotificationsTest, AKilledProcessTellsAfterwards) {
  configure(kToFunction);
  refused_.emplace(500, "ServiceException", "not now");
  call("PutObject", R"({"Bucket": "pictures", "Key": "a"})", "1");
  host_->kill();
  s3_.reset();
  host_.reset();
  refused_.reset();
  clock_.advance(60'000);
  begin();
  const auto told = eventually_told(1);
  ASSERT_EQ(1u, told.size());
  EXPECT_EQ("a", record_of(told[0]).at("s3").at("object").at("key"));
}

}  // namespace
}  // namespace cloudling::s3
