#include <set>

#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/events/tagging.h"

namespace cloudling::events {

namespace {

constexpr size_t kMaxTags = 50;

/// "rule/NAME" and "rule/BUS/NAME" as the messages for rules have them.
aws::Error no_such_resource(const std::string& arn) {
  const size_t slash = arn.find(":rule/");
  if (slash == std::string::npos) return bus_not_found(rule_name_of(arn));
  const std::string path = arn.substr(slash + 6);
  const size_t bus = path.find('/');
  return rule_not_found(rule_name_of(arn), bus == std::string::npos ? kDefaultBus : path.substr(0, bus));
}

/// A bus or a rule of the caller's.
void require_resource(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& arn) {
  const std::string place = "arn:aws:events:" + context.region + ":" + context.account + ":";
  const auto bus = bus_of_arn(arn);
  const bool there = arn.starts_with(place) && (bus ? find_bus(tx, *bus).has_value() : find_rule(tx, arn).has_value());
  if (!there) throw no_such_resource(arn);
}

}  // namespace

void add_tags(store::WriteTransaction& tx, const std::string& resource, const std::vector<Tag>& tags) {
  std::set<std::string> keys;
  for (const TagRow& tag : list_tags(tx, resource)) keys.insert(tag.first);
  for (const Tag& tag : tags) {
    keys.insert(tag.key);
    put_tag(tx, resource, tag.key, tag.value);
  }
  if (keys.size() > kMaxTags)
    throw validation("The number of tags exceeds the limit of " + std::to_string(kMaxTags) + ".");
}

aws::Nothing Events::tag_resource(const Context& context, Write& tx, const TagResourceInput& in) {
  require_resource(context, tx, in.resource_arn);
  add_tags(tx, in.resource_arn, in.tags);
  return {};
}

aws::Nothing Events::untag_resource(const Context& context, Write& tx, const UntagResourceInput& in) {
  require_resource(context, tx, in.resource_arn);
  for (const std::string& key : in.tag_keys) delete_tag(tx, in.resource_arn, key);
  return {};
}

ListTagsForResourceOutput Events::list_tags_for_resource(const Context& context, Read& tx,
                                                         const ListTagsForResourceInput& in) {
  require_resource(context, tx, in.resource_arn);
  ListTagsForResourceOutput output;
  for (TagRow& tag : list_tags(tx, in.resource_arn))
    output.tags.push_back({std::move(tag.first), std::move(tag.second)});
  return output;
}

}  // namespace cloudling::events
