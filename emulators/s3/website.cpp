#include "emulators/s3/website.h"

#include "emulators/aws/http.h"

namespace cloudling::s3 {
namespace {

bool fits(const RoutingRule& rule, const std::string& key, int error) {
  if (!rule.condition) return error == 0;
  const RoutingCondition& condition = *rule.condition;
  if (condition.key_prefix_equals && !key.starts_with(*condition.key_prefix_equals)) return false;
  if (!condition.http_error_code_returned_equals) return error == 0;
  return std::to_string(error) == *condition.http_error_code_returned_equals;
}

std::string redirected_key(const RoutingRule& rule, const std::string& key) {
  const Redirect& redirect = rule.redirect;
  if (redirect.replace_key_with) return *redirect.replace_key_with;
  if (!redirect.replace_key_prefix_with) return key;
  const bool prefixed = rule.condition && rule.condition->key_prefix_equals;
  const size_t cut = prefixed ? rule.condition->key_prefix_equals->size() : 0;
  return *redirect.replace_key_prefix_with + key.substr(cut);
}

}  // namespace

std::string website_of_host(std::string_view host) {
  for (const char* mark : {".s3-website-", ".s3-website."}) {
    const size_t at = host.find(mark);
    if (at != std::string_view::npos && at > 0) return std::string(host.substr(0, at));
  }
  return "";
}

std::string website_key(const WebsiteConfiguration& website, const std::string& path) {
  const bool folder = path.empty() || path.ends_with('/');
  return folder && website.index_document ? path + website.index_document->suffix : path;
}

std::optional<WebsiteRedirect> redirect_of_all(const WebsiteConfiguration& website, const std::string& key,
                                               std::string_view scheme) {
  if (!website.redirect_all_requests_to) return std::nullopt;
  const auto& to = *website.redirect_all_requests_to;
  const std::string protocol = to.protocol.value_or(std::string(scheme));
  return WebsiteRedirect{301, protocol + "://" + to.host_name + "/" + aws::percent_encode(key, true)};
}

std::optional<WebsiteRedirect> routed(const WebsiteConfiguration& website, const std::string& key, int error,
                                      std::string_view scheme, std::string_view host) {
  for (const RoutingRule& rule : website.routing_rules.value_or(std::vector<RoutingRule>())) {
    if (!fits(rule, key, error)) continue;
    const Redirect& redirect = rule.redirect;
    const std::string protocol = redirect.protocol.value_or(std::string(scheme));
    const std::string name = redirect.host_name.value_or(std::string(host));
    const int status = redirect.http_redirect_code ? std::stoi(*redirect.http_redirect_code) : 301;
    return WebsiteRedirect{status,
                           protocol + "://" + name + "/" + aws::percent_encode(redirected_key(rule, key), true)};
  }
  return std::nullopt;
}

}  // namespace cloudling::s3
