"""Tasks that send HTTP: http:invoke in the name of an EventBridge connection, apigateway:invoke to an API here."""

import http.server
import json
import threading

import pytest

import harness
from test_clock import ended, start

HTTP, API = "arn:aws:states:::http:invoke", "arn:aws:states:::apigateway:invoke"


@pytest.fixture
def listener():
    """A server outside: keeps what it is sent, answers 200 with JSON, or what the path says (/503)."""
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            seen.append({"path": self.path, "headers": {name.lower(): value for name, value in self.headers.items()}, "body": body})
            if self.path == "/token":
                return self.answer(200, {"access_token": f"token-{len(seen)}"})
            code = self.path.strip("/")[:3]
            self.answer(int(code) if code.isdigit() else 200, {"you": "sent", "body": body})

        do_GET = do_POST

        def answer(self, status, value):
            text = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.seen, server.url = seen, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


def run(client, unique, resource, parameters, input="{}"):
    states = client("stepfunctions")
    task = {"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True}}}
    return ended(states, start(states, task, unique("machine"), input))


@pytest.fixture
def connection(client, unique):
    def make(kind, **auth):
        return client("events").create_connection(Name=unique("connection"), AuthorizationType=kind, AuthParameters=auth)["ConnectionArn"]

    return make


def test_a_request_has_what_task_and_connection_say(client, unique, listener, connection):
    arn = connection("BASIC", BasicAuthParameters={"Username": "user", "Password": "secret"}, InvocationHttpParameters={
        "HeaderParameters": [{"Key": "X-Shop", "Value": "1"}], "QueryStringParameters": [{"Key": "shop", "Value": "a b"}],
        "BodyParameters": [{"Key": "shop", "Value": "yes"}]})
    described = run(client, unique, HTTP, {
        "ApiEndpoint.$": f"States.Format('{listener.url}/orders/{{}}', $.id)", "Method": "POST", "Authentication": {"ConnectionArn": arn},
        "Headers": {"X-Mine": "2", "X-Shop": "mine"}, "QueryParameters": {"q": "x&y", "n": [1, 2]}, "RequestBody": {"id.$": "$.id"}}, '{"id": 7}')
    assert described["status"] == "SUCCEEDED", described
    sent = listener.seen[0]
    assert sent["path"] == "/orders/7?q=x%26y&n=1&n=2&shop=a%20b"
    assert json.loads(sent["body"]) == {"id": 7, "shop": "yes"}
    assert sent["headers"]["authorization"] == "Basic dXNlcjpzZWNyZXQ=" and sent["headers"]["x-shop"] == "1" and sent["headers"]["x-mine"] == "2"
    assert sent["headers"]["user-agent"] == "Amazon|StepFunctions|HttpInvoke|us-east-1"
    output = json.loads(described["output"])
    assert (output["StatusCode"], output["StatusText"], output["ResponseBody"]["you"]) == (200, "OK", "sent")
    assert output["Headers"]["Content-Type"] == ["application/json"]


@pytest.mark.parametrize("format, form", [(None, "a%5B0%5D=1&a%5B1%5D=2&b%5Bc%5D=x"), ("REPEAT", "a=1&a=2&b%5Bc%5D=x"),
                                          ("COMMAS", "a=1%2C2&b%5Bc%5D=x"), ("BRACKETS", "a%5B%5D=1&a%5B%5D=2&b%5Bc%5D=x")])
def test_a_body_may_be_a_form(client, unique, listener, connection, format, form):
    transform = {"RequestBodyEncoding": "URL_ENCODED", **({"RequestEncodingOptions": {"ArrayFormat": format}} if format else {})}
    run(client, unique, HTTP, {"ApiEndpoint": listener.url, "Method": "POST", "RequestBody": {"a": [1, 2], "b": {"c": "x"}}, "Transform": transform,
                               "Authentication": {"ConnectionArn": connection("API_KEY", ApiKeyAuthParameters={"ApiKeyName": "X-Key", "ApiKeyValue": "k"})}})
    sent = listener.seen[0]
    assert sent["body"] == form and sent["headers"]["content-type"].startswith("application/x-www-form-urlencoded")
    assert sent["headers"]["x-key"] == "k"


def test_a_token_is_asked_for_once_until_it_is_refused(client, unique, listener, connection):
    arn = connection("OAUTH_CLIENT_CREDENTIALS", OAuthParameters={
        "ClientParameters": {"ClientID": "id", "ClientSecret": "hidden"}, "AuthorizationEndpoint": listener.url + "/token", "HttpMethod": "POST"})
    for path in ("/a", "/b", "/401", "/c"):
        run(client, unique, HTTP, {"ApiEndpoint": listener.url + path, "Method": "GET", "Authentication": {"ConnectionArn": arn}})
    assert [sent["path"] for sent in listener.seen] == ["/token", "/a", "/b", "/401", "/token", "/c"]
    assert listener.seen[1]["headers"]["authorization"] == "Bearer token-1" and listener.seen[5]["headers"]["authorization"] == "Bearer token-5"


def test_failures_have_awss_names(client, unique, listener, connection):
    arn = connection("API_KEY", ApiKeyAuthParameters={"ApiKeyName": "X-Key", "ApiKeyValue": "k"})
    authentication = {"Authentication": {"ConnectionArn": arn}}
    refused = run(client, unique, HTTP, {"ApiEndpoint": listener.url + "/503", "Method": "GET", **authentication})
    assert refused["error"] == "States.Http.StatusCode.503" and json.loads(refused["cause"])["you"] == "sent"
    assert run(client, unique, HTTP, {"ApiEndpoint": "http://127.0.0.1:1/", "Method": "GET", **authentication})["error"] == "States.Http.Socket"
    for wrong in ({"Method": "GET", **authentication}, {"ApiEndpoint": listener.url, "Method": "GET"},
                  {"ApiEndpoint": listener.url, "Method": "GET", "Headers": {"Host": "other"}, **authentication}):
        described = run(client, unique, HTTP, wrong)
        assert described["status"] == "FAILED" and described["error"] == "States.Runtime", described
    missing = run(client, unique, HTTP, {"ApiEndpoint": listener.url, "Method": "GET", "Authentication": {"ConnectionArn": arn + "x"}})
    assert missing["error"].startswith("Events.ConnectionResource.")


def test_an_api_is_invoked(client, unique):
    apis = client("apigateway")
    api = apis.create_rest_api(name=unique("api"))["id"]
    root = apis.get_resources(restApiId=api)["items"][0]["id"]
    for method, authorization in (("POST", "NONE"), ("GET", "AWS_IAM")):
        apis.put_method(restApiId=api, resourceId=root, httpMethod=method, authorizationType=authorization)
        apis.put_integration(restApiId=api, resourceId=root, httpMethod=method, type="MOCK",
                             requestTemplates={"application/json": '{"statusCode": $input.params("code")}'})
        for status in ("200", "409"):
            apis.put_method_response(restApiId=api, resourceId=root, httpMethod=method, statusCode=status)
            apis.put_integration_response(restApiId=api, resourceId=root, httpMethod=method, statusCode=status, selectionPattern=status,
                                          responseTemplates={"application/json": '{"code": %s}' % status})
    apis.create_deployment(restApiId=api, stageName="live")
    where = {"ApiEndpoint": f"{api}.execute-api.us-east-1.amazonaws.com", "Stage": "live"}
    fine = run(client, unique, API, {**where, "Method": "POST", "QueryParameters": {"code": ["200"]}, "RequestBody": {"a": 1}})
    assert fine["status"] == "SUCCEEDED", fine
    output = json.loads(fine["output"])
    assert output["StatusCode"] == 200 and output["ResponseBody"]["code"] == 200
    conflict = run(client, unique, API, {**where, "Method": "POST", "QueryParameters": {"code": ["409"]}})
    assert conflict["error"] == "ApiGateway.409" and json.loads(conflict["cause"])["code"] == 409
    unsigned = run(client, unique, API, {**where, "Method": "GET", "QueryParameters": {"code": ["200"]}})
    assert unsigned["error"] == "ApiGateway.403"
    signed = run(client, unique, API, {**where, "Method": "GET", "AuthType": "IAM_ROLE", "QueryParameters": {"code": ["200"]}})
    assert signed["status"] == "SUCCEEDED", signed
