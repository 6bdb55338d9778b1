#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/views.h"

namespace cloudling::iam {

namespace {

constexpr size_t kMaxTags = 50;

void put_tags(Write& tx, const Entity& entity, const std::vector<Tag>& tags) {
  for (const Tag& one : tags) put_tag(tx, entity.row, one.key, one.value);
  if (list_tags(tx, entity.row).size() > kMaxTags)
    throw limit_exceeded("Cannot exceed quota for TagsPer" + std::string(names_of(entity.kind).shape) + ": 50");
}

}  // namespace

template <Kind K>
Nothing Iam::tag(const Context& context, Write& tx, const TagInput<K>& input) {
  if constexpr (K == Kind::kPolicy)
    put_tags(tx, require_policy(tx, context, input.owner), input.tags);
  else
    put_tags(tx, require(tx, K, context.account, input.owner), input.tags);
  return {};
}

template <Kind K>
Nothing Iam::untag(const Context& context, Write& tx, const UntagInput<K>& input) {
  const Entity entity =
      K == Kind::kPolicy ? require_policy(tx, context, input.owner) : require(tx, K, context.account, input.owner);
  for (const std::string& key : input.keys) delete_tag(tx, entity.row, key);
  return {};
}

template <Kind K>
ListTagsOutput Iam::list_tags_of(const Context& context, Read& tx, const ListTagsInput<K>& input) {
  const Entity entity =
      K == Kind::kPolicy ? require_policy(tx, context, input.owner) : require(tx, K, context.account, input.owner);
  ListTagsOutput output;
  output.tags =
      page_of(tag_list(list_tags(tx, entity.row)), input, "Tags", output, [](const Tag& one) { return one.key; });
  return output;
}

template Nothing Iam::tag(const Context&, Write&, const TagInput<Kind::kUser>&);
template Nothing Iam::tag(const Context&, Write&, const TagInput<Kind::kRole>&);
template Nothing Iam::tag(const Context&, Write&, const TagInput<Kind::kPolicy>&);
template Nothing Iam::tag(const Context&, Write&, const TagInput<Kind::kInstanceProfile>&);
template Nothing Iam::untag(const Context&, Write&, const UntagInput<Kind::kUser>&);
template Nothing Iam::untag(const Context&, Write&, const UntagInput<Kind::kRole>&);
template Nothing Iam::untag(const Context&, Write&, const UntagInput<Kind::kPolicy>&);
template Nothing Iam::untag(const Context&, Write&, const UntagInput<Kind::kInstanceProfile>&);
template ListTagsOutput Iam::list_tags_of(const Context&, Read&, const ListTagsInput<Kind::kUser>&);
template ListTagsOutput Iam::list_tags_of(const Context&, Read&, const ListTagsInput<Kind::kRole>&);
template ListTagsOutput Iam::list_tags_of(const Context&, Read&, const ListTagsInput<Kind::kPolicy>&);
template ListTagsOutput Iam::list_tags_of(const Context&, Read&, const ListTagsInput<Kind::kInstanceProfile>&);

}  // namespace cloudling::iam
