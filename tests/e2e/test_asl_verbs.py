"""`cloudling asl`: definitions validated, run and tested with no server."""

import json
import os
import subprocess

import pytest
from botocore.exceptions import ClientError

import harness

CASES = os.path.join(harness.FIXTURES, "pipelines", "cases")
PIPELINE = os.path.join(harness.FIXTURES, "pipelines", "image-resize.asl.json")


def asl(*arguments, stdin=""):
    return subprocess.run([harness.binary(), "asl", *arguments], input=stdin, capture_output=True, text=True, timeout=60,
                          env=harness.server_environment(), check=False)


def test_a_definition_is_validated():
    good = asl("validate", PIPELINE)
    assert (good.returncode, good.stdout) == (0, f"{PIPELINE}: OK\n")
    bad = asl("validate", "-", stdin='{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}')
    assert bad.returncode == 1
    assert "-: ERROR MISSING_TRANSITION_TARGET /States/A/Next: Missing 'Next' target: B" in bad.stderr
    assert asl("validate", "/absent").returncode == 2


def test_a_machine_runs_on_virtual_time_with_mocked_tasks(tmp_path):
    machine = {"StartAt": "Wait", "States": {
        "Wait": {"Type": "Wait", "Seconds": 604800, "Next": "Call"},
        "Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"},
                 "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 10, "MaxAttempts": 3}], "End": True}}}
    mocks = {"StateMachines": {"slow": {"TestCases": {"Busy": {"Call": "BusyTwice"}}}},
             "MockedResponses": {"BusyTwice": {"0-1": {"Throw": {"Error": "Busy", "Cause": "later"}}, "2": {"Return": {"n": 1}}}}}
    (tmp_path / "slow.asl.json").write_text(json.dumps(machine))
    (tmp_path / "mocks.json").write_text(json.dumps(mocks))
    run = asl("run", str(tmp_path / "slow.asl.json"), "--input", "{}", "--mocks", str(tmp_path / "mocks.json"), "--case", "Busy")
    assert run.returncode == 0, run.stderr
    assert "path    Wait > Call\nstatus  SUCCEEDED\ntime    604830 s\noutput  {\"n\":1}\n" in run.stdout
    assert run.stdout.count("TaskFailed") == 2
    unmocked = asl("run", str(tmp_path / "slow.asl.json"))
    assert unmocked.returncode == 1 and "There is no mocked response for invocation 0 of the state 'Call'" in unmocked.stdout
    (tmp_path / "mocks.json").write_text('{"StateMachines": {}, "MockedResponses": {}}')
    assert "there is no test case Busy" in asl("run", str(tmp_path / "slow.asl.json"), "--mocks", str(tmp_path / "mocks.json"), "--case", "Busy").stderr


def test_the_cases_of_a_folder_are_run(tmp_path):
    good = asl("test", CASES)
    assert good.returncode == 0, good.stdout
    assert good.stdout.endswith("2 passed, 0 failed\n")
    case = json.loads(open(os.path.join(CASES, "resized.case.json"), encoding="utf-8").read())
    case.update(definition=PIPELINE, mocks=os.path.join(CASES, "MockConfigFile.json"), expect={"status": "FAILED"})
    (tmp_path / "wrong.case.json").write_text(json.dumps(case))
    bad = asl("test", str(tmp_path))
    assert bad.returncode == 1
    assert 'status: expected "FAILED", was "SUCCEEDED"' in bad.stdout


def test_executions_of_a_test_case_take_its_results(start_server):
    server = start_server("--sfn-mock-config", os.path.join(CASES, "MockConfigFile.json"))
    states = server.client("stepfunctions", inject_host_prefix=False)
    role = f"arn:aws:iam::{harness.ACCOUNT}:role/machine"
    definition = harness.definition("image-resize")
    arn = states.create_state_machine(name="image-resize", definition=definition, roleArn=role)["stateMachineArn"]
    server.kill_and_restart()
    states = server.client("stepfunctions", inject_host_prefix=False)

    def ended(case):
        execution = states.start_execution(stateMachineArn=f"{arn}#{case}", input='{"bucket": "b", "key": "k"}')["executionArn"]
        return harness.eventually(lambda: next((e for e in [states.describe_execution(executionArn=execution)] if e["status"] != "RUNNING"), None))

    assert json.loads(ended("Resized")["output"])["thumbnail"] == "thumbnail-dog.png"
    assert (ended("Unreadable")["status"], ended("Unreadable")["error"]) == ("FAILED", "ResizeFailed")
    with pytest.raises(ClientError, match="There is no test case 'Absent'"):
        states.start_execution(stateMachineArn=f"{arn}#Absent")
