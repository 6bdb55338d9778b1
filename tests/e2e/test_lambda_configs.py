"""What is configured beside a function and shown of it: provisioned concurrency, where its code is, JSON logs, the account."""

import base64
import hashlib
import io
import json
import urllib.parse
import zipfile

import pytest

import harness
from test_lambda_resources import error_of
from test_lambda_runtimes import create, descendants, node, zip_of

CODE = """
import logging
calls = 0
def lambda_handler(event, context):
    print("printed")
    logging.getLogger().info("logged", extra={"size": 7})
    logging.getLogger("lib").debug("not logged")
    if event.get("do") == "raise":
        raise ValueError("bad thing")
    global calls
    calls += 1
    return calls
"""

NODE = """
exports.handler = async (event) => {
  console.log({ a: 1 });
  console.warn("two", 2);
  console.debug("not logged");
  if (event.do === "throw") throw new TypeError("bad thing");
};
"""


@pytest.fixture
def functions(client):
    return client("lambda")


@pytest.fixture
def snake(functions, unique):
    return create(functions, unique("snake"), {"lambda_function.py": CODE}, Timeout=20)


@pytest.fixture
def ask(server):
    """ask(method, path, body): for what Debian's boto3 does not know yet."""

    def request(method, path, body=None, status=200):
        answer = server.http(method, path, json.dumps(body) if body else None)
        assert answer.status == status, answer.body
        return answer.json() if answer.body else None

    return request


def test_code_signing(functions, snake, unique):
    publishers = {"SigningProfileVersionArns": ["arn:aws:signer:us-east-1:000000000000:/signing-profiles/ours/0123456789"]}
    made = functions.create_code_signing_config(Description="ours", AllowedPublishers=publishers)["CodeSigningConfig"]
    arn = made["CodeSigningConfigArn"]
    assert made["CodeSigningPolicies"] == {"UntrustedArtifactOnDeployment": "Warn"} and arn.endswith(":" + made["CodeSigningConfigId"])
    assert functions.get_function_code_signing_config(FunctionName=snake.name).get("CodeSigningConfigArn") is None
    functions.put_function_code_signing_config(FunctionName=snake.name, CodeSigningConfigArn=arn)
    assert functions.get_function_code_signing_config(FunctionName=snake.name)["CodeSigningConfigArn"] == arn
    assert functions.list_functions_by_code_signing_config(CodeSigningConfigArn=arn)["FunctionArns"] == [
        f"arn:aws:lambda:us-east-1:000000000000:function:{snake.name}"]
    code = zip_of({"lambda_function.py": CODE})
    functions.update_function_code(FunctionName=snake.name, ZipFile=code)
    changed = functions.update_code_signing_config(
        CodeSigningConfigArn=arn, CodeSigningPolicies={"UntrustedArtifactOnDeployment": "Enforce"})["CodeSigningConfig"]
    assert changed == functions.get_code_signing_config(CodeSigningConfigArn=arn)["CodeSigningConfig"] and changed["Description"] == "ours"
    refused = "Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not " \
              "configured to accept. Check the provided signature for {}."
    assert error_of(functions.update_function_code, FunctionName=snake.name, ZipFile=code) == (
        "CodeVerificationFailedException", refused.format(snake.name))
    name = unique("unsigned")
    whole = dict(FunctionName=name, Runtime="python3.12", Handler="a.b", Role=f"arn:aws:iam::{harness.ACCOUNT}:role/function",
                 CodeSigningConfigArn=arn)
    assert error_of(functions.create_function, Code={"ZipFile": code}, **whole) == ("CodeVerificationFailedException", refused.format(name))
    signed = zip_of({"lambda_function.py": CODE, "META-INF/aws_signer_signature_v1.0.SF": "any"})
    functions.create_function(Code={"ZipFile": signed}, **whole)
    assert error_of(functions.delete_code_signing_config, CodeSigningConfigArn=arn)[0] == "ResourceConflictException"
    functions.delete_function(FunctionName=name)
    functions.delete_function_code_signing_config(FunctionName=snake.name)
    assert arn in [config["CodeSigningConfigArn"] for config in functions.list_code_signing_configs()["CodeSigningConfigs"]]
    functions.delete_code_signing_config(CodeSigningConfigArn=arn)
    assert error_of(functions.get_code_signing_config, CodeSigningConfigArn=arn)[0] == "CodeSigningConfigNotFoundException"


def test_provisioned_concurrency_of_versions_and_aliases(functions, snake):
    functions.publish_version(FunctionName=snake.name)
    functions.create_alias(FunctionName=snake.name, Name="live", FunctionVersion="1")
    named = dict(FunctionName=snake.name, Qualifier="live")
    assert error_of(functions.get_provisioned_concurrency_config, **named)[0] == "ProvisionedConcurrencyConfigNotFoundException"
    made = functions.put_provisioned_concurrency_config(ProvisionedConcurrentExecutions=2, **named)
    assert (made["ResponseMetadata"]["HTTPStatusCode"], made["Status"], made["RequestedProvisionedConcurrentExecutions"]) == (202, "IN_PROGRESS", 2)
    shown = functions.get_provisioned_concurrency_config(**named)
    assert (shown["Status"], shown["AvailableProvisionedConcurrentExecutions"]) == ("READY", 2)
    (listed,) = functions.list_provisioned_concurrency_configs(FunctionName=snake.name)["ProvisionedConcurrencyConfigs"]
    assert listed["FunctionArn"].endswith(f":function:{snake.name}:live")
    assert error_of(functions.put_provisioned_concurrency_config, FunctionName=snake.name, Qualifier="$LATEST",
                    ProvisionedConcurrentExecutions=1)[0] == "InvalidParameterValueException"
    functions.put_function_concurrency(FunctionName=snake.name, ReservedConcurrentExecutions=1)
    assert error_of(functions.put_provisioned_concurrency_config, ProvisionedConcurrentExecutions=2, **named)[0] == "InvalidParameterValueException"
    functions.delete_provisioned_concurrency_config(**named)
    assert functions.list_provisioned_concurrency_configs(FunctionName=snake.name)["ProvisionedConcurrencyConfigs"] == []


def test_code_is_where_the_answers_say(server, functions, snake):
    functions.publish_version(FunctionName=snake.name)
    for qualifier in ["$LATEST", "1"]:
        shown = functions.get_function(FunctionName=snake.name, Qualifier=qualifier)
        url = urllib.parse.urlsplit(shown["Code"]["Location"])
        assert url.netloc == f"127.0.0.1:{server.port}"
        downloaded = server.http("GET", f"{url.path}?{url.query}")
        assert downloaded.headers["Content-Type"] == "application/zip"
        assert base64.b64encode(hashlib.sha256(downloaded.body).digest()).decode() == shown["Configuration"]["CodeSha256"]
        assert zipfile.ZipFile(io.BytesIO(downloaded.body)).read("lambda_function.py").decode() == CODE
    for wrong in [url.path, f"{url.path}?{url.query[:-4]}AAAA"]:
        assert server.http("GET", wrong).status == 403


def test_a_layers_code_and_permissions(server, functions, unique):
    archive = zip_of({"python/a.py": "x = 1"})
    layer = functions.publish_layer_version(LayerName=unique("layer"), Content={"ZipFile": archive})
    named = dict(LayerName=layer["LayerArn"], VersionNumber=layer["Version"])
    url = urllib.parse.urlsplit(functions.get_layer_version(**named)["Content"]["Location"])
    assert server.http("GET", f"{url.path}?{url.query}").body == archive
    assert error_of(functions.get_layer_version_policy, **named)[0] == "ResourceNotFoundException"
    added = functions.add_layer_version_permission(StatementId="all", Action="lambda:GetLayerVersion", Principal="*",
                                                   OrganizationId="o-0123456789", **named)
    assert json.loads(added["Statement"]) == {
        "Sid": "all", "Effect": "Allow", "Principal": "*", "Action": "lambda:GetLayerVersion", "Resource": layer["LayerVersionArn"],
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-0123456789"}}}
    policy = functions.get_layer_version_policy(**named)
    assert json.loads(policy["Policy"])["Statement"] == [json.loads(added["Statement"])] and policy["RevisionId"] == added["RevisionId"]
    twice = dict(StatementId="all", Action="lambda:GetLayerVersion", Principal="*", **named)
    assert error_of(functions.add_layer_version_permission, **twice)[0] == "ResourceConflictException"
    assert error_of(functions.remove_layer_version_permission, StatementId="all", RevisionId="old", **named)[0] == "PreconditionFailedException"
    functions.remove_layer_version_permission(StatementId="all", **named)
    assert error_of(functions.get_layer_version_policy, **named)[0] == "ResourceNotFoundException"


def test_recursion_runtime_management_and_the_account(functions, snake, ask):
    recursion = f"/2024-08-31/functions/{snake.name}/recursion-config"
    assert ask("GET", recursion) == {"RecursiveLoop": "Terminate"}
    assert ask("PUT", recursion, {"RecursiveLoop": "Allow"}) == ask("GET", recursion) == {"RecursiveLoop": "Allow"}
    runtime = f"/2021-07-20/functions/{snake.name}/runtime-management-config"
    assert ask("GET", runtime)["UpdateRuntimeOn"] == "Auto"
    ask("PUT", runtime, {"UpdateRuntimeOn": "FunctionUpdate"})
    assert ask("GET", runtime)["UpdateRuntimeOn"] == "FunctionUpdate"
    assert "RuntimeVersionArn" in ask("PUT", runtime, {"UpdateRuntimeOn": "Manual"}, status=400)["message"]
    before = functions.get_account_settings()
    functions.put_function_concurrency(FunctionName=snake.name, ReservedConcurrentExecutions=10)
    after = functions.get_account_settings()
    assert after["AccountLimit"]["UnreservedConcurrentExecutions"] == before["AccountLimit"]["UnreservedConcurrentExecutions"] - 10
    assert after["AccountUsage"]["FunctionCount"] >= 1 and after["AccountUsage"]["TotalCodeSize"] > 0


def logged(function):
    """The log's tail by line: JSON where it is, else text."""
    return [json.loads(line) if line.startswith("{") else line for line in function.log.splitlines()]


def log_as_json(ask, function, **levels):
    ask("PUT", f"/2015-03-31/functions/{function.name}/configuration", {"LoggingConfig": {"LogFormat": "JSON", **levels}})


def test_a_python_function_logs_json(snake, ask):
    log_as_json(ask, snake)
    snake.invoke()
    request = snake.answer["ResponseMetadata"]["RequestId"]
    start, printed, line, report = logged(snake)
    assert (start["type"], start["record"]) == ("platform.start", {"requestId": request, "version": "$LATEST"})
    assert printed == "printed"
    assert {name: line[name] for name in ["level", "message", "logger", "requestId", "size"]} == {
        "level": "INFO", "message": "logged", "logger": "root", "requestId": request, "size": 7}
    assert report["type"] == "platform.report" and report["record"]["status"] == "success"
    assert set(report["record"]["metrics"]) == {"durationMs", "billedDurationMs", "memorySizeMB", "maxMemoryUsedMB", "initDurationMs"}
    snake.fail({"do": "raise"})
    *_, error, report = logged(snake)
    assert (error["log_level"], error["errorType"], error["errorMessage"]) == ("ERROR", "ValueError", "bad thing")
    assert report["record"]["status"] == "error"


def test_log_levels_leave_lines_out(snake, ask):
    log_as_json(ask, snake, ApplicationLogLevel="ERROR", SystemLogLevel="WARN")
    snake.invoke()
    assert logged(snake) == ["printed"]


@node
def test_a_node_function_logs_json(functions, unique, ask):
    function = create(functions, unique("node"), {"index.js": NODE}, runtime="nodejs20.x", handler="index.handler", Timeout=20)
    log_as_json(ask, function)
    function.fail({"do": "throw"})
    _, first, second, error, report = logged(function)
    assert (first["level"], first["message"]) == ("INFO", {"a": 1}) and (second["level"], second["message"]) == ("WARN", "two 2")
    assert error["message"]["errorType"] == "TypeError" and report["record"]["status"] == "error"


def states_of_workers(server):
    """The states of the processes that run Python functions: S sleeps, T is stopped."""
    states = []
    for pid in descendants(server.process.pid):
        with open(f"/proc/{pid}/cmdline", "rb") as command, open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            arguments = command.read()
            if b"bootstrap.py" in arguments and not arguments.startswith(b"/usr/bin/bwrap"):
                states.append(stat.read().rpartition(")")[2].split()[0])
    return states


def test_a_worker_is_frozen_between_invocations(fresh_server):
    function = create(fresh_server.client("lambda"), "frozen", {"lambda_function.py": CODE}, Timeout=20)
    for calls in [1, 2, 3]:
        assert function.invoke() == calls
        harness.eventually(lambda: states_of_workers(fresh_server) == ["T"])
