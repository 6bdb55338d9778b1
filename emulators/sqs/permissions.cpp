#include <algorithm>
#include <array>

#include "asl/json/json.h"
#include "emulators/sqs/errors.h"
#include "emulators/sqs/sqs.h"

namespace cloudling::sqs {

namespace {

constexpr size_t kMaxActions = 7;

/// What AddPermission can permit.
constexpr std::array<std::string_view, 8> kActions = {"*",
                                                      "SendMessage",
                                                      "ReceiveMessage",
                                                      "DeleteMessage",
                                                      "ChangeMessageVisibility",
                                                      "GetQueueAttributes",
                                                      "GetQueueUrl",
                                                      "ListDeadLetterSourceQueues"};

void check_label(const std::optional<std::string>& label) {
  if (!label || label->empty()) throw missing_parameter("Label");
  const auto is_good = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (label->size() > 80 || !std::ranges::all_of(*label, is_good))
    throw invalid_value(*label, "Label",
                        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.");
}

void check_grant(const AddPermissionInput& input) {
  if (input.account_ids.empty()) throw missing_parameter("AWSAccountIds");
  if (input.actions.empty()) throw missing_parameter("Actions");
  if (input.actions.size() > kMaxActions)
    throw over_limit(std::to_string(input.actions.size()) + " Actions were found, maximum allowed is 7.");
  for (const std::string& action : input.actions) {
    if (std::ranges::find(kActions, action) == kActions.end())
      throw invalid_value("SQS:" + action, "ActionName",
                          "Please refer to the appropriate WSDL for a list of valid actions.");
  }
  for (const std::string& account : input.account_ids) {
    const bool digits = std::ranges::all_of(account, [](char c) { return c >= '0' && c <= '9'; });
    if (account.size() != 12 || !digits) throw invalid_value("[" + account + "]", "PrincipalId", "Unable to verify.");
  }
}

/// A list, or its one item alone, as policies have it.
json::Value one_or_all(const std::vector<std::string>& items, const std::string& before, const std::string& behind) {
  if (items.size() == 1) return before + items.front() + behind;
  json::Value list = json::Value::array();
  for (const std::string& item : items) list.push_back(before + item + behind);
  return list;
}

json::Value policy_of(const QueueName& name, const QueueDetails& queue) {
  const auto found = queue.attributes.find("Policy");
  if (found != queue.attributes.end()) {
    if (auto policy = json::parse(found->second)) return std::move(*policy);
  }
  json::Value policy = json::Value::object();
  policy["Version"] = "2012-10-17";
  policy["Id"] = name.arn() + "/SQSDefaultPolicy";
  return policy;
}

json::Value statements_of(const json::Value& policy) {
  const json::Value* found = json::find(policy, "Statement");
  if (found && found->is_array()) return *found;
  json::Value statements = json::Value::array();
  if (found) statements.push_back(*found);
  return statements;
}

bool has_label(const json::Value& statement, const std::string& label) {
  const json::Value* sid = json::find(statement, "Sid");
  return sid && *sid == label;
}

}  // namespace

aws::Nothing Sqs::add_permission(const aws::CallContext& context, store::WriteTransaction& tx,
                                 const AddPermissionInput& input) {
  const QueueName name = parse_queue_url(context, input.queue_url);
  QueueDetails queue = require_queue_details(tx, name);
  check_label(input.label);
  check_grant(input);
  json::Value policy = policy_of(name, queue);
  json::Value statements = statements_of(policy);
  if (std::ranges::any_of(statements, [&](const json::Value& s) { return has_label(s, *input.label); }))
    throw invalid_value(*input.label, "Label", "Already exists.");
  json::Value statement = json::Value::object();
  statement["Sid"] = *input.label;
  statement["Effect"] = "Allow";
  statement["Principal"] = json::Value::object();
  statement["Principal"]["AWS"] = one_or_all(input.account_ids, "arn:aws:iam::", ":root");
  statement["Action"] = one_or_all(input.actions, "SQS:", "");
  statement["Resource"] = name.arn();
  statements.push_back(std::move(statement));
  policy["Statement"] = std::move(statements);
  queue.attributes["Policy"] = json::write(policy);
  queue.modified = clock_.now();
  update_queue(tx, queue);
  return {};
}

aws::Nothing Sqs::remove_permission(const aws::CallContext& context, store::WriteTransaction& tx,
                                    const RemovePermissionInput& input) {
  const QueueName name = parse_queue_url(context, input.queue_url);
  QueueDetails queue = require_queue_details(tx, name);
  check_label(input.label);
  json::Value policy = policy_of(name, queue);
  json::Value left = json::Value::array();
  const json::Value statements = statements_of(policy);
  for (const json::Value& statement : statements) {
    if (!has_label(statement, *input.label)) left.push_back(statement);
  }
  if (left.size() == statements.size()) throw invalid_value(*input.label, "Label", "can't find label.");
  if (left.empty()) {
    queue.attributes.erase("Policy");
  } else {
    policy["Statement"] = std::move(left);
    queue.attributes["Policy"] = json::write(policy);
  }
  queue.modified = clock_.now();
  update_queue(tx, queue);
  return {};
}

}  // namespace cloudling::sqs
