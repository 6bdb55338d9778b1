// OpenID Connect providers: stored, so that roles can trust them.

#include "asl/json/json.h"
#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"

namespace cloudling::iam {

namespace {

struct Oidc {
  std::string url;  ///< without https://
  std::vector<std::string> clients, thumbprints;
  Tags tags;

  std::string text() const {
    json::Value value = json::Value::object();
    value["url"] = url;
    value["clients"] = clients;
    value["thumbprints"] = thumbprints;
    value["tags"] = json::Value::object();
    for (const auto& [key, tag] : tags) value["tags"][key] = tag;
    return json::write(value);
  }
  static Oidc of(const std::string& text) {
    const json::Value value = json::parse(text).value();
    Oidc oidc{.url = value.at("url").get<std::string>(),
              .clients = value.at("clients").get<std::vector<std::string>>(),
              .thumbprints = value.at("thumbprints").get<std::vector<std::string>>()};
    for (const auto& [key, tag] : value.at("tags").items()) oidc.tags[key] = tag.get<std::string>();
    return oidc;
  }
};

std::vector<Tag> listed(const Tags& tags) {
  std::vector<Tag> list;
  for (const auto& [key, value] : tags) list.push_back({key, value});
  return list;
}

ProviderRow require_provider(Read& tx, const Context& context, const std::string& arn) {
  auto provider = find_provider(tx, arn);
  if (!provider || !arn.starts_with("arn:aws:iam::" + context.account + ":"))
    throw no_such_entity("OpenIDConnect Provider not found for arn " + arn);
  return std::move(*provider);
}

}  // namespace

ProviderArnOutput Iam::create_oidc_provider(const Context& context, Write& tx, const CreateOidcInput& input) {
  if (!input.url.starts_with("https://")) throw validation("Invalid Open ID Connect Provider URL");
  Oidc oidc{.url = input.url.substr(8), .clients = input.clients, .thumbprints = input.thumbprints};
  while (oidc.url.ends_with('/')) oidc.url.pop_back();
  for (const Tag& tag : input.tags) oidc.tags[tag.key] = tag.value;
  const std::string arn = "arn:aws:iam::" + context.account + ":oidc-provider/" + oidc.url;
  if (find_provider(tx, arn)) throw already_exists("Provider with url " + input.url + " already exists.");
  put_provider(tx, {.arn = arn, .created = clock_.now(), .text = oidc.text()});
  return {arn, input.tags};
}

OidcOutput Iam::get_oidc_provider(const Context& context, Read& tx, const OidcArnInput& input) {
  const ProviderRow row = require_provider(tx, context, input.arn);
  Oidc oidc = Oidc::of(row.text);
  return {.url = oidc.url,
          .clients = oidc.clients,
          .thumbprints = oidc.thumbprints,
          .created = {row.created},
          .tags = listed(oidc.tags)};
}

Nothing Iam::delete_oidc_provider(const Context& context, Write& tx, const OidcArnInput& input) {
  delete_provider(tx, require_provider(tx, context, input.arn).arn);
  return {};
}

Nothing Iam::update_oidc_thumbprints(const Context& context, Write& tx, const OidcThumbprintsInput& input) {
  ProviderRow row = require_provider(tx, context, input.arn);
  Oidc oidc = Oidc::of(row.text);
  oidc.thumbprints = input.thumbprints;
  row.text = oidc.text();
  put_provider(tx, row);
  return {};
}

ListOidcOutput Iam::list_oidc_providers(const Context& context, Read& tx, const Nothing&) {
  ListOidcOutput output;
  const std::string prefix = "arn:aws:iam::" + context.account + ":oidc-provider/";
  for (const ProviderRow& row : list_providers(tx, prefix)) output.providers.push_back({row.arn});
  return output;
}

}  // namespace cloudling::iam
