"""Custom domain names: requests by their Host reach the API and the stage that is mapped."""

import json

import pytest
import websocket

import harness
from test_apigateway_rest import ECHO, Api, function  # noqa: F401
from test_lambda_resources import error_of


@pytest.fixture
def ask(server):
    return lambda host, path, method="GET", **headers: server.http(method, path, headers={"Host": host, **headers})


def test_base_paths_of_rest_apis(server, client, ask, function, unique):  # noqa: F811
    gateway, name = client("apigateway"), unique("rest") + ".example.com"
    api = Api(server, unique("api"))
    api.proxy("/pets", "GET", function(ECHO))
    api.mock("/", answer={"responseTemplates": {"application/json": "root"}})
    api.deploy("prod", variables={"stage": "prod"})
    api.deploy("test")
    assert ask(name, "/v1/pets").status == 403 and ask(name, "/v1/pets").json()["error"] == "HostNotAllowed"
    gateway.create_domain_name(domainName=name, regionalCertificateArn="arn:aws:acm:us-east-1:000000000000:certificate/x", endpointConfiguration={"types": ["REGIONAL"]})
    assert ask(name, "/v1/pets").json() == {"message": "Forbidden"}
    gateway.create_base_path_mapping(domainName=name, basePath="v1", restApiId=api.id, stage="prod")
    for host in (name, name.upper(), name + ":4566"):
        answer = ask(host, "/v1/pets?a=b")
        assert answer.status == 201, (host, answer.body)
        event = answer.json()
        asked = event["requestContext"]
        assert (event["path"], event["resource"], asked["path"], asked["stage"]) == ("/v1/pets", "/pets", "/v1/pets", "prod")
        assert asked["domainName"].lower() == name and asked["domainPrefix"].lower() == name.split(".")[0]
    assert ask(name, "/v1").body == b"root" and ask(name, "/v1/").body == b"root"
    assert ask(name, "/v2/pets").status == ask(name, "/v1pets").status == 403
    gateway.create_base_path_mapping(domainName=name, restApiId=api.id)
    assert json.loads(ask(name, "/test/pets").body)["requestContext"]["stage"] == "test"
    gateway.update_base_path_mapping(domainName=name, basePath="v1", patchOperations=[{"op": "replace", "path": "/basePath", "value": "v2"}])
    assert ask(name, "/v2/pets").status == 201 and ask(name, "/v1/pets").status == 403
    gateway.update_rest_api(restApiId=api.id, patchOperations=[{"op": "replace", "path": "/disableExecuteApiEndpoint", "value": "true"}])
    api.deploy("prod")
    assert api.call("GET", "/pets").status == 403 and ask(name, "/v2/pets").status == 201
    gateway.delete_domain_name(domainName=name)
    assert ask(name, "/v2/pets").json()["error"] == "HostNotAllowed"


def test_api_mappings(server, client, ask, function, unique):  # noqa: F811
    apis, name = client("apigatewayv2"), unique("http") + ".example.com"
    arn = function("import json\ndef lambda_handler(event, context):\n    return {'statusCode': 200, 'body': json.dumps(event)}")

    def make(route):
        api = apis.create_api(Name=unique("api"), ProtocolType="HTTP")["ApiId"]
        integration = apis.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0")["IntegrationId"]
        apis.create_route(ApiId=api, RouteKey=route, Target="integrations/" + integration)
        apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True)
        return api

    pets, orders = make("GET /pets/{id}"), make("$default")
    apis.create_domain_name(DomainName=name, DomainNameConfigurations=[{"CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/x"}])
    apis.create_api_mapping(DomainName=name, ApiId=orders, Stage="prod", ApiMappingKey="")
    mapping = apis.create_api_mapping(DomainName=name, ApiId=pets, Stage="prod", ApiMappingKey="shop/v1")
    event = ask(name, "/shop/v1/pets/6").json()
    assert (event["rawPath"], event["routeKey"], event["pathParameters"]) == ("/shop/v1/pets/6", "GET /pets/{id}", {"id": "6"})
    assert event["requestContext"]["domainName"] == name and event["requestContext"]["http"]["path"] == "/shop/v1/pets/6"
    assert ask(name, "/shop/v1/none").status == 404
    assert ask(name, "/shop/v2").json()["requestContext"]["apiId"] == orders
    assert error_of(apis.create_api_mapping, DomainName=name, ApiId=pets, Stage="prod", ApiMappingKey="shop/v1")[0] == "ConflictException"
    apis.delete_api_mapping(DomainName=name, ApiMappingId=mapping["ApiMappingId"])
    assert ask(name, "/shop/v1/pets/6").json()["requestContext"]["apiId"] == orders
    apis.update_api(ApiId=orders, DisableExecuteApiEndpoint=True)
    assert ask(name, "/x").status == 200 and ask(f"{orders}.execute-api.us-east-1.localhost", "/prod/x").status == 403


def test_wildcards_and_websockets(server, client, ask, unique):
    apis, front = client("apigatewayv2"), unique("ws")
    api = apis.create_api(Name=front, ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")["ApiId"]
    apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True)
    apis.create_domain_name(DomainName=f"*.{front}.example.com", DomainNameConfigurations=[{"CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/x"}])
    apis.create_api_mapping(DomainName=f"*.{front}.example.com", ApiId=api, Stage="prod", ApiMappingKey="chat")
    host = f"one.{front}.example.com"
    connection = websocket.create_connection(f"ws://127.0.0.1:{server.port}/chat", timeout=60, host=host)
    connection.send("{}")
    said = json.loads(connection.recv())
    assert said["message"] == "Forbidden"
    posted = ask(host, f"/chat/@connections/{said['connectionId']}", "POST", **harness.SIGNED)
    assert posted.status == 200 and connection.recv() == ""
    connection.close()
    assert ask(f"a.b.{front}.example.com", "/chat").json()["error"] == "HostNotAllowed"
