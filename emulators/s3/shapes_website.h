#pragma once

// Shapes of website configurations.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct ErrorDocument {
  std::string key;
  static const aws::Structure& shape();
};

struct IndexDocument {
  std::string suffix;
  static const aws::Structure& shape();
};

struct RedirectAllRequestsTo {
  std::string host_name;
  std::optional<std::string> protocol;
  static const aws::Structure& shape();
};

struct RoutingCondition {
  std::optional<std::string> http_error_code_returned_equals, key_prefix_equals;
  static const aws::Structure& shape();
};

struct Redirect {
  std::optional<std::string> host_name, http_redirect_code, protocol, replace_key_prefix_with, replace_key_with;
  static const aws::Structure& shape();
};

struct RoutingRule {
  std::optional<RoutingCondition> condition;
  Redirect redirect;
  static const aws::Structure& shape();
};

struct WebsiteConfiguration {
  std::optional<ErrorDocument> error_document;
  std::optional<IndexDocument> index_document;
  std::optional<RedirectAllRequestsTo> redirect_all_requests_to;
  std::optional<std::vector<RoutingRule>> routing_rules;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
