"""HTTP APIs: built with the AWS CLI and boto3, called by their URLs."""

import json
import time
import urllib.parse

import pytest

import harness
from test_lambda_resources import error_of
from test_lambda_runtimes import create

ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/api"
ECHO = """
import json
def lambda_handler(event, context):
    do = event.get("queryStringParameters") or {}
    if do.get("do") == "raise":
        raise ValueError("bad thing")
    if do.get("do") == "full":
        return {"statusCode": 201, "headers": {"X-Own": "yes", "Content-Type": "text/plain"}, "body": "made"}
    if event.get("type") == "REQUEST":
        return {"isAuthorized": event["identitySource"] == ["let-me-in"], "context": {"who": "tester"}}
    return {"statusCode": 200, "body": json.dumps(event)}
"""


@pytest.fixture
def apis(client):
    return client("apigatewayv2")


@pytest.fixture
def api(apis, unique):
    made = apis.create_api(Name=unique("api"), ProtocolType="HTTP")
    yield made["ApiId"]
    apis.delete_api(ApiId=made["ApiId"])


@pytest.fixture
def call(server, api):
    """call("/prod/path"): a request to the API under its host."""

    def call(path, method="GET", body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return server.http(method, path, body, {"Host": f"{api}.execute-api.us-east-1.localhost:{server.port}", **headers})

    return call


@pytest.fixture
def function(client, unique):
    functions = client("lambda")
    made = create(functions, unique("echo"), {"lambda_function.py": ECHO}, Timeout=20)
    functions.add_permission(FunctionName=made.name, StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com")
    return functions.get_function(FunctionName=made.name)["Configuration"]["FunctionArn"]


def integrate(apis, api, route, arn, version="2.0", **more):
    integration = apis.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion=version)
    return apis.create_route(ApiId=api, RouteKey=route, Target="integrations/" + integration["IntegrationId"], **more)


def test_the_pipelines_api(fresh_server):
    server = fresh_server

    def aws(*arguments):
        return json.loads(server.aws(*arguments))

    machine = aws("stepfunctions", "create-state-machine", "--name", "flow", "--role-arn", ROLE, "--definition",
                  json.dumps({"StartAt": "End", "States": {"End": {"Type": "Pass", "End": True}}}))["stateMachineArn"]
    made = aws("apigatewayv2", "create-api", "--name", "pipeline", "--protocol-type", "HTTP")
    api = made["ApiId"]
    assert made["ApiEndpoint"] == f"http://{api}.execute-api.us-east-1.localhost:{server.port}"
    integration = aws("apigatewayv2", "create-integration", "--api-id", api, "--integration-type", "AWS_PROXY",
                      "--integration-subtype", "StepFunctions-StartExecution", "--credentials-arn", ROLE, "--payload-format-version", "1.0",
                      "--request-parameters", json.dumps({"StateMachineArn": machine, "Input": "$request.body"}))
    aws("apigatewayv2", "create-route", "--api-id", api, "--route-key", "POST /start", "--target", "integrations/" + integration["IntegrationId"])
    aws("apigatewayv2", "create-stage", "--api-id", api, "--stage-name", "prod", "--auto-deploy")
    for host, path in ((urllib.parse.urlsplit(made["ApiEndpoint"]).netloc, "/prod/start"), ("localhost", f"/_aws/execute-api/{api}/prod/start")):
        answer = server.http("POST", path, b'{"bucket": "b", "key": "dog.png"}', {"Host": host, "Content-Type": "application/json"})
        started = answer.json()
        assert answer.status == 200 and set(started) == {"executionArn", "startDate"} and answer.headers["apigw-requestid"]
        execution = aws("stepfunctions", "describe-execution", "--execution-arn", started["executionArn"])
        assert json.loads(execution["input"]) == {"bucket": "b", "key": "dog.png"}
    bad = server.http("POST", f"/_aws/execute-api/{api}/prod/start", b'{"bucket": ""x""}', {"Host": "localhost"})
    assert bad.status == 400 and bad.json()["__type"].endswith("InvalidExecutionInput")
    assert len(aws("stepfunctions", "list-executions", "--state-machine-arn", machine)["executions"]) == 2


def test_requests_are_measured(client, apis, api, call, function):
    integrate(apis, api, "GET /two/{id}", function)
    apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True, DefaultRouteSettings={"DetailedMetricsEnabled": True})
    for path, status in [("/prod/two/1", 200), ("/prod/two/1?do=raise", 500), ("/prod/three", 404)]:
        assert call(path).status == status
    metrics, now = client("cloudwatch"), time.time()

    def total(name, **dimensions):
        points = metrics.get_metric_statistics(
            Namespace="AWS/ApiGateway", MetricName=name, Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            Period=3600, Statistics=["Sum"], StartTime=now - 3600, EndTime=now + 60)["Datapoints"]
        return sum(point["Sum"] for point in points)

    assert [total(name, ApiId=api, Stage="prod") for name in ("Count", "4xx", "5xx")] == [3, 1, 1]
    route = dict(ApiId=api, Stage="prod", Method="GET", Resource="/two/{id}")
    assert [total(name, **route) for name in ("Count", "4xx", "5xx")] == [2, 0, 1]
    assert total("Latency", ApiId=api) >= total("IntegrationLatency", ApiId=api) > 0 and total("DataProcessed", ApiId=api) > 0


def test_functions_get_events_of_both_formats(apis, api, call, function):
    integrate(apis, api, "ANY /two/{id}", function)
    integrate(apis, api, "GET /one/{proxy+}", function, "1.0")
    apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True, StageVariables={"color": "red"})
    event = call("/prod/two/a%20b?x=1&x=2", "POST", b'{"k": 1}', Content_Type="application/json", Cookie="c=1").json()
    assert (event["version"], event["routeKey"], event["rawPath"], event["pathParameters"]) == ("2.0", "ANY /two/{id}", "/prod/two/a b", {"id": "a b"})
    assert (event["body"], event["isBase64Encoded"], event["cookies"], event["stageVariables"]) == ('{"k": 1}', False, ["c=1"], {"color": "red"})
    assert event["queryStringParameters"] == {"x": "1,2"} and event["requestContext"]["http"]["method"] == "POST"
    assert (event["requestContext"]["apiId"], event["requestContext"]["stage"]) == (api, "prod")
    event = call("/prod/one/a/b?x=1&x=2", X_Many="v").json()
    assert (event["version"], event["resource"], event["path"], event["httpMethod"]) == ("1.0", "/one/{proxy+}", "/prod/one/a/b", "GET")
    assert event["pathParameters"] == {"proxy": "a/b"} and event["multiValueQueryStringParameters"] == {"x": ["1", "2"]} and event["body"] is None
    full = call("/prod/two/x?do=full")
    assert (full.status, full.headers["X-Own"], full.headers["Content-Type"], full.body) == (201, "yes", "text/plain", b"made")
    failed = call("/prod/two/x?do=raise")
    assert (failed.status, failed.json()) == (500, {"message": "Internal Server Error"})
    missing = call("/prod/three")
    assert (missing.status, missing.json()) == (404, {"message": "Not Found"})


def test_a_stage_shows_what_was_deployed(apis, api, call, function):
    integrate(apis, api, "GET /a", function)
    apis.create_stage(ApiId=api, StageName="v1")
    assert call("/v1/a").status == 404
    deployment = apis.create_deployment(ApiId=api, StageName="v1")
    assert deployment["DeploymentStatus"] == "DEPLOYED" and apis.get_stage(ApiId=api, StageName="v1")["DeploymentId"] == deployment["DeploymentId"]
    route = integrate(apis, api, "GET /b", function)
    assert (call("/v1/a").status, call("/v1/b").status) == (200, 404)
    apis.create_deployment(ApiId=api, StageName="v1")
    assert call("/v1/b").status == 200
    target = route["Target"].split("/")[1]
    assert error_of(apis.delete_integration, ApiId=api, IntegrationId=target)[0] == "ConflictException"
    apis.delete_route(ApiId=api, RouteId=route["RouteId"])
    apis.delete_integration(ApiId=api, IntegrationId=target)
    assert error_of(apis.create_route, ApiId=api, RouteKey="GET /a")[0] == "ConflictException"
    assert error_of(apis.create_route, ApiId=api, RouteKey="FETCH /a")[0] == "BadRequestException"
    assert error_of(apis.get_route, ApiId=api, RouteId="nobody")[0] == "NotFoundException"


def test_quick_create_and_cors(apis, function, server):
    cors = {"AllowOrigins": ["https://example.com"], "AllowMethods": ["POST"], "MaxAge": 60}
    made = apis.create_api(Name="quick", ProtocolType="HTTP", Target=function, CorsConfiguration=cors, Tags={"a": "1"})
    host = urllib.parse.urlsplit(made["ApiEndpoint"]).netloc
    event = server.http("GET", "/any/path", None, {"Host": host}).json()
    assert (event["routeKey"], event["rawPath"], event["requestContext"]["stage"]) == ("$default", "/any/path", "$default")
    ask = {"Host": host, "Origin": "https://example.com", "Access-Control-Request-Method": "POST"}
    preflight = server.http("OPTIONS", "/any", None, ask)
    assert preflight.status == 204 and preflight.headers["Access-Control-Allow-Origin"] == "https://example.com"
    assert (preflight.headers["Access-Control-Allow-Methods"], preflight.headers["Access-Control-Max-Age"]) == ("POST", "60")
    assert "Access-Control-Allow-Origin" not in server.http("OPTIONS", "/any", None, {**ask, "Origin": "https://evil.example"}).headers
    arn = f"arn:aws:apigateway:us-east-1::/apis/{made['ApiId']}"
    apis.tag_resource(ResourceArn=arn, Tags={"b": "2"})
    apis.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert apis.get_tags(ResourceArn=arn)["Tags"] == {"b": "2"} == apis.get_api(ApiId=made["ApiId"])["Tags"]
    apis.delete_cors_configuration(ApiId=made["ApiId"])
    assert "CorsConfiguration" not in apis.get_api(ApiId=made["ApiId"])
    apis.delete_api(ApiId=made["ApiId"])
    assert server.http("GET", "/any/path", None, {"Host": host}).status == 403


def test_queues_and_buses_by_name(apis, api, call, client, unique):
    queues = client("sqs")
    url = queues.create_queue(QueueName=unique("queue"))["QueueUrl"]

    def integration_of(subtype, **parameters):
        return apis.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationSubtype=subtype, CredentialsArn=ROLE,
                                       PayloadFormatVersion="1.0", RequestParameters=parameters)

    def route(key, subtype, **parameters):
        integration = integration_of(subtype, **parameters)
        apis.create_route(ApiId=api, RouteKey=key, Target="integrations/" + integration["IntegrationId"])

    route("POST /send/{id}", "SQS-SendMessage", QueueUrl=url, MessageBody="${request.path.id}: $request.body.text ${request.header.x-who}")
    route("POST /body", "SQS-SendMessage", QueueUrl=url, MessageBody="$request.body.inner")
    route("POST /event", "EventBridge-PutEvents", Source="api", DetailType="$request.querystring.type", Detail="$request.body")
    apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    assert call("/send/7", "POST", b"{}", X_Who="me").json()["MessageId"]
    assert call("/body", "POST", b'{"inner": {"a": [1]}}').status == 200
    assert call("/event?type=made", "POST", b'{"k": "v"}').json()["FailedEntryCount"] == 0
    bodies = []
    deadline = time.monotonic() + 20
    while len(bodies) < 2 and time.monotonic() < deadline:
        bodies += [m["Body"] for m in queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])]
    assert sorted(bodies) == ["7: $request.body.text me", '{"a":[1]}']
    assert error_of(integration_of, subtype="SQS-SendMessage", QueueUrl=url)[0] == "BadRequestException"


def test_a_function_authorizes(apis, api, call, function):
    authorizer = apis.create_authorizer(ApiId=api, Name="gate", AuthorizerType="REQUEST", AuthorizerPayloadFormatVersion="2.0",
                                        EnableSimpleResponses=True, IdentitySource=["$request.header.X-Key"], AuthorizerResultTtlInSeconds=60,
                                        AuthorizerUri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations")
    integrate(apis, api, "GET /guarded", function, AuthorizationType="CUSTOM", AuthorizerId=authorizer["AuthorizerId"])
    integrate(apis, api, "GET /signed", function, AuthorizationType="AWS_IAM")
    apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    assert (call("/guarded").status, call("/guarded").json()) == (401, {"message": "Unauthorized"})
    assert (call("/guarded", X_Key="wrong").status, call("/guarded", X_Key="wrong").json()) == (403, {"message": "Forbidden"})
    for _ in range(2):
        assert call("/guarded", X_Key="let-me-in").json()["requestContext"]["authorizer"] == {"lambda": {"who": "tester"}}
    assert call("/signed").status == 403


OPENAPI = """
openapi: 3.0.1
info: {title: imported, version: "1.0"}
paths:
  /pets/{id}:
    get:
      x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: "%s", payloadFormatVersion: "2.0"}
x-amazon-apigateway-cors: {allowOrigins: ["*"]}
"""


def test_import_and_export(apis, function, server):
    made = apis.import_api(Body=OPENAPI % function)
    api = made["ApiId"]
    assert (made["Name"], made["CorsConfiguration"]["AllowOrigins"]) == ("imported", ["*"])
    apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    host = {"Host": urllib.parse.urlsplit(made["ApiEndpoint"]).netloc}
    assert server.http("GET", "/pets/7", None, host).json()["pathParameters"] == {"id": "7"}
    yaml = apis.export_api(ApiId=api, Specification="OAS30", OutputType="YAML")["body"].read().decode()
    assert yaml.startswith('---\nopenapi: "3.0.1"\n') and "/pets/{id}:" in yaml
    document = json.loads(apis.export_api(ApiId=api, Specification="OAS30", OutputType="JSON", StageName="$default")["body"].read())
    assert document["paths"]["/pets/{id}"]["get"]["x-amazon-apigateway-integration"]["uri"] == function
    apis.reimport_api(ApiId=api, Body=yaml.replace("/pets/", "/dogs/").replace("imported", "again"))
    assert [route["RouteKey"] for route in apis.get_routes(ApiId=api)["Items"]] == ["GET /dogs/{id}"]
    assert (server.http("GET", "/pets/7", None, host).status, server.http("GET", "/dogs/7", None, host).status) == (404, 200)
    assert apis.get_api(ApiId=api)["Name"] == "again"
    assert error_of(apis.import_api, Body="swagger: '2.0'")[0] == "BadRequestException"
    lonely = "{openapi: 3.0.1, info: {title: a}, paths: {/a: {get: {}}}}"
    assert error_of(apis.import_api, Body=lonely, FailOnWarnings=True)[0] == "BadRequestException"
    assert len(apis.import_api(Body=lonely)["Warnings"]) == 1


def test_throttling(apis, api, call, function):
    integrate(apis, api, "GET /a", function)
    integrate(apis, api, "GET /b", function)
    apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True, DefaultRouteSettings={"ThrottlingRateLimit": 1000, "ThrottlingBurstLimit": 1000},
                      RouteSettings={"GET /a": {"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 1}})
    assert call("/prod/a").status == 200
    refused = call("/prod/a")
    assert (refused.status, refused.json()) == (429, {"message": "Too Many Requests"})
    assert call("/prod/b").status == 200
    apis.update_stage(ApiId=api, StageName="prod", RouteSettings={"GET /a": {"ThrottlingRateLimit": 1000, "ThrottlingBurstLimit": 1000}})
    time.sleep(0.01)
    assert call("/prod/a").status == 200


def test_domain_names_are_updated(apis, unique):
    name = unique("api") + ".example.com"
    certificate = "arn:aws:acm:us-east-1:000000000000:certificate/one"
    made = apis.create_domain_name(DomainName=name, DomainNameConfigurations=[{"CertificateArn": certificate, "EndpointType": "REGIONAL"}])
    changed = apis.update_domain_name(DomainName=name, DomainNameConfigurations=[{"CertificateArn": certificate + "2", "SecurityPolicy": "TLS_1_2"}])
    before, after = made["DomainNameConfigurations"][0], changed["DomainNameConfigurations"][0]
    assert after["CertificateArn"] == certificate + "2" and after["ApiGatewayDomainName"] == before["ApiGatewayDomainName"]
    assert (after["EndpointType"], after["DomainNameStatus"]) == ("REGIONAL", "AVAILABLE")
    apis.delete_domain_name(DomainName=name)
