#include "emulators/iam/enforcer.h"

#include <utility>

#include "emulators/aws/arn.h"
#include "emulators/aws/catalogue.h"
#include "emulators/aws/dates.h"
#include "emulators/aws/error.h"
#include "emulators/iam/identity_policies.h"

namespace cloudling::iam {

using boost::asio::awaitable;

namespace {

constexpr size_t kMaxRecorded = 10'000;

/// A service on its own behalf: in process, and as nobody in particular.
bool is_service_itself(const aws::CallContext& context) {
  return context.host.empty() && context.principal.arn.empty();
}

/// S3 itself judges who is nobody, by ACLs too; nobody has to sign for these of
/// STS.
bool is_open(const aws::CallContext& context, const aws::Operation& operation) {
  const bool nobody = context.principal.arn.empty();
  return nobody && (operation.service == "s3" || operation.name.starts_with("AssumeRoleWith"));
}

aws::Error denied(std::string_view service_id, std::string message) {
  const aws::CatalogueService* service = aws::find_service(service_id);
  const auto protocol = service ? service->protocol : aws::ProtocolKind::kJson;
  if (protocol == aws::ProtocolKind::kRestXml || protocol == aws::ProtocolKind::kQuery)
    return {403, "AccessDenied", std::move(message)};
  return {protocol == aws::ProtocolKind::kRestJson ? 403 : 400, "AccessDeniedException", std::move(message)};
}

/// In AWS's words ("Troubleshoot access denied error messages").
std::string denial(const std::string& arn, const Permission& permission, const policy::Decision& decision,
                   bool quoted) {
  std::string text =
      "User: " + (arn.empty() ? std::string("anonymous") : arn) + " is not authorized to perform: " + permission.action;
  if (permission.resource != "*")
    text += " on resource: " + (quoted ? "\"" + permission.resource + "\"" : permission.resource);
  const std::string article = decision.source.starts_with("identity") ? "an " : "a ";
  if (decision.explicit_deny) return text + " with an explicit deny in " + article + decision.source;
  return text + " because no " + decision.source + " allows the " + permission.action + " action";
}

std::string account_in(const std::string& resource) {
  const auto arn = aws::parse_arn(resource);
  return arn ? arn->account : "";
}

void add_key(policy::Context& keys, const char* name, std::string value) {
  if (!value.empty()) keys[name] = {std::move(value)};
}

}  // namespace

void CallRecord::add(const std::string& arn, const Permission& permission) {
  const std::lock_guard lock(mutex_);
  auto& resources = calls_[arn][permission.action];
  if (resources.size() < kMaxRecorded) resources.insert(permission.resource);
}

json::Value CallRecord::policies(const std::string& arn) const {
  const std::lock_guard lock(mutex_);
  json::Value all = json::Value::object();
  for (const auto& [identity, calls] : calls_) {
    if (!arn.empty() && identity != arn && !identity.ends_with("/" + arn)) continue;
    std::map<std::set<std::string>, std::vector<std::string>> by_resources;
    for (const auto& [action, resources] : calls) by_resources[resources].push_back(action);
    json::Value& policy = all[identity] = json::Value::object();
    policy["Version"] = "2012-10-17";
    json::Value& statements = policy["Statement"] = json::Value::array();
    for (const auto& [resources, actions] : by_resources) {
      json::Value statement = json::Value::object();
      statement["Effect"] = "Allow";
      statement["Action"] = actions;
      statement["Resource"] = std::vector<std::string>(resources.begin(), resources.end());
      statements.push_back(std::move(statement));
    }
  }
  return all;
}

Enforcer::Subject Enforcer::subject_of(const aws::CallContext& context) {
  Subject subject;
  subject.who.arn = context.principal.arn;
  subject.who.account = account_in(context.principal.arn);
  if (subject.who.arn.empty() && !context.calling_service.empty()) subject.who.service = context.calling_service;
  subject.identity_arn = subject.who.arn;
  const auto session = parts_.credentials.session_of(context.principal.access_key);
  parts_.store.read_inline([&](store::ReadTransaction& tx) {
    if (const auto identity = identity_of(tx, subject.who.arn)) {
      subject.policies = policies_of(tx, *identity);
      subject.identity_arn = identity->arn();
      if (identity->kind == Kind::kRole) subject.who.role_arn = identity->arn();
      if (identity->kind == Kind::kUser) add_key(subject.keys, "aws:username", identity->name);
      for (const auto& [key, value] : list_tags(tx, identity->row))
        subject.keys[policy::lower_case("aws:PrincipalTag/" + key)] = {value};
      const std::string name = subject.who.arn.substr(subject.who.arn.rfind('/') + 1);
      add_key(subject.keys, "aws:userid", identity->kind == Kind::kRole ? identity->id + ":" + name : identity->id);
    }
    if (!session || (session->policy.empty() && session->policy_arns.empty())) return;
    std::vector<policy::NamedDocument> documents;
    if (!session->policy.empty()) documents.push_back(named_document("session", session->policy));
    for (const std::string& arn : session->policy_arns) {
      if (const auto text = managed_document(tx, arn)) documents.push_back(named_document(arn, *text));
    }
    subject.policies.session.push_back(std::move(documents));
  });
  add_key(subject.keys, "aws:principalarn", subject.identity_arn);
  add_key(subject.keys, "aws:principalaccount", subject.who.account);
  add_key(subject.keys, "aws:requestedregion", context.region);
  add_key(subject.keys, "aws:securetransport", context.tls ? "true" : "false");
  add_key(subject.keys, "aws:currenttime", aws::format_iso8601_seconds(parts_.clock.now()));
  add_key(subject.keys, "aws:epochtime", std::to_string(parts_.clock.now() / 1000));
  add_key(subject.keys, "aws:sourcearn", context.source_arn);
  add_key(subject.keys, "aws:viaawsservice", context.calling_service.empty() ? "false" : "true");
  if (session) {
    for (const auto& [key, value] : session->tags)
      subject.keys[policy::lower_case("aws:PrincipalTag/" + key)] = {value};
  }
  return subject;
}

awaitable<void> Enforcer::before(const aws::CallContext& context, const aws::Operation& operation,
                                 const aws::AnyShape& input) {
  if (mode_ == IamMode::kOff || is_service_itself(context) || is_open(context, operation)) co_return;
  if (operation.service == "sts" && operation.name == "GetCallerIdentity") co_return;
  Subject subject = subject_of(context);
  for (const auto& [key, member] :
       {std::pair("s3:prefix", "Prefix"), std::pair("s3:delimiter", "Delimiter"),
        std::pair("sts:externalid", "ExternalId"), std::pair("sts:rolesessionname", "RoleSessionName")}) {
    const auto texts = texts_at(input, member);
    if (!texts.empty()) add_key(subject.keys, key, texts.front());
  }
  const std::vector<Permission> needed = permissions_of(context, operation, input);
  for (const Permission& permission : needed) {
    auto judging = judge(context, operation.service, subject, permission);
    co_await std::move(judging);
  }
}

awaitable<void> Enforcer::judge(aws::CallContext context, std::string service, Subject& subject,
                                Permission permission) {
  policy::Policies policies = subject.policies;
  auto adding = add_resource_policy(context, permission, policies);
  co_await std::move(adding);
  decide(service, subject, permission, policies);
}

awaitable<void> Enforcer::require(aws::CallContext context, std::string action, std::string resource,
                                  std::string resource_policy) {
  if (mode_ == IamMode::kOff) co_return;
  Subject subject = subject_of(context);
  policy::Policies policies = subject.policies;
  policies.resource_account = account_in(resource);
  if (!resource_policy.empty()) policies.resource = policy::parse(resource_policy);
  decide("apigatewaymanagementapi", subject, {std::move(action), std::move(resource)}, policies);
}

void Enforcer::decide(const std::string& service, const Subject& subject, const Permission& permission,
                      const policy::Policies& policies) {
  const policy::Request request{
      .action = permission.action, .resource = permission.resource, .requester = subject.who, .context = subject.keys};
  const policy::Decision decision = policy::decide(policies, request);
  if (!subject.who.root()) record_.add(subject.identity_arn, permission);
  if (decision.allowed) return;
  std::string text = denial(subject.who.arn, permission, decision, service == "s3");
  parts_.log((mode_ == IamMode::kEnforce ? "IAM denied: " : "IAM would deny: ") + text);
  if (mode_ == IamMode::kEnforce) throw denied(service, std::move(text));
}

/// The policy at the resource, from the service that keeps it; a role's trust
/// policy is IAM's own.
awaitable<void> Enforcer::add_resource_policy(aws::CallContext context, const Permission& permission,
                                              policy::Policies& policies) {
  const std::string& resource = permission.resource;
  if (permission.action.starts_with("sts:AssumeRole")) {
    const auto role = parts_.store.read_inline([&](store::ReadTransaction& tx) { return identity_of(tx, resource); });
    policies.resource_must_allow = true;
    policies.resource_account = account_in(resource);
    if (role) policies.resource = policy::parse(role->trust);
    co_return;
  }
  const auto arn = aws::parse_arn(resource);
  if (!arn || permission.action == "iam:PassRole") co_return;
  json::Value input = json::Value::object();
  std::string operation;
  if (arn->service == "lambda" && arn->resource.starts_with("function:")) {
    operation = "GetPolicy";
    input["FunctionName"] = resource;
  } else if (arn->service == "sqs") {
    operation = "GetQueueAttributes";
    input["QueueUrl"] = "http://localhost/" + arn->account + "/" + arn->resource;
    input["AttributeNames"] = json::Value::array({"Policy"});
  } else if (arn->service == "s3") {
    operation = "GetBucketPolicy";
    input["Bucket"] = arn->resource.substr(0, arn->resource.find('/'));
  }
  if (operation.empty()) co_return;
  policies.resource_account = arn->account;
  context.principal = {.kind = aws::Principal::Kind::kService, .arn = "", .access_key = ""};
  context.host = "";
  context.calling_service = "iam.amazonaws.com";
  if (!arn->account.empty()) context.account = arn->account;
  if (!arn->region.empty()) context.region = arn->region;
  ++context.depth;
  try {
    auto calling = caller_->call(std::move(context), arn->service, operation, std::move(input), aws::Body());
    aws::CallAnswer answer = co_await std::move(calling);
    const json::Value* text = json::find(answer.output, "Policy");
    if (const json::Value* attributes = json::find(answer.output, "Attributes"))
      text = json::find(*attributes, "Policy");
    if (text && text->is_string()) policies.resource = policy::parse(text->get_ref<const std::string&>());
    std::string body = co_await answer.body.read_all(1u << 20);
    if (!body.empty()) policies.resource = policy::parse(body);
  } catch (const aws::Error&) {
    // No policy, or no such resource: the operation says so itself.
  }
}

}  // namespace cloudling::iam
