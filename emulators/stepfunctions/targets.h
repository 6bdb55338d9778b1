#pragma once

// What the ARN of a state machine names: the machine itself, one of its versions, or an alias of it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/context.h"
#include "emulators/stepfunctions/stepfunctions_store.h"
#include "emulators/stepfunctions/versions_store.h"

namespace cloudling::stepfunctions {

/// "…:stateMachine:Name", "…:stateMachine:Name:3" or "…:stateMachine:Name:PROD", in its parts.
struct TargetName {
  std::string machine_arn;
  std::optional<int64_t> version;
  std::optional<std::string> alias;
};

/// Throws InvalidArn where it is not the ARN of a state machine.
TargetName parse_target(std::string_view arn);

std::string version_arn(std::string_view machine_arn, int64_t version);
std::string alias_arn(std::string_view machine_arn, std::string_view alias);

/// The machine, its revision that of the version where one is named.
struct Target {
  Machine machine;
  std::optional<Version> version;
  std::optional<Alias> alias;
};

/// What the caller can see under that ARN; of an alias, the version that `chance` picks by the weights. Nothing where
/// the machine, the version or the alias is not there.
std::optional<Target> find_target(const aws::CallContext& context, store::ReadTransaction& tx, std::string_view arn,
                                  uint64_t chance, Read read = Read::kWhole);

/// Publishes the machine's current revision; the same revision is published once, asking again answers with the version
/// that is there. Throws ServiceQuotaExceededException.
Version publish_version(store::WriteTransaction& tx, const Machine& machine, std::optional<std::string> description,
                        aws::TimeMs now);

/// The machine with that ARN, which must name no version or alias (ValidationException). Throws
/// StateMachineDoesNotExist.
Machine require_machine(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& arn,
                        Read read = Read::kWhole);

}  // namespace cloudling::stepfunctions
