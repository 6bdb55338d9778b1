// Policies of users, roles and groups: inline ones, attached ones, permissions
// boundaries.

#include <algorithm>

#include "emulators/aws/http.h"
#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/managed_policies.h"
#include "emulators/iam/views.h"
#include "emulators/policy/validation.h"

namespace cloudling::iam {

namespace {

size_t without_spaces(const std::string& document) {
  return static_cast<size_t>(
      std::ranges::count_if(document, [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; }));
}

aws::Error no_such_inline(Kind kind, const std::string& name) {
  return no_such_entity("The " + std::string(names_of(kind).noun) + " policy with name " + name + " cannot be found.");
}

std::string name_in(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

std::string path_in(const std::string& arn) {
  const size_t path = arn.find('/');
  return arn.substr(path, arn.rfind('/') - path + 1);
}

}  // namespace

template <Kind K>
Nothing Iam::put_inline_policy(const Context& context, Write& tx, const PutInlineInput<K>& input) {
  const Entity owner = require(tx, K, context.account, input.owner);
  if (const auto problem = policy::problem_of(input.document, policy::Use::kIdentity)) throw malformed_policy(*problem);
  put_inline(tx, owner.row, input.name, input.document);
  size_t bytes = 0;
  for (const NamedText& one : list_inline(tx, owner.row)) bytes += without_spaces(one.text);
  const auto most = static_cast<size_t>(names_of(K).inline_bytes);
  if (bytes > most)
    throw limit_exceeded("Maximum policy size of " + std::to_string(most) + " bytes exceeded for " +
                         std::string(names_of(K).noun) + " " + owner.name);
  return {};
}

template <Kind K>
InlineOutput<K> Iam::get_inline_policy(const Context& context, Read& tx, const InlineInput<K>& input) {
  const Entity owner = require(tx, K, context.account, input.owner);
  const auto document = find_inline(tx, owner.row, input.name);
  if (!document) throw no_such_inline(K, input.name);
  return {owner.name, input.name, aws::percent_encode(*document)};
}

template <Kind K>
Nothing Iam::delete_inline_policy(const Context& context, Write& tx, const InlineInput<K>& input) {
  const Entity owner = require(tx, K, context.account, input.owner);
  if (!delete_inline(tx, owner.row, input.name)) throw no_such_inline(K, input.name);
  return {};
}

template <Kind K>
InlineNamesOutput Iam::list_inline_policies(const Context& context, Read& tx, const OwnedInput<K>& input) {
  const Entity owner = require(tx, K, context.account, input.owner);
  InlineNamesOutput output;
  std::vector<std::string> names;
  for (const NamedText& one : list_inline(tx, owner.row)) names.push_back(one.name);
  output.names = page_of(std::move(names), input, "PolicyNames", output, [](const std::string& name) { return name; });
  return output;
}

template <Kind K>
Nothing Iam::attach_policy(const Context& context, Write& tx, const AttachInput<K>& input) {
  const Entity owner = require(tx, K, context.account, input.owner);
  try {
    if (!find_managed_policy(input.arn)) require_policy(tx, context, input.arn);
  } catch (const aws::Error&) {
    throw not_attachable(input.arn);
  }
  attach(tx, owner.row, input.arn);
  const int most = names_of(K).most_attached;
  if (list_attached(tx, owner.row).size() > static_cast<size_t>(most))
    throw limit_exceeded("Cannot exceed quota for PoliciesPer" + std::string(names_of(K).shape) + ": " +
                         std::to_string(most));
  return {};
}

template <Kind K>
Nothing Iam::detach_policy(const Context& context, Write& tx, const AttachInput<K>& input) {
  const Entity owner = require(tx, K, context.account, input.owner);
  if (!detach(tx, owner.row, input.arn)) throw no_such_policy(input.arn);
  return {};
}

template <Kind K>
AttachedOutput Iam::list_attached_policies(const Context& context, Read& tx, const OwnedInput<K>& input) {
  const Entity owner = require(tx, K, context.account, input.owner);
  AttachedOutput output;
  std::vector<AttachedPolicy> policies;
  for (const std::string& arn : list_attached(tx, owner.row)) {
    if (path_in(arn).starts_with(input.prefix.value_or("/"))) policies.push_back({name_in(arn), arn});
  }
  output.policies = page_of(std::move(policies), input, "AttachedPolicies", output,
                            [](const AttachedPolicy& one) { return one.arn; });
  return output;
}

template <Kind K>
Nothing Iam::put_boundary(const Context& context, Write& tx, const BoundaryInput<K>& input) {
  Entity owner = require(tx, K, context.account, input.owner);
  if (!find_managed_policy(input.arn)) require_policy(tx, context, input.arn);
  owner.boundary = input.arn;
  update_entity(tx, owner);
  return {};
}

template <Kind K>
Nothing Iam::delete_boundary(const Context& context, Write& tx, const NameInput<K>& input) {
  Entity owner = require(tx, K, context.account, input.name);
  if (owner.boundary.empty())
    throw no_such_entity(std::string(names_of(K).shape) + " " + owner.name + " does not have a permissions boundary.");
  owner.boundary.clear();
  update_entity(tx, owner);
  return {};
}

#define CLOUDLING_FOR(K)                                                                             \
  template Nothing Iam::put_inline_policy(const Context&, Write&, const PutInlineInput<K>&);         \
  template InlineOutput<K> Iam::get_inline_policy(const Context&, Read&, const InlineInput<K>&);     \
  template Nothing Iam::delete_inline_policy(const Context&, Write&, const InlineInput<K>&);         \
  template InlineNamesOutput Iam::list_inline_policies(const Context&, Read&, const OwnedInput<K>&); \
  template Nothing Iam::attach_policy(const Context&, Write&, const AttachInput<K>&);                \
  template Nothing Iam::detach_policy(const Context&, Write&, const AttachInput<K>&);                \
  template AttachedOutput Iam::list_attached_policies(const Context&, Read&, const OwnedInput<K>&);
CLOUDLING_FOR(Kind::kUser)
CLOUDLING_FOR(Kind::kRole)
CLOUDLING_FOR(Kind::kGroup)
#undef CLOUDLING_FOR
template Nothing Iam::put_boundary(const Context&, Write&, const BoundaryInput<Kind::kUser>&);
template Nothing Iam::put_boundary(const Context&, Write&, const BoundaryInput<Kind::kRole>&);
template Nothing Iam::delete_boundary(const Context&, Write&, const NameInput<Kind::kUser>&);
template Nothing Iam::delete_boundary(const Context&, Write&, const NameInput<Kind::kRole>&);

}  // namespace cloudling::iam
