#include "emulators/stepfunctions/targets.h"

#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/names.h"

namespace cloudling::stepfunctions {

namespace {

/// The version for a number below 100, by the weights.
int64_t picked_version(const Alias& alias, uint64_t percent) {
  for (const Route& route : alias.routes) {
    if (percent < static_cast<uint64_t>(route.weight)) return route.version;
    percent -= static_cast<uint64_t>(route.weight);
  }
  return alias.routes.front().version;
}

std::optional<Machine> find_here(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& arn,
                                 Read read) {
  const StatesArn parts = parse_arn(arn, "stateMachine");
  const bool here = parts.account == context.account && parts.region == context.region;
  return here ? find_machine(tx, arn, read) : std::nullopt;
}

}  // namespace

TargetName parse_target(std::string_view arn) {
  const StatesArn parts = parse_arn(arn, "stateMachine");
  TargetName target{.machine_arn = std::string(arn), .version = std::nullopt, .alias = std::nullopt};
  const size_t colon = parts.name.find(':');
  if (colon == std::string::npos) return target;
  const std::string qualifier = parts.name.substr(colon + 1);
  if (qualifier.empty() || qualifier.find(':') != std::string::npos)
    throw invalid_arn("Invalid ARN: " + target.machine_arn);
  target.machine_arn.resize(arn.size() - qualifier.size() - 1);
  target.version = aws::parse_integer(qualifier);
  if (!target.version) target.alias = qualifier;
  return target;
}

std::string version_arn(std::string_view machine_arn, int64_t version) {
  return std::string(machine_arn) + ":" + std::to_string(version);
}

std::string alias_arn(std::string_view machine_arn, std::string_view alias) {
  return std::string(machine_arn) + ":" + std::string(alias);
}

std::optional<Target> find_target(const aws::CallContext& context, store::ReadTransaction& tx, std::string_view arn,
                                  uint64_t chance, Read read) {
  const TargetName name = parse_target(arn);
  auto machine = find_here(context, tx, name.machine_arn, read);
  if (!machine) return std::nullopt;
  Target target{.machine = std::move(*machine), .version = std::nullopt, .alias = std::nullopt};
  std::optional<int64_t> number = name.version;
  if (name.alias) {
    target.alias = find_alias(tx, target.machine.id, *name.alias);
    if (!target.alias) return std::nullopt;
    number = picked_version(*target.alias, chance % 100);
  }
  if (!number) return target;
  target.version = find_version(tx, target.machine.id, *number);
  if (!target.version) return std::nullopt;
  auto revision = find_revision(tx, target.version->revision, read);
  if (!revision) return std::nullopt;
  target.machine.revision = std::move(*revision);
  return target;
}

Machine require_machine(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& arn,
                        Read read) {
  const TargetName name = parse_target(arn);
  if (name.version || name.alias) {
    throw validation("The state machine ARN must not name a version or an alias: " + arn);
  }
  auto machine = find_here(context, tx, arn, read);
  if (!machine) throw state_machine_does_not_exist(arn);
  return std::move(*machine);
}

}  // namespace cloudling::stepfunctions
