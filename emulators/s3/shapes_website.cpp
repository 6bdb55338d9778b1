#include "emulators/s3/shapes_website.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& ErrorDocument::shape() {
  using T = ErrorDocument;
  static const Structure shape{"ErrorDocument", {field<&T::key>("Key").required()}};
  return shape;
}

const Structure& IndexDocument::shape() {
  using T = IndexDocument;
  static const Structure shape{"IndexDocument", {field<&T::suffix>("Suffix").required()}};
  return shape;
}

const Structure& RedirectAllRequestsTo::shape() {
  using T = RedirectAllRequestsTo;
  static const Structure shape{
      "RedirectAllRequestsTo",
      {field<&T::host_name>("HostName").required(), field<&T::protocol>("Protocol").one_of({"http", "https"})}};
  return shape;
}

const Structure& RoutingCondition::shape() {
  using T = RoutingCondition;
  static const Structure shape{"Condition",
                               {field<&T::http_error_code_returned_equals>("HttpErrorCodeReturnedEquals"),
                                field<&T::key_prefix_equals>("KeyPrefixEquals")}};
  return shape;
}

const Structure& Redirect::shape() {
  using T = Redirect;
  static const Structure shape{
      "Redirect",
      {field<&T::host_name>("HostName"), field<&T::http_redirect_code>("HttpRedirectCode"),
       field<&T::protocol>("Protocol").one_of({"http", "https"}),
       field<&T::replace_key_prefix_with>("ReplaceKeyPrefixWith"), field<&T::replace_key_with>("ReplaceKeyWith")}};
  return shape;
}

const Structure& RoutingRule::shape() {
  using T = RoutingRule;
  static const Structure shape{"RoutingRule",
                               {field<&T::condition>("Condition"), field<&T::redirect>("Redirect").required()}};
  return shape;
}

const Structure& WebsiteConfiguration::shape() {
  using T = WebsiteConfiguration;
  static const Structure shape{"WebsiteConfiguration",
                               {field<&T::error_document>("ErrorDocument"), field<&T::index_document>("IndexDocument"),
                                field<&T::redirect_all_requests_to>("RedirectAllRequestsTo"),
                                field<&T::routing_rules>("RoutingRules").items_named("RoutingRule")},
                               kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
