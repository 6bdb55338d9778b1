"""Function URLs: configured with boto3, called over HTTP by their own host names."""

import json
import urllib.parse

import pytest

import harness
from test_lambda_resources import error_of
from test_lambda_runtimes import create

CODE = """
import json
def lambda_handler(event, context):
    do = json.loads(event["body"]).get("do") if event.get("body") and not event["isBase64Encoded"] else None
    if do == "full":
        return {"statusCode": 201, "headers": {"X-Own": "yes", "Content-Type": "text/plain", "Access-Control-Allow-Origin": "own"},
                "cookies": ["a=1; Secure", "b=2"], "body": "made"}
    if do == "bytes":
        return {"statusCode": 200, "headers": {"content-type": "image/png"}, "body": "AP8=", "isBase64Encoded": True}
    if do == "text":
        return "plain"
    if do == "raise":
        raise ValueError("bad thing")
    if do == "malformed":
        return {"statusCode": "many"}
    return event
"""


@pytest.fixture
def functions(client):
    return client("lambda")


@pytest.fixture
def snake(functions, unique):
    return create(functions, unique("snake"), {"lambda_function.py": CODE}, Timeout=20)


def let_in(functions, name, **more):
    functions.add_permission(FunctionName=name, StatementId="url", Action="lambda:InvokeFunctionUrl", Principal="*",
                             FunctionUrlAuthType="NONE", **more)


@pytest.fixture
def opened(functions, snake):
    """opened(**settings): the host of a URL that everybody may call."""

    def open_url(**settings):
        let_in(functions, snake.name)
        url = functions.create_function_url_config(FunctionName=snake.name, AuthType="NONE", **settings)["FunctionUrl"]
        return urllib.parse.urlsplit(url).netloc

    return open_url


@pytest.fixture
def ask(server):
    def ask(host, method="GET", path="/", body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return server.http(method, path, body, {"Host": host, **headers})

    return ask


def do(ask, host, what, **headers):
    return ask(host, "POST", "/", json.dumps({"do": what}), Content_Type="application/json", **headers)


def test_what_is_configured(server, functions, snake):
    name = snake.name
    cors = {"AllowOrigins": ["https://example.com"], "AllowMethods": ["GET"], "MaxAge": 60}
    made = functions.create_function_url_config(FunctionName=name, AuthType="NONE", Cors=cors)
    arn = functions.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    url = urllib.parse.urlsplit(made["FunctionUrl"])
    assert url.scheme == "http" and url.port == server.port and url.path == "/"
    assert url.hostname.endswith(".lambda-url.us-east-1.localhost")
    assert (made["FunctionArn"], made["AuthType"], made["Cors"]) == (arn, "NONE", cors)
    assert error_of(functions.create_function_url_config, FunctionName=name, AuthType="NONE") == (
        "ResourceConflictException", f"Failed to create function url config for [functionArn = {arn}]. "
                                     "Error message:  FunctionUrlConfig exists for this Lambda function")
    changed = functions.update_function_url_config(FunctionName=name, AuthType="AWS_IAM")
    assert (changed["AuthType"], changed["Cors"], changed["FunctionUrl"]) == ("AWS_IAM", cors, made["FunctionUrl"])
    functions.publish_version(FunctionName=name)
    functions.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    other = functions.create_function_url_config(FunctionName=name, Qualifier="live", AuthType="NONE")
    assert other["FunctionArn"] == arn + ":live"
    pages = functions.get_paginator("list_function_url_configs").paginate(FunctionName=name, PaginationConfig={"PageSize": 1})
    assert {config["FunctionUrl"] for page in pages for config in page["FunctionUrlConfigs"]} == {made["FunctionUrl"], other["FunctionUrl"]}
    assert error_of(functions.create_function_url_config, FunctionName=name, Qualifier="1", AuthType="NONE")[0] == "ValidationException"
    functions.delete_function_url_config(FunctionName=name)
    assert error_of(functions.get_function_url_config, FunctionName=name) == (
        "ResourceNotFoundException", "The resource you requested does not exist.")
    assert error_of(functions.get_function_url_config, FunctionName="nobody") == ("ResourceNotFoundException", "Function does not exist")


def test_a_request_becomes_an_event(opened, ask):
    host = opened()
    answer = ask(host, "PUT", "/some/path?a=1&a=2&b=%20x", b"\x00\xff", Content_Type="image/png", Cookie="one=1; two=2", X_Many="v")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/json"
    event = answer.json()
    assert (event["version"], event["routeKey"], event["rawPath"], event["rawQueryString"]) == ("2.0", "$default", "/some/path", "a=1&a=2&b=%20x")
    assert event["queryStringParameters"] == {"a": "1,2", "b": " x"} and event["cookies"] == ["one=1", "two=2"]
    assert (event["body"], event["isBase64Encoded"]) == ("AP8=", True)
    assert event["headers"]["x-many"] == "v" and event["headers"]["x-forwarded-proto"] == "http" and "cookie" not in event["headers"]
    context = event["requestContext"]
    assert context["accountId"] == "anonymous" and context["domainName"] == host.split(":")[0] and context["apiId"] == context["domainPrefix"]
    assert {**context["http"], "userAgent": ""} == {"method": "PUT", "path": "/some/path", "protocol": "HTTP/1.1",
                                                    "sourceIp": "127.0.0.1", "userAgent": ""}
    assert context["requestId"] == answer.headers["x-amzn-RequestId"] and isinstance(context["timeEpoch"], int)
    plain = ask(host).json()
    assert "body" not in plain and "queryStringParameters" not in plain and plain["isBase64Encoded"] is False
    for other in (host.replace(".localhost", ".localhost.localstack.cloud"), host.split(".localhost")[0] + ".on.aws"):
        assert ask(other).status == 200


def test_a_result_becomes_an_answer(opened, ask):
    host = opened()
    full = do(ask, host, "full")
    assert (full.status, full.body, full.headers["X-Own"], full.headers["Content-Type"]) == (201, b"made", "yes", "text/plain")
    assert full.headers.get_all("Set-Cookie") == ["a=1; Secure", "b=2"]
    picture = do(ask, host, "bytes")
    assert (picture.body, picture.headers["Content-Type"]) == (b"\x00\xff", "image/png")
    assert do(ask, host, "text").body == b"plain"
    for what in ("raise", "malformed"):
        failed = do(ask, host, what)
        assert (failed.status, failed.body) == (502, b"Internal Server Error")


def test_who_is_let_in(functions, snake, ask, server):
    url = functions.create_function_url_config(FunctionName=snake.name, AuthType="NONE")["FunctionUrl"]
    host = urllib.parse.urlsplit(url).netloc
    forbidden = ask(host)
    assert (forbidden.status, forbidden.json()) == (403, {"Message": "Forbidden"})
    let_in(functions, snake.name)
    assert ask(host).status == 200
    functions.update_function_url_config(FunctionName=snake.name, AuthType="AWS_IAM")
    assert ask(host).status == 403
    scope = f"Credential={harness.ACCOUNT}/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature={'0' * 64}"
    signed = ask(host, Authorization="AWS4-HMAC-SHA256 " + scope, X_Amz_Date="20260101T000000Z")
    assert signed.status == 200
    assert signed.json()["requestContext"]["authorizer"]["iam"]["accountId"] == harness.ACCOUNT
    functions.delete_function_url_config(FunctionName=snake.name)
    assert ask(host).status == 404


def test_cors(opened, ask):
    host = opened(Cors={"AllowOrigins": ["https://example.com"], "AllowMethods": ["POST"], "AllowHeaders": ["content-type"],
                        "ExposeHeaders": ["x-own"], "MaxAge": 60, "AllowCredentials": True})
    asked = {"Origin": "https://example.com", "Access_Control_Request_Method": "POST"}
    allowed = ask(host, "OPTIONS", **asked)
    assert allowed.status == 200 and allowed.body == b""
    assert {name: allowed.headers["Access-Control-" + name] for name in ("Allow-Origin", "Allow-Methods", "Allow-Headers", "Max-Age", "Allow-Credentials")} == {
        "Allow-Origin": "https://example.com", "Allow-Methods": "POST", "Allow-Headers": "content-type", "Max-Age": "60", "Allow-Credentials": "true"}
    assert "Access-Control-Allow-Origin" not in ask(host, "OPTIONS", **{**asked, "Origin": "https://evil.example"}).headers
    full = do(ask, host, "full", Origin="https://example.com")
    assert full.headers.get_all("Access-Control-Allow-Origin") == ["https://example.com"]
    assert full.headers["Access-Control-Expose-Headers"] == "x-own"
    assert do(ask, host, "full", Origin="https://evil.example").status == 403


def test_an_alias_has_a_url_of_its_own(functions, snake, ask):
    functions.publish_version(FunctionName=snake.name)
    functions.create_alias(FunctionName=snake.name, Name="live", FunctionVersion="1")
    url = functions.create_function_url_config(FunctionName=snake.name, Qualifier="live", AuthType="NONE")["FunctionUrl"]
    host = urllib.parse.urlsplit(url).netloc
    assert ask(host).status == 403
    let_in(functions, snake.name, Qualifier="live")
    assert ask(host).status == 200
