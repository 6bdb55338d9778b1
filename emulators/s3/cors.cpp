#include "emulators/s3/cors.h"

#include <algorithm>

#include "emulators/policy/matching.h"

namespace cloudling::s3 {
namespace {

using Strings = std::vector<std::string>;

std::string joined(const Strings& list) {
  std::string text;
  for (const auto& item : list) text += (text.empty() ? "" : ", ") + item;
  return text;
}

bool any_matches(const Strings& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return policy::matches_wildcards(text, pattern); });
}

bool lets_headers(const CORSRule& rule, const Strings& headers) {
  Strings patterns;
  for (const auto& pattern : rule.allowed_headers.value_or(Strings())) patterns.push_back(policy::lower_case(pattern));
  return std::all_of(headers.begin(), headers.end(),
                     [&](const std::string& header) { return any_matches(patterns, header); });
}

}  // namespace

const CORSRule* matching_rule(const CORSConfiguration& configuration, const CorsQuestion& question) {
  for (const CORSRule& rule : configuration.cors_rules) {
    const auto& methods = rule.allowed_methods;
    const bool method = std::find(methods.begin(), methods.end(), question.method) != methods.end();
    if (method && any_matches(rule.allowed_origins, question.origin) && lets_headers(rule, question.headers))
      return &rule;
  }
  return nullptr;
}

void add_cors_headers(const CORSRule& rule, const CorsQuestion& question, bool preflight, aws::Headers& headers) {
  const auto& origins = rule.allowed_origins;
  const bool everybody = std::find(origins.begin(), origins.end(), "*") != origins.end();
  headers.set("Access-Control-Allow-Origin", everybody ? "*" : std::string(question.origin));
  headers.set("Access-Control-Allow-Methods", joined(rule.allowed_methods));
  if (preflight && !question.headers.empty()) headers.set("Access-Control-Allow-Headers", joined(question.headers));
  if (rule.expose_headers && !rule.expose_headers->empty())
    headers.set("Access-Control-Expose-Headers", joined(*rule.expose_headers));
  if (rule.max_age_seconds) headers.set("Access-Control-Max-Age", std::to_string(*rule.max_age_seconds));
  if (!everybody) headers.set("Access-Control-Allow-Credentials", "true");
  headers.set("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
}

std::vector<std::string> requested_headers(std::string_view list) {
  Strings names;
  while (!list.empty()) {
    std::string_view item = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), item.size() + 1));
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) names.push_back(policy::lower_case(item));
  }
  return names;
}

}  // namespace cloudling::s3
