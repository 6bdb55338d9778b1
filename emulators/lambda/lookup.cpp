#include "emulators/lambda/lookup.h"

#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/policy.h"

namespace cloudling::lambda {

namespace {

/// The version that takes this share of the invocations: additional ones have the first of it.
std::string version_of(const AliasRow& alias, double chance) {
  for (const auto& [version, weight] : alias.weights) {
    if (chance < weight) return version;
    chance -= weight;
  }
  return alias.version;
}

std::optional<FunctionRow> find_numbered(store::ReadTransaction& tx, const FunctionRow& function,
                                         const std::string& version) {
  if (is_latest(version)) return function;
  const auto number = aws::parse_integer(version);
  return number ? find_version(tx, function, *number) : std::nullopt;
}

}  // namespace

bool is_latest(const std::string& qualifier) { return qualifier.empty() || qualifier == "$LATEST"; }

bool is_number(const std::string& qualifier) {
  return !qualifier.empty() && qualifier.find_first_not_of("0123456789") == std::string::npos;
}

FunctionRow require_unqualified(store::ReadTransaction& tx, const FunctionName& name) {
  auto function = find_function(tx, name.arn);
  if (!function) throw function_not_found(name.arn);
  return std::move(*function);
}

/// The revision that an update of a function needs to be made from, where it names one.
void require_revision(const FunctionRow& function, const std::optional<std::string>& revision_id) {
  if (revision_id && *revision_id != function.revision_id) throw revision_mismatch();
}

Resolved resolve(store::ReadTransaction& tx, const FunctionName& name, double chance) {
  auto function = find_function(tx, name.arn);
  if (!function) throw function_not_found(name.qualified_arn());
  Resolved resolved;
  std::string version = name.qualifier;
  if (!is_latest(version) && !is_number(version)) {
    resolved.alias = find_alias(tx, name.arn, version);
    if (!resolved.alias) throw function_not_found(name.qualified_arn());
    version = version_of(*resolved.alias, chance);
  }
  auto found = find_numbered(tx, *function, version);
  if (!found) throw function_not_found(name.qualified_arn());
  resolved.function = std::move(*found);
  return resolved;
}

Resolved resolve_callable(const aws::CallContext& context, store::ReadTransaction& tx, const FunctionName& name,
                          double chance) {
  Resolved resolved = resolve(tx, name, chance);
  if (!needs_permission(context)) return resolved;
  const std::string qualifier = name.qualifier == "$LATEST" ? "" : name.qualifier;
  if (permits_invoke(list_statements(tx, name.arn, qualifier), context)) return resolved;
  throw access_denied(context.calling_service, name.qualified_arn());
}

}  // namespace cloudling::lambda
