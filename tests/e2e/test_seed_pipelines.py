"""The pipelines that Cloudling exists for, as their owners build and run them: fixtures/pipelines, by AWS CLI and Terraform."""

import json
import os
import shutil
import subprocess
import urllib.parse
import zipfile

import pytest

import harness
import images

ORIGINALS, RESIZED = "favour-capstone-originals", "favour-capstone-resized"
GROUP = "/aws/lambda/CapstoneImageResizer"


class Cli:
    """Builds with deploy.sh, takes away with destroy.sh."""

    def __init__(self, server, name, _):
        self.server = server
        self.folder = os.path.join(harness.FIXTURES, "pipelines", name)
        self.path = urllib.parse.urlsplit(self.run("deploy.sh").split()[-1]).path

    def run(self, script):
        environment = {**harness.clean_environment(), "AWS_ENDPOINT_URL": self.server.endpoint}
        del environment["AWS_DEFAULT_REGION"]  # the script's own
        ended = subprocess.run([os.path.join(self.folder, script)], capture_output=True, text=True, env=environment, timeout=300, check=False)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def destroy(self):
        self.run("destroy.sh")


class Terraform:
    """Builds with main.tf; a second plan must have nothing to do."""

    FUNCTIONS = {"resize-api": "resize_image.py", "upload-resizer": "capstone_image_resizer.py"}
    PATHS = {"resize-api": ("/restapis/{}/imageresizeproduction/_user_request_/resize", "rest_api_id"),
             "upload-resizer": ("/_aws/execute-api/{}/prod/start", "api_id")}

    def __init__(self, server, name, folder):
        self.server = server
        self.folder = folder / name
        shutil.copytree(os.path.join(harness.FIXTURES, "pipelines", name), self.folder)
        with zipfile.ZipFile(self.folder / "function.zip", "w") as archive:
            archive.write(os.path.join(harness.FIXTURES, "functions", self.FUNCTIONS[name]), "lambda_function.py")
        initialised = self.run("init", check=False)
        if initialised.returncode != 0:
            pytest.skip("terraform has no provider for AWS here: " + initialised.stderr.strip()[-200:])
        self.run("apply", "-auto-approve")
        assert self.run("plan", "-detailed-exitcode", check=False).returncode == 0, self.run("plan").stdout
        path, output = self.PATHS[name]
        self.path = path.format(self.run("output", "-raw", output).stdout)

    def run(self, *arguments, check=True):
        environment = {**harness.clean_environment(), "AWS_ENDPOINT_URL": self.server.endpoint}
        inputs = () if arguments[0] == "output" else ("-input=false",)
        ended = subprocess.run(["terraform", arguments[0], *inputs, "-no-color", *arguments[1:]], cwd=self.folder, env=environment,
                               capture_output=True, text=True, timeout=600, check=False)
        assert not check or ended.returncode == 0, ended.stdout + ended.stderr
        return ended

    def destroy(self):
        self.run("destroy", "-auto-approve")


@pytest.fixture(params=[Cli, Terraform], ids=["cli", "terraform"])
def built(request, fresh_server, tmp_path):
    """built(NAME) builds fixtures/pipelines/NAME on a new server."""
    if request.param is Terraform and not shutil.which("terraform"):
        pytest.skip("terraform is not installed")
    return lambda name: request.param(fresh_server, name, tmp_path)


def post(pipeline, body, content_type="application/json"):
    return pipeline.server.http("POST", pipeline.path, body, {"Content-Type": content_type})


def ended(states, arn):
    found = harness.eventually(lambda: (now := states.describe_execution(executionArn=arn))["status"] != "RUNNING" and now)
    return found["status"], json.loads(found.get("output", "null")), found.get("error")


def executions(states, name, status):
    machine = next(each["stateMachineArn"] for each in states.list_state_machines()["stateMachines"] if each["name"] == name)
    return states.list_executions(stateMachineArn=machine, statusFilter=status)["executions"]


def nothing_left(server, region):
    machines = {each["name"] for each in server.client("stepfunctions", region).list_state_machines()["stateMachines"]}
    assert machines <= {"ImageResizePipeline"}  # which every cloud begins with
    functions = {each["FunctionArn"] for each in server.client("lambda", region).list_functions()["Functions"]}
    assert functions <= {f"arn:aws:lambda:us-east-1:{harness.ACCOUNT}:function:resize-image"}
    assert server.client("apigateway", region).get_rest_apis()["items"] == []
    assert server.client("apigatewayv2", region).get_apis()["Items"] == []
    assert {each["RoleName"] for each in server.client("iam", region).list_roles()["Roles"]} <= {"cloudling-pipeline"}
    assert not {ORIGINALS, RESIZED, "original-images"} & {each["Name"] for each in server.client("s3").list_buckets()["Buckets"]}


def test_a_request_resizes_a_picture(built):
    pipeline = built("resize-api")
    server, region = pipeline.server, "ca-central-1"
    s3, states = server.client("s3", region), server.client("stepfunctions", region)
    s3.upload_file(f"{harness.FIXTURES}/images/dog.png", "original-images", "dog.png")

    answer = post(pipeline, '{"bucket": "original-images", "key": "dog.png"}')
    assert answer.status == 200, answer.body
    status, output, _ = ended(states, answer.json()["executionArn"])
    assert status == "SUCCEEDED" and output["resized_key"] == "thumbnail-dog.png"
    thumbnail = s3.get_object(Bucket="resizes-image", Key="thumbnail-dog.png")["Body"].read()
    assert images.size_of(thumbnail) == (128, 96) and images.format_of(thumbnail) == "PNG"

    answer = post(pipeline, '{"bucket": "original-images", "key": "missing.png"}')
    assert ended(states, answer.json()["executionArn"])[::2] == ("FAILED", "NoSuchKey")
    started = executions(states, "ImageResizeWorkflow", "SUCCEEDED") + executions(states, "ImageResizeWorkflow", "FAILED")

    # The sample body of the pipeline's own text has doubled quotes: no JSON, so nothing starts.
    answer = post(pipeline, '{"bucket": ""original-images"", "key": ""dog.png""}')
    assert answer.status == 400 and "InvalidExecutionInput" in answer.json()["__type"], answer.body
    assert "Invalid State Machine Execution Input" in answer.json()["message"]
    assert post(pipeline, "a picture", "image/png").status == 415
    assert server.http("GET", pipeline.path).json() == {"message": "Missing Authentication Token"}
    wrong_stage = server.http("POST", pipeline.path.replace("imageresizeproduction", "pimageresizeproduction"), "{}")
    assert (wrong_stage.status, wrong_stage.json()) == (403, {"message": "Forbidden"})
    now = executions(states, "ImageResizeWorkflow", "SUCCEEDED") + executions(states, "ImageResizeWorkflow", "FAILED")
    assert len(now) == len(started) == 2

    pipeline.destroy()
    nothing_left(server, region)


def test_an_upload_and_a_request_start_the_workflow(built, tmp_path):
    """Both triggers of an upload at once: the bucket's notification and the EventBridge rule; then the HTTP API."""
    pipeline = built("upload-resizer")
    server = pipeline.server
    aws, states = server.aws, server.client("stepfunctions")
    aws("s3", "cp", f"{harness.FIXTURES}/images/dog.png", f"s3://{ORIGINALS}/dog.png")
    harness.eventually(lambda: len(executions(states, "CapstoneWorkflow", "SUCCEEDED")) == 1)
    assert "resized-dog.png" in aws("s3", "ls", f"s3://{RESIZED}")
    harness.eventually(lambda: "Error: 'bucket'" in aws("logs", "tail", GROUP))  # what is in Records it does not find
    aws("s3", "cp", f"{harness.FIXTURES}/images/puppy.webp", f"s3://{ORIGINALS}/puppy.webp")  # not the notification's
    harness.eventually(lambda: len(executions(states, "CapstoneWorkflow", "SUCCEEDED")) == 2)
    assert aws("logs", "tail", GROUP).count("REPORT RequestId:") == 3

    aws("s3", "cp", f"{harness.FIXTURES}/images/puppy.jpg", f"s3://{ORIGINALS}/puppy.jpg")
    answer = post(pipeline, json.dumps({"bucket": ORIGINALS, "key": "puppy.jpg"}))
    assert answer.status == 200, answer.body
    assert ended(states, answer.json()["executionArn"])[0] == "SUCCEEDED"
    answer = post(pipeline, json.dumps({"bucket": ORIGINALS, "key": "missing.jpg"}))
    assert ended(states, answer.json()["executionArn"])[::2] == ("FAILED", "ResizeFailed")
    aws("s3", "cp", f"s3://{RESIZED}/resized-puppy.jpg", str(tmp_path / "back.jpg"))
    thumbnail = (tmp_path / "back.jpg").read_bytes()
    assert images.size_of(thumbnail) == (128, 96) and images.format_of(thumbnail) == "JPEG"

    pipeline.destroy()
    nothing_left(server, harness.REGION)
