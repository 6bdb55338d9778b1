#include <gtest/gtest.h>

#include "emulators/apigateway/http/openapi_export.h"
#include "emulators/apigateway/http/openapi_import.h"
#include "emulators/apigateway/yaml.h"
#include "emulators/aws/error.h"

namespace cloudling::apigateway::http {
namespace {

TEST(Yaml, IsReadAsItsCoreSchemaSays) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a: 1\nb: [x, 'y', \"z\\n\"]\n", R"({"a":1,"b":["x","y","z\n"]})"},
      {"200: ok\non: yes\nnull: ~\n", R"({"200":"ok","on":"yes","null":null})"},
      {"v: [1.0, -2, 0x1f, 0o17, 1e3, 1.2.3, 2016-10-17, '1', true, False, 'no', .]",
       R"({"v":[1.0,-2,31,15,1000.0,"1.2.3","2016-10-17","1",true,false,"no","."]})"},
      {"a: &one {x: 1}\nb: *one\nc: {<<: *one, y: 2}\nd: {x: 0, <<: [*one]}",
       R"({"a":{"x":1},"b":{"x":1},"c":{"x":1,"y":2},"d":{"x":0}})"},
      {"t: |\n  one\n  two\nf: >\n  one\n  two\n", R"({"t":"one\ntwo\n","f":"one two\n"})"},
      {"---\na: 1\n---\nb: 2\n", R"({"a":1})"},
      {"just text", R"("just text")"},
      {"", "null"}};
  for (const auto& [text, expected] : cases) {
    std::string problem;
    const auto value = parse_yaml(text, &problem);
    ASSERT_TRUE(value) << text << ": " << problem;
    EXPECT_EQ(json::write(*value), expected) << text;
  }
}

TEST(Yaml, IsBounded) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string inner = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + inner;
    for (int j = 0; j < 9; ++j) bomb += ", " + inner;
    bomb += "]\n";
  }
  for (const std::string& text : {bomb, std::string(1000, '['), std::string("{[a]: b}"), std::string("a: *none"),
                                  std::string("a: [1"), std::string("a: \xff"), std::string("&a [*a, *a]")})
    EXPECT_FALSE(parse_yaml(text)) << text.substr(0, 40);
}

TEST(Yaml, IsWrittenAsItIsRead) {
  const std::string text = R"({"openapi":"3.0.1","paths":{"/a/{b}":{"get":{"responses":{"200":{}},"tags":[]}}},"list":)"
                           R"([[1,[2]],{"a":"yes","b":[{"c":null}]},"#x: y"],"on":1.5,"a b":"\n\"\t","":true})";
  const json::Value value = *json::parse(text);
  const std::string yaml = write_yaml(value);
  EXPECT_EQ(yaml.substr(0, 26), "---\nopenapi: \"3.0.1\"\npaths");
  const auto read = parse_yaml(yaml);
  ASSERT_TRUE(read) << yaml;
  EXPECT_EQ(json::write(*read), text) << yaml;
}

constexpr const char* kDocument = R"(
openapi: "3.0.1"
info: {title: pets, version: "7", description: All of them}
servers:
  - url: https://example.com/{basePath}
    variables: {basePath: {default: /v1/beta}}
tags:
  - name: team
    x-amazon-apigateway-tag-value: blue
paths:
  /pets/{id}:
    get:
      operationId: GetPet
      security: [{jwt: [read]}]
      x-amazon-apigateway-integration: {$ref: "#/components/x-amazon-apigateway-integrations/pet"}
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-auth: {type: AWS_IAM}
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: ANY, uri: "http://localhost/pets", payloadFormatVersion: "1.0"}
  /$default:
    x-amazon-apigateway-any-method: {isDefaultRoute: true}
components:
  securitySchemes:
    jwt:
      type: oauth2
      x-amazon-apigateway-authorizer:
        type: jwt
        identitySource: $request.header.Authorization
        jwtConfiguration: {issuer: "https://issuer.example", audience: [web]}
  x-amazon-apigateway-integrations:
    pet: {type: AWS_PROXY, httpMethod: POST, uri: "arn:aws:lambda:us-east-1:000000000000:function:pet", payloadFormatVersion: "2.0"}
x-amazon-apigateway-cors: {allowOrigins: ["*"], maxAge: 60}
)";

TEST(HttpOpenApi, IsImported) {
  const ImportedApi imported = import_openapi(kDocument, "ignore");
  EXPECT_EQ(imported.api.name, "pets");
  EXPECT_EQ(imported.api.version, "7");
  EXPECT_EQ(imported.api.tags->at("team"), "blue");
  EXPECT_EQ(imported.api.cors_configuration->max_age, 60);
  ASSERT_EQ(imported.routes.size(), 3u);
  EXPECT_EQ(imported.routes[0].route_key, "GET /pets/{id}");
  EXPECT_EQ(imported.routes[0].authorization_type, "JWT");
  EXPECT_EQ(imported.routes[0].authorizer_id, "jwt");
  EXPECT_EQ(imported.routes[0].authorization_scopes->at(0), "read");
  EXPECT_EQ(imported.routes[0].operation_name, "GetPet");
  EXPECT_EQ(imported.integrations[0].payload_format_version, "2.0");
  EXPECT_EQ(imported.routes[1].route_key, "ANY /pets/{id}");
  EXPECT_EQ(imported.routes[1].authorization_type, "AWS_IAM");
  EXPECT_EQ(imported.routes[2].route_key, "$default");
  EXPECT_FALSE(imported.routes[2].target);
  EXPECT_EQ(imported.warnings.size(), 1u);
  EXPECT_EQ(import_openapi(kDocument, "prepend").routes[0].route_key, "GET /v1/beta/pets/{id}");
  EXPECT_EQ(import_openapi(kDocument, "split").routes[0].route_key, "GET /beta/pets/{id}");
  for (const char* text : {"", "{", "openapi: 3.0.1", "swagger: '2.0'\ninfo: {title: a}\npaths: {}",
                           R"({"openapi": "3.0.1", "info": {"title": "a"}, "paths": {"no-slash": {}}})"})
    EXPECT_THROW(import_openapi(text, "ignore"), aws::Error) << text;
  EXPECT_THROW(import_openapi(kDocument, "else"), aws::Error);
}

TEST(HttpOpenApi, IsExportedAsItIsImported) {
  ImportedApi imported = import_openapi(kDocument, "ignore");
  const auto deployed_of = [](const ImportedApi& from) {
    Deployed deployed;
    deployed.routes = from.routes;
    for (size_t i = 0; i < from.integrations.size(); ++i)
      deployed.integrations[std::to_string(i)] = from.integrations[i];
    for (const Authorizer& each : from.authorizers) deployed.authorizers[*each.name] = each;
    return deployed;
  };
  const auto document = export_openapi(imported.api, deployed_of(imported), "us-east-1", "prod", true);
  EXPECT_EQ(document.at("paths").at("/pets/{id}").at("parameters").at(0).at("name"), "id");
  const ImportedApi again = import_openapi(write_yaml(document), "ignore");
  EXPECT_EQ(export_openapi(again.api, deployed_of(again), "us-east-1", "prod", true), document);
  EXPECT_EQ(json::write(export_openapi(imported.api, deployed_of(imported), "us-east-1", "", false)).find("x-amazon"),
            std::string::npos);
}

}  // namespace
}  // namespace cloudling::apigateway::http
