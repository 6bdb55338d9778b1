"""The image pipelines from end to end: upload, workflow, function, thumbnail; by boto3, the AWS CLI and POST /resize."""

import io
import json
import os
import subprocess
import zipfile

import pytest

import harness
import images

MACHINE = f"arn:aws:states:{harness.REGION}:{harness.ACCOUNT}:stateMachine:ImageResizePipeline"
SUCCESS = [
    "ExecutionStarted", "TaskStateEntered", "LambdaFunctionScheduled", "LambdaFunctionStarted",
    "LambdaFunctionSucceeded", "TaskStateExited", "ChoiceStateEntered", "ChoiceStateExited", "SucceedStateEntered",
    "SucceedStateExited", "ExecutionSucceeded",
]
FAILURE = SUCCESS[:8] + ["FailStateEntered", "ExecutionFailed"]


def ended(states, arn):
    def check():
        execution = states.describe_execution(executionArn=arn)
        return execution if execution["status"] != "RUNNING" else None

    return harness.eventually(check)


def history(states, arn):
    return states.get_execution_history(executionArn=arn)["events"]


def types(events):
    return [event["type"] for event in events]


def empty_zip():
    file = io.BytesIO()
    zipfile.ZipFile(file, "w").close()
    return file.getvalue()


def test_the_default_pipeline_with_boto3(client, unique):
    s3, states = client("s3"), client("stepfunctions")
    key = unique("dog") + ".png"
    s3.put_object(Bucket="images-original", Key=key, Body=images.picture(640, 480))
    started = states.start_execution(stateMachineArn=MACHINE, input=json.dumps({"bucket": "images-original", "key": key}))
    execution = ended(states, started["executionArn"])
    assert execution["status"] == "SUCCEEDED", execution
    output = json.loads(execution["output"])
    assert output["status"] == "success"
    assert (output["source_bucket"], output["source_key"]) == ("images-original", key)
    assert (output["resized_bucket"], output["resized_key"]) == ("resizes-image", "thumbnail-" + key)

    events = history(states, started["executionArn"])
    assert types(events) == SUCCESS
    assert [event["id"] for event in events] == list(range(1, len(SUCCESS) + 1))
    assert [event["previousEventId"] for event in events] == [0, 0] + list(range(2, len(SUCCESS)))
    assert [e["stateEnteredEventDetails"]["name"] for e in events if "stateEnteredEventDetails" in e] == ["ResizeImage", "CheckResult", "SuccessState"]

    thumbnail = s3.get_object(Bucket="resizes-image", Key="thumbnail-" + key)
    width, height = images.size_of(thumbnail["Body"].read())
    assert max(width, height) == 128 and (width, height) == (128, 96)


def test_a_missing_image_fails_the_workflow(client):
    states = client("stepfunctions")
    started = states.start_execution(stateMachineArn=MACHINE, input=json.dumps({"bucket": "images-original", "key": "nobody.png"}))
    execution = ended(states, started["executionArn"])
    assert (execution["status"], execution["error"]) == ("FAILED", "ResizeFailed")
    assert "key" in execution["cause"].lower()
    assert types(history(states, started["executionArn"])) == FAILURE


def test_the_default_machine_is_the_one_in_fixtures(client):
    machine = client("stepfunctions").describe_state_machine(stateMachineArn=MACHINE)
    assert json.loads(machine["definition"]) == json.loads(harness.definition("image-resize"))
    assert (machine["type"], machine["status"]) == ("STANDARD", "ACTIVE")


def test_a_task_is_refused_as_a_client_is(client, unique):
    """The call that a workflow makes in the process fails with the error that a client gets over the wire."""
    functions, states, name = client("lambda"), client("stepfunctions"), unique("absent")
    with pytest.raises(functions.exceptions.ResourceNotFoundException) as refused:
        functions.invoke(FunctionName=name)
    arn = f"arn:aws:lambda:{harness.REGION}:{harness.ACCOUNT}:function:{name}"
    definition = {"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": arn, "End": True}}}
    machine = states.create_state_machine(name=unique("machine"), definition=json.dumps(definition), roleArn=f"arn:aws:iam::{harness.ACCOUNT}:role/m")
    execution = ended(states, states.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"])
    assert (execution["status"], execution["error"]) == ("FAILED", "Lambda.ResourceNotFoundException")
    assert refused.value.response["Error"]["Message"] in execution["cause"]


@pytest.fixture
def upload_resizer(client, unique):
    """The seed pipeline CCMP-200: its buckets, its function on the built-in runtime, its workflow."""
    s3, functions, states = client("s3"), client("lambda"), client("stepfunctions")
    names = {part: unique(part) for part in ("originals", "resized", "function", "machine")}
    s3.create_bucket(Bucket=names["originals"])
    s3.create_bucket(Bucket=names["resized"])
    function = functions.create_function(
        FunctionName=names["function"], Runtime="provided.al2023", Handler="cloudling.resize",
        Role=f"arn:aws:iam::{harness.ACCOUNT}:role/resizer", Code={"ZipFile": empty_zip()},
        Environment={"Variables": {"RESIZED_BUCKET": names["resized"]}})
    text = harness.definition("upload-resizer", "workflow", function_arn=function["FunctionArn"])
    names["arn"] = states.create_state_machine(
        name=names["machine"], definition=text, roleArn=f"arn:aws:iam::{harness.ACCOUNT}:role/machine")["stateMachineArn"]
    return names


def test_the_seed_pipeline(client, upload_resizer):
    s3, states = client("s3"), client("stepfunctions")
    s3.put_object(Bucket=upload_resizer["originals"], Key="beach.jpg", Body=images.picture(300, 600, "JPEG"))
    started = states.start_execution(
        stateMachineArn=upload_resizer["arn"], input=json.dumps({"bucket": upload_resizer["originals"], "key": "beach.jpg"}))
    execution = ended(states, started["executionArn"])
    assert execution["status"] == "SUCCEEDED", execution
    output = json.loads(execution["output"])
    assert output["resized_bucket"] == upload_resizer["resized"]
    thumbnail = s3.get_object(Bucket=upload_resizer["resized"], Key=output["resized_key"])["Body"].read()
    assert images.size_of(thumbnail) == (64, 128)


@pytest.mark.parametrize("wrap", [lambda event: event, lambda event: {"Input": event}, lambda event: {"body": json.dumps(event)}])
def test_the_function_takes_its_event_as_the_seeds_do(client, upload_resizer, wrap):
    s3, functions = client("s3"), client("lambda")
    s3.put_object(Bucket=upload_resizer["originals"], Key="a/b c.png", Body=images.picture(200, 100))
    event = wrap({"bucket": upload_resizer["originals"], "key": "a/b c.png"})
    answer = functions.invoke(FunctionName=upload_resizer["function"], Payload=json.dumps(event))
    result = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer
    assert result["status"] == "success", result
    s3.head_object(Bucket=upload_resizer["resized"], Key=result["resized_key"])


def test_the_pipeline_with_the_command_line(aws, aws_json, server, unique, tmp_path):
    key = unique("cat") + ".jpg"
    (tmp_path / "cat.jpg").write_bytes(images.picture(500, 250, "JPEG"))
    aws("s3", "cp", tmp_path / "cat.jpg", f"s3://images-original/{key}")
    answer = server.http("POST", "/resize", json.dumps({"bucket": "images-original", "key": key}), {"Content-Type": "application/json"}).json()
    arn = answer["executionArn"]
    assert aws_json("stepfunctions", "describe-execution", "--execution-arn", arn)["status"] == "SUCCEEDED"
    events = aws_json("stepfunctions", "get-execution-history", "--execution-arn", arn)["events"]
    assert [event["type"] for event in events] == SUCCESS
    assert arn in aws("stepfunctions", "list-executions", "--state-machine-arn", MACHINE)
    assert "thumbnail-" + key in aws("s3", "ls", "s3://resizes-image")
    aws("s3", "cp", f"s3://resizes-image/thumbnail-{key}", tmp_path / "small.jpg")
    assert images.size_of((tmp_path / "small.jpg").read_bytes()) == (128, 64)
    assert "resize-image" in aws("lambda", "list-functions", "--query", "Functions[].FunctionName", "--output", "text")


def test_the_demo_once(tmp_path):
    """./dev demo --once, where the checkout is built for it: `./dev test` builds the release binary first."""
    if not os.path.exists(os.path.join(harness.ROOT, "build", "release", "bin", "cloudling")):
        pytest.skip("there is no release binary: ./dev build makes it")
    command = ["./dev", "demo", "--once", "--port", "0", "--data", str(tmp_path / "data")]
    for _ in range(2):
        run = subprocess.run(command, cwd=harness.ROOT, env=harness.clean_environment(), capture_output=True, text=True,
                             timeout=300, stdin=subprocess.DEVNULL, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        for expected in ("thumbnail-dog.png", "SUCCEEDED", "ExecutionSucceeded", "ResizeImage", "CheckResult", "the server has stopped"):
            assert expected in run.stdout, run.stdout
