// The policy of a layer's version: kept and shown. Layers of other accounts are not looked at here, so nobody asks it.

#include "emulators/delivery.h"
#include "emulators/lambda/config_shapes.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/layers.h"
#include "emulators/lambda/policy.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

/// The ARN of a layer's version that is there.
std::string require_version(const aws::CallContext& context, ReadTransaction& tx, const LayerPolicyInput& input) {
  const std::string arn = layer_arn(context, input.layer_name);
  const std::string version = arn + ":" + std::to_string(input.version_number);
  if (!find_layer(tx, arn, input.version_number))
    throw resource_not_found("Layer version " + version + " does not exist.");
  return version;
}

/// Follows from what the policy says.
std::string revision_of(const std::vector<StatementRow>& statements) { return uuid_of(policy_text(statements)); }

void require_revision_of(const std::vector<StatementRow>& statements, const std::optional<std::string>& given) {
  if (given && *given != revision_of(statements)) throw revision_mismatch();
}

std::string statement_text(const AddLayerPermissionInput& input, const std::string& resource) {
  json::Value statement = json::Value::object();
  statement["Sid"] = input.statement_id;
  statement["Effect"] = "Allow";
  const bool account = input.principal.size() == 12;
  if (input.principal == "*")
    statement["Principal"] = "*";
  else
    statement["Principal"]["AWS"] = account ? "arn:aws:iam::" + input.principal + ":root" : input.principal;
  statement["Action"] = input.action;
  statement["Resource"] = resource;
  if (input.organization_id) statement["Condition"]["StringEquals"]["aws:PrincipalOrgID"] = *input.organization_id;
  return json::write(statement);
}

}  // namespace

AddLayerPermissionOutput Lambda::add_layer_version_permission(const aws::CallContext& context, WriteTransaction& tx,
                                                              const AddLayerPermissionInput& input) {
  const std::string version = require_version(context, tx, input);
  auto statements = list_statements(tx, version, "");
  require_revision_of(statements, input.revision_id);
  for (const StatementRow& statement : statements) {
    if (statement.sid == input.statement_id) {
      throw conflict("The statement id (" + input.statement_id +
                     ") provided already exists. Please provide a new statement id, or remove the existing statement.");
    }
  }
  const StatementRow added{.sid = input.statement_id, .text = statement_text(input, version)};
  insert_statement(tx, version, "", added);
  statements.push_back(added);
  return {.statement = added.text, .revision_id = revision_of(statements)};
}

aws::Nothing Lambda::remove_layer_version_permission(const aws::CallContext& context, WriteTransaction& tx,
                                                     const RemoveLayerPermissionInput& input) {
  const std::string version = require_version(context, tx, input);
  require_revision_of(list_statements(tx, version, ""), input.revision_id);
  if (!delete_statement(tx, version, "", input.statement_id))
    throw resource_not_found("Statement " + input.statement_id + " is not found in resource policy.");
  return {};
}

LayerPolicyOutput Lambda::get_layer_version_policy(const aws::CallContext& context, ReadTransaction& tx,
                                                   const LayerPolicyInput& input) {
  const auto statements = list_statements(tx, require_version(context, tx, input), "");
  if (statements.empty()) throw resource_not_found("No policy is associated with the given resource.");
  return {.policy = policy_text(statements), .revision_id = revision_of(statements)};
}

}  // namespace cloudling::lambda
