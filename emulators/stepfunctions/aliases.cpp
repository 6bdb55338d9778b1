#include <algorithm>
#include <utility>

#include "asl/json/json.h"
#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/pages.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/targets.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr size_t kMaxAliases = 100;

bool restricted_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

/// Letters, digits, '_', '-' and '.', and more than digits: a number is a version.
void require_alias_name(const std::string& name) {
  const bool digits = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
  if (digits || !std::ranges::all_of(name, restricted_character)) throw invalid_name(name);
}

void require_valid_routing(const std::vector<RoutingItem>& items) {
  json::Value arns = json::Value::array();
  json::Value weights = json::Value::array();
  int64_t sum = 0;
  for (const RoutingItem& item : items) {
    arns.push_back(item.state_machine_version_arn);
    weights.push_back(item.weight);
    sum += item.weight;
  }
  if (items.size() == 2 && arns[0] == arns[1]) {
    throw validation("Routing configuration must contain distinct state machine version ARNs. Received: " +
                     json::write(arns));
  }
  if (sum != 100) {
    throw validation("Sum of routing configuration weights must equal 100. Received: " + json::write(weights));
  }
}

struct Routing {
  Machine machine;
  std::vector<Route> routes;
};

/// The versions that are named, which must all be there and of one machine.
Routing require_routing(const aws::CallContext& context, ReadTransaction& tx, const std::vector<RoutingItem>& items) {
  require_valid_routing(items);
  Routing routing;
  for (const RoutingItem& item : items) {
    if (!parse_target(item.state_machine_version_arn).version) {
      throw invalid_arn("Invalid ARN: " + item.state_machine_version_arn);
    }
    auto target = find_target(context, tx, item.state_machine_version_arn, 0, Read::kWithoutDefinition);
    if (!target) throw missing_resource(item.state_machine_version_arn);
    if (!routing.routes.empty() && routing.machine.id != target->machine.id) {
      throw validation("Routing configuration must contain versions of the same state machine.");
    }
    routing.routes.push_back({.version = target->version->number, .weight = item.weight});
    routing.machine = std::move(target->machine);
  }
  if (routing.machine.deleting) throw state_machine_deleting(routing.machine.arn);
  return routing;
}

struct Found {
  Machine machine;
  Alias alias;
};

/// The alias that the caller can see under that ARN.
Found require_alias(const aws::CallContext& context, ReadTransaction& tx, const std::string& arn) {
  const TargetName name = parse_target(arn);
  if (!name.alias) throw invalid_arn("Invalid ARN: " + arn);
  const auto owner = find_target(context, tx, name.machine_arn, 0, Read::kWithoutDefinition);
  auto alias = owner ? find_alias(tx, owner->machine.id, *name.alias) : std::nullopt;
  if (!alias) throw missing_resource(arn);
  return {.machine = owner->machine, .alias = std::move(*alias)};
}

}  // namespace

CreateStateMachineAliasOutput StepFunctions::create_state_machine_alias(const aws::CallContext& context,
                                                                        WriteTransaction& tx,
                                                                        const CreateStateMachineAliasInput& input) {
  require_alias_name(input.name);
  const Routing routing = require_routing(context, tx, input.routing_configuration);
  const std::string arn = alias_arn(routing.machine.arn, input.name);
  if (const auto existing = find_alias(tx, routing.machine.id, input.name)) {
    if (existing->routes == routing.routes && existing->description == input.description) {
      return {.state_machine_alias_arn = arn, .creation_date = {existing->created}};
    }
    throw conflict(
        "Failed to create alias because an alias with the same name and a different routing configuration already "
        "exists.");
  }
  if (list_aliases(tx, routing.machine.id, 0).size() >= kMaxAliases) {
    throw quota_exceeded("The maximum number of aliases of a state machine (100) has been reached");
  }
  const aws::TimeMs now = clock_.now();
  insert_alias(tx, routing.machine.id,
               {.id = 0,
                .name = input.name,
                .description = input.description,
                .routes = routing.routes,
                .created = now,
                .updated = now});
  return {.state_machine_alias_arn = arn, .creation_date = {now}};
}

DescribeStateMachineAliasOutput StepFunctions::describe_state_machine_alias(
    const aws::CallContext& context, ReadTransaction& tx, const DescribeStateMachineAliasInput& input) {
  const Found found = require_alias(context, tx, input.state_machine_alias_arn);
  DescribeStateMachineAliasOutput output;
  output.state_machine_alias_arn = input.state_machine_alias_arn;
  output.name = found.alias.name;
  output.description = found.alias.description;
  for (const Route& route : found.alias.routes) {
    output.routing_configuration.push_back({version_arn(found.machine.arn, route.version), route.weight});
  }
  output.creation_date = {found.alias.created};
  output.update_date = {found.alias.updated};
  return output;
}

UpdateStateMachineAliasOutput StepFunctions::update_state_machine_alias(const aws::CallContext& context,
                                                                        WriteTransaction& tx,
                                                                        const UpdateStateMachineAliasInput& input) {
  if (!input.description && !input.routing_configuration) {
    throw validation("Either the description or the RoutingConfiguration must be specified");
  }
  Found found = require_alias(context, tx, input.state_machine_alias_arn);
  if (input.routing_configuration) {
    Routing routing = require_routing(context, tx, *input.routing_configuration);
    if (routing.machine.id != found.machine.id) {
      throw validation("Routing configuration must contain versions of the alias's state machine.");
    }
    found.alias.routes = std::move(routing.routes);
  }
  if (input.description) found.alias.description = input.description;
  found.alias.updated = clock_.now();
  update_alias(tx, found.alias);
  return {.update_date = {found.alias.updated}};
}

aws::Nothing StepFunctions::delete_state_machine_alias(const aws::CallContext& context, WriteTransaction& tx,
                                                       const DeleteStateMachineAliasInput& input) {
  delete_alias(tx, require_alias(context, tx, input.state_machine_alias_arn).alias.id);
  return {};
}

/// Of a machine all of its aliases, of a version those that lead to it.
ListStateMachineAliasesOutput StepFunctions::list_state_machine_aliases(const aws::CallContext& context,
                                                                        ReadTransaction& tx,
                                                                        const ListStateMachineAliasesInput& input) {
  const auto target = find_target(context, tx, input.state_machine_arn, 0, Read::kWithoutDefinition);
  if (!target) throw state_machine_does_not_exist(input.state_machine_arn);
  if (target->machine.deleting) throw state_machine_deleting(target->machine.arn);
  const std::string purpose = "ListStateMachineAliases/" + input.state_machine_arn;
  const int64_t limit = page_size(input.max_results);
  auto aliases = list_aliases(tx, target->machine.id, position_of(input.next_token, purpose).value_or(0));
  if (target->version) {
    std::erase_if(aliases, [&](const Alias& alias) {
      return std::ranges::find(alias.routes, target->version->number, &Route::version) == alias.routes.end();
    });
  }
  ListStateMachineAliasesOutput output;
  if (aliases.size() > static_cast<size_t>(limit)) {
    aliases.resize(static_cast<size_t>(limit));
    output.next_token = token_for(aliases.back().id, purpose);
  }
  for (const Alias& alias : aliases) {
    output.aliases.push_back(
        {.state_machine_alias_arn = alias_arn(target->machine.arn, alias.name), .creation_date = {alias.created}});
  }
  return output;
}

}  // namespace cloudling::stepfunctions
