"""Single calls of the Step Functions API against what AWS answered: TestState, CreateStateMachine, CreateActivity and
ValidateStateMachineDefinition.

The recordings are data beside the checkout (CLOUDLING_SHARED or ../shared); without them there is nothing to run. A case
that needs what is not built (501) is skipped by what it needs, never by its name.
"""

import glob
import json
import os
import re

import pytest

import harness

OPERATIONS = {"test-state": "TestState", "create": "CreateStateMachine", "create-activity": "CreateActivity",
              "validate": "ValidateStateMachineDefinition"}
ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/machine"
SHARED = os.environ.get("CLOUDLING_SHARED") or os.path.join(os.path.dirname(harness.ROOT), "shared")
TOKEN = re.compile(r"<[^<>]*>")
WORDS = {"timestamp", "date", "start-date"}  # stand for any text


def cases():
    for path in sorted(glob.glob(os.path.join(SHARED, "aws-recorded", "stepfunctions", "*.json"))):
        with open(path, encoding="utf-8") as file:
            for case in json.load(file)["cases"]:
                if case["kind"] not in OPERATIONS:
                    continue
                topic = os.path.basename(path).removesuffix(".json")
                for run in case.get("runs", [case]):
                    yield pytest.param(operation_of(case["kind"], run["response"]), run["request"], run["response"],
                                       id=f"{topic}-{case['name']}")


def operation_of(kind, response):
    """Errors say which operation gave them: a case of one kind may be about another call."""
    named = re.search(r"when calling the (\w+) operation", response.get("exception_value", ""))
    return named.group(1) if named else OPERATIONS[kind]


def recorded_answer(response):
    """The answer, or its error, in one form."""
    if "exception_value" in response:
        return {"code": response["exception_typename"], "message": response["exception_value"].split("operation: ", 1)[1]}
    if "Error" in response:
        return {"code": response["Error"]["Code"], "message": response["Error"]["Message"]}
    return {name: value for name, value in response.items() if name != "ResponseMetadata"}


def with_objects(value):
    """Texts that are JSON objects are recorded as such."""
    if isinstance(value, dict):
        return {name: with_objects(member) for name, member in value.items()}
    if isinstance(value, list):
        return [with_objects(item) for item in value]
    if isinstance(value, str) and value.startswith("{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def matches(recorded, actual):
    if not isinstance(recorded, str) or not isinstance(actual, str):
        return recorded == actual
    if recorded == actual or recorded in WORDS:
        return True
    pattern = "".join(".*" if TOKEN.fullmatch(part) else re.escape(part).replace("1" * 12, r"\d{12}")
                      for part in re.split(r"(<[^<>]*>)", recorded))
    return re.fullmatch(pattern, actual, re.DOTALL) is not None


def difference(recorded, actual, where=""):
    """Where they differ; "" where they do not."""
    if isinstance(recorded, dict) and isinstance(actual, dict):
        if recorded.keys() != actual.keys():
            return f"{where}: {sorted(recorded)} recorded, {sorted(actual)} answered"
        return next(filter(None, (difference(recorded[name], actual[name], f"{where}/{name}") for name in recorded)), "")
    if isinstance(recorded, list) and isinstance(actual, list) and len(recorded) == len(actual):
        return next(filter(None, (difference(*pair, f"{where}[{i}]") for i, pair in enumerate(zip(recorded, actual)))), "")
    return "" if matches(recorded, actual) else f"{where}: {recorded!r} recorded, {actual!r} answered"


@pytest.mark.parametrize("operation, request_, response", cases())
def test_a_recorded_call(server, operation, request_, response):
    call = {**request_}
    if operation == "CreateStateMachine":
        call.setdefault("roleArn", ROLE)
    answer = server.http("POST", "/", json.dumps(call), {
        "X-Amz-Target": f"AWSStepFunctions.{operation}", "Content-Type": "application/x-amz-json-1.0"})
    actual = answer.json()
    if answer.status == 501:
        pytest.skip(actual["message"])
    if answer.status >= 400:
        actual = {"code": actual["__type"].split("#")[-1], "message": actual["message"]}
    assert difference(recorded_answer(response), with_objects(actual)) == ""
