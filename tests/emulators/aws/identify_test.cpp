// The table of cases/identify.txt: a request, and which service, operation, protocol and labels it means.

#include "emulators/aws/identify.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/emulators/aws/support.h"

namespace cloudling::aws {
namespace {

const char* protocol_name(ProtocolKind kind) {
  switch (kind) {
    case ProtocolKind::kJson:
      return "json";
    case ProtocolKind::kRestJson:
      return "rest-json";
    case ProtocolKind::kRestXml:
      return "rest-xml";
    case ProtocolKind::kQuery:
      return "query";
  }
  return "";
}

std::string print(const Identity& identity) {
  std::string text = identity.service_name + " " + (identity.operation_name.empty() ? "-" : identity.operation_name) +
                     " " + protocol_name(identity.protocol);
  if (identity.protocol == ProtocolKind::kJson) text += " " + identity.json_version;
  for (const auto& [name, value] : identity.labels) {
    const bool lower = name[0] >= 'a';
    text += " " + (lower ? std::string(1, static_cast<char>(name[0] - 32)) + name.substr(1) : name) + "=" + value;
  }
  return text + (identity.operation ? "" : " unknown");
}

class Identify : public testing::TestWithParam<test::Case> {};

TEST_P(Identify, Says) {
  const HttpRequest request = test::parse_request(GetParam().get("request"));
  const Query query = request.query();
  const Signature signature = parse_signature(request, query);
  const Query form = may_be_query_form(request, signature) ? parse_query(request.body.bytes()) : Query();
  EXPECT_EQ(print(identify(request, query, form, signature)), GetParam().get("identity"));
}

INSTANTIATE_TEST_SUITE_P(Table, Identify, testing::ValuesIn(test::read_cases("identify.txt")),
                         [](const auto& info) { return test::test_name(info.param.name); });

/// Fills a route's labels with values of its own.
HttpRequest request_for(const CatalogueOperation& operation) {
  HttpRequest request;
  request.method = std::string(operation.method);
  for (const auto segment : operation.path) {
    request.target += "/" + (segment.starts_with('{') ? "label" : std::string(segment));
  }
  if (request.target.empty()) request.target = "/";
  for (const auto& key : operation.query) {
    request.target += request.target.find('?') == std::string::npos ? "?" : "&";
    request.target += std::string(key.name) + (key.value.empty() ? "" : "=" + std::string(key.value));
  }
  for (const auto& key : operation.headers) request.headers.add(std::string(key.name), std::string(key.value));
  request.headers.add("Host", "localhost:4566");
  return request;
}

TEST(IdentifyAll, EveryRouteOfTheCatalogueFindsItsOwnOperation) {
  size_t routes = 0;
  for (const CatalogueService& service : catalogue()) {
    for (const CatalogueOperation& operation : service.operations()) {
      if (operation.method.empty()) continue;
      const HttpRequest request = request_for(operation);
      Signature signature;
      signature.kind = Signature::Kind::kV4Header;
      signature.service = std::string(service.signing_name);
      const Identity identity = identify(request, request.query(), {}, signature);
      EXPECT_EQ(identity.service_name, service.id) << request.target;
      EXPECT_EQ(identity.operation_name, operation.name) << request.method << " " << request.target;
      ++routes;
    }
  }
  EXPECT_GT(routes, 400u);
}

}  // namespace
}  // namespace cloudling::aws
