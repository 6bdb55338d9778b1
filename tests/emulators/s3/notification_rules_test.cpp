#include "emulators/s3/notification_rules.h"

#include <gtest/gtest.h>

#include "emulators/aws/error.h"

namespace cloudling::s3 {
namespace {

const std::string kFunction = "arn:aws:lambda:us-east-1:000000000000:function:resize";

Destination destination(const std::string& event, const std::string& prefix = "", const std::string& suffix = "") {
  Destination to{.arn = kFunction, .events = {event}};
  std::vector<FilterRule> rules;
  if (!prefix.empty()) rules.push_back({"prefix", prefix});
  if (!suffix.empty()) rules.push_back({"suffix", suffix});
  if (!rules.empty()) to.filter = NotificationFilter{KeyFilter{rules}};
  return to;
}

NotificationRules checked(std::vector<Destination> destinations) {
  NotificationConfiguration configuration;
  configuration.functions.emplace();
  for (auto& to : destinations) configuration.functions->push_back({std::move(to)});
  BucketRow bucket;
  bucket.region = "us-east-1";
  aws::IdSource ids(1);
  return checked_rules(configuration, bucket, ids);
}

std::string error_of(std::vector<Destination> destinations) {
  try {
    checked(std::move(destinations));
  } catch (const aws::Error& error) {
    return error.code + ": " + error.message;
  }
  return "";
}

constexpr const char* kAmbiguous =
    "InvalidArgument: Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the "
    "prefixes are overlapping for the same event type.";

TEST(NotificationRules, EventsAndFiltersChoose) {
  const auto rules = checked({destination("s3:ObjectCreated:*", "in/", ".png")});
  const auto& rule = rules.rules.front();
  EXPECT_TRUE(rule.wants("ObjectCreated:Put", "in/a.png"));
  EXPECT_TRUE(rule.wants("ObjectCreated:CompleteMultipartUpload", "in/.png"));
  EXPECT_FALSE(rule.wants("ObjectRemoved:Delete", "in/a.png"));
  EXPECT_FALSE(rule.wants("ObjectCreated:Put", "out/a.png"));
  EXPECT_FALSE(rule.wants("ObjectCreated:Put", "in/a.jpg"));
}

TEST(NotificationRules, TextKeepsThem) {
  auto rules = checked({destination("s3:ObjectCreated:Put", "in/"), destination("s3:ObjectRemoved:*")});
  rules.event_bridge = true;
  const auto again = NotificationRules::from_text(rules.to_text());
  EXPECT_EQ(rules.to_text(), again.to_text());
  EXPECT_EQ(2u, again.rules.size());
  EXPECT_EQ("in/", again.rules[0].prefix);
  EXPECT_FALSE(again.rules[0].suffix);
}

TEST(NotificationRules, OverlapsAreRefused) {
  EXPECT_EQ("", error_of({destination("s3:ObjectCreated:*", "a/"), destination("s3:ObjectCreated:*", "b/")}));
  EXPECT_EQ("",
            error_of({destination("s3:ObjectCreated:*", "a", ".png"), destination("s3:ObjectCreated:*", "a", ".jpg")}));
  EXPECT_EQ("", error_of({destination("s3:ObjectCreated:Put"), destination("s3:ObjectRemoved:*")}));
  EXPECT_EQ(kAmbiguous, error_of({destination("s3:ObjectCreated:*", "a"), destination("s3:ObjectCreated:Put", "ab")}));
  EXPECT_EQ(kAmbiguous,
            error_of({destination("s3:ObjectCreated:*", "", "jpg"), destination("s3:ObjectCreated:*", "", "pg")}));
  EXPECT_EQ(kAmbiguous,
            error_of({destination("s3:ObjectCreated:*", "a/"), destination("s3:ObjectCreated:*", "", ".png")}));
  EXPECT_EQ(
      "InvalidArgument: Configurations overlap. Configurations on the same bucket cannot share a common event type.",
      error_of({destination("s3:ObjectCreated:*"), destination("s3:ObjectCreated:Put")}));
}

TEST(NotificationRules, WhatIsMalformedIsRefused) {
  EXPECT_EQ("InvalidArgument: The event is not supported for notifications", error_of({destination("s3:ObjectEaten")}));
  auto twice = destination("s3:ObjectCreated:*", "a");
  twice.filter->key->rules->push_back({"Prefix", "b"});
  EXPECT_EQ("InvalidArgument: Cannot specify more than one prefix rule in a filter.", error_of({twice}));
  auto other = destination("s3:ObjectCreated:*", "a");
  other.filter->key->rules->front().name = "infix";
  EXPECT_EQ("InvalidArgument: filter rule name must be either prefix or suffix", error_of({other}));
  EXPECT_EQ("InvalidArgument: Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
            error_of({destination("s3:ObjectCreated:*", std::string(1025, 'a'))}));
  auto nowhere = destination("s3:ObjectCreated:*");
  nowhere.arn = "resize";
  EXPECT_EQ("InvalidArgument: The ARN is not well formed", error_of({nowhere}));
  nowhere.arn = "arn:aws:lambda:eu-west-1:000000000000:function:resize";
  EXPECT_EQ(
      "InvalidArgument: The notification destination service region is not valid for the bucket location constraint",
      error_of({nowhere}));
  auto first = destination("s3:ObjectCreated:*"), second = destination("s3:ObjectRemoved:*");
  first.id = second.id = "one";
  EXPECT_EQ("InvalidArgument: Same ID used for multiple configurations. IDs must be unique", error_of({first, second}));
}

TEST(NotificationRules, TopicsAreNotThereYet) {
  NotificationConfiguration configuration;
  configuration.topics.emplace().push_back({destination("s3:ObjectCreated:*")});
  aws::IdSource ids(1);
  EXPECT_THROW(checked_rules(configuration, {}, ids), aws::Error);
}

}  // namespace
}  // namespace cloudling::s3
