// What an account has beside its APIs and keys: settings, domain names, VPC links. And tags of all.

#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/methods.h"
#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr size_t kMaxTags = 50;

Account usual_account() {
  Account account;
  account.throttle_settings = ThrottleSettings{.burst_limit = 5000, .rate_limit = 10000};
  account.features = {"UsagePlans"};
  account.api_key_version = "4";
  return account;
}

/// The item that "arn:aws:apigateway:{region}::/restapis/{id}/stages/{name}" names.
Place place_of(const std::string& arn) {
  const size_t path = arn.find("::/");
  if (!arn.starts_with("arn:aws") || path == std::string::npos)
    throw bad_request("Invalid ARN specified in the request");
  const auto segments = pointer_segments(arn.substr(path + 2));
  const auto is = [&](size_t count, std::string_view first) {
    return segments.size() == count && segments[0] == first;
  };
  if (is(2, "restapis")) return {RestApi::kKind, "", segments[1]};
  if (is(4, "restapis") && segments[2] == "stages") return {Stage::kKind, segments[1], segments[3]};
  if (is(2, "apikeys")) return {ApiKey::kKind, "", segments[1]};
  if (is(2, "usageplans")) return {UsagePlan::kKind, "", segments[1]};
  if (is(2, "clientcertificates")) return {ClientCertificate::kKind, "", segments[1]};
  if (is(2, "domainnames")) return {DomainName::kKind, "", segments[1]};
  if (is(2, "vpclinks")) return {VpcLink::kKind, "", segments[1]};
  throw bad_request("Invalid ARN specified in the request");
}

json::Value tagged_body(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place) {
  auto body = json::parse(require_body(tx, context, place)).value_or(json::Value::object());
  if (!body.contains("tags")) body["tags"] = json::Value::object();
  return body;
}

}  // namespace

Account Rest::get_account(const aws::CallContext& context, store::ReadTransaction& tx, const AccountKey& input) {
  const auto own = find_item<Account>(tx, scope_of(context), "", input.place().id);
  return own.value_or(usual_account());
}

Account Rest::update_account(const aws::CallContext& context, store::WriteTransaction& tx,
                             const Patched<AccountKey>& input) {
  const Account account = patched(get_account(context, tx, input), Account::kKind, input.patch_operations);
  put_item(tx, scope_of(context), "", input.place().id, account);
  return account;
}

DomainName Rest::create_domain_name(const aws::CallContext& context, store::WriteTransaction& tx,
                                    const DomainName& input) {
  if (find_body(tx, scope_of(context), {DomainName::kKind, "", input.domain_name}))
    throw conflict("The domain name you provided already exists.");
  DomainName domain = input;
  if (!domain.endpoint_configuration) domain.endpoint_configuration.emplace();
  auto& types = domain.endpoint_configuration->types;
  if (!types || types->empty()) types = {"EDGE"};
  if (!domain.endpoint_configuration->ip_address_type) domain.endpoint_configuration->ip_address_type = "ipv4";
  if (types->front() == "REGIONAL") {
    domain.regional_domain_name = "d-" + new_id() + ".execute-api." + context.region + ".amazonaws.com";
    domain.regional_hosted_zone_id = "Z1UJRXOUMOOFQ8";
  } else {
    domain.distribution_domain_name = "d" + new_id() + ".cloudfront.net";
    domain.distribution_hosted_zone_id = "Z2FDTNDATAQYW2";
  }
  if (domain.certificate_arn) domain.certificate_upload_date = now();
  domain.domain_name_status = "AVAILABLE";
  if (!domain.security_policy) domain.security_policy = "TLS_1_2";
  domain.domain_name_arn = "arn:aws:apigateway:" + context.region + "::/domainnames/" + domain.domain_name;
  put_item(tx, scope_of(context), "", domain.domain_name, domain);
  forget_deployed_after(tx);
  return domain;
}

BasePathMapping Rest::create_base_path_mapping(const aws::CallContext& context, store::WriteTransaction& tx,
                                               const Created<BasePathMapping, "domainName", "domain_name">& input) {
  const Scope scope = scope_of(context);
  require_parent(tx, context, {BasePathMapping::kKind, input.parent, ""});
  BasePathMapping mapping = input;
  if (mapping.base_path.value_or("").empty()) mapping.base_path = "(none)";
  require_body(tx, context, {RestApi::kKind, "", mapping.rest_api_id});
  if (mapping.stage) require_body(tx, context, {Stage::kKind, mapping.rest_api_id, *mapping.stage});
  if (find_body(tx, scope, {BasePathMapping::kKind, input.parent, *mapping.base_path}))
    throw conflict("Base path already exists for this domain name");
  put_item(tx, scope, input.parent, *mapping.base_path, mapping);
  forget_deployed_after(tx);
  return mapping;
}

BasePathMapping Rest::update_base_path_mapping(const aws::CallContext& context, store::WriteTransaction& tx,
                                               const Patched<BasePathMappingKey>& input) {
  BasePathMapping mapping =
      patched(require<BasePathMapping>(tx, context, input.place()), BasePathMapping::kKind, input.patch_operations);
  if (mapping.base_path.value_or("").empty()) mapping.base_path = "(none)";
  delete_item(tx, scope_of(context), input.place());
  put_item(tx, scope_of(context), input.parent, *mapping.base_path, mapping);
  forget_deployed_after(tx);
  return mapping;
}

VpcLink Rest::create_vpc_link(const aws::CallContext& context, store::WriteTransaction& tx, const VpcLink& input) {
  VpcLink link = input;
  link.id = new_short_id();
  link.status = "AVAILABLE";
  put_item(tx, scope_of(context), "", link.id, link);
  return link;
}

aws::Nothing Rest::tag_resource(const aws::CallContext& context, store::WriteTransaction& tx, const TagsInput& input) {
  const Place place = place_of(input.resource_arn);
  json::Value body = tagged_body(tx, context, place);
  for (const auto& [key, value] : input.tags) {
    if (key.starts_with("aws:")) throw bad_request("Invalid tag key: " + key);
    body["tags"][key] = value;
  }
  if (body["tags"].size() > kMaxTags) throw bad_request("The maximum number of tags per resource is 50");
  put_body(tx, scope_of(context), place, json::write(body));
  return {};
}

aws::Nothing Rest::untag_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                                  const UntagInput& input) {
  const Place place = place_of(input.resource_arn);
  json::Value body = tagged_body(tx, context, place);
  for (const std::string& key : input.tag_keys) body["tags"].erase(key);
  if (body["tags"].empty()) body.erase("tags");
  put_body(tx, scope_of(context), place, json::write(body));
  return {};
}

Tags Rest::get_tags(const aws::CallContext& context, store::ReadTransaction& tx, const GetTagsInput& input) {
  Tags tags;
  const json::Value body = tagged_body(tx, context, place_of(input.resource_arn));
  for (const auto& [key, value] : body.at("tags").items()) tags.tags[key] = value.get<std::string>();
  return tags;
}

}  // namespace cloudling::apigateway::rest
