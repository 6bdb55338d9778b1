#include "emulators/aws/encoding.h"
#include "emulators/sqs/errors.h"
#include "emulators/sqs/sqs.h"

namespace cloudling::sqs {

namespace {

constexpr size_t kMaxTags = 50;
constexpr size_t kMaxKey = 128;
constexpr size_t kMaxValue = 256;

void check_tag(const std::string& key, const std::string& value) {
  if (key.empty() || aws::count_characters(key) > kMaxKey)
    throw invalid_value(key, "Tag.Key", "Tag keys must be between 1 and 128 characters in length.");
  if (aws::count_characters(value) > kMaxValue)
    throw invalid_value(value, "Tag.Value", "Tag values must be between 0 and 256 characters in length.");
}

}  // namespace

aws::Nothing Sqs::tag_queue(const aws::CallContext& context, store::WriteTransaction& tx, const TagQueueInput& input) {
  const QueueRow queue = require_queue(tx, parse_queue_url(context, input.queue_url));
  if (input.tags.empty()) throw missing_parameter("Tags");
  Tags tags = list_tags(tx, queue.id);
  for (const auto& [key, value] : input.tags) {
    check_tag(key, value);
    tags[key] = value;
  }
  if (tags.size() > kMaxTags)
    throw invalid_parameter("Too many tags added for queue. The maximum number of tags is " + std::to_string(kMaxTags) +
                            ".");
  for (const auto& [key, value] : input.tags) put_tag(tx, queue.id, key, value);
  return {};
}

aws::Nothing Sqs::untag_queue(const aws::CallContext& context, store::WriteTransaction& tx,
                              const UntagQueueInput& input) {
  const QueueRow queue = require_queue(tx, parse_queue_url(context, input.queue_url));
  if (input.tag_keys.empty()) throw missing_parameter("TagKeys");
  for (const std::string& key : input.tag_keys) delete_tag(tx, queue.id, key);
  return {};
}

ListQueueTagsOutput Sqs::list_queue_tags(const aws::CallContext& context, store::ReadTransaction& tx,
                                         const QueueInput& input) {
  const QueueRow queue = require_queue(tx, parse_queue_url(context, input.queue_url));
  Tags tags = list_tags(tx, queue.id);
  return {tags.empty() ? std::nullopt : std::optional(std::move(tags))};
}

}  // namespace cloudling::sqs
