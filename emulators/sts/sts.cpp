#include "emulators/sts/sts.h"

#include <utility>

#include "emulators/aws/arn.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"
#include "emulators/policy/validation.h"

namespace cloudling::sts {

using boost::asio::awaitable;

namespace {

using Kind = aws::Principal::Kind;

constexpr int64_t kHour = 3600;
constexpr int64_t kTwelveHours = 12 * kHour;
constexpr size_t kKeptSessions = 10'000;

aws::Error validation(const std::string& message) { return {400, "ValidationError", message}; }

void check_policy(const std::optional<std::string>& policy) {
  if (!policy) return;
  const auto problem = policy::problem_of(*policy, policy::Use::kIdentity);
  if (problem) throw aws::Error(400, "MalformedPolicyDocument", *problem);
}

/// How much of the room for policies and tags is used, in per cent; nothing where there are none.
std::optional<int64_t> packed_size(const aws::Session& session) {
  size_t bytes = session.policy.size();
  for (const std::string& arn : session.policy_arns) bytes += arn.size();
  for (const auto& [name, value] : session.tags) bytes += name.size() + value.size();
  if (bytes == 0) return std::nullopt;
  return std::max<int64_t>(1, static_cast<int64_t>(bytes * 100 / 4096));
}

template <class Input>
aws::Session session_of_input(const Input& input) {
  check_policy(input.policy);
  aws::Session session;
  session.policy = input.policy.value_or("");
  for (const PolicyDescriptor& one : input.policy_arns) session.policy_arns.push_back(one.arn.value_or(""));
  return session;
}

std::map<std::string, std::string> tags_of(const std::vector<Tag>& tags) {
  std::map<std::string, std::string> map;
  for (const Tag& tag : tags) {
    if (!map.emplace(tag.key, tag.value).second)
      throw aws::Error(400, "InvalidParameterValue",
                       "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  return map;
}

aws::Arn require_role(const std::string& arn) {
  auto parsed = aws::parse_arn(arn);
  if (!parsed || parsed->service != "iam" || !parsed->resource.starts_with("role/"))
    throw validation(arn + " is invalid");
  return std::move(*parsed);
}

Credentials credentials_of(const IssuedCredentials& issued) {
  return {.access_key_id = issued.access_key,
          .secret_access_key = issued.secret,
          .session_token = issued.session_token,
          .expiration = {issued.expires / 1000 * 1000}};
}

std::string name_in(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

/// The service itself asks, whoever asked it.
aws::CallContext own(aws::CallContext context) {
  context.principal = {.kind = Kind::kService, .arn = "", .access_key = ""};
  context.calling_service = "sts.amazonaws.com";
  context.host = "";
  ++context.depth;
  return context;
}

/// The claims of a JSON web token, whose signature nobody here could know.
json::Value claims_of(const std::string& token) {
  const size_t first = token.find('.');
  const size_t second = token.find('.', first + 1);
  const bool three = first != std::string::npos && second != std::string::npos;
  const auto text = three ? aws::base64url_decode(token.substr(first + 1, second - first - 1)) : std::nullopt;
  auto claims = text ? json::parse(*text) : std::nullopt;
  if (!claims || !claims->is_object())
    throw aws::Error(400, "InvalidIdentityToken",
                     "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
  return std::move(*claims);
}

std::string claim(const json::Value& claims, const char* name) {
  const json::Value* found = json::find(claims, name);
  if (found && found->is_array() && !found->empty()) found = &found->front();
  return found && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

std::vector<store::Migration> migrations() {
  return {{"sts", 1,
           "CREATE TABLE sts_key (key BLOB NOT NULL) STRICT;\n"
           "INSERT INTO sts_key (key) VALUES (randomblob(32));"}};
}

Sts::Sts(store::Store& store, aws::Caller& caller, aws::Clock& clock, aws::IdSource& ids)
    : store_(store), caller_(caller), clock_(clock), ids_(ids) {}

std::string Sts::key() {
  return store_.read_inline([](store::ReadTransaction& tx) {
    auto rows = tx.query("SELECT key FROM sts_key");
    return rows.next() ? rows.string(0) : std::string();
  });
}

IssuedCredentials Sts::issue(TokenContent content, int64_t seconds) {
  content.session.issued = clock_.now();
  content.expires = content.session.issued + seconds * 1000;
  content.access_key = aws::make_access_key("ASIA", content.account, ids_.next());
  const std::string secret_key = key();
  const std::string token = seal(secret_key, content);
  return {.access_key = content.access_key,
          .secret = secret_of(secret_key, token),
          .session_token = token,
          .expires = content.expires};
}

std::optional<aws::Credential> Sts::find(const std::string& access_key, const std::string& session_token) {
  if (session_token.empty() || !access_key.starts_with("ASIA")) return std::nullopt;
  const std::string secret_key = key();
  auto content = open(secret_key, session_token);
  if (!content || content->access_key != access_key) return std::nullopt;
  {
    const std::lock_guard lock(mutex_);
    if (sessions_.size() >= kKeptSessions) sessions_.clear();
    sessions_[access_key] = content->session;
  }
  return aws::Credential{.secret = secret_of(secret_key, session_token),
                         .account = content->account,
                         .principal = {.kind = content->kind, .arn = content->arn, .access_key = access_key},
                         .expires = content->expires,
                         .session = std::move(content->session)};
}

std::optional<aws::Session> Sts::session_of(const std::string& access_key) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(access_key);
  return found == sessions_.end() ? std::nullopt : std::optional(found->second);
}

awaitable<Sts::Role> Sts::look_up_role(aws::CallContext context, std::string role_arn) {
  const aws::Arn arn = require_role(role_arn);
  context = own(std::move(context));
  context.account = arn.account;
  json::Value input = json::Value::object();
  input["RoleName"] = name_in(arn.resource);
  Role role{.id = aws::stable_id("AROA", role_arn), .max_session_s = kTwelveHours};
  try {
    auto calling = caller_.call(std::move(context), "iam", "GetRole", std::move(input), aws::Body());
    const aws::CallAnswer answer = co_await std::move(calling);
    const json::Value& found = answer.output.at("Role");
    role.id = found.at("RoleId").get<std::string>();
    if (const json::Value* most = json::find(found, "MaxSessionDuration")) role.max_session_s = most->get<int64_t>();
  } catch (const aws::Error& error) {
    if (error.code != "NoSuchEntity") throw;
  }
  co_return role;
}

awaitable<GetCallerIdentityOutput> Sts::get_caller_identity(const aws::CallContext& context, aws::Nothing) {
  const aws::Principal& who = context.principal;
  if (who.arn.empty()) throw aws::Error(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
  GetCallerIdentityOutput output{.user_id = context.account, .account = context.account, .arn = who.arn};
  const auto arn = aws::parse_arn(who.arn);
  if (!arn) co_return output;
  if (arn->resource.starts_with("assumed-role/")) {
    const std::string path = arn->resource.substr(13);
    const std::string role_arn = "arn:aws:iam::" + arn->account + ":role/" + path.substr(0, path.find('/'));
    auto looking = look_up_role(context, role_arn);
    const Role role = co_await std::move(looking);
    output.user_id = role.id + ":" + name_in(path);
  } else if (arn->resource.starts_with("federated-user/")) {
    output.user_id = context.account + ":" + name_in(arn->resource);
  } else if (arn->resource.starts_with("user/")) {
    output.user_id = aws::stable_id("AIDA", who.arn);
    aws::CallContext inner = own(context);
    json::Value input = json::Value::object();
    input["UserName"] = name_in(arn->resource);
    try {
      auto calling = caller_.call(std::move(inner), "iam", "GetUser", std::move(input), aws::Body());
      const aws::CallAnswer answer = co_await std::move(calling);
      output.user_id = answer.output.at("User").at("UserId").get<std::string>();
    } catch (const aws::Error& error) {
      if (error.code != "NoSuchEntity") throw;
    }
  }
  co_return output;
}

awaitable<AssumeRoleOutput> Sts::assume_role(const aws::CallContext& context, AssumeRoleInput input) {
  const aws::Arn arn = require_role(input.role_arn);
  auto looking = look_up_role(context, input.role_arn);
  const Role role = co_await std::move(looking);
  const bool chained = context.principal.kind == Kind::kAssumedRole;
  const int64_t seconds = input.duration_seconds.value_or(kHour);
  const bool for_function = context.calling_service == "lambda.amazonaws.com";  // whose workers live for long
  if (seconds > role.max_session_s && !for_function)
    throw validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  if (chained && seconds > kHour)
    throw validation(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
  TokenContent content{.account = arn.account, .arn = aws::role_session(input.role_arn, input.role_session_name).arn};
  content.session = session_of_input(input);
  content.session.tags = tags_of(input.tags);
  AssumeRoleOutput output;
  output.packed_policy_size = packed_size(content.session);
  output.assumed_role_user.id = role.id + ":" + input.role_session_name;
  output.assumed_role_user.arn = content.arn;
  output.source_identity = input.source_identity;
  output.credentials = credentials_of(issue(std::move(content), seconds));
  co_return output;
}

awaitable<AssumeRoleWithWebIdentityOutput> Sts::assume_role_with_web_identity(const aws::CallContext& context,
                                                                              AssumeRoleWithWebIdentityInput input) {
  const aws::Arn arn = require_role(input.role_arn);
  const json::Value claims = claims_of(input.web_identity_token);
  if (const json::Value* until = json::find(claims, "exp")) {
    if (until->is_number() && until->get<double>() * 1000 <= static_cast<double>(clock_.now()))
      throw aws::Error(400, "ExpiredTokenException",
                       "Token expired: current date/time must be before the expiration date/time");
  }
  auto looking = look_up_role(context, input.role_arn);
  const Role role = co_await std::move(looking);
  const int64_t seconds = input.duration_seconds.value_or(kHour);
  if (seconds > role.max_session_s)
    throw validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  TokenContent content{.account = arn.account, .arn = aws::role_session(input.role_arn, input.role_session_name).arn};
  content.session = session_of_input(input);
  AssumeRoleWithWebIdentityOutput output;
  output.packed_policy_size = packed_size(content.session);
  output.assumed_role_user.id = role.id + ":" + input.role_session_name;
  output.assumed_role_user.arn = content.arn;
  output.subject = claim(claims, "sub");
  output.audience = claim(claims, "aud");
  output.provider = input.provider_id.value_or(claim(claims, "iss"));
  output.credentials = credentials_of(issue(std::move(content), seconds));
  co_return output;
}

awaitable<GetSessionTokenOutput> Sts::get_session_token(const aws::CallContext& context, GetSessionTokenInput input) {
  if (context.principal.kind == Kind::kAssumedRole)
    throw aws::Error(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
  const bool root = context.principal.arn.ends_with(":root");
  const int64_t asked = input.duration_seconds.value_or(kTwelveHours);
  const int64_t seconds = root ? std::min(asked, kHour) : asked;
  TokenContent content{.account = context.account, .arn = context.principal.arn, .kind = Kind::kUser};
  co_return GetSessionTokenOutput{credentials_of(issue(std::move(content), seconds))};
}

awaitable<GetFederationTokenOutput> Sts::get_federation_token(const aws::CallContext& context,
                                                              GetFederationTokenInput input) {
  if (context.principal.kind == Kind::kAssumedRole)
    throw aws::Error(403, "AccessDenied", "Cannot call GetFederationToken with session credentials");
  TokenContent content{.account = context.account,
                       .arn = "arn:aws:sts::" + context.account + ":federated-user/" + input.name,
                       .kind = Kind::kUser};
  content.session = session_of_input(input);
  content.session.tags = tags_of(input.tags);
  GetFederationTokenOutput output;
  output.packed_policy_size = packed_size(content.session);
  output.federated_user.id = context.account + ":" + input.name;
  output.federated_user.arn = content.arn;
  output.credentials = credentials_of(issue(std::move(content), input.duration_seconds.value_or(kTwelveHours)));
  co_return output;
}

awaitable<GetAccessKeyInfoOutput> Sts::get_access_key_info(const aws::CallContext& context,
                                                           GetAccessKeyInfoInput input) {
  co_return GetAccessKeyInfoOutput{aws::account_in_access_key(input.access_key_id).value_or(context.account)};
}

awaitable<DecodeAuthorizationMessageOutput> Sts::decode_authorization_message(const aws::CallContext&,
                                                                              DecodeAuthorizationMessageInput) {
  // No denial of these services is encoded, so there is none that could be decoded.
  throw aws::Error(400, "InvalidAuthorizationMessageException", "Message is not valid");
  co_return DecodeAuthorizationMessageOutput();
}

}  // namespace cloudling::sts
