#include "emulators/iam/identity_policies.h"

#include <utility>

#include "emulators/aws/arn.h"
#include "emulators/aws/parsed_texts.h"
#include "emulators/iam/managed_policies.h"

namespace cloudling::iam {

namespace {

void add_policies(Read& tx, const Entity& entity, policy::Policies& into) {
  for (const NamedText& one : list_inline(tx, entity.row)) into.identity.push_back(named_document(one.name, one.text));
  for (const std::string& arn : list_attached(tx, entity.row)) {
    if (const auto text = managed_document(tx, arn)) into.identity.push_back(named_document(arn, *text));
  }
}

}  // namespace

policy::NamedDocument named_document(const std::string& name, const std::string& text) {
  static aws::ParsedTexts<policy::Document> documents;
  const auto parse = [](const std::string& given) { return policy::parse(given).value_or(policy::Document{}); };
  return {name, *documents.get(text, parse)};
}

std::optional<std::string> managed_document(Read& tx, const std::string& arn) {
  if (const ManagedPolicy* managed = find_managed_policy(arn)) return managed->document;
  const auto parsed = aws::parse_arn(arn);
  if (!parsed) return std::nullopt;
  const auto policy = find_entity(tx, Kind::kPolicy, parsed->account, arn.substr(arn.rfind('/') + 1));
  const auto version = policy ? find_version(tx, policy->row, policy->default_version) : std::nullopt;
  return version ? std::optional(version->document) : std::nullopt;
}

policy::Policies policies_of(Read& tx, const Entity& entity) {
  policy::Policies policies;
  add_policies(tx, entity, policies);
  if (entity.kind == Kind::kUser) {
    for (const Entity& group : groups_of(tx, entity.row)) add_policies(tx, group, policies);
  }
  if (!entity.boundary.empty()) {
    policies.boundary.emplace();
    if (const auto text = managed_document(tx, entity.boundary))
      policies.boundary->push_back(named_document(entity.boundary, *text));
  }
  return policies;
}

std::optional<Entity> identity_of(Read& tx, const std::string& arn) {
  const auto parsed = aws::parse_arn(arn);
  if (!parsed) return std::nullopt;
  const std::string& resource = parsed->resource;
  if (resource.starts_with("assumed-role/")) {
    const std::string path = resource.substr(13);
    return find_entity(tx, Kind::kRole, parsed->account, path.substr(0, path.find('/')));
  }
  const std::string name = resource.substr(resource.rfind('/') + 1);
  if (resource.starts_with("role/")) return find_entity(tx, Kind::kRole, parsed->account, name);
  if (resource.starts_with("user/")) return find_entity(tx, Kind::kUser, parsed->account, name);
  if (resource.starts_with("group/")) return find_entity(tx, Kind::kGroup, parsed->account, name);
  return std::nullopt;
}

}  // namespace cloudling::iam
