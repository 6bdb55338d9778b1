#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lookup.h"
#include "emulators/lambda/policy.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr size_t kMaxPolicy = 20'480;  // bytes

/// The function, version or alias whose policy it is. Its revision is what RevisionId is held against.
struct PolicyOwner {
  FunctionName name;
  std::string revision_id;
};

PolicyOwner require_owner(const aws::CallContext& context, ReadTransaction& tx, const std::string& function,
                          const std::optional<std::string>& qualifier) {
  PolicyOwner owner{.name = parse_function_name(context, function, qualifier), .revision_id = ""};
  if (owner.name.qualifier == "$LATEST")
    throw invalid_parameter("We currently do not support adding policies for $LATEST.");
  const Resolved resolved = resolve(tx, owner.name);
  owner.revision_id = resolved.alias ? resolved.alias->revision_id : resolved.function.revision_id;
  return owner;
}

void require_revision_of(const PolicyOwner& owner, const std::optional<std::string>& given) {
  if (given && *given != owner.revision_id) throw revision_mismatch();
}

}  // namespace

AddPermissionOutput Lambda::add_permission(const aws::CallContext& context, WriteTransaction& tx,
                                           const AddPermissionInput& input) {
  const PolicyOwner owner = require_owner(context, tx, input.function_name, input.qualifier);
  require_revision_of(owner, input.revision_id);
  auto statements = list_statements(tx, owner.name.arn, owner.name.qualifier);
  for (const StatementRow& statement : statements) {
    if (statement.sid != input.statement_id) continue;
    throw conflict("The statement id (" + input.statement_id +
                   ") provided already exists. Please provide a new statement id, or remove the existing statement.");
  }
  const StatementRow added{.sid = input.statement_id,
                           .text = json::write(statement_of(input, owner.name.qualified_arn()))};
  statements.push_back(added);
  if (policy_text(statements).size() > kMaxPolicy) {
    throw aws::Error(400, "PolicyLengthExceededException",
                     "The final policy size (" + std::to_string(policy_text(statements).size()) +
                         ") is bigger than the limit (20480).");
  }
  insert_statement(tx, owner.name.arn, owner.name.qualifier, added);
  return {.statement = added.text};
}

aws::Nothing Lambda::remove_permission(const aws::CallContext& context, WriteTransaction& tx,
                                       const RemovePermissionInput& input) {
  const PolicyOwner owner = require_owner(context, tx, input.function_name, input.qualifier);
  require_revision_of(owner, input.revision_id);
  if (!delete_statement(tx, owner.name.arn, owner.name.qualifier, input.statement_id))
    throw resource_not_found("Statement " + input.statement_id + " is not found in resource policy.");
  return {};
}

GetPolicyOutput Lambda::get_policy(const aws::CallContext& context, ReadTransaction& tx, const GetPolicyInput& input) {
  const PolicyOwner owner = require_owner(context, tx, input.function_name, input.qualifier);
  const auto statements = list_statements(tx, owner.name.arn, owner.name.qualifier);
  if (statements.empty()) throw resource_not_found("The resource you requested does not exist.");
  return {.policy = policy_text(statements), .revision_id = owner.revision_id};
}

}  // namespace cloudling::lambda
