#include "emulators/aws/identify.h"

#include <algorithm>
#include <array>

#include "emulators/aws/route.h"

namespace cloudling::aws {

namespace {

struct NamedService {
  std::string_view name;
  std::string_view service;
};

/// First label of a host, behind which a region may stand.
constexpr std::array<NamedService, 15> kHosts = {{{"s3", "s3"},
                                                  {"lambda", "lambda"},
                                                  {"states", "stepfunctions"},
                                                  {"sync-states", "stepfunctions"},
                                                  {"stepfunctions", "stepfunctions"},
                                                  {"apigateway", "apigateway"},
                                                  {"logs", "logs"},
                                                  {"events", "events"},
                                                  {"iam", "iam"},
                                                  {"sts", "sts"},
                                                  {"monitoring", "cloudwatch"},
                                                  {"cloudwatch", "cloudwatch"},
                                                  {"sqs", "sqs"},
                                                  {"tagging", "resourcegroupstaggingapi"},
                                                  {"resourcegroupstaggingapi", "resourcegroupstaggingapi"}}};

/// "api/NAME#" or "api/NAME/" in a User-Agent, without case.
constexpr std::array<NamedService, 14> kUserAgents = {{{"s3", "s3"},
                                                       {"lambda", "lambda"},
                                                       {"sfn", "stepfunctions"},
                                                       {"api_gateway", "apigateway"},
                                                       {"api-gateway", "apigateway"},
                                                       {"apigatewayv2", "apigatewayv2"},
                                                       {"cloudwatch_logs", "logs"},
                                                       {"cloudwatch-logs", "logs"},
                                                       {"eventbridge", "events"},
                                                       {"iam", "iam"},
                                                       {"sts", "sts"},
                                                       {"cloudwatch", "cloudwatch"},
                                                       {"sqs", "sqs"},
                                                       {"resource_groups_tagging_api", "resourcegroupstaggingapi"}}};

/// Whole segments that a path begins with. "####-##-##" is a date.
constexpr std::array<NamedService, 11> kPaths = {{{"####-##-##", "lambda"},
                                                  {"restapis", "apigateway"},
                                                  {"apikeys", "apigateway"},
                                                  {"usageplans", "apigateway"},
                                                  {"domainnames", "apigateway"},
                                                  {"vpclinks", "apigateway"},
                                                  {"clientcertificates", "apigateway"},
                                                  {"v2/apis", "apigatewayv2"},
                                                  {"v2/domainnames", "apigatewayv2"},
                                                  {"v2/vpclinks", "apigatewayv2"},
                                                  {"v2/portals", "apigatewayv2"}}};

constexpr std::array<std::string_view, 3> kHostSuffixes = {".localhost.localstack.cloud", ".localhost",
                                                           ".amazonaws.com"};

template <size_t N>
std::string_view service_named(const std::array<NamedService, N>& table, std::string_view name) {
  const auto found =
      std::ranges::find_if(table, [name](const NamedService& row) { return equals_ignoring_case(row.name, name); });
  return found == table.end() ? std::string_view() : found->service;
}

/// Everything a rule may look at.
struct Evidence {
  const HttpRequest& request;
  const Query& query;
  const Query& form;
  const Signature& signature;

  const QueryParameter* parameter(std::string_view name) const {
    const QueryParameter* found = find(form, name);
    return found ? found : find(query, name);
  }
};

// ---- the rules: each names a service, or "" ------------------------------------------------------------------------

const CatalogueService* service_of_target(std::string_view prefix) {
  for (const CatalogueService& service : catalogue()) {
    if (!service.target_prefix.empty() && service.target_prefix == prefix) return &service;
  }
  return nullptr;
}

/// "/service/<target prefix>/operation/<name>", of Smithy RPC v2.
bool parse_rpc_path(std::string_view path, std::string_view& prefix, std::string_view& operation) {
  if (!path.starts_with("/service/")) return false;
  path.remove_prefix(9);
  const size_t middle = path.find("/operation/");
  if (middle == std::string_view::npos) return false;
  prefix = path.substr(0, middle);
  operation = path.substr(middle + 11);
  return true;
}

std::string_view by_target(const Evidence& e) {
  std::string_view prefix = e.request.headers.get("X-Amz-Target");
  prefix = prefix.substr(0, prefix.rfind('.'));
  std::string_view operation;
  if (prefix.empty() && e.request.headers.has("smithy-protocol"))
    parse_rpc_path(e.request.raw_path(), prefix, operation);
  const CatalogueService* service = service_of_target(prefix);
  return service ? service->id : std::string_view();
}

/// API Gateway's two services sign alike; version 2 has its paths to itself.
std::string_view refine(std::string_view service, const Evidence& e) {
  if (service != "apigateway") return service;
  const std::string_view path = e.request.raw_path();
  return path == "/v2" || path.starts_with("/v2/") ? std::string_view("apigatewayv2") : service;
}

std::string_view by_scope(const Evidence& e) {
  if (e.signature.service.empty()) return {};
  for (const CatalogueService& service : catalogue()) {
    if (service.signing_name == e.signature.service) return refine(service.id, e);
  }
  return e.signature.service == "s3express" ? std::string_view("s3") : std::string_view(e.signature.service);
}

std::string_view without_suffix(std::string_view host) {
  for (const std::string_view suffix : kHostSuffixes) {
    if (host.size() > suffix.size() && equals_ignoring_case(host.substr(host.size() - suffix.size()), suffix)) {
      return host.substr(0, host.size() - suffix.size());
    }
  }
  return {};
}

bool names_s3(std::string_view label) { return label == "s3" || label.starts_with("s3-"); }

/// Where the label "s3" (or "s3-us-west-2") begins that has a bucket in front of it; npos without.
size_t s3_label_behind_bucket(std::string_view name) {
  for (size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
    const std::string_view rest = name.substr(dot + 1);
    if (dot > 0 && names_s3(rest.substr(0, rest.find('.')))) return dot;
  }
  return std::string_view::npos;
}

std::string_view by_host(const Evidence& e) {
  const std::string_view name = without_suffix(e.request.host());
  if (name.empty()) return {};
  const std::string_view first = name.substr(0, name.find('.'));
  if (s3_label_behind_bucket(name) != std::string_view::npos || names_s3(first)) return "s3";
  return refine(service_named(kHosts, first), e);
}

std::string_view by_user_agent(const Evidence& e) {
  for (const char* header : {"User-Agent", "x-amz-user-agent"}) {
    const std::string_view agent = e.request.headers.get(header);
    const size_t at = agent.find("api/");
    if (at == std::string_view::npos) continue;
    const std::string_view rest = agent.substr(at + 4);
    const std::string_view found = service_named(kUserAgents, rest.substr(0, rest.find_first_of("#/ ")));
    if (!found.empty()) return refine(found, e);
  }
  return {};
}

/// "/000000000000/name": where SQS has its queues.
bool is_queue_path(std::string_view path) {
  const size_t slash = path.find('/', 1);
  if (slash != 13 || path.size() == slash + 1 || path.find('/', slash + 1) != std::string_view::npos) return false;
  return std::ranges::all_of(path.substr(1, 12), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view by_action(const Evidence& e) {
  const QueryParameter* action = e.parameter("Action");
  const QueryParameter* version = e.parameter("Version");
  if (action && !version && is_queue_path(e.request.raw_path())) return "sqs";
  if (!action || !version) return {};
  for (const CatalogueService& service : catalogue()) {
    const bool speaks_query = !service.xml_namespace.empty() || service.query_compatible;
    if (speaks_query && service.version == version->value) return service.id;
  }
  return {};
}

bool begins_with_segments(std::string_view path, std::string_view segments) {
  if (path.size() < segments.size() || (path.size() > segments.size() && path[segments.size()] != '/')) return false;
  return std::ranges::equal(path.substr(0, segments.size()), segments, [](char given, char wanted) {
    return wanted == '#' ? given >= '0' && given <= '9' : given == wanted;
  });
}

std::string_view by_path(const Evidence& e) {
  const std::string_view path = e.request.raw_path().substr(1);
  const auto found =
      std::ranges::find_if(kPaths, [path](const NamedService& row) { return begins_with_segments(path, row.name); });
  return found == kPaths.end() ? std::string_view() : found->service;
}

/// A JSON request that says no more of itself is no S3 request.
std::string_view by_content_type(const Evidence& e) {
  return e.request.headers.get("Content-Type").starts_with("application/x-amz-json-1.") ? "unknown" : "";
}

using Rule = std::string_view (*)(const Evidence&);
constexpr std::array<Rule, 7> kRules = {by_target, by_scope, by_host,        by_user_agent,
                                        by_action, by_path,  by_content_type};

std::string_view service_of(const Evidence& e) {
  for (const Rule rule : kRules) {
    const std::string_view found = rule(e);
    if (!found.empty()) return found;
  }
  return "s3";
}

// ---- the operation, within a service -------------------------------------------------------------------------------

void name_operation(Identity& identity, std::string name) {
  identity.operation = identity.service ? identity.service->find(name) : nullptr;
  identity.operation_name = std::move(name);
}

bool has_target(const Evidence& e) { return e.request.headers.has("X-Amz-Target"); }

void identify_json(Identity& identity, const Evidence& e) {
  identity.protocol = ProtocolKind::kJson;
  if (identity.service) identity.json_version = std::string(identity.service->json_version);
  if (e.request.headers.get("Content-Type").ends_with("1.1")) identity.json_version = "1.1";
  if (e.request.headers.get("Content-Type").ends_with("1.0")) identity.json_version = "1.0";
  const std::string_view target = e.request.headers.get("X-Amz-Target");
  const size_t dot = target.rfind('.');
  if (dot != std::string_view::npos) return name_operation(identity, std::string(target.substr(dot + 1)));
  std::string_view prefix;
  std::string_view operation;
  if (!parse_rpc_path(e.request.raw_path(), prefix, operation)) return;
  identity.rpc_cbor = true;
  name_operation(identity, std::string(operation));
}

void identify_query(Identity& identity, const Evidence& e) {
  identity.protocol = ProtocolKind::kQuery;
  if (const QueryParameter* action = e.parameter("Action")) name_operation(identity, action->value);
}

void identify_rest(Identity& identity, const Evidence& e) {
  identity.protocol = identity.service->protocol;
  const bool s3 = identity.protocol == ProtocolKind::kRestXml;
  Route route = find_route(*identity.service, e.request, e.query,
                           s3 ? s3_segments(e.request) : path_segments(e.request.raw_path()));
  identity.operation = route.operation;
  identity.labels = std::move(route.labels);
  if (route.operation) identity.operation_name = std::string(route.operation->name);
}

bool is_rest(ProtocolKind kind) { return kind == ProtocolKind::kRestJson || kind == ProtocolKind::kRestXml; }

}  // namespace

Identity identify(const HttpRequest& request, const Query& query, const Query& form, const Signature& signature) {
  const Evidence evidence{request, query, form, signature};
  Identity identity;
  identity.service_name = std::string(service_of(evidence));
  identity.service = find_service(identity.service_name);
  const bool query_form = !has_target(evidence) && evidence.parameter("Action");
  if (identity.service && is_rest(identity.service->protocol))
    identify_rest(identity, evidence);
  else if (query_form || (identity.service && identity.service->json_version.empty()))
    identify_query(identity, evidence);
  else
    identify_json(identity, evidence);
  return identity;
}

std::vector<std::string> s3_segments(const HttpRequest& request) {
  std::string_view path = request.raw_path().substr(1);
  std::vector<std::string> segments;
  if (std::string bucket = bucket_of_host(request.host()); !bucket.empty()) {
    segments.push_back(std::move(bucket));
  } else if (!path.empty()) {
    const size_t slash = std::min(path.find('/'), path.size());
    segments.push_back(percent_decode(path.substr(0, slash)));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  if (!path.empty()) segments.push_back(percent_decode(path));
  return segments;
}

std::string bucket_of_host(std::string_view host) {
  const std::string_view name = without_suffix(host);
  if (name.empty()) return {};
  const size_t dot = s3_label_behind_bucket(name);
  if (dot != std::string_view::npos) return std::string(name.substr(0, dot));
  const bool amazon = host.size() > 4 && equals_ignoring_case(host.substr(host.size() - 4), ".com");
  const std::string_view first = name.substr(0, name.find('.'));
  return amazon || names_s3(first) || !service_named(kHosts, first).empty() ? std::string() : std::string(name);
}

bool may_be_query_form(const HttpRequest& request, const Signature& signature) {
  const bool place = request.raw_path() == "/" || is_queue_path(request.raw_path());
  return request.method == "POST" && place && signature.service != "s3" &&
         request.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded");
}

}  // namespace cloudling::aws
