#include "emulators/events/permissions.h"

#include <algorithm>

#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/policy/requester.h"

namespace cloudling::events {

namespace {

constexpr size_t kMaxPolicy = 10'240;

/// The account itself where nobody of it is named.
policy::Requester requester_of(const aws::CallContext& context) {
  const std::string& arn = context.principal.arn;
  auto who = policy::requester_of(arn.empty() ? "arn:aws:iam::" + context.account + ":root" : arn);
  who.account = context.account;
  return who;
}

json::Value policy_of(const BusRow& bus) {
  if (auto policy = json::parse(bus.policy)) return *std::move(policy);
  json::Value policy = json::Value::object();
  policy["Version"] = "2012-10-17";
  policy["Statement"] = json::Value::array();
  return policy;
}

json::Value statement_of(const PutPermissionInput& in, const BusName& bus) {
  json::Value statement = json::Value::object();
  statement["Sid"] = *in.statement_id;
  statement["Effect"] = "Allow";
  if (*in.principal == "*") {
    statement["Principal"] = "*";
  } else {
    statement["Principal"] = json::Value::object();
    statement["Principal"]["AWS"] = "arn:aws:iam::" + *in.principal + ":root";
  }
  statement["Action"] = *in.action;
  statement["Resource"] = bus.arn();
  if (in.condition) {
    json::Value& condition = statement["Condition"] = json::Value::object();
    condition[in.condition->type] = json::Value::object();
    condition[in.condition->type][in.condition->key] = in.condition->value;
  }
  return statement;
}

void remove_statement(json::Value& statements, const std::string& sid) {
  json::Value kept = json::Value::array();
  for (const json::Value& statement : statements) {
    const json::Value* id = json::find(statement, "Sid");
    if (!id || *id != sid) kept.push_back(statement);
  }
  statements = std::move(kept);
}

std::string whole_policy(const std::string& text) {
  const auto policy = json::parse(text);
  const json::Value* statements = policy ? json::find(*policy, "Statement") : nullptr;
  if (!statements || !statements->is_array()) throw validation("Parameter Policy is not valid.");
  return text;
}

}  // namespace

bool allows_put(const std::string& policy, const std::string& bus_arn, const aws::CallContext& context) {
  const auto document = policy::parse(policy);
  if (!document) return false;
  const policy::Request request{
      .action = "events:PutEvents", .resource = bus_arn, .requester = requester_of(context), .context = {}};
  return policy::look_up_resource(*document, request).match == policy::Match::kAllow;
}

aws::Nothing Events::put_permission(const Context& context, Write& tx, const PutPermissionInput& in) {
  const BusName name = own_bus(context, in.event_bus_name);
  auto bus = find_bus(tx, name);
  if (!bus) throw bus_not_found(name.name);
  if (in.policy) {
    if (in.action || in.principal || in.statement_id || in.condition)
      throw validation("You cannot specify both Policy and other parameters.");
    bus->policy = whole_policy(*in.policy);
  } else {
    if (!in.action || !in.principal || !in.statement_id)
      throw validation("Parameters Action, Principal and StatementId are required where no Policy is given.");
    if (*in.action != "events:PutEvents") throw validation("Provided value in parameter 'action' is not supported.");
    json::Value policy = policy_of(*bus);
    remove_statement(policy["Statement"], *in.statement_id);
    policy["Statement"].push_back(statement_of(in, name));
    bus->policy = json::write(policy);
  }
  if (bus->policy.size() > kMaxPolicy)
    throw aws::Error(400, "PolicyLengthExceededException", "The event bus policy is too long.");
  bus->modified = clock_.now();
  put_bus(tx, *bus);
  return {};
}

aws::Nothing Events::remove_permission(const Context& context, Write& tx, const RemovePermissionInput& in) {
  const BusName name = own_bus(context, in.event_bus_name);
  auto bus = find_bus(tx, name);
  if (!bus) throw bus_not_found(name.name);
  const bool all = in.remove_all_permissions.value_or(false);
  if (!all && !in.statement_id) throw validation("Parameter StatementId is required.");
  if (!all && bus->policy.empty()) throw not_found("EventBus does not have a policy.");
  json::Value policy = policy_of(*bus);
  const size_t before = policy["Statement"].size();
  if (all)
    policy["Statement"] = json::Value::array();
  else
    remove_statement(policy["Statement"], *in.statement_id);
  if (!all && policy["Statement"].size() == before) throw not_found("Statement with the provided id does not exist.");
  bus->policy = policy["Statement"].empty() ? "" : json::write(policy);
  bus->modified = clock_.now();
  put_bus(tx, *bus);
  return {};
}

}  // namespace cloudling::events
