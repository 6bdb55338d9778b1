#include "emulators/logs/errors.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/names.h"

namespace cloudling::logs {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr size_t kMaxTags = 50;

GroupRow require_taggable(const aws::CallContext& context, ReadTransaction& tx, const std::string& arn) {
  if (arn.find(":destination:") != std::string::npos) throw not_supported("TagResource", "tags of destinations");
  if (!arn.starts_with("arn:")) throw invalid_parameter("Invalid resource ARN: " + arn);
  return require_group(context, tx, group_name_of(context, arn));
}

void put_tags(WriteTransaction& tx, const GroupRow& group, const TagMap& added) {
  Tags tags = list_tags(tx, group.id);
  for (const auto& [key, value] : added) tags[key] = value;
  if (tags.size() > kMaxTags) {
    throw aws::Error(400, "TooManyTagsException", "A resource can have no more than 50 tags.");
  }
  for (const auto& [key, value] : added) put_tag(tx, group.id, key, value);
}

}  // namespace

aws::Nothing Logs::tag_log_group(const aws::CallContext& context, WriteTransaction& tx, const TagLogGroupInput& input) {
  put_tags(tx, require_group(context, tx, input.log_group_name), input.tags);
  return {};
}

aws::Nothing Logs::untag_log_group(const aws::CallContext& context, WriteTransaction& tx,
                                   const UntagLogGroupInput& input) {
  const GroupRow group = require_group(context, tx, input.log_group_name);
  for (const std::string& key : input.tags) delete_tag(tx, group.id, key);
  return {};
}

TagsOutput Logs::list_tags_log_group(const aws::CallContext& context, ReadTransaction& tx,
                                     const ListTagsLogGroupInput& input) {
  return {.tags = list_tags(tx, require_group(context, tx, input.log_group_name).id)};
}

aws::Nothing Logs::tag_resource(const aws::CallContext& context, WriteTransaction& tx, const TagResourceInput& input) {
  put_tags(tx, require_taggable(context, tx, input.resource_arn), input.tags);
  return {};
}

aws::Nothing Logs::untag_resource(const aws::CallContext& context, WriteTransaction& tx,
                                  const UntagResourceInput& input) {
  const GroupRow group = require_taggable(context, tx, input.resource_arn);
  for (const std::string& key : input.tag_keys) delete_tag(tx, group.id, key);
  return {};
}

TagsOutput Logs::list_tags_for_resource(const aws::CallContext& context, ReadTransaction& tx,
                                        const ListTagsForResourceInput& input) {
  return {.tags = list_tags(tx, require_taggable(context, tx, input.resource_arn).id)};
}

}  // namespace cloudling::logs
