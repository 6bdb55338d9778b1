#pragma once

// What an account keeps under an ARN of its own beside its entities: rows with JSON, of which "tags" is alike.

#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/iam/iam_store.h"
#include "emulators/iam/shapes_items.h"

namespace cloudling::iam {

/// "arn:aws:iam::{account}:{part}/"
std::string arn_front(const std::string& account, Item item);

struct ItemRow {
  ProviderRow row;
  json::Value body;
};
/// `id` is an ARN, or a server certificate's name. Throws NoSuchEntity.
ItemRow require_item(Read& tx, const std::string& account, Item item, const std::string& id);
std::vector<ItemRow> list_items(Read& tx, const std::string& account, Item item);
void put_item(Write& tx, ItemRow item);

/// Those that are enabled for a user.
std::vector<MfaDevice> mfa_devices_of(Read& tx, const Entity& user);

json::Value tags_value(const std::vector<Tag>& tags);
std::vector<Tag> tags_of(const json::Value& body);

}  // namespace cloudling::iam
