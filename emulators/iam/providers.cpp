// Identity providers: stored, so that roles can trust them.

#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/items.h"

namespace cloudling::iam {

namespace {

constexpr TimeMs kCentury = 100LL * 365 * 24 * 3600 * 1000;

std::vector<std::string> texts_of(const json::Value& body, const char* name) {
  return body.at(name).get<std::vector<std::string>>();
}

/// What says so of itself is one; its signature and keys are nobody's matter here.
void check_metadata(const std::string& document) {
  if (document.find("EntityDescriptor") == std::string::npos || document.find("IDPSSODescriptor") == std::string::npos)
    throw invalid_input("Could not parse metadata");
}

}  // namespace

ProviderArnOutput Iam::create_oidc_provider(const Context& context, Write& tx, const CreateOidcInput& input) {
  if (!input.url.starts_with("https://")) throw validation("Invalid Open ID Connect Provider URL");
  std::string url = input.url.substr(8);
  while (url.ends_with('/')) url.pop_back();
  ItemRow item{.row = {.arn = arn_front(context.account, Item::kOidcProvider) + url, .created = clock_.now()}};
  if (find_provider(tx, item.row.arn)) throw already_exists("Provider with url " + input.url + " already exists.");
  item.body["url"] = url;
  item.body["clients"] = input.clients;
  item.body["thumbprints"] = input.thumbprints;
  item.body["tags"] = tags_value(input.tags);
  ProviderArnOutput output{item.row.arn, input.tags};
  put_item(tx, std::move(item));
  return output;
}

OidcOutput Iam::get_oidc_provider(const Context& context, Read& tx, const OidcArnInput& input) {
  const ItemRow item = require_item(tx, context.account, Item::kOidcProvider, input.arn);
  return {.url = item.body.at("url").get<std::string>(),
          .clients = texts_of(item.body, "clients"),
          .thumbprints = texts_of(item.body, "thumbprints"),
          .created = {item.row.created},
          .tags = tags_of(item.body)};
}

Nothing Iam::delete_oidc_provider(const Context& context, Write& tx, const OidcArnInput& input) {
  delete_provider(tx, require_item(tx, context.account, Item::kOidcProvider, input.arn).row.arn);
  return {};
}

Nothing Iam::update_oidc_thumbprints(const Context& context, Write& tx, const OidcThumbprintsInput& input) {
  ItemRow item = require_item(tx, context.account, Item::kOidcProvider, input.arn);
  item.body["thumbprints"] = input.thumbprints;
  put_item(tx, std::move(item));
  return {};
}

Nothing Iam::add_oidc_client(const Context& context, Write& tx, const OidcClientInput& input) {
  ItemRow item = require_item(tx, context.account, Item::kOidcProvider, input.arn);
  auto clients = texts_of(item.body, "clients");
  std::erase(clients, input.client);
  clients.push_back(input.client);
  item.body["clients"] = clients;
  put_item(tx, std::move(item));
  return {};
}

Nothing Iam::remove_oidc_client(const Context& context, Write& tx, const OidcClientInput& input) {
  ItemRow item = require_item(tx, context.account, Item::kOidcProvider, input.arn);
  auto clients = texts_of(item.body, "clients");
  std::erase(clients, input.client);
  item.body["clients"] = clients;
  put_item(tx, std::move(item));
  return {};
}

ListOidcOutput Iam::list_oidc_providers(const Context& context, Read& tx, const Nothing&) {
  ListOidcOutput output;
  for (const ItemRow& item : list_items(tx, context.account, Item::kOidcProvider))
    output.providers.push_back({item.row.arn});
  return output;
}

SamlArnOutput Iam::create_saml_provider(const Context& context, Write& tx, const CreateSamlInput& input) {
  check_metadata(input.metadata);
  ItemRow item{.row = {.arn = arn_front(context.account, Item::kSamlProvider) + input.name, .created = clock_.now()}};
  if (find_provider(tx, item.row.arn)) throw already_exists("Provider with name " + input.name + " already exists.");
  item.body["metadata"] = input.metadata;
  item.body["tags"] = tags_value(input.tags);
  SamlArnOutput output{item.row.arn, input.tags};
  put_item(tx, std::move(item));
  return output;
}

SamlOutput Iam::get_saml_provider(const Context& context, Read& tx, const ItemInput<Item::kSamlProvider>& input) {
  const ItemRow item = require_item(tx, context.account, Item::kSamlProvider, input.id);
  return {.metadata = item.body.at("metadata").get<std::string>(),
          .created = {item.row.created},
          .valid_until = {item.row.created + kCentury},
          .tags = tags_of(item.body)};
}

SamlArnOutput Iam::update_saml_provider(const Context& context, Write& tx, const UpdateSamlInput& input) {
  ItemRow item = require_item(tx, context.account, Item::kSamlProvider, input.arn);
  if (input.metadata) check_metadata(*input.metadata);
  if (input.metadata) item.body["metadata"] = *input.metadata;
  put_item(tx, std::move(item));
  return {input.arn, {}};
}

Nothing Iam::delete_saml_provider(const Context& context, Write& tx, const ItemInput<Item::kSamlProvider>& input) {
  delete_provider(tx, require_item(tx, context.account, Item::kSamlProvider, input.id).row.arn);
  return {};
}

ListSamlOutput Iam::list_saml_providers(const Context& context, Read& tx, const Nothing&) {
  ListSamlOutput output;
  for (const ItemRow& item : list_items(tx, context.account, Item::kSamlProvider))
    output.providers.push_back({item.row.arn, {item.row.created + kCentury}, {item.row.created}});
  return output;
}

}  // namespace cloudling::iam
