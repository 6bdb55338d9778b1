"""WebSocket APIs: built with boto3, spoken to by a WebSocket client, answered by functions and through @connections."""

import json
import ssl

import pytest
import websocket

import harness
from test_lambda_resources import error_of
from test_lambda_runtimes import create

CHAT = """
import json, os
def lambda_handler(event, context):
    asked = event["requestContext"]
    key = asked["routeKey"]
    if event.get("type") == "REQUEST":
        effect = "Allow" if event["queryStringParameters"].get("token") == "let-me-in" else "Deny"
        return {"principalId": "tester", "context": {"who": "me"}, "policyDocument": {"Version": "2012-10-17", "Statement": [
            {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}]}}
    if key == "$connect":
        if (event.get("queryStringParameters") or {}).get("refuse"):
            return {"statusCode": 418}
        return {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "chat"}}
    if key == "$disconnect":
        import boto3
        boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"]).put_object(Bucket=os.environ["BUCKET"], Key=asked["connectionId"], Body=json.dumps(event).encode())
        return {"statusCode": 200}
    if key == "raise":
        raise ValueError("bad thing")
    if key == "push":
        import boto3
        said = json.loads(event["body"])
        url = os.environ["AWS_ENDPOINT_URL"] + "/_aws/execute-api/" + asked["apiId"] + "/" + asked["stage"]
        boto3.client("apigatewaymanagementapi", endpoint_url=url).post_to_connection(ConnectionId=said["to"], Data=said["data"].encode())
        return {"statusCode": 200}
    return {"statusCode": 200, "body": json.dumps(event)}
"""


@pytest.fixture
def apis(client):
    return client("apigatewayv2")


@pytest.fixture
def function(server, client, bucket, unique):
    functions = client("lambda")
    environment = {"Variables": {"BUCKET": bucket, "AWS_ENDPOINT_URL": server.endpoint}}
    made = create(functions, unique("chat"), {"lambda_function.py": CHAT}, Timeout=20, Environment=environment)
    functions.add_permission(FunctionName=made.name, StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com")
    return functions.get_function(FunctionName=made.name)["Configuration"]["FunctionArn"]


@pytest.fixture
def api(apis, unique):
    made = apis.create_api(Name=unique("chat"), ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")
    yield made["ApiId"]
    apis.delete_api(ApiId=made["ApiId"])


@pytest.fixture
def connect(server, api):
    """connect("?token=x"): an open connection to the stage "prod"."""
    opened = []

    def connect(query="", path="/prod", **options):
        host = f"{api}.execute-api.us-east-1.localhost:{server.port}"
        opened.append(websocket.create_connection(f"ws://127.0.0.1:{server.port}{path}{query}", timeout=60, host=host, **options))
        return opened[-1]

    yield connect
    for one in opened:
        one.close()


def route(apis, api, key, arn, answers=False, **more):
    integration = apis.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=arn)
    if answers:
        more["RouteResponseSelectionExpression"] = "$default"
    made = apis.create_route(ApiId=api, RouteKey=key, Target="integrations/" + integration["IntegrationId"], **more)
    if answers:
        apis.create_route_response(ApiId=api, RouteId=made["RouteId"], RouteResponseKey="$default")
    return made


def ask(connection, **message):
    connection.send(json.dumps(message))
    return json.loads(connection.recv())


def test_a_conversation(server, client, apis, api, function, connect, bucket):
    for key in ("$connect", "$disconnect", "push", "raise"):
        route(apis, api, key, function)
    for key in ("hello", "$default"):
        route(apis, api, key, function, answers=True)
    apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True, StageVariables={"color": "red"})
    first = connect("?name=first", subprotocols=["chat"])
    assert first.getsubprotocol() == "chat"
    event = ask(first, action="hello", text="hi")
    asked = event["requestContext"]
    assert json.loads(event["body"]) == {"action": "hello", "text": "hi"} and event["stageVariables"] == {"color": "red"}
    assert (asked["routeKey"], asked["eventType"], asked["apiId"], asked["stage"]) == ("hello", "MESSAGE", api, "prod")
    assert asked["messageId"] and asked["identity"]["sourceIp"] == "127.0.0.1"
    assert ask(first, action="unheard-of")["requestContext"]["routeKey"] == "$default"
    first.send("no json")
    assert json.loads(first.recv())["body"] == "no json"
    failed = ask(first, action="raise")
    assert (failed["message"], failed["connectionId"]) == ("Internal server error", asked["connectionId"])
    second = connect()
    second.send(json.dumps({"action": "push", "to": asked["connectionId"], "data": "from the second"}))
    assert first.recv() == "from the second"
    first.ping("still there?")
    first.send(json.dumps({"action": "hello"}))
    assert first.recv_data(control_frame=True)[0] == websocket.ABNF.OPCODE_PONG and first.recv()
    first.close(status=3001, reason=b"done")
    said = harness.eventually(lambda: [one["Key"] for one in client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])])
    told = json.loads(client("s3").get_object(Bucket=bucket, Key=said[0])["Body"].read())["requestContext"]
    assert said == [asked["connectionId"]] and (told["eventType"], told["disconnectStatusCode"]) == ("DISCONNECT", 3001)


def test_the_backend_speaks_to_connections(server, apis, api, connect):
    integration = apis.create_integration(ApiId=api, IntegrationType="MOCK", RequestTemplates={"200": '{"statusCode": 200}'}, TemplateSelectionExpression="200")
    apis.create_integration_response(ApiId=api, IntegrationId=integration["IntegrationId"], IntegrationResponseKey="/2\\d\\d/",
                                     ResponseTemplates={"$default": '{"id": "$context.connectionId"}'})
    made = apis.create_route(ApiId=api, RouteKey="who", Target="integrations/" + integration["IntegrationId"], RouteResponseSelectionExpression="$default")
    apis.create_route_response(ApiId=api, RouteId=made["RouteId"], RouteResponseKey="$default")
    apis.create_stage(ApiId=api, StageName="prod")
    apis.create_deployment(ApiId=api, StageName="prod")
    connection = connect()
    name = ask(connection, action="who")["id"]
    forbidden = ask(connection, action="nothing there")
    assert (forbidden["message"], forbidden["connectionId"]) == ("Forbidden", name)
    backend = harness.boto3.client("apigatewaymanagementapi", endpoint_url=f"{server.endpoint}/_aws/execute-api/{api}/prod", **harness.CREDENTIALS)
    known = backend.get_connection(ConnectionId=name)
    assert known["Identity"]["SourceIp"] == "127.0.0.1" and known["ConnectedAt"] <= known["LastActiveAt"]
    backend.post_to_connection(ConnectionId=name, Data=b"text")
    assert connection.recv_data() == (websocket.ABNF.OPCODE_TEXT, b"text")
    backend.post_to_connection(ConnectionId=name, Data=b"\xff\x00")
    assert connection.recv_data() == (websocket.ABNF.OPCODE_BINARY, b"\xff\x00")
    assert error_of(backend.post_to_connection, ConnectionId=name, Data=b"x" * (128 * 1024 + 1))[0] == "PayloadTooLargeException"
    unsigned = server.http("POST", f"/prod/@connections/{name}", b"x", {"Host": f"{api}.execute-api.us-east-1.localhost:{server.port}"})
    assert (unsigned.status, unsigned.json()["message"]) == (403, "Missing Authentication Token")
    backend.delete_connection(ConnectionId=name)
    opcode, data = connection.recv_data()
    assert opcode == websocket.ABNF.OPCODE_CLOSE and int.from_bytes(data[:2], "big") == 1000
    connection.close()
    harness.eventually(lambda: error_of(backend.get_connection, ConnectionId=name)[0] == "GoneException")
    assert error_of(backend.post_to_connection, ConnectionId="nobody", Data=b"x")[0] == "GoneException"


def test_who_may_connect(apis, api, function, connect):
    authorizer = apis.create_authorizer(ApiId=api, Name="door", AuthorizerType="REQUEST", IdentitySource=["route.request.querystring.token"],
                                        AuthorizerUri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations")
    route(apis, api, "$connect", function, AuthorizationType="CUSTOM", AuthorizerId=authorizer["AuthorizerId"])
    route(apis, api, "hello", function, answers=True)
    apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True)
    for query, status in (("", 401), ("?token=wrong", 403), ("?token=let-me-in&refuse=1", 418)):
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            connect(query)
        assert refused.value.status_code == status, query
    for path in ("/none", "/prod/else"):
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            connect(path=path)
        assert refused.value.status_code == 403, path
    assert ask(connect("?token=let-me-in"), action="hello")["requestContext"]["authorizer"]["who"] == "me"


def test_limits(apis, api, function, connect):
    route(apis, api, "$default", function, answers=True)
    apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True, DefaultRouteSettings={"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 2})
    connection = connect()
    assert "body" in ask(connection, text="first") and "body" in ask(connection, text="second")
    assert ask(connection, text="third")["message"] == "Too Many Requests"
    connection.send("x" * (33 * 1024))
    opcode, data = connection.recv_data()
    assert opcode == websocket.ABNF.OPCODE_CLOSE and int.from_bytes(data[:2], "big") == 1009


def test_over_tls_and_after_a_restart(start_server, tmp_path):
    server = start_server()
    apis = server.client("apigatewayv2")
    api = apis.create_api(Name="tls", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")
    assert api["ApiEndpoint"].startswith(f"ws://{api['ApiId']}.execute-api.")
    apis.create_stage(ApiId=api["ApiId"], StageName="prod", AutoDeploy=True)
    for _ in range(2):
        host = f"{api['ApiId']}.execute-api.us-east-1.localhost"
        connection = websocket.create_connection(f"wss://127.0.0.1:{server.port}/prod", timeout=60, host=host, sslopt={"cert_reqs": ssl.CERT_NONE})
        assert ask(connection, action="x")["message"] == "Forbidden"
        server.restart()
        with pytest.raises((websocket.WebSocketConnectionClosedException, ConnectionError, ssl.SSLError)):
            connection.recv()
        apis = server.client("apigatewayv2")


def test_what_the_operations_refuse(apis, api, unique):
    assert error_of(apis.create_api, Name="x", ProtocolType="WEBSOCKET")[0] == "BadRequestException"
    assert error_of(apis.create_route, ApiId=api, RouteKey="hello", AuthorizationType="AWS_IAM")[0] == "BadRequestException"
    assert error_of(apis.create_integration, ApiId=api, IntegrationType="AWS_PROXY")[0] == "BadRequestException"
    integration = apis.create_integration(ApiId=api, IntegrationType="MOCK")["IntegrationId"]
    assert apis.get_integration(ApiId=api, IntegrationId=integration)["IntegrationResponseSelectionExpression"] == "${integration.response.statuscode}"
    key = {"ApiId": api, "IntegrationId": integration}
    assert error_of(apis.create_integration_response, **key, IntegrationResponseKey="200")[0] == "BadRequestException"
    made = apis.create_integration_response(**key, IntegrationResponseKey="$default", ResponseTemplates={"a": "b"})
    assert error_of(apis.create_integration_response, **key, IntegrationResponseKey="$default")[0] == "ConflictException"
    changed = apis.update_integration_response(**key, IntegrationResponseId=made["IntegrationResponseId"], ResponseTemplates={"a": "", "c": "d"})
    assert changed["ResponseTemplates"] == {"c": "d"} and len(apis.get_integration_responses(**key)["Items"]) == 1
    apis.delete_integration(ApiId=api, IntegrationId=integration)
    assert error_of(apis.get_integration_responses, **key)[0] == "NotFoundException"
