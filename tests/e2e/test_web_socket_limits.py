"""WebSocket APIs: integrations of all types, who is let in by signature and key, models, metrics, and the limits of connections."""

import datetime
import functools
import http.server
import json
import socket
import threading

import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials
import pytest
import websocket

import harness
from test_clock import clock
from test_iam import allow, as_user, policy
from test_lambda_resources import error_of
from test_web_sockets import api, apis, ask  # noqa: F401

INVOKE = "execute-api:Invoke"
MANAGE = "execute-api:ManageConnections"
DAY = datetime.timedelta(days=1)


class Backend(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = json.dumps({"path": self.path, "x": self.headers.get("X-Id"), "body": body}).encode()
        self.send_response(404 if "missing" in body else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        pass


@pytest.fixture
def backend():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Backend)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def connect(server, api, query="", **options):  # noqa: F811
    host = f"{api}.execute-api.us-east-1.localhost:{server.port}"
    return websocket.create_connection(f"ws://127.0.0.1:{server.port}/prod{query}", timeout=60, host=host, **options)


def refused(server, api, **options):  # noqa: F811
    with pytest.raises(websocket.WebSocketBadStatusException) as caught:
        connect(server, api, **options)
    return caught.value.status_code


def answering(apis, api, key, response=None, more=None, **integration):  # noqa: F811
    """A route with an integration whose answer is sent back."""
    made = apis.create_integration(ApiId=api, **integration)["IntegrationId"]
    if response:
        apis.create_integration_response(ApiId=api, IntegrationId=made, IntegrationResponseKey="$default", ResponseTemplates={"$default": response})
    route = apis.create_route(ApiId=api, RouteKey=key, Target="integrations/" + made, RouteResponseSelectionExpression="$default", **(more or {}))
    apis.create_route_response(ApiId=api, RouteId=route["RouteId"], RouteResponseKey="$default")


def deploy(apis, api, **settings):  # noqa: F811
    apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True, **settings)


def management(server, api, key=None):  # noqa: F811
    url = f"{server.endpoint}/_aws/execute-api/{api}/prod"
    credentials = harness.CREDENTIALS if key is None else {
        "aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"], "region_name": harness.REGION}
    return harness.boto3.client("apigatewaymanagementapi", endpoint_url=url, config=botocore.config.Config(retries={"max_attempts": 0}), **credentials)


def sum_of(client, api, name, **dimensions):  # noqa: F811
    """A metric's sum, and how many values it has."""
    now = datetime.datetime.now(datetime.timezone.utc)
    points = client("cloudwatch").get_metric_statistics(
        Namespace="AWS/ApiGateway", MetricName=name, Statistics=["Sum", "SampleCount"], Period=86400, StartTime=now - DAY, EndTime=now + DAY,
        Dimensions=[{"Name": key, "Value": value} for key, value in {"ApiId": api, **dimensions}.items()])["Datapoints"]
    return sum(point["Sum"] for point in points), sum(point["SampleCount"] for point in points)


def test_integrations(server, client, apis, api, backend, unique):  # noqa: F811
    answering(apis, api, "proxy", IntegrationType="HTTP_PROXY", IntegrationMethod="POST", IntegrationUri=backend + "/proxy",
              RequestParameters={"integration.request.header.X-Id": "context.connectionId"})
    answering(apis, api, "mapped", response='{"got": $input.json("$.body")}', IntegrationType="HTTP", IntegrationMethod="POST",
              IntegrationUri=backend + "/mapped", RequestTemplates={"$default": '{"n": $input.json("$.n")}'})
    queue = client("sqs").create_queue(QueueName=unique("queue"))["QueueUrl"]
    answering(apis, api, "queue", response='{"sent": true}', IntegrationType="AWS", IntegrationMethod="POST",
              IntegrationUri="arn:aws:apigateway:us-east-1:sqs:path/000000000000/" + queue.rsplit("/", 1)[1], CredentialsArn="arn:aws:iam::000000000000:role/gateway",
              RequestParameters={"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
              RequestTemplates={"$default": "Action=SendMessage&MessageBody=$input.path('$.text')"})
    answering(apis, api, "nowhere", IntegrationType="HTTP_PROXY", IntegrationMethod="POST", IntegrationUri="http://127.0.0.1:9/")
    deploy(apis, api, DefaultRouteSettings={"DetailedMetricsEnabled": True})
    connection = connect(server, api)
    proxied = ask(connection, action="proxy", n=1)
    assert proxied["path"] == "/proxy" and json.loads(proxied["body"]) == {"action": "proxy", "n": 1} and proxied["x"]
    assert json.loads(ask(connection, action="mapped", n=[1, 2])["got"]) == {"n": [1, 2]}
    assert ask(connection, action="queue", text="hello") == {"sent": True}
    assert client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"] == "hello"
    assert ask(connection, action="nowhere")["message"] == "Internal server error"
    assert ask(connection, action="proxy", text="missing")["path"] == "/proxy"
    assert ask(connection, action="unknown")["message"] == "Forbidden"
    connection.close()

    total = functools.partial(sum_of, client, api)
    harness.eventually(lambda: total("ClientError")[0] == 1)
    assert total("IntegrationError")[0] == 1 and total("ExecutionError")[0] == 1
    assert total("MessageCount")[0] == 6 + 6 and total("IntegrationLatency", Stage="prod")[1] == 5
    assert total("MessageCount", Stage="prod", Route="mapped")[0] == 2


def test_messages_are_validated(server, apis, api):  # noqa: F811
    for name, schema in (("Add", {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}), ("Any", {})):
        apis.create_model(ApiId=api, Name=name, ContentType="application/json", Schema=json.dumps(schema))
    mock = {"IntegrationType": "MOCK", "RequestTemplates": {"200": '{"statusCode": 200}'}, "TemplateSelectionExpression": "200"}
    answering(apis, api, "one", response='{"fine": true}', more={"ModelSelectionExpression": "$request.body.kind", "RequestModels": {"add": "Add", "any": "Any"}}, **mock)
    answering(apis, api, "usual", response='{"fine": true}', more={"ModelSelectionExpression": "$request.body.kind", "RequestModels": {"$default": "Add"}}, **mock)
    deploy(apis, api)
    connection = connect(server, api)
    for message, fine in ({"action": "one", "kind": "add", "n": 1}, True), ({"action": "one", "kind": "add", "n": "1"}, False), ({"action": "one", "kind": "any"}, True), \
            ({"action": "one", "kind": "else"}, False), ({"action": "usual", "n": 2}, True), ({"action": "usual"}, False):
        said = ask(connection, **message)
        assert said == {"fine": True} if fine else (said["message"], len(said)) == ("Bad request body", 3), (message, said)
    models = {one["Name"]: one["ModelId"] for one in apis.get_models(ApiId=api)["Items"]}
    assert error_of(apis.delete_model, ApiId=api, ModelId=models["Add"])[0] == "ConflictException"
    apis.update_api(ApiId=api, DisableSchemaValidation=True)
    assert ask(connection, action="usual") == {"fine": True}
    connection.close()


def test_keys_at_connect(server, client, apis, api, unique):  # noqa: F811
    gateway = client("apigateway")
    answering(apis, api, "$connect", more={"ApiKeyRequired": True}, IntegrationType="MOCK", RequestTemplates={"200": '{"statusCode": 200}'}, TemplateSelectionExpression="200")
    deploy(apis, api)
    key = gateway.create_api_key(name=unique("key"), enabled=True, stageKeys=[{"restApiId": api, "stageName": "prod"}])
    assert refused(server, api) == 403 and refused(server, api, header={"x-api-key": "wrong"}) == 403
    connect(server, api, header={"x-api-key": key["value"]}).close()
    harness.eventually(lambda: sum_of(client, api, "ConnectCount", Stage="prod")[0] == 1)
    assert sum_of(client, api, "ClientError", Stage="prod")[0] == 2


def signed(server, api, key):  # noqa: F811
    """Headers of a signed handshake, and of none."""
    if key is None:
        return {}
    host = f"{api}.execute-api.us-east-1.localhost:{server.port}"
    request = botocore.awsrequest.AWSRequest("GET", f"http://{host}/prod", headers={"Host": host})
    botocore.auth.SigV4Auth(botocore.credentials.Credentials(*key), "execute-api", "us-east-1").add_auth(request)
    return {name: value for name, value in request.headers.items() if name != "Host"}


def test_signatures_and_policies(start_server):
    server = start_server("--iam", "enforce")
    apis, iam = server.client("apigatewayv2"), server.client("iam")  # noqa: F811
    api = apis.create_api(Name="chat", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")["ApiId"]  # noqa: F811
    mock = {"IntegrationType": "MOCK", "RequestTemplates": {"200": '{"statusCode": 200}'}, "TemplateSelectionExpression": "200"}
    answering(apis, api, "$connect", more={"AuthorizationType": "AWS_IAM"}, **mock)
    answering(apis, api, "who", response='{"id": "$context.connectionId"}', **mock)
    deploy(apis, api)
    keys = {}
    for name, statement in (("guest", allow(INVOKE, f"arn:aws:execute-api:us-east-1:000000000000:{api}/prod/$connect")),
                            ("backend", allow(MANAGE, f"arn:aws:execute-api:us-east-1:000000000000:{api}/prod/POST/@connections/*"))):
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=policy(statement))
        keys[name] = iam.create_access_key(UserName=name)["AccessKey"]
    pair = lambda name: (keys[name]["AccessKeyId"], keys[name]["SecretAccessKey"])  # noqa: E731
    assert refused(server, api) == 403 and refused(server, api, header=signed(server, api, pair("backend"))) == 403
    assert refused(server, api, header=signed(server, api, (pair("guest")[0], "another secret"))) == 403
    connect(server, api, header=signed(server, api, ("test", "test"))).close()
    connection = connect(server, api, header=signed(server, api, pair("guest")))
    name = ask(connection, action="who")["id"]
    assert error_of(management(server, api, keys["guest"]).post_to_connection, ConnectionId=name, Data=b"x")[0] == "AccessDeniedException"
    wrong = {**keys["backend"], "SecretAccessKey": "another secret"}
    assert error_of(management(server, api, wrong).post_to_connection, ConnectionId=name, Data=b"x")[0] == "InvalidSignatureException"
    management(server, api, keys["backend"]).post_to_connection(ConnectionId=name, Data=b"text")
    assert connection.recv() == "text"
    assert error_of(management(server, api, keys["backend"]).delete_connection, ConnectionId=name)[0] == "AccessDeniedException"
    management(server, api).delete_connection(ConnectionId=name)
    connection.close()
    rest = as_user(server, "apigateway", keys["guest"])
    assert error_of(rest.get_rest_apis)[0] == "AccessDeniedException"


def test_ten_idle_minutes_and_two_hours(fresh_server):
    apis = fresh_server.client("apigatewayv2")  # noqa: F811
    api = apis.create_api(Name="chat", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")["ApiId"]  # noqa: F811
    deploy(apis, api)
    idle, busy = connect(fresh_server, api), connect(fresh_server, api)

    def closed(connection):
        opcode, data = connection.recv_data()
        return opcode == websocket.ABNF.OPCODE_CLOSE and int.from_bytes(data[:2], "big")

    clock(fresh_server, action="advance", seconds=9 * 60)
    assert ask(busy, action="x")["message"] == ask(idle, action="x")["message"] == "Forbidden"
    clock(fresh_server, action="advance", seconds=9 * 60)
    assert ask(busy, action="x")["message"] == "Forbidden"
    clock(fresh_server, action="advance", seconds=2 * 60)
    assert closed(idle) == 1001
    for _ in range(11):
        assert ask(busy, action="x")["message"] == "Forbidden"
        clock(fresh_server, action="advance", seconds=9 * 60)
    assert closed(busy) == 1001
    for connection in (idle, busy):
        connection.close()


def test_who_does_not_read_is_not_waited_for(server, apis, api):  # noqa: F811
    mock = {"IntegrationType": "MOCK", "RequestTemplates": {"200": '{"statusCode": 200}'}, "TemplateSelectionExpression": "200"}
    answering(apis, api, "who", response='{"id": "$context.connectionId"}', **mock)
    deploy(apis, api)
    slow = connect(server, api, sockopt=((socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),))
    name = ask(slow, action="who")["id"]
    backend = management(server, api)
    sent = 0
    with pytest.raises(backend.exceptions.LimitExceededException):
        for sent in range(400):
            backend.post_to_connection(ConnectionId=name, Data=b"x" * (128 * 1024))
    assert sent >= 7
    before = server.memory()
    for _ in range(50):
        error_of(backend.post_to_connection, ConnectionId=name, Data=b"x" * (128 * 1024))
    assert server.memory() - before < 32 << 20
    for _ in range(sent):
        assert len(slow.recv()) == 128 * 1024
    backend.post_to_connection(ConnectionId=name, Data=b"again")
    assert slow.recv() == "again"
    slow.close()
