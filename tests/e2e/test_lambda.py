"""Lambda with boto3 and the AWS CLI: what the wire adds to the tests of the service itself."""

import base64
import hashlib
import io
import json
import zipfile

import pytest
from botocore.exceptions import ClientError

import harness
import images

ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/resizer"


def zip_of(**files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return file.getvalue()


CODE = zip_of(**{"lambda_function.py": "def lambda_handler(event, context):\n    return event\n"})


@pytest.fixture
def functions(client):
    return client("lambda")


@pytest.fixture
def builtin(functions, unique):
    def make(**variables):
        name = unique("resize")
        functions.create_function(FunctionName=name, Runtime="provided.al2023", Handler="cloudling.resize", Role=ROLE,
                                  Code={"ZipFile": zip_of()}, Environment={"Variables": variables})
        return name

    return make


def error_of(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response
    return error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"], error["Error"]["Message"]


def test_a_function_is_stored_and_shown(functions, unique):
    name = unique("snake")
    made = functions.create_function(FunctionName=name, Runtime="python3.12", Handler="lambda_function.lambda_handler", Role=ROLE,
                                     Code={"ZipFile": CODE}, Timeout=30, MemorySize=512, Tags={"team": "images"})
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert made["CodeSha256"] == base64.b64encode(hashlib.sha256(CODE).digest()).decode()
    assert (made["CodeSize"], made["State"], made["Version"]) == (len(CODE), "Pending", "$LATEST")
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    functions.get_waiter("function_updated_v2").wait(FunctionName=name)
    read = functions.get_function(FunctionName=made["FunctionArn"])
    assert read["Tags"] == {"team": "images"} and read["Configuration"]["MemorySize"] == 512
    assert functions.delete_function(FunctionName=name)["ResponseMetadata"]["HTTPStatusCode"] == 204
    status, code, message = error_of(functions.get_function, FunctionName=name)
    assert (status, code, message) == (404, "ResourceNotFoundException", f"Function not found: {made['FunctionArn']}")


def test_code_comes_from_s3_and_is_checked(functions, client, bucket, unique):
    client("s3").put_object(Bucket=bucket, Key="function.zip", Body=CODE)
    name = unique("stored")
    request = dict(FunctionName=name, Runtime="python3.9", Handler="a.b", Role=ROLE)
    made = functions.create_function(Code={"S3Bucket": bucket, "S3Key": "function.zip"}, **request)
    assert made["CodeSize"] == len(CODE)
    assert error_of(functions.create_function, Code={"ZipFile": CODE}, **request) == (409, "ResourceConflictException", f"Function already exist: {name}")
    request["FunctionName"] = unique("bad")
    status, code, _ = error_of(functions.create_function, Code={"ZipFile": b"no zip"}, **request)
    assert (status, code) == (400, "InvalidParameterValueException")
    status, code, message = error_of(functions.create_function, Code={"ZipFile": CODE}, **{**request, "Role": "role"})
    assert (status, code) == (400, "ValidationException") and message.startswith("1 validation error detected: Value 'role' at 'role'")
    updated = functions.update_function_configuration(FunctionName=name, Timeout=9, Environment={"Variables": {"KEY": "value"}})
    assert (updated["Timeout"], updated["Environment"]) == (9, {"Variables": {"KEY": "value"}})


def test_the_builtin_function_resizes(functions, client, bucket, unique, builtin):
    target = unique("small")
    client("s3").create_bucket(Bucket=target)
    name = builtin(RESIZED_BUCKET=target, KEY_PREFIX="resized-", THUMBNAIL_WIDTH="50", THUMBNAIL_HEIGHT="50", THUMBNAIL_FORMAT="webp")
    client("s3").put_object(Bucket=bucket, Key="dog.png", Body=images.picture(200, 100))
    answer = functions.invoke(FunctionName=name, LogType="Tail", Payload=json.dumps({"bucket": bucket, "key": "dog.png"}))
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST") and "FunctionError" not in answer
    assert "REPORT RequestId: " in base64.b64decode(answer["LogResult"]).decode()
    result = json.loads(answer["Payload"].read())
    assert (result["status"], result["resized_key"], result["width"], result["height"]) == ("success", "resized-dog.webp", 50, 25)
    written = client("s3").get_object(Bucket=target, Key="resized-dog.webp")
    assert written["ContentType"] == "image/webp" and written["Body"].read()[8:12] == b"WEBP"


def test_an_event_is_performed_afterwards(functions, client, bucket, builtin):
    name = builtin()
    client("s3").put_object(Bucket=bucket, Key="dog.png", Body=images.picture(200, 100))
    answer = functions.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps({"bucket": bucket, "key": "dog.png"}))
    assert answer["StatusCode"] == 202 and answer["Payload"].read() == b""
    listed = lambda: [o["Key"] for o in client("s3").list_objects_v2(Bucket=bucket)["Contents"]]
    harness.eventually(lambda: "thumbnail-dog.png" in listed())


def test_functions_are_listed_page_by_page(functions, builtin):
    names = {builtin() for _ in range(3)}
    pages = functions.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 1})
    assert names <= {f["FunctionName"] for page in pages for f in page["Functions"]}


def test_the_command_line_invokes(aws, builtin, tmp_path):
    name = builtin()
    event, out = tmp_path / "event.json", tmp_path / "out.json"
    event.write_text("{}")
    shown = json.loads(aws("lambda", "invoke", "--function-name", name, "--payload", f"fileb://{event}", str(out), "--output", "json"))
    assert shown["StatusCode"] == 200
    assert json.loads(out.read_text())["status"] == "fail"
