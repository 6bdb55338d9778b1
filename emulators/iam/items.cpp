#include "emulators/iam/items.h"

#include <utility>

#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/views.h"

namespace cloudling::iam {

namespace {

constexpr size_t kMaxTags = 50;

aws::Error no_such_item(Item item, const std::string& id) {
  switch (item) {
    case Item::kOidcProvider:
      return no_such_entity("OpenIDConnect Provider not found for arn " + id);
    case Item::kSamlProvider:
      return no_such_entity("Manifest not found for arn " + id);
    case Item::kMfaDevice:
      return no_such_entity("VirtualMFADevice with serial number " + id + " doesn't exist.");
    case Item::kServerCertificate:
      break;
  }
  return no_such_entity("The Server Certificate with name " + id + " cannot be found.");
}

ItemRow item_of(ProviderRow row) {
  auto body = json::parse(row.text).value_or(json::Value::object());
  return {std::move(row), std::move(body)};
}

}  // namespace

std::string arn_front(const std::string& account, Item item) {
  return "arn:aws:iam::" + account + ":" + names_of(item).arn_part + "/";
}

ItemRow require_item(Read& tx, const std::string& account, Item item, const std::string& id) {
  if (item == Item::kServerCertificate) {
    for (ItemRow& each : list_items(tx, account, item)) {
      if (each.row.arn.substr(each.row.arn.rfind('/') + 1) == id) return std::move(each);
    }
    throw no_such_item(item, id);
  }
  auto row = find_provider(tx, id);
  if (!row || !id.starts_with(arn_front(account, item))) throw no_such_item(item, id);
  return item_of(std::move(*row));
}

std::vector<ItemRow> list_items(Read& tx, const std::string& account, Item item) {
  std::vector<ItemRow> items;
  for (ProviderRow& row : list_providers(tx, arn_front(account, item))) items.push_back(item_of(std::move(row)));
  return items;
}

void put_item(Write& tx, ItemRow item) {
  item.row.text = json::write(item.body);
  put_provider(tx, item.row);
}

json::Value tags_value(const std::vector<Tag>& tags) {
  json::Value value = json::Value::object();
  for (const Tag& tag : tags) value[tag.key] = tag.value;
  return value;
}

std::vector<Tag> tags_of(const json::Value& body) {
  std::vector<Tag> tags;
  const json::Value* given = json::find(body, "tags");
  if (!given) return tags;
  for (const auto& [key, value] : given->items()) tags.push_back({key, value.get<std::string>()});
  return tags;
}

template <Item I>
Nothing Iam::tag_item(const Context& context, Write& tx, const TagItemInput<I>& input) {
  ItemRow item = require_item(tx, context.account, I, input.id);
  for (const Tag& tag : input.tags) item.body["tags"][tag.key] = tag.value;
  if (tags_of(item.body).size() > kMaxTags)
    throw limit_exceeded("Cannot exceed quota for TagsPer" + std::string(names_of(I).operation) + ": 50");
  put_item(tx, std::move(item));
  return {};
}

template <Item I>
Nothing Iam::untag_item(const Context& context, Write& tx, const UntagItemInput<I>& input) {
  ItemRow item = require_item(tx, context.account, I, input.id);
  for (const std::string& key : input.keys) item.body["tags"].erase(key);
  put_item(tx, std::move(item));
  return {};
}

template <Item I>
ListTagsOutput Iam::list_item_tags(const Context& context, Read& tx, const ListItemTagsInput<I>& input) {
  ListTagsOutput output;
  output.tags = page_of(tags_of(require_item(tx, context.account, I, input.id).body), input, "Tags", output,
                        [](const Tag& one) { return one.key; });
  return output;
}

template Nothing Iam::tag_item(const Context&, Write&, const TagItemInput<Item::kOidcProvider>&);
template Nothing Iam::tag_item(const Context&, Write&, const TagItemInput<Item::kSamlProvider>&);
template Nothing Iam::tag_item(const Context&, Write&, const TagItemInput<Item::kMfaDevice>&);
template Nothing Iam::tag_item(const Context&, Write&, const TagItemInput<Item::kServerCertificate>&);
template Nothing Iam::untag_item(const Context&, Write&, const UntagItemInput<Item::kOidcProvider>&);
template Nothing Iam::untag_item(const Context&, Write&, const UntagItemInput<Item::kSamlProvider>&);
template Nothing Iam::untag_item(const Context&, Write&, const UntagItemInput<Item::kMfaDevice>&);
template Nothing Iam::untag_item(const Context&, Write&, const UntagItemInput<Item::kServerCertificate>&);
template ListTagsOutput Iam::list_item_tags(const Context&, Read&, const ListItemTagsInput<Item::kOidcProvider>&);
template ListTagsOutput Iam::list_item_tags(const Context&, Read&, const ListItemTagsInput<Item::kSamlProvider>&);
template ListTagsOutput Iam::list_item_tags(const Context&, Read&, const ListItemTagsInput<Item::kMfaDevice>&);
template ListTagsOutput Iam::list_item_tags(const Context&, Read&, const ListItemTagsInput<Item::kServerCertificate>&);

}  // namespace cloudling::iam
