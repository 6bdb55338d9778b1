"""What REST APIs have beside their methods: certificates, usage, imports, templates, tests of authorizers, compression."""

import datetime
import gzip
import json
import subprocess
import zlib

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest

from test_apigateway_rest import AUTHORIZER, Api, api, function, function_uri, refused  # noqa: F401
from test_clock import clock
from test_iam import allow, policy


@pytest.fixture
def gateway(client):
    return client("apigateway")


def test_client_certificates(gateway, unique):
    made = gateway.generate_client_certificate(description="first", tags={"team": "blue"})
    name = made["clientCertificateId"]
    shown = subprocess.run(["openssl", "x509", "-noout", "-subject", "-issuer", "-checkend", str(300 * 24 * 3600)],
                           input=made["pemEncodedCertificate"], capture_output=True, text=True, check=True).stdout
    assert shown.count("CN = ApiGateway") == 2 and "will not expire" in shown
    assert made["expirationDate"] - made["createdDate"] == datetime.timedelta(days=365)
    changed = gateway.update_client_certificate(clientCertificateId=name, patchOperations=[{"op": "replace", "path": "/description", "value": "second"}])
    assert changed["description"] == "second" and gateway.get_client_certificate(clientCertificateId=name) | {"ResponseMetadata": 0} == changed | {"ResponseMetadata": 0}
    assert name in [one["clientCertificateId"] for one in gateway.get_client_certificates()["items"]]
    assert gateway.get_tags(resourceArn=f"arn:aws:apigateway:us-east-1::/clientcertificates/{name}")["tags"] == {"team": "blue"}
    gateway.delete_client_certificate(clientCertificateId=name)
    assert refused(lambda: gateway.get_client_certificate(clientCertificateId=name)) == ("NotFoundException", "Invalid Client Certificate identifier specified")


def test_usage_by_day(fresh_server):
    gateway = fresh_server.client("apigateway")
    api = Api(fresh_server, "metered")
    api.mock("/here", apiKeyRequired=True)
    api.deploy()
    plan = gateway.create_usage_plan(name="week", quota={"limit": 5, "period": "WEEK"}, apiStages=[{"apiId": api.id, "stage": "prod"}])["id"]
    key = gateway.create_api_key(name="k", enabled=True)
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    call = lambda: api.call("GET", "/here", x_api_key=key["value"]).status  # noqa: E731
    now = datetime.datetime.now(datetime.timezone.utc)
    to_monday = datetime.timedelta(days=(7 - now.weekday()) % 7, hours=12 - now.hour)
    clock(fresh_server, action="advance", seconds=to_monday.total_seconds() + 7 * 86400)
    monday = (now + to_monday + datetime.timedelta(days=7)).date()
    day = lambda n: (monday + datetime.timedelta(days=n)).isoformat()  # noqa: E731
    assert [call(), call()] == [200, 200]
    clock(fresh_server, action="advance", seconds=2 * 86400)
    assert call() == 200
    used = gateway.get_usage(usagePlanId=plan, startDate=day(-1), endDate=day(2))
    assert used["items"] == {key["id"]: [[0, 5], [2, 3], [0, 3], [1, 2]]} and used["startDate"] == day(-1)
    granted = gateway.update_usage(usagePlanId=plan, keyId=key["id"], patchOperations=[{"op": "replace", "path": "/remaining", "value": "1"}])
    assert granted["items"] == {key["id"]: [[1, 1]]} and granted["startDate"] == granted["endDate"] == day(2)
    assert [call(), call()] == [200, 429]
    assert gateway.get_usage(usagePlanId=plan, keyId=key["id"], startDate=day(2), endDate=day(2))["items"][key["id"]] == [[2, 0]]
    assert refused(lambda: gateway.get_usage(usagePlanId=plan, startDate="yesterday", endDate=day(0)))[0] == "BadRequestException"
    assert refused(lambda: gateway.get_usage(usagePlanId=plan, keyId="nokey", startDate=day(0), endDate=day(0)))[0] == "NotFoundException"


def test_api_keys_from_a_file(gateway, unique):
    plan = gateway.create_usage_plan(name=unique("plan"))["id"]
    value = unique("value").ljust(24, "x")
    lines = ["Name,key,description,Enabled,usageplanIds", f'"first, quoted",{value},"a ""word""",TRUE,{plan}', f"second,{value},,false,", "third,short,,true,"]
    made = gateway.import_api_keys(body="\r\n".join(lines).encode(), format="csv")
    assert len(made["ids"]) == 1 and len(made["warnings"]) == 2
    key = gateway.get_api_key(apiKey=made["ids"][0], includeValue=True)
    assert (key["name"], key["value"], key["description"], key["enabled"]) == ("first, quoted", value, 'a "word"', True)
    assert gateway.get_usage_plan_key(usagePlanId=plan, keyId=key["id"])["value"] == value
    assert refused(lambda: gateway.import_api_keys(body=b"\n".join(line.encode() for line in lines), format="csv", failOnWarnings=True))[0] == "BadRequestException"
    for bad in (b"", b"name,description\nx,y", b'name,key\n"open,x'):
        assert refused(lambda: gateway.import_api_keys(body=bad, format="csv"))[0] == "BadRequestException"


def test_documentation_parts_from_a_file(gateway, api):  # noqa: F811
    part = lambda kind, text, **more: {"location": {"type": kind, **more}, "properties": {"description": text}}  # noqa: E731
    body = lambda *parts: json.dumps({"x-amazon-apigateway-documentation": {"version": "1", "documentationParts": parts}})  # noqa: E731
    made = gateway.import_documentation_parts(restApiId=api.id, body=body(part("API", "all"), part("METHOD", "one", path="/a", method="GET")), mode="merge")
    assert len(made["ids"]) == 2
    again = gateway.import_documentation_parts(restApiId=api.id, body=body(part("API", "new")), mode="merge")
    assert again["ids"] == made["ids"][:1] and json.loads(gateway.get_documentation_part(restApiId=api.id, documentationPartId=again["ids"][0])["properties"]) == {"description": "new"}
    assert len(gateway.get_documentation_parts(restApiId=api.id)["items"]) == 2
    gateway.import_documentation_parts(restApiId=api.id, body=body(part("API", "only")), mode="overwrite")
    assert len(gateway.get_documentation_parts(restApiId=api.id)["items"]) == 1
    assert refused(lambda: gateway.import_documentation_parts(restApiId=api.id, body="{}"))[0] == "BadRequestException"
    assert refused(lambda: gateway.create_documentation_part(restApiId=api.id, location={"type": "API"}, properties="{}"))[0] == "ConflictException"


def test_model_templates(server, gateway, api, client):  # noqa: F811
    schema = {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "array", "items": {"type": "string"}}, "c": {"type": "object", "properties": {"d": {"type": "boolean"}}}}}
    gateway.create_model(restApiId=api.id, name="Thing", contentType="application/json", schema=json.dumps(schema))
    template = gateway.get_model_template(restApiId=api.id, modelName="Thing")["value"]
    assert template.startswith("#set($inputRoot = $input.path('$'))\n{\n  \"a\" : 3.14,\n  \"b\" : [\n") and "#foreach($elem in $inputRoot)" in template
    api.mock("/sample", answer={"responseTemplates": {"application/json": template}})
    api.deploy()
    assert json.loads(api.call("GET", "/sample").body)["c"] == {"d": True}
    apis = client("apigatewayv2")
    second = apis.create_api(Name="models", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")["ApiId"]
    model = apis.create_model(ApiId=second, Name="Thing", Schema=json.dumps({"type": "object"}))["ModelId"]
    assert apis.get_model_template(ApiId=second, ModelId=model)["Value"] == "#set($inputRoot = $input.path('$'))\n{ }"
    apis.delete_api(ApiId=second)


def test_an_authorizer_is_tested(gateway, api, function):  # noqa: F811
    made = gateway.create_authorizer(restApiId=api.id, name="door", type="TOKEN", authorizerUri=function_uri(function(AUTHORIZER)), identitySource="method.request.header.Auth")
    ask = lambda **headers: gateway.test_invoke_authorizer(restApiId=api.id, authorizerId=made["id"], headers=headers)  # noqa: E731
    allowed = ask(Auth="allow")
    assert (allowed["clientStatus"], allowed["principalId"]) == (0, "user") and json.loads(allowed["policy"])["Statement"][0]["Effect"] == "Allow"
    assert "Starting authorizer: " + made["id"] in allowed["log"] and "Successfully completed authorizer execution" in allowed["log"]
    assert ask(Auth="nobody")["clientStatus"] == 401 and ask()["clientStatus"] == 401
    broken = ask(Auth="broken")
    assert broken["clientStatus"] == 500 and "Invalid JSON in response" in broken["log"] and "principalId" not in broken


def test_an_api_is_cloned(gateway, api, function, unique):  # noqa: F811
    door = gateway.create_authorizer(restApiId=api.id, name="door", type="TOKEN", authorizerUri=function_uri(function(AUTHORIZER)), identitySource="method.request.header.Auth")
    validator = gateway.create_request_validator(restApiId=api.id, name="all", validateRequestParameters=True)
    gateway.create_documentation_part(restApiId=api.id, location={"type": "API"}, properties="{}")
    api.mock("/a/b", answer={"responseTemplates": {"application/json": "cloned"}}, authorizationType="CUSTOM", authorizerId=door["id"], requestValidatorId=validator["id"],
             requestParameters={"method.request.querystring.q": True})
    clone = Api(api.server, unique("clone"), cloneFrom=api.id)
    assert [one["path"] for one in sorted(gateway.get_resources(restApiId=clone.id)["items"], key=lambda one: one["path"])] == ["/", "/a", "/a/b"]
    assert len(gateway.get_documentation_parts(restApiId=clone.id)["items"]) == 1
    gateway.delete_rest_api(restApiId=api.id)
    clone.deploy()
    assert clone.call("GET", "/a/b?q=1", Auth="allow").body == b"cloned" and clone.call("GET", "/a/b?q=1").status == 401
    assert clone.call("GET", "/a/b", Auth="allow").status == 400
    assert refused(lambda: gateway.create_rest_api(name="x", cloneFrom="nothing"))[0] == "NotFoundException"
    assert refused(lambda: gateway.create_rest_api(name="")) == ("BadRequestException", "Name cannot be an empty string")


def test_what_is_used_stays(gateway, api, function):  # noqa: F811
    door = gateway.create_authorizer(restApiId=api.id, name="door", type="TOKEN", authorizerUri=function_uri(function(AUTHORIZER)), identitySource="method.request.header.Auth")
    validator = gateway.create_request_validator(restApiId=api.id, name="all", validateRequestBody=True)
    gateway.create_model(restApiId=api.id, name="Thing", contentType="application/json", schema="{}")
    api.mock("/a", "POST", authorizationType="CUSTOM", authorizerId=door["id"], requestValidatorId=validator["id"], requestModels={"application/json": "Thing"})
    at = {"restApiId": api.id}
    assert refused(lambda: gateway.delete_model(**at, modelName="Thing")) == ("ConflictException", "Cannot delete model 'Thing', is referenced in method request: /a/POST")
    assert refused(lambda: gateway.delete_authorizer(**at, authorizerId=door["id"])) == ("ConflictException", "Cannot delete authorizer 'door', is referenced in method: POST//a")
    assert refused(lambda: gateway.delete_request_validator(**at, requestValidatorId=validator["id"]))[0] == "ConflictException"
    gateway.delete_method(**at, resourceId=api.resource("/a"), httpMethod="POST")
    gateway.delete_model(**at, modelName="Thing")
    gateway.delete_authorizer(**at, authorizerId=door["id"])
    gateway.delete_request_validator(**at, requestValidatorId=validator["id"])


def test_compression(server, function, unique):  # noqa: F811
    api = Api(server, unique("api"), minimumCompressionSize=64)
    api.mock("/long", answer={"responseTemplates": {"application/json": "long " * 100}})
    api.mock("/short", answer={"responseTemplates": {"application/json": "short"}})
    api.proxy("/echo", "POST", function("def lambda_handler(event, context):\n    return {'statusCode': 200, 'body': event['body'] + str('Content-Encoding' in event['headers'])}"))
    api.deploy()
    long = api.call("GET", "/long", Accept_Encoding="gzip, deflate")
    assert long.headers["Content-Encoding"] == "gzip" and gzip.decompress(long.body) == b"long " * 100
    assert zlib.decompress(api.call("GET", "/long", Accept_Encoding="gzip;q=0, deflate").body) == b"long " * 100
    assert api.call("GET", "/long").body == b"long " * 100
    assert api.call("GET", "/short", Accept_Encoding="gzip").headers["Content-Encoding"] is None
    assert api.call("POST", "/echo", gzip.compress(b'{"a":1}'), Content_Encoding="gzip").body == b'{"a":1}False'
    assert api.call("POST", "/echo", b"no gzip", Content_Encoding="gzip").status == 400
    assert api.call("POST", "/echo", gzip.compress(b"0" * (11 << 20)), Content_Encoding="gzip").status == 400


def test_signed_methods(start_server):
    server = start_server("--iam", "enforce")
    gateway, apis, iam = server.client("apigateway"), server.client("apigatewayv2"), server.client("iam")
    api = Api(server, "signed")
    api.mock("/a", "POST", answer={"responseTemplates": {"application/json": '{"arn": "$context.identity.userArn", "user": "$context.identity.user"}'}}, authorizationType="AWS_IAM")
    api.mock("/closed", "POST", authorizationType="AWS_IAM")
    api.deploy()
    http = apis.create_api(Name="signed", ProtocolType="HTTP")["ApiId"]
    integration = apis.create_integration(ApiId=http, IntegrationType="HTTP_PROXY", IntegrationMethod="POST", IntegrationUri=f"{server.endpoint}/_cloudling/none")["IntegrationId"]
    apis.create_route(ApiId=http, RouteKey="POST /a", Target="integrations/" + integration, AuthorizationType="AWS_IAM")
    apis.create_stage(ApiId=http, StageName="prod", AutoDeploy=True)
    iam.create_user(UserName="caller")
    front = "arn:aws:execute-api:us-east-1:000000000000:"
    iam.put_user_policy(UserName="caller", PolicyName="own", PolicyDocument=policy(allow("execute-api:Invoke", [f"{front}{api.id}/prod/POST/a", f"{front}{http}/prod/POST/a"])))
    key = iam.create_access_key(UserName="caller")["AccessKey"]

    def call(path, secret=key["SecretAccessKey"], name=key["AccessKeyId"], body=b'{"n": 1}', sent=None):
        request = botocore.awsrequest.AWSRequest("POST", server.endpoint + path, headers={"Content-Type": "application/json"}, data=body)
        botocore.auth.SigV4Auth(botocore.credentials.Credentials(name, secret), "execute-api", "us-east-1").add_auth(request)
        return server.http("POST", path, sent or body, dict(request.headers.items()))

    said = call(f"/restapis/{api.id}/prod/_user_request_/a?q=x%20y").json()
    assert said == {"arn": "arn:aws:iam::000000000000:user/caller", "user": iam.get_user(UserName="caller")["User"]["UserId"]}
    closed = call(f"/restapis/{api.id}/prod/_user_request_/closed")
    assert closed.status == 403 and f"is not authorized to perform: execute-api:Invoke on resource: {front}{api.id}/prod/POST/closed" in closed.json()["Message"]
    for wrong in ({"secret": "another"}, {"sent": b'{"n": 2}'}):
        assert call(f"/restapis/{api.id}/prod/_user_request_/a?q=x%20y", **wrong).status == 403, wrong
    assert call(f"/restapis/{api.id}/prod/_user_request_/closed", secret="any", name="test").status == 200
    assert server.http("POST", f"/restapis/{api.id}/prod/_user_request_/closed").json() == {"message": "Missing Authentication Token"}
    assert call(f"/_aws/execute-api/{http}/prod/a").status != 403
    assert call(f"/_aws/execute-api/{http}/prod/a", secret="another").json() == {"message": "Forbidden"}
    assert call(f"/_aws/execute-api/{http}/prod/a", sent=b'{"n": 2}').status == 403
    gateway.update_rest_api(restApiId=api.id, patchOperations=[{"op": "replace", "path": "/policy", "value": policy(
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:user/caller"}, "Action": "execute-api:Invoke", "Resource": f"{front}{api.id}/prod/POST/closed"})}])
    api.deploy()
    assert call(f"/restapis/{api.id}/prod/_user_request_/closed").status == 200
