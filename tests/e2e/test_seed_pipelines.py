"""The pipelines that Cloudling exists for, as their owners run them: with the AWS CLI, their own functions and workflows."""

import json
import zipfile

import pytest

import harness
import images

ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/pipeline"
ORIGINALS, RESIZED = "favour-capstone-originals", "favour-capstone-resized"
FUNCTION = "CapstoneImageResizer"
GROUP = f"/aws/lambda/{FUNCTION}"

NOTIFICATION = """
import json
from capstone_image_resizer import lambda_handler as resize

def lambda_handler(event, context):
    for record in event["Records"]:
        print(resize({"bucket": record["s3"]["bucket"]["name"], "key": record["s3"]["object"]["key"]}, context))
"""


def package(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return f"fileb://{path}"


@pytest.fixture
def capstone(fresh_server, tmp_path):
    """The second pipeline, made by the AWS CLI: buckets, function, workflow."""
    aws = fresh_server.aws
    resizer = harness.fixture("functions", "capstone_image_resizer.py").decode()
    code = package(tmp_path / "function.zip", {"lambda_function.py": resizer})
    for bucket in (ORIGINALS, RESIZED):
        aws("s3", "mb", f"s3://{bucket}")
    settings = ("--runtime", "python3.12", "--role", ROLE, "--timeout", "30", "--memory-size", "512",
                "--environment", f"Variables={{RESIZED_BUCKET={RESIZED}}}")
    aws("lambda", "create-function", "--function-name", FUNCTION, "--handler", "lambda_function.lambda_handler", "--zip-file", code, *settings)
    aws("lambda", "wait", "function-active-v2", "--function-name", FUNCTION)
    aws("stepfunctions", "create-state-machine", "--name", "CapstoneWorkflow", "--role-arn", ROLE,
        "--definition", harness.definition("upload-resizer"))
    trigger = package(tmp_path / "trigger.zip", {"lambda_function.py": NOTIFICATION, "capstone_image_resizer.py": resizer})
    aws("lambda", "create-function", "--function-name", "Trigger", "--handler", "lambda_function.lambda_handler", "--zip-file", trigger, *settings)
    return fresh_server


def executions(server):
    machine = f"arn:aws:states:us-east-1:{harness.ACCOUNT}:stateMachine:CapstoneWorkflow"
    return json.loads(server.aws("stepfunctions", "list-executions", "--state-machine-arn", machine))["executions"]


def test_a_workflow_calls_the_function(capstone, tmp_path):
    capstone.aws("s3", "cp", f"{harness.FIXTURES}/images/puppy.jpg", f"s3://{ORIGINALS}/puppy.jpg")
    machine = f"arn:aws:states:us-east-1:{harness.ACCOUNT}:stateMachine:CapstoneWorkflow"
    for key, status in (("puppy.jpg", "SUCCEEDED"), ("missing.jpg", "FAILED")):
        started = json.loads(capstone.aws("stepfunctions", "start-execution", "--state-machine-arn", machine,
                                          "--input", json.dumps({"bucket": ORIGINALS, "key": key})))
        arn = started["executionArn"]
        describe = lambda: json.loads(capstone.aws("stepfunctions", "describe-execution", "--execution-arn", arn))
        ended = harness.eventually(lambda: (found := describe())["status"] != "RUNNING" and found)
        assert ended["status"] == status, ended
    assert (ended["error"], ended["cause"]) == ("ResizeFailed", "Image resizing failed")
    capstone.aws("s3", "cp", f"s3://{RESIZED}/resized-puppy.jpg", str(tmp_path / "back.jpg"))
    thumbnail = (tmp_path / "back.jpg").read_bytes()
    assert images.size_of(thumbnail) == (128, 96) and images.format_of(thumbnail) == "JPEG"
    lines = capstone.aws("logs", "tail", GROUP)
    assert "Received event:" in lines and "REPORT RequestId:" in lines


def test_an_upload_calls_a_function_and_starts_a_workflow(capstone, tmp_path):
    """Both wirings at once: the bucket's notification calls a function, an EventBridge rule starts the workflow."""
    aws = capstone.aws
    arn = f"arn:aws:lambda:us-east-1:{harness.ACCOUNT}:function:Trigger"
    aws("lambda", "add-permission", "--function-name", "Trigger", "--statement-id", "s3", "--action", "lambda:InvokeFunction",
        "--principal", "s3.amazonaws.com", "--source-arn", f"arn:aws:s3:::{ORIGINALS}", "--source-account", harness.ACCOUNT)
    suffix = {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".png"}]}}
    aws("s3api", "put-bucket-notification-configuration", "--bucket", ORIGINALS, "--notification-configuration", json.dumps({
        "LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:Put"], "Filter": suffix}],
        "EventBridgeConfiguration": {}}))
    aws("events", "put-rule", "--name", "uploads", "--event-pattern", json.dumps({
        "source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": [ORIGINALS]}}}))
    aws("events", "put-targets", "--rule", "uploads", "--targets", json.dumps([{
        "Id": "workflow", "Arn": f"arn:aws:states:us-east-1:{harness.ACCOUNT}:stateMachine:CapstoneWorkflow", "RoleArn": ROLE,
        "InputTransformer": {"InputPathsMap": {"bucket": "$.detail.bucket.name", "key": "$.detail.object.key"},
                             "InputTemplate": '{"bucket": <bucket>, "key": <key>}'}}]))
    aws("s3", "cp", f"{harness.FIXTURES}/images/dog.png", f"s3://{ORIGINALS}/dog.png")
    ended = harness.eventually(lambda: [each for each in executions(capstone) if each["status"] == "SUCCEEDED"])
    assert len(ended) == 1
    harness.eventually(lambda: "'status': 'success'" in aws("logs", "tail", "/aws/lambda/Trigger"))
    assert "resized-dog.png" in aws("s3", "ls", f"s3://{RESIZED}")
    assert len(executions(capstone)) == 1
    aws("s3", "cp", f"{harness.FIXTURES}/images/puppy.jpg", f"s3://{ORIGINALS}/puppy.jpg")  # not the function's
    harness.eventually(lambda: len([each for each in executions(capstone) if each["status"] == "SUCCEEDED"]) == 2)
    assert "puppy.jpg" not in aws("logs", "tail", "/aws/lambda/Trigger")
