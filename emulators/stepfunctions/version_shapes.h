#pragma once

// The inputs and outputs of the operations on versions and aliases (API version 2016-11-23).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::stepfunctions {

struct PublishStateMachineVersionInput {
  std::string state_machine_arn;
  std::optional<std::string> revision_id;
  std::optional<std::string> description;
  static const aws::Structure& shape();
};

struct PublishStateMachineVersionOutput {
  aws::Timestamp creation_date;
  std::string state_machine_version_arn;
  static const aws::Structure& shape();
};

struct DeleteStateMachineVersionInput {
  std::string state_machine_version_arn;
  static const aws::Structure& shape();
};

struct ListStateMachineVersionsInput {
  std::string state_machine_arn;
  std::optional<std::string> next_token;
  std::optional<int64_t> max_results;
  static const aws::Structure& shape();
};

struct StateMachineVersion {
  std::string state_machine_version_arn;
  aws::Timestamp creation_date;
  static const aws::Structure& shape();
};

struct ListStateMachineVersionsOutput {
  std::vector<StateMachineVersion> versions;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

/// One target of an alias and its share of the starts, in percent.
struct RoutingItem {
  std::string state_machine_version_arn;
  int64_t weight = 0;
  static const aws::Structure& shape();
  bool operator==(const RoutingItem&) const = default;
};

struct CreateStateMachineAliasInput {
  std::optional<std::string> description;
  std::string name;
  std::vector<RoutingItem> routing_configuration;
  static const aws::Structure& shape();
};

struct CreateStateMachineAliasOutput {
  std::string state_machine_alias_arn;
  aws::Timestamp creation_date;
  static const aws::Structure& shape();
};

struct DescribeStateMachineAliasInput {
  std::string state_machine_alias_arn;
  static const aws::Structure& shape();
};

struct DescribeStateMachineAliasOutput {
  std::string state_machine_alias_arn;
  std::string name;
  std::optional<std::string> description;
  std::vector<RoutingItem> routing_configuration;
  aws::Timestamp creation_date;
  aws::Timestamp update_date;
  static const aws::Structure& shape();
};

struct UpdateStateMachineAliasInput {
  std::string state_machine_alias_arn;
  std::optional<std::string> description;
  std::optional<std::vector<RoutingItem>> routing_configuration;
  static const aws::Structure& shape();
};

struct UpdateStateMachineAliasOutput {
  aws::Timestamp update_date;
  static const aws::Structure& shape();
};

struct DeleteStateMachineAliasInput {
  std::string state_machine_alias_arn;
  static const aws::Structure& shape();
};

struct ListStateMachineAliasesInput {
  std::string state_machine_arn;
  std::optional<std::string> next_token;
  std::optional<int64_t> max_results;
  static const aws::Structure& shape();
};

struct StateMachineAliasListItem {
  std::string state_machine_alias_arn;
  aws::Timestamp creation_date;
  static const aws::Structure& shape();
};

struct ListStateMachineAliasesOutput {
  std::vector<StateMachineAliasListItem> aliases;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

}  // namespace cloudling::stepfunctions
