// Patches, routes, schemas and documents: what REST APIs are made of, without a store.

#include <gtest/gtest.h>

#include "emulators/apigateway/rest/integration_uri.h"
#include "emulators/apigateway/rest/json_schema.h"
#include "emulators/apigateway/rest/openapi_export.h"
#include "emulators/apigateway/rest/openapi_import.h"
#include "emulators/apigateway/rest/patch.h"
#include "emulators/apigateway/rest/router.h"
#include "emulators/apigateway/rest/stages.h"
#include "emulators/aws/error.h"

namespace cloudling::apigateway::rest {

namespace {

json::Value parsed(const std::string& text) { return json::parse(text).value(); }

struct PatchCase {
  const char* kind;
  const char* before;
  PatchOperation operation;
  const char* after;  ///< nullptr where it is refused
};

TEST(Patches, ChangeWhatTheirPathsName) {
  const PatchCase cases[] = {
      {"api", R"({"name":"a"})", {"replace", "/name", "b"}, R"({"name":"b"})"},
      {"api", R"({})", {"replace", "/minimumCompressionSize", "10"}, R"({"minimumCompressionSize":10})"},
      {"api", R"({})", {"add", "/binaryMediaTypes/image~1png", {}}, R"({"binaryMediaTypes":["image/png"]})"},
      {"api",
       R"({"binaryMediaTypes":["a/b","c/d"]})",
       {"remove", "/binaryMediaTypes/a~1b", {}},
       R"({"binaryMediaTypes":["c/d"]})"},
      {"api",
       R"({"endpointConfiguration":{"types":["EDGE"]}})",
       {"replace", "/endpointConfiguration/types/0", "REGIONAL"},
       R"({"endpointConfiguration":{"types":["REGIONAL"]}})"},
      {"method",
       R"({})",
       {"add", "/requestParameters/method.request.header.X", "true"},
       R"({"requestParameters":{"method.request.header.X":true}})"},
      {"method",
       R"({"authorizationScopes":["a"]})",
       {"add", "/authorizationScopes", "b"},
       R"({"authorizationScopes":["a","b"]})"},
      {"integration",
       R"({"requestTemplates":{"a/b":"x"}})",
       {"remove", "/requestTemplates/a~1b", {}},
       R"({"requestTemplates":{}})"},
      {"stage", R"({})", {"replace", "/variables/x", "1"}, R"({"variables":{"x":"1"}})"},
      {"mapping", R"({})", {"replace", "/restapiId", "i"}, R"({"restApiId":"i"})"},
      {"api", R"({})", {"replace", "/nothing", "x"}, nullptr},
      {"api", R"({})", {"move", "/name", "x"}, nullptr},
      {"api", R"({})", {"replace", "/minimumCompressionSize", "ten"}, nullptr},
      {"method", R"({})", {"replace", "/apiKeyRequired", "yes"}, nullptr},
      {"nothing", R"({})", {"replace", "/name", "x"}, nullptr}};
  for (const PatchCase& each : cases) {
    json::Value document = parsed(each.before);
    if (!each.after) {
      EXPECT_THROW(apply_patch(document, {each.operation}, patch_rules(each.kind)), aws::Error) << each.operation.path;
      continue;
    }
    apply_patch(document, {each.operation}, patch_rules(each.kind));
    EXPECT_EQ(json::write(document), each.after) << each.operation.path;
  }
}

TEST(Patches, NameMethodSettingsByPathAndMethod) {
  const auto meant = [](const char* op, const char* path) {
    return stage_operations(json::Value::object(), {{op, path, "true"}}).at(0).path;
  };
  EXPECT_EQ(meant("replace", "/*/*/metrics/enabled"), "/methodSettings/*~1*/metricsEnabled");
  EXPECT_EQ(meant("replace", "/~1a~1b/GET/logging/loglevel"), "/methodSettings/a~1b~1GET/loggingLevel");
  EXPECT_EQ(meant("replace", "/a/b/GET/logging/loglevel"), "/methodSettings/a~1b~1GET/loggingLevel");
  EXPECT_EQ(meant("remove", "/a/GET"), "/methodSettings/a~1GET");
  EXPECT_EQ(meant("replace", "/variables/GET"), "/variables/GET");
  const auto copied =
      stage_operations(parsed(R"({"canarySettings":{"deploymentId":"d","stageVariableOverrides":{"a":"b"}}})"),
                       {{"copy", "/deploymentId", {}, "/canarySettings/deploymentId"},
                        {"copy", "/variables", {}, "/canarySettings/stageVariableOverrides"}});
  EXPECT_EQ(copied.at(0).value, "d");
  EXPECT_EQ(copied.at(1).path, "/variables/a");
}

TEST(Routes, PreferWhatIsMoreSpecific) {
  std::vector<Resource> resources;
  for (const char* path : {"/", "/a", "/a/b", "/a/{id}", "/a/{id}/c", "/{proxy+}", "/d/{rest+}"}) {
    Resource resource{.id = path, .path = path};
    resource.resource_methods.emplace();
    (*resource.resource_methods)["GET"] = Method{};
    if (resource.path != "/a") resources.push_back(std::move(resource));
  }
  const Router router(resources);
  const auto routed = [&](const char* path) {
    const RouteMatch match = router.find(path, "GET");
    std::string text = match.resource ? match.resource->path : "";
    for (const auto& [name, value] : match.parameters) text += " " + name + "=" + value;
    return text;
  };
  EXPECT_EQ(routed("/"), "/");
  EXPECT_EQ(routed("/a"), "/{proxy+} proxy=a");
  EXPECT_EQ(routed("/a/b"), "/a/b");
  EXPECT_EQ(routed("/a/b/"), "/a/b");
  EXPECT_EQ(routed("/a/x%2Fy"), "/a/{id} id=x/y");
  EXPECT_EQ(routed("/a/b/c"), "/a/{id}/c id=b");
  EXPECT_EQ(routed("/a/b/d"), "/{proxy+} proxy=a/b/d");
  EXPECT_EQ(routed("/d/e/f"), "/d/{rest+} rest=e/f");
  EXPECT_EQ(router.find("/a/b", "POST").method, nullptr);
}

struct SchemaCase {
  const char* schema;
  const char* value;
  bool valid;
};

TEST(Schemas, AreThoseOfDraft4) {
  const json::Value other = parsed(R"({"type":"string"})");
  const auto find_model = [&](std::string_view name) { return name == "Other" ? &other : nullptr; };
  const SchemaCase cases[] = {
      {R"({"type":"integer"})", "1", true},
      {R"({"type":"integer"})", "1.5", false},
      {R"({"type":["string","null"]})", "null", true},
      {R"({"enum":[1,"a"]})", R"("a")", true},
      {R"({"enum":[1,"a"]})", R"("b")", false},
      {R"({"minimum":2,"exclusiveMinimum":true})", "2", false},
      {R"({"multipleOf":0.1})", "0.3", true},
      {R"({"minLength":2})", R"("ü")", false},
      {R"({"pattern":"^a"})", R"("ba")", false},
      {R"({"items":{"type":"string"},"minItems":1})", R"(["a"])", true},
      {R"({"items":[{"type":"string"}],"additionalItems":false})", R"(["a",1])", false},
      {R"({"uniqueItems":true})", "[1,1]", false},
      {R"({"required":["a"]})", "{}", false},
      {R"({"properties":{"a":{"type":"string"}},"additionalProperties":false})", R"({"b":1})", false},
      {R"({"patternProperties":{"^x":{"type":"number"}},"additionalProperties":false})", R"({"x1":1})", true},
      {R"({"dependencies":{"a":["b"]}})", R"({"a":1})", false},
      {R"({"allOf":[{"minimum":1},{"maximum":2}]})", "3", false},
      {R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "null", true},
      {R"({"oneOf":[{"minimum":1},{"minimum":2}]})", "2", false},
      {R"({"not":{"type":"string"}})", R"("a")", false},
      {R"({"$ref":"#/definitions/a","definitions":{"a":{"type":"string"}}})", "1", false},
      {R"({"properties":{"o":{"$ref":"https://apigateway.amazonaws.com/restapis/x/models/Other"}}})", R"({"o":1})",
       false},
      {R"({"$ref":"#"})", "1", false}};
  for (const SchemaCase& each : cases) {
    const auto violations = schema_violations(parsed(each.schema), parsed(each.value), find_model);
    EXPECT_EQ(violations.empty(), each.valid) << each.schema << " " << each.value;
  }
}

TEST(IntegrationUris, AreTakenApart) {
  const auto uri = parse_integration_uri("arn:aws:apigateway:us-west-2:bucket.s3:path/a/{key}");
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->service + " " + uri->subdomain + " " + uri->target, "s3 bucket a/{key}");
  const std::string function = "arn:aws:lambda:us-east-1:000000000000:function:f:${stageVariables.alias}";
  EXPECT_EQ(invoked_function(*parse_integration_uri("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" +
                                                    function + "/invocations")),
            function);
  for (const char* bad : {"", "arn:aws:lambda:us-east-1:0:function:f", "arn:aws:apigateway:us-east-1:sqs:queue"})
    EXPECT_FALSE(parse_integration_uri(bad)) << bad;
}

TEST(OpenApi, ComesBackAsItWentIn) {
  const char* text = R"({
    "openapi": "3.0.1", "info": {"title": "t", "version": "1"},
    "x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": true, "validateRequestParameters": false}},
    "paths": {"/a/{id}": {"post": {
      "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
      "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}, "required": true},
      "responses": {"200": {"description": "200 response", "headers": {"X": {"schema": {"type": "string"}}}}},
      "security": [{"api_key": []}, {"auth": []}],
      "x-amazon-apigateway-request-validator": "all",
      "x-amazon-apigateway-integration": {"type": "mock", "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
        "responses": {"default": {"statusCode": "200"}}}}}},
    "components": {"schemas": {"Job": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Job"}}}},
      "securitySchemes": {"api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
        "auth": {"type": "apiKey", "name": "Token", "in": "header", "x-amazon-apigateway-authtype": "custom",
          "x-amazon-apigateway-authorizer": {"type": "token", "authorizerUri": "u"}}}}})";
  const ImportedApi imported = import_openapi(text);
  ASSERT_EQ(imported.parts.resources.size(), 1u);
  const Method& method = imported.parts.resources[0].resource_methods->at("POST");
  EXPECT_EQ(method.authorization_type, "CUSTOM");
  EXPECT_EQ(method.api_key_required, true);
  EXPECT_EQ(method.request_models->at("application/json"), "Job");
  EXPECT_EQ(method.method_integration->integration_responses->count("200"), 1u);
  const ExportOptions options{.integrations = true, .authorizers = true, .host = "h", .stage = "s"};
  const json::Value out = export_openapi(imported.parts, options);
  const ImportedApi again = import_openapi(json::write(out));
  EXPECT_EQ(json::write(export_openapi(again.parts, options)), json::write(out));
  const json::Value in = parsed(text);
  EXPECT_EQ(out.at("components").at("schemas"), in.at("components").at("schemas"));
  EXPECT_EQ(out.at("paths").at("/a/{id}").at("post").at("parameters"),
            in.at("paths").at("/a/{id}").at("post").at("parameters"));
  for (const char* bad :
       {"", "[]", "{}", R"({"openapi":"3"})", R"({"openapi":"3","info":{"title":"t"},"paths":{"a":{}}})"})
    EXPECT_THROW(import_openapi(bad), aws::Error) << bad;
}

}  // namespace

}  // namespace cloudling::apigateway::rest
