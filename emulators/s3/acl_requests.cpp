#include "emulators/s3/acl_requests.h"

#include <algorithm>
#include <array>

#include "emulators/s3/configurations.h"
#include "emulators/s3/errors.h"

namespace cloudling::s3 {
namespace {

constexpr const char* kAllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
constexpr const char* kAuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
constexpr const char* kLogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
constexpr size_t kMaxGrants = 100;

Grant to_account(const std::string& account, const char* permission) {
  return {.grantee = Grantee{.id = account, .type = "CanonicalUser"}, .permission = permission};
}

Grant to_group(const char* uri, const char* permission) {
  return {.grantee = Grantee{.type = "Group", .uri = uri}, .permission = permission};
}

std::vector<Grant> canned(const std::string& name, const AclParties& parties) {
  std::vector<Grant> grants{to_account(parties.owner, "FULL_CONTROL")};
  if (name == "public-read" || name == "public-read-write") grants.push_back(to_group(kAllUsers, "READ"));
  if (name == "public-read-write") grants.push_back(to_group(kAllUsers, "WRITE"));
  if (name == "authenticated-read") grants.push_back(to_group(kAuthenticatedUsers, "READ"));
  if (name == "log-delivery-write") {
    grants.push_back(to_group(kLogDelivery, "WRITE"));
    grants.push_back(to_group(kLogDelivery, "READ_ACP"));
  }
  const bool other = parties.owner != parties.bucket_owner;
  if (other && name == "bucket-owner-read") grants.push_back(to_account(parties.bucket_owner, "READ"));
  if (other && name == "bucket-owner-full-control") grants.push_back(to_account(parties.bucket_owner, "FULL_CONTROL"));
  return grants;
}

std::string stored(std::vector<Grant> grants, const std::string& owner) {
  if (grants.size() == 1 && grants[0].permission == "FULL_CONTROL" && grants[0].grantee &&
      grants[0].grantee->id == owner)
    return "";
  AccessControlPolicy policy;
  policy.grants = std::move(grants);
  return to_text(policy);
}

bool is_canonical_id(const std::string& id) {
  return id.size() == 64 && id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// The grantee by account where that is known; "id", "uri" or "emailAddress" says how it was named.
Grantee resolved(const std::string& kind, const std::string& value, const aws::Accounts& accounts) {
  if (kind == "uri") {
    if (value != kAllUsers && value != kAuthenticatedUsers && value != kLogDelivery)
      throw invalid_argument("Invalid group uri", "uri", value);
    return {.type = "Group", .uri = value};
  }
  if (kind == "emailAddress") {
    auto account = accounts.with_email(value);
    if (!account)
      throw aws::Error(400, "UnresolvableGrantByEmailAddress",
                       "The e-mail address you provided does not match any account on record.")
          .with("Email", value);
    return {.id = account->account, .type = "CanonicalUser"};
  }
  if (auto account = accounts.with_canonical_id(value)) return {.id = account->account, .type = "CanonicalUser"};
  if (!is_canonical_id(value)) throw invalid_argument("Invalid id", "CanonicalUser/ID", value);
  return {.id = value, .type = "CanonicalUser"};
}

std::string trimmed(std::string text) {
  const auto space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && space(text.front())) text.erase(0, 1);
  while (!text.empty() && space(text.back())) text.pop_back();
  return text;
}

/// id="...", uri="...", emailAddress="..."
void add_header_grants(const std::optional<std::string>& header, const char* permission, const aws::Accounts& accounts,
                       std::vector<Grant>& grants) {
  if (!header) return;
  std::string_view rest = *header;
  while (!rest.empty()) {
    const std::string item(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    const size_t equals = item.find('=');
    std::string kind = trimmed(item.substr(0, equals));
    std::string value = equals == std::string::npos ? "" : trimmed(item.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (kind != "id" && kind != "uri" && kind != "emailAddress")
      throw invalid_argument("Argument format not recognized", std::string("x-amz-grant-") + permission, *header);
    grants.push_back({.grantee = resolved(kind, value, accounts), .permission = permission});
  }
}

Grantee grantee_of_body(const Grantee& given, const aws::Accounts& accounts) {
  if (given.type == "Group" && given.uri) return resolved("uri", *given.uri, accounts);
  if (given.type == "AmazonCustomerByEmail" && given.email_address)
    return resolved("emailAddress", *given.email_address, accounts);
  if (given.type == "CanonicalUser" && given.id) return resolved("id", *given.id, accounts);
  throw malformed_acl();
}

bool has_grant_headers(const AccessRequest& access) {
  return access.grant_full_control || access.grant_read || access.grant_read_acp || access.grant_write ||
         access.grant_write_acp;
}

}  // namespace

bool has_acl_headers(const AccessRequest& access) { return access.acl || has_grant_headers(access); }

bool asks_for_acl(const AccessRequest& access) {
  return has_grant_headers(access) || (access.acl && *access.acl != "bucket-owner-full-control");
}

std::string acl_of_headers(const AccessRequest& access, const AclParties& parties, const aws::Accounts& accounts) {
  constexpr std::array kCanned = {
      "private",       "public-read",       "public-read-write",         "authenticated-read",
      "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write"};
  if (access.acl && has_grant_headers(access))
    throw invalid_request("Specifying both Canned ACLs and Header Grants is not allowed");
  if (access.acl) {
    if (std::find(kCanned.begin(), kCanned.end(), *access.acl) == kCanned.end())
      throw invalid_argument("", "x-amz-acl", *access.acl);
    return stored(canned(*access.acl, parties), parties.owner);
  }
  if (!has_grant_headers(access)) return "";
  std::vector<Grant> grants;
  add_header_grants(access.grant_full_control, "FULL_CONTROL", accounts, grants);
  add_header_grants(access.grant_read, "READ", accounts, grants);
  add_header_grants(access.grant_write, "WRITE", accounts, grants);
  add_header_grants(access.grant_read_acp, "READ_ACP", accounts, grants);
  add_header_grants(access.grant_write_acp, "WRITE_ACP", accounts, grants);
  return stored(std::move(grants), parties.owner);
}

std::string acl_of_body(const AccessControlPolicy& policy, const AclParties& parties, const aws::Accounts& accounts) {
  if (!policy.owner || !policy.grants || policy.grants->size() > kMaxGrants) throw malformed_acl();
  if (policy.owner->id != accounts.names_of(parties.owner).canonical_id) throw access_denied();
  std::vector<Grant> grants;
  for (const Grant& grant : *policy.grants) {
    if (!grant.grantee || !grant.permission) throw malformed_acl();
    grants.push_back({.grantee = grantee_of_body(*grant.grantee, accounts), .permission = grant.permission});
  }
  return stored(std::move(grants), parties.owner);
}

AccessControlPolicy shown_acl(const std::string& text, const std::string& owner, const aws::Accounts& accounts) {
  AccessControlPolicy policy;
  policy.owner = owner_named(owner, accounts);
  if (text.empty())
    policy.grants = std::vector<Grant>{to_account(owner, "FULL_CONTROL")};
  else
    policy.grants = from_text<AccessControlPolicy>(text).grants.value_or(std::vector<Grant>());
  for (Grant& grant : *policy.grants) {
    if (!grant.grantee || !grant.grantee->id || is_canonical_id(*grant.grantee->id)) continue;
    const Owner named = owner_named(*grant.grantee->id, accounts);
    grant.grantee->id = named.id;
    grant.grantee->display_name = named.display_name;
  }
  std::ranges::stable_partition(*policy.grants, [](const Grant& grant) { return grant.grantee && grant.grantee->uri; });
  return policy;
}

Owner owner_named(const std::string& account, const aws::Accounts& accounts) {
  const aws::AccountNames names = accounts.names_of(account);
  return {names.canonical_id,
          names.display_name.empty() ? std::nullopt : std::optional<std::string>(names.display_name)};
}

}  // namespace cloudling::s3
