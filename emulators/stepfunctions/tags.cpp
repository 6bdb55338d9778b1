#include <set>

#include "emulators/stepfunctions/activities_store.h"
#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

namespace {

constexpr size_t kMaxTags = 50;

/// The ARN of a state machine or activity that the caller can see; throws ResourceNotFound.
void require_resource(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& arn) {
  const StatesArn parts = parse_arn(arn, "stateMachine", "activity");
  const bool here = parts.account == context.account && parts.region == context.region;
  const bool known = parts.resource_type == "activity" ? find_activity(tx, arn).has_value()
                                                       : find_machine(tx, arn, Read::kWithoutDefinition).has_value();
  if (!here || !known) throw resource_not_found(arn);
}

}  // namespace

aws::Nothing StepFunctions::tag_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                                         const TagResourceInput& input) {
  require_resource(context, tx, input.resource_arn);
  std::set<std::string> keys;
  for (const TagRow& tag : list_tags(tx, input.resource_arn)) keys.insert(tag.key);
  for (const Tag& tag : input.tags) keys.insert(tag.key.value_or(""));
  if (keys.size() > kMaxTags) throw too_many_tags(input.resource_arn);
  for (const Tag& tag : input.tags) put_tag(tx, input.resource_arn, tag.key.value_or(""), tag.value.value_or(""));
  return {};
}

aws::Nothing StepFunctions::untag_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                                           const UntagResourceInput& input) {
  require_resource(context, tx, input.resource_arn);
  for (const std::string& key : input.tag_keys) delete_tag(tx, input.resource_arn, key);
  return {};
}

ListTagsForResourceOutput StepFunctions::list_tags_for_resource(const aws::CallContext& context,
                                                                store::ReadTransaction& tx,
                                                                const ListTagsForResourceInput& input) {
  require_resource(context, tx, input.resource_arn);
  ListTagsForResourceOutput output;
  for (TagRow& tag : list_tags(tx, input.resource_arn)) {
    output.tags.push_back({.key = std::move(tag.key), .value = std::move(tag.value)});
  }
  return output;
}

}  // namespace cloudling::stepfunctions
