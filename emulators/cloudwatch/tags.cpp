#include <utility>

#include "emulators/aws/arn.h"
#include "emulators/cloudwatch/cloudwatch.h"
#include "emulators/cloudwatch/errors.h"

namespace cloudling::cloudwatch {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr std::string_view kAlarm = "alarm:";
constexpr size_t kMaxTags = 50;

int64_t require_taggable(const aws::CallContext& context, ReadTransaction& tx, const std::string& text) {
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "cloudwatch") throw invalid_value("Invalid resource ARN: " + text);
  if (!arn->resource.starts_with(kAlarm)) throw not_supported("TagResource", "tags of anything but alarms");
  const auto alarm = find_alarm(tx, arn->account, arn->region, arn->resource.substr(kAlarm.size()));
  const bool visible = arn->account == context.account && arn->region == context.region;
  if (!alarm || !visible) {
    throw aws::Error(404, "ResourceNotFoundException", "Unknown resource: " + text);
  }
  return alarm->id;
}

}  // namespace

EmptyOutput CloudWatch::tag_resource(const aws::CallContext& context, WriteTransaction& tx,
                                     const TagResourceInput& input) {
  const int64_t alarm = require_taggable(context, tx, input.resource_arn);
  for (const Tag& tag : input.tags) put_tag(tx, alarm, tag.key, tag.value);
  if (list_tags(tx, alarm).size() > kMaxTags) throw invalid_value("A resource can have no more than 50 tags.");
  return {};
}

EmptyOutput CloudWatch::untag_resource(const aws::CallContext& context, WriteTransaction& tx,
                                       const UntagResourceInput& input) {
  const int64_t alarm = require_taggable(context, tx, input.resource_arn);
  for (const std::string& key : input.tag_keys) delete_tag(tx, alarm, key);
  return {};
}

ListTagsForResourceOutput CloudWatch::list_tags_for_resource(const aws::CallContext& context, ReadTransaction& tx,
                                                             const ListTagsForResourceInput& input) {
  ListTagsForResourceOutput output;
  for (const auto& [key, value] : list_tags(tx, require_taggable(context, tx, input.resource_arn))) {
    output.tags.push_back({key, value});
  }
  return output;
}

}  // namespace cloudling::cloudwatch
